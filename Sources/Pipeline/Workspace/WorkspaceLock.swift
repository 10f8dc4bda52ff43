import Foundation
import Glibc
import Records

/// Held while a process changes a workspace, so that two never do the same work twice. The kernel lets go of it when
/// the process ends, however it ends.
public final class WorkspaceLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock.
  ///
  /// - Throws: `WorkspaceError.locked` when another process holds it.
  public init(_ workspace: Workspace) throws(WorkspaceError) {
    try Workspace.makeFolder(workspace.output)
    let path = workspace.output.appendingPathComponent(".lock").path
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, why: BilingualText(systemError: errno)) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      var bytes = [UInt8](repeating: 0, count: 32)
      let count = max(0, pread(descriptor, &bytes, bytes.count, 0))
      close(descriptor)
      throw .locked(pid: String(decoding: bytes.prefix(count).prefix { $0 > 32 }, as: UTF8.self))
    }
    self.descriptor = descriptor
    // The number is for the message above only; a lock without it (disk full) holds just as well.
    let number = Array("\(getpid())\n".utf8)
    _ = ftruncate(descriptor, 0)
    _ = pwrite(descriptor, number, number.count, 0)
  }

  deinit { close(descriptor) }

  /// Whether some process is changing the workspace just now.
  public static func isHeld(_ workspace: Workspace) -> Bool {
    let descriptor = open(workspace.output.appendingPathComponent(".lock").path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0
  }
}
