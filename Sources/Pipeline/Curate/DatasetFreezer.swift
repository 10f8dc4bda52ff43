import Foundation
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
    after last: Int, inputs: ContentHash, seed: UInt64, _ files: (_ name: String) throws -> [DatasetFile]
  ) throws -> DatasetVersion {
    var number = last + 1
    while true {
      let target = folder.appendingPathComponent("v\(number)")
      let made = try files("v\(number)")
      let version = DatasetVersion(
        number: number, inputs: inputs, content: ContentHash(of: made.flatMap { [$0.name, $0.data.digest] }), seed: seed
      )
      if !FileManager.default.fileExists(atPath: target.path) {
        try write(made, to: target)
        return version
      }
      if made.allSatisfy({ (try? Data(contentsOf: target.appendingPathComponent($0.name))) == $0.data }) {
        return version
      }
      number += 1
    }
  }

  private func write(_ files: [DatasetFile], to target: URL) throws {
    let part = folder.appendingPathComponent(".\(target.lastPathComponent).part")
    try? FileManager.default.removeItem(at: part)
    for file in files { try AtomicFile.write(file.data, to: part.appendingPathComponent(file.name)) }
    try AtomicFile.replaceFolder(at: target, with: part)
  }
}

extension Data {
  var digest: String { ContentHash(of: self).hex }
}
