import Foundation
import Tensors
import Transformers

/// A run's whole state between two steps: weights, moments and how far it is. A run that goes on from it ends with the
/// bits of one that was never cut.
struct Checkpoint {
  var step: Int
  var best: Best?
  /// Hash of recipe and data; a checkpoint of another run is not taken up.
  var run: String

  struct Best {
    var step: Int
    var loss: Double
  }

  /// Writes the state under a temporary name, syncs it and renames it.
  func write(_ state: AdamW, to file: URL) throws {
    var metadata = ["step": String(step), "run": run]
    if let best {
      metadata["bestStep"] = String(best.step)
      metadata["bestLoss"] = String(best.loss.bitPattern)
    }
    var writer = SafetensorsWriter(metadata: metadata)
    for (name, buffer) in Self.buffers(state) {
      writer.add(name, shape: [buffer.count], floats: UnsafeBufferPointer(start: buffer.pointer, count: buffer.count))
    }
    try SyncedFile.write(writer.fileContents, to: file)
  }

  /// Reads the state back into `state`; nil where there is none, or it belongs to another run.
  static func read(_ file: URL, run: String, into state: AdamW) throws -> Checkpoint? {
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    let tensors = try Safetensors(file)
    guard tensors.metadata["run"] == run, let step = tensors.metadata["step"].flatMap(Int.init) else { return nil }
    for (name, buffer) in buffers(state) {
      try tensors.tensor(name, shape: [buffer.count]).copyFloats(to: buffer.pointer)
    }
    var checkpoint = Checkpoint(step: step, best: nil, run: run)
    if let best = tensors.metadata["bestStep"].flatMap(Int.init),
      let bits = tensors.metadata["bestLoss"].flatMap({ UInt64($0) })
    {
      checkpoint.best = Best(step: best, loss: Double(bitPattern: bits))
    }
    return checkpoint
  }

  private static func buffers(_ state: AdamW) -> [(String, FloatBuffer)] {
    [("values", state.values), ("first_moment", state.firstMoment), ("second_moment", state.secondMoment)]
  }
}

/// Files that are whole or absent, whatever happens while they are written.
enum SyncedFile {
  static func write(_ data: Data, to file: URL) throws {
    let temporary = file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).part")
    try data.write(to: temporary)
    let handle = try FileHandle(forWritingTo: temporary)
    try handle.synchronize()
    try handle.close()
    guard rename(temporary.path, file.path) == 0 else {
      throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: file.path])
    }
  }
}
