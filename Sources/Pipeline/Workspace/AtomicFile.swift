public import Foundation
import Glibc
import Records

/// What Foundation says of a file that it could not write.
struct UnwrittenFile {
  /// The file, where Foundation tells.
  let path: String?

  /// Nil for an error of another kind.
  init?(_ error: any Error) {
    switch error {
    case let error as CocoaError where (512..<1024).contains(error.code.rawValue):
      path = error.filePath ?? error.url?.path
    case let error as POSIXError where [.ENOSPC, .EFBIG, .EDQUOT, .EROFS, .EIO].contains(error.code): path = nil
    default: return nil
    }
  }
}

/// Writes files so that a reader sees the old content or the new, never a part: temporary name, sync, rename.
public enum AtomicFile {
  /// Replaces a file's content.
  ///
  /// - Throws: `WorkspaceError.cannotWrite`.
  public static func write(_ data: Data, to url: URL) throws(WorkspaceError) {
    try Workspace.makeFolder(url.deletingLastPathComponent())
    let temporary = url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).part")
    let descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(url) }
    do throws(WorkspaceError) {
      defer { close(descriptor) }
      try writeAll(data, to: descriptor, url)
      guard fsync(descriptor) == 0 else { throw failure(url) }
    } catch {
      unlink(temporary.path)
      throw error
    }
    guard rename(temporary.path, url.path) == 0 else { throw failure(url) }
  }

  /// Puts a finished folder in place of whatever stood there, after its files have reached the disk.
  public static func replaceFolder(at url: URL, with finished: URL) throws(WorkspaceError) {
    sync()
    if FileManager.default.fileExists(atPath: url.path) {
      do { try FileManager.default.removeItem(at: url) } catch {
        throw .cannotWrite(path: url.path, why: BilingualText(reasonOf: error))
      }
    }
    guard rename(finished.path, url.path) == 0 else { throw failure(url) }
  }

  /// Writes bytes to an open file, however many calls that takes.
  static func writeAll(_ data: Data, to descriptor: Int32, _ url: URL) throws(WorkspaceError) {
    let bytes = [UInt8](data)
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(url)
      }
      done += count
    }
  }

  private static func failure(_ url: URL) -> WorkspaceError {
    .cannotWrite(path: url.path, why: BilingualText(systemError: errno))
  }
}
