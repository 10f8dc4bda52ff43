import Foundation
import Tensors
import Testing

@testable import Transformers

struct SafetensorsTests {
  private func file(_ folder: URL, header: String, data: Int = 0, length: UInt64? = nil) throws -> URL {
    var bytes = Data()
    let count = length ?? UInt64(header.utf8.count)
    for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: count >> UInt64(8 * shift))) }
    bytes.append(Data(header.utf8))
    bytes.append(Data(repeating: 0, count: data))
    let url = folder.appendingPathComponent("x.safetensors")
    try bytes.write(to: url)
    return url
  }

  @Test(arguments: [
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 4, "beyond"),
    (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, 8, "needs 12"),
    (#"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}"#, 8, "impossible shape"),
    (#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, 8, "impossible shape"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, 8, "no range"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}"#, 8, "no range"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#, 8, "no range"),
    (#"{"a":{"dtype":"Q9","shape":[2],"data_offsets":[0,8]}}"#, 8, "unknown type"),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
      12, "overlaps"
    ),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,99999999999999999999]}}"#, 8, "not the JSON"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#, 12, "begins 4 bytes behind"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 9, "1 bytes behind its last"),
    (#"{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}"#, 2, "has 2 bytes, but its shape [3] needs"),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
      8,
      "names a tensor twice"
    ),
    ("[1, 2]", 8, "not the JSON"),
  ])
  func `a hostile header is an error with its reason`(header: String, data: Int, reason: String) throws {
    try Golden.withTemporaryFolder { folder in
      let url = try file(folder, header: header, data: data)
      let error = #expect(throws: UnusableModel.self) { try Safetensors(url) }
      #expect(error?.reason == .malformed)
      #expect(error?.detail.en.contains(reason) == true, "\(error?.detail.en ?? "")")
      #expect(error?.file == url.path)
      #expect(error?.explanation.ja.contains(url.path) == true && error?.detail.ja != error?.detail.en)
    }
  }

  @Test(arguments: [UInt64.max, UInt64(Int64.max), 1 << 40, 100])
  func `a header length beyond the file is an error`(length: UInt64) throws {
    try Golden.withTemporaryFolder { folder in
      let url = try file(folder, header: "{}", length: length)
      let error = #expect(throws: UnusableModel.self) { try Safetensors(url) }
      #expect(error?.detail.en.contains("header has \(length) bytes") == true)
    }
  }

  @Test func `what is written is read back, in the reference's layout`() throws {
    try Golden.withTemporaryFolder { folder in
      var writer = SafetensorsWriter()
      writer.add("z", shape: [2, 2], floats: [1, 2, 3, 4])
      [UInt16](arrayLiteral: 0x3F80, 0x4000, 0xC040).withUnsafeBufferPointer {
        writer.add("a", shape: [3], bfloats: $0)
      }
      writer.add("m \"quoted\"", shape: [0], floats: [])
      let url = folder.appendingPathComponent("x.safetensors")
      try writer.write(to: url)
      let data = try Data(contentsOf: url)
      #expect(data[0] % 8 == 0)
      let header = String(decoding: data[8..<(8 + Int(data[0]) + Int(data[1]) << 8)], as: UTF8.self)
      #expect(
        header.hasPrefix(
          #"{"__metadata__":{"format":"pt"},"m \"quoted\"":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"z""#))
      let read = try Safetensors(url)
      #expect(read.metadata == ["format": "pt"])
      #expect(try read.tensor("z").floats().array == [1, 2, 3, 4])
      #expect(try read.tensor("a", shape: [3]).floats().array == [1, 2, -3])
      #expect(try read.tensor("m \"quoted\"").count == 0)
      #expect(throws: UnusableModel.self) { try read.tensor("a", shape: [4]) }
    }
  }

  @Test func `numbers that lie unaligned are read all the same`() throws {
    try Golden.withTemporaryFolder { folder in
      let url = try file(folder, header: #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} "#, data: 8)
      var data = try Data(contentsOf: url)
      data.replaceSubrange((data.count - 8)..., with: [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
      try data.write(to: url)
      #expect(try Safetensors(url).tensor("a").floats().array == [1, -2])
    }
  }

  @Test func `tensors of types that no model here needs do not keep a file from being read`() throws {
    try Golden.withTemporaryFolder { folder in
      let header = #"""
        {"packed":{"dtype":"F4","shape":[3,2],"data_offsets":[0,3]},"scale":{"dtype":"F8_E8M0","shape":[1],"data_offsets":[3,4]},
         "used":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}
        """#
      let tensors = try Safetensors(try file(folder, header: header, data: 12))
      #expect(try tensors.tensor("used").shape == [2])
      let error = #expect(throws: UnusableModel.self) { try tensors.tensor("packed") }
      #expect(error?.reason == .unsupported)
    }
  }

  @Test func `a missing shard is an error that names it`() throws {
    try Golden.withTemporaryFolder { folder in
      let index = #"{"weight_map": {"a": "model-00001-of-00002.safetensors"}}"#
      try Data(index.utf8).write(to: folder.appendingPathComponent("model.safetensors.index.json"))
      let error = #expect(throws: UnusableModel.self) { try ModelWeights(directory: folder) }
      #expect(error?.reason == .missingShard)
      #expect(error?.description.contains("model-00001-of-00002.safetensors") == true)
    }
  }

  @Test func `a single file counts before an index, as in transformers`() throws {
    try Golden.withTemporaryFolder { folder in
      // Left over from an older copy: its shards are not there.
      let index = #"{"weight_map": {"a": "model-00001-of-00002.safetensors"}}"#
      try Data(index.utf8).write(to: folder.appendingPathComponent("model.safetensors.index.json"))
      var writer = SafetensorsWriter()
      writer.add("b", shape: [1], floats: [7])
      try writer.write(to: folder.appendingPathComponent("model.safetensors"))
      let weights = try ModelWeights(directory: folder)
      #expect(weights.names == ["b"])
      #expect(try weights.tensor("b", shape: [1]).floats().array == [7])
    }
  }

  @Test func `a shard may not lie elsewhere`() throws {
    try Golden.withTemporaryFolder { folder in
      let index = #"{"weight_map": {"a": "../../etc/passwd"}}"#
      try Data(index.utf8).write(to: folder.appendingPathComponent("model.safetensors.index.json"))
      let error = #expect(throws: UnusableModel.self) { try ModelWeights(directory: folder) }
      #expect(error?.reason == .malformed)
    }
  }
}
