import Foundation
import Glibc
import Preparation
import Records
import Storage

/// Writes a version's folder: under a hidden name first, then renamed, so that a folder with its name is complete.
struct DatasetFreezer {
  let folder: URL

  /// Freezes the next version. When a run was killed after the folder had been renamed but before the store knew of it,
  /// the same files stand there already, and the folder is taken as it is; a folder with other files is left alone and
  /// the next number is taken.
  func freeze(
    after last: Int, inputs: ContentHash, seed: UInt64,
    _ write: (_ name: String, _ sink: inout FolderSink) throws -> Void
  ) throws -> DatasetVersion {
    var number = last + 1
    while true {
      let target = folder.appendingPathComponent("v\(number)")
      let part = folder.appendingPathComponent(".v\(number).part")
      try? FileManager.default.removeItem(at: part)
      var sink = FolderSink(folder: part)
      try write("v\(number)", &sink)
      let version = DatasetVersion(
        number: number, inputs: inputs, content: ContentHash(of: sink.files.flatMap { [$0.name, $0.digest.hex] }),
        seed: seed)
      if !FileManager.default.fileExists(atPath: target.path) {
        try AtomicFile.replaceFolder(at: target, with: part)
        return version
      }
      let isThere = sink.files.allSatisfy {
        (try? ContentHash(ofFile: target.appendingPathComponent($0.name))) == $0.digest
      }
      try? FileManager.default.removeItem(at: part)
      if isThere { return version }
      number += 1
    }
  }
}

/// A folder that a dataset's files are written into, piece by piece.
struct FolderSink: DatasetSink {
  let folder: URL
  /// What was written, in its order.
  private(set) var files: [(name: String, digest: ContentHash)] = []
  private static let most = 1 << 20

  init(folder: URL) { self.folder = folder }

  mutating func file(
    _ name: String, _ body: (_ write: (Data) throws -> Void) throws -> Void
  ) throws -> ContentHash {
    let url = folder.appendingPathComponent(name)
    try Workspace.makeFolder(folder)
    let descriptor = open(url.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw WorkspaceError.cannotWrite(path: url.path, why: BilingualText(systemError: errno))
    }
    defer { close(descriptor) }
    var running = ContentHash.Running()
    var pending = Data()
    func flush() throws {
      running.update(pending)
      try AtomicFile.writeAll(pending, to: descriptor, url)
      pending.removeAll(keepingCapacity: true)
    }
    try body { data in
      pending.append(data)
      if pending.count >= Self.most { try flush() }
    }
    try flush()
    guard fsync(descriptor) == 0 else {
      throw WorkspaceError.cannotWrite(path: url.path, why: BilingualText(systemError: errno))
    }
    files.append((name, running.digest))
    return running.digest
  }
}
