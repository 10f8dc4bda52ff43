public import Foundation
public import Tensors

/// Writes safetensors files. The same tensors give the same bytes: ordered as the reference library orders them (wider
/// types first, then by name), header padded with spaces to a multiple of eight.
public struct SafetensorsWriter {
  /// What the file says about itself.
  public var metadata: [String: String]
  private var tensors: [(name: String, dtype: String, width: Int, shape: [Int], bytes: Data)] = []

  /// An empty file; `["format": "pt"]` is what transformers and peft expect to read.
  public init(metadata: [String: String] = ["format": "pt"]) { self.metadata = metadata }

  /// Adds float32 numbers.
  public mutating func add(_ name: String, shape: [Int], floats: UnsafeBufferPointer<Float>) {
    precondition(shape.reduce(1, *) == floats.count, "shape and numbers differ in size")
    tensors.append((name, "F32", 4, shape, Data(buffer: floats)))
  }

  /// Adds float32 numbers.
  public mutating func add(_ name: String, shape: [Int], floats: [Float]) {
    floats.withUnsafeBufferPointer { add(name, shape: shape, floats: $0) }
  }

  /// Adds bf16 numbers.
  public mutating func add(_ name: String, shape: [Int], bfloats: UnsafeBufferPointer<UInt16>) {
    precondition(shape.reduce(1, *) == bfloats.count, "shape and numbers differ in size")
    tensors.append((name, "BF16", 2, shape, Data(buffer: bfloats)))
  }

  /// Adds a tensor as it is.
  public mutating func add(_ name: String, _ tensor: Tensor) {
    let dtype = tensor.dtype == .f32 ? "F32" : tensor.dtype == .bf16 ? "BF16" : "F16"
    tensors.append((name, dtype, tensor.dtype.size, tensor.shape, tensor.withUnsafeBytes { Data($0) }))
  }

  /// The whole file.
  public var fileContents: Data {
    let ordered = tensors.sorted { ($1.width, $0.name) < ($0.width, $1.name) }
    var fields: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }
      fields.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for tensor in ordered {
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      let end = offset + tensor.bytes.count
      fields.append(
        "\(Self.quoted(tensor.name)):{\"dtype\":\"\(tensor.dtype)\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}"
      )
      offset = end
    }
    var header = Data("{\(fields.joined(separator: ","))}".utf8)
    header.append(Data(repeating: 0x20, count: (8 - header.count % 8) % 8))
    var data = Data(capacity: 8 + header.count + offset)
    for shift in 0..<8 { data.append(UInt8(truncatingIfNeeded: header.count >> (8 * shift))) }
    data.append(header)
    for tensor in ordered { data.append(tensor.bytes) }
    return data
  }

  /// Writes the file under a temporary name and renames it, so that no reader sees half of it.
  ///
  /// - Throws: What `Data.write` throws: no space, no permission.
  public func write(to url: URL) throws { try fileContents.write(to: url, options: .atomic) }

  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
