public import Foundation
public import Tensors

/// A safetensors file, mapped into memory. Nothing in its header is believed before it is checked.
public struct Safetensors: Sendable {
  /// Where one tensor lies.
  public struct Entry: Sendable, Hashable {
    /// As the file spells it, such as `BF16`.
    public let dtype: String
    /// Sizes, outermost first.
    public let shape: [Int]
    /// Byte offsets in the file, half open.
    public let range: Range<Int>
  }

  /// The file's path.
  public let path: String
  /// Tensor name → where it lies.
  public let entries: [String: Entry]
  /// `__metadata__`, such as `["format": "pt"]`.
  public let metadata: [String: String]
  private let file: MappedFile

  /// The reference implementation's limit.
  static let maximumHeaderBytes = 100_000_000

  /// Maps the file and checks its header.
  ///
  /// - Throws: `UnusableModel` that says what is wrong with the file.
  public init(_ url: URL) throws(UnusableModel) {
    path = url.path
    do { file = try MappedFile(path: url.path) } catch {
      throw UnusableModel(.missingFile, file: url.path, detail: error.reason, advice: Self.advice)
    }
    let bytes = file.bytes
    guard bytes.count >= 8 else {
      throw Self.malformed(
        url.path, nil, en: "is shorter than a header (\(bytes.count) bytes)",
        ja: "ヘッダーより短いファイルです（\(bytes.count) バイト）")
    }
    let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << UInt64(8 * $1) }
    guard length <= UInt64(Self.maximumHeaderBytes), length <= UInt64(bytes.count - 8) else {
      throw Self.malformed(
        url.path, nil,
        en: "says its header has \(length) bytes, but the file has \(bytes.count): it is cut off or no safetensors",
        ja: "ヘッダーは \(length) バイトのはずですが、ファイルは \(bytes.count) バイトしかなく、途中で切れているか safetensors ではありません")
    }
    let dataStart = 8 + Int(length)
    let header: Header
    do {
      header = try JSONDecoder().decode(Header.self, from: Data(bytes[8..<dataStart]))
    } catch {
      throw Self.malformed(
        url.path, nil, en: "has a header that is not the JSON of safetensors", ja: "ヘッダーが safetensors の JSON になっていません")
    }
    guard Self.namesOnce(bytes[8..<dataStart]) else {
      throw Self.malformed(
        url.path, nil, en: "has a header that names a tensor twice", ja: "ヘッダーに同じ名前のテンソルが二つあります")
    }
    metadata = header.metadata
    entries = try Self.place(header.tensors, from: dataStart, size: bytes.count, path: url.path)
  }

  /// The tensor's numbers, in the mapped file (copied only where they lie unaligned).
  ///
  /// - Throws: `UnusableModel` where there is none of that name or its type is no float.
  public func tensor(_ name: String) throws(UnusableModel) -> Tensor {
    let (entry, dtype) = try entry(name)
    if let view = Tensor(shape: entry.shape, dtype: dtype, file: file, offset: entry.range.lowerBound) { return view }
    return aligned(entry, dtype: dtype)
  }

  /// The tensor, checked to have `shape`.
  ///
  /// - Throws: `UnusableModel` where it is absent or of another shape.
  public func tensor(_ name: String, shape: [Int]) throws(UnusableModel) -> Tensor {
    _ = try entry(name, shape: shape)
    return try tensor(name)
  }

  /// Where a tensor lies and how its numbers are stored.
  func entry(_ name: String) throws(UnusableModel) -> (entry: Entry, dtype: DType) {
    guard let entry = entries[name] else {
      throw UnusableModel(
        .missingTensor, file: path, place: .tensor(name),
        detail: Explanation(en: "is not there", ja: "ファイルにありません"), advice: Self.advice)
    }
    let dtypes: [String: DType] = ["F32": .f32, "BF16": .bf16, "F16": .f16]
    guard let dtype = dtypes[entry.dtype] else {
      throw UnusableModel(
        .unsupported, file: path, place: .tensor(name),
        detail: Explanation(en: "has the type \(entry.dtype)", ja: "\(entry.dtype) 型には対応していません"),
        advice: Explanation(
          en: "convert the model to F32, BF16 or F16", ja: "モデルを F32、BF16、F16 のいずれかに変換してください"))
    }
    return (entry, dtype)
  }

  /// The same, checked to have `shape`.
  func entry(_ name: String, shape: [Int]) throws(UnusableModel) -> (entry: Entry, dtype: DType) {
    let found = try entry(name)
    guard found.entry.shape == shape else {
      throw UnusableModel(
        .wrongShape, file: path, place: .tensor(name),
        detail: Explanation(
          en: "has shape \(found.entry.shape), not \(shape)", ja: "形が \(found.entry.shape) で、必要な \(shape) と違います"),
        advice: Explanation(
          en: "weights and config.json do not belong together; copy the directory again",
          ja: "重みと config.json の組み合わせが合っていません。フォルダをコピーし直してください"))
    }
    return found
  }

  /// A tensor's raw bytes, whatever its type.
  public func bytes(_ name: String) -> [UInt8]? { entries[name].map { Array(file.bytes[$0.range]) } }

  /// An owned copy, for numbers that no pointer may point at.
  private func aligned(_ entry: Entry, dtype: DType) -> Tensor {
    let source = UnsafeRawBufferPointer(rebasing: file.bytes[entry.range])
    let count = entry.range.count / dtype.size
    if dtype == .bf16 {
      let buffer = BFloat16Buffer(count)
      UnsafeMutableRawBufferPointer(start: buffer.pointer, count: source.count).copyMemory(from: source)
      return Tensor(shape: entry.shape, bfloats: buffer)
    }
    let buffer = FloatBuffer(count)
    for index in 0..<count {
      buffer.pointer[index] =
        dtype == .f32
        ? source.loadUnaligned(fromByteOffset: 4 * index, as: Float.self)
        : Self.widened(source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
    }
    return Tensor(shape: entry.shape, floats: buffer)
  }

  /// IEEE half precision to single, by its fields.
  private static func widened(_ half: UInt16) -> Float {
    let sign: Float = half >> 15 == 0 ? 1 : -1
    let exponent = Int(half >> 10 & 31)
    let fraction = Float(half & 1023) / 1024
    switch exponent {
    case 0: return sign * Float(sign: .plus, exponent: -14, significand: 1) * fraction
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default: return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1) * (1 + fraction)
    }
  }

  private static func place(
    _ tensors: [String: Header.Tensor], from dataStart: Int, size: Int, path: String
  ) throws(UnusableModel) -> [String: Entry] {
    var entries: [String: Entry] = [:]
    let available = size - dataStart
    for (name, tensor) in tensors {
      guard let bits = widths[tensor.dtype] else {
        throw malformed(
          path, name, en: "has the unknown type \(tensor.dtype)", ja: "\(tensor.dtype) という型は使えません")
      }
      guard tensor.offsets.count == 2, tensor.offsets[0] >= 0, tensor.offsets[0] <= tensor.offsets[1] else {
        throw malformed(
          path, name, en: "has data_offsets that are no range", ja: "data_offsets が範囲になっていません")
      }
      let (begin, end) = (tensor.offsets[0], tensor.offsets[1])
      guard end <= available else {
        throw malformed(
          path, name,
          en: "lies at \(begin)..<\(end), beyond the file's \(available) bytes of data: the file is cut off",
          ja: "位置 \(begin)..<\(end) がデータの \(available) バイトを超えていて、ファイルが途中で切れています")
      }
      var size = bits
      for side in tensor.shape {
        let (product, overflow) = size.multipliedReportingOverflow(by: side)
        guard side >= 0, !overflow else {
          throw malformed(
            path, name, en: "has the impossible shape \(tensor.shape)", ja: "\(tensor.shape) という形はありえません")
        }
        size = product
      }
      let bytes = size / 8
      guard size % 8 == 0, bytes == end - begin else {
        throw malformed(
          path, name, en: "has \(end - begin) bytes, but its shape \(tensor.shape) needs \(bytes)",
          ja: "\(end - begin) バイトありますが、形 \(tensor.shape) には \(bytes) バイト必要です")
      }
      entries[name] = Entry(dtype: tensor.dtype, shape: tensor.shape, range: (dataStart + begin)..<(dataStart + end))
    }
    try checkCover(entries, of: dataStart..<size, path: path)
    return entries
  }

  /// The tensors fill the data one after the other, as the reference asks: what no tensor covers is a sign that header and
  /// data do not belong together.
  private static func checkCover(
    _ entries: [String: Entry], of data: Range<Int>, path: String
  ) throws(UnusableModel) {
    let ordered = entries.filter { !$0.value.range.isEmpty }.sorted {
      $0.value.range.lowerBound < $1.value.range.lowerBound
    }
    for (left, right) in zip(ordered, ordered.dropFirst())
    where right.value.range.lowerBound < left.value.range.upperBound {
      throw malformed(path, right.key, en: "overlaps \(left.key)", ja: "\(left.key) と重なっています")
    }
    var end = data.lowerBound
    for (name, entry) in ordered {
      guard entry.range.lowerBound == end else {
        throw malformed(
          path, name, en: "begins \(entry.range.lowerBound - end) bytes behind the tensor before it",
          ja: "前のテンソルとの間に、どのテンソルにも属さない \(entry.range.lowerBound - end) バイトがあります")
      }
      end = entry.range.upperBound
    }
    guard end == data.upperBound else {
      throw malformed(
        path, nil, en: "has \(data.upperBound - end) bytes behind its last tensor",
        ja: "最後のテンソルの後ろに \(data.upperBound - end) バイトの余りがあります")
    }
  }

  /// Whether no name stands twice in a header that is JSON; of two a decoder sees one alone.
  private static func namesOnce(_ header: Slice<UnsafeRawBufferPointer>) -> Bool {
    var names: Set<[UInt8]> = []
    var isOnce = true
    var reader = JSONReader(UnsafeRawBufferPointer(rebasing: header).bindMemory(to: UInt8.self))
    // What this reader does not take is left to the decoder's word.
    try? reader.forEachMember { (reader, key) throws(TokenizerFileError) in
      isOnce = names.insert(key).inserted && isOnce
      try reader.skip()
    }
    return isOnce
  }

  static let advice = Explanation(
    en: "copy or download the model again", ja: "モデルをコピーまたはダウンロードし直してください")

  /// Bits of one number, of every type that the format knows: tensors of any may lie beside those that a model needs.
  private static let widths = [
    "F64": 64, "F32": 32, "F16": 16, "BF16": 16, "I64": 64, "U64": 64, "I32": 32, "U32": 32, "I16": 16, "U16": 16,
    "I8": 8, "U8": 8, "BOOL": 8, "C64": 64, "F8_E4M3": 8, "F8_E5M2": 8, "F8_E8M0": 8, "F8_E4M3FNUZ": 8,
    "F8_E5M2FNUZ": 8,
    "F6_E2M3": 6, "F6_E3M2": 6, "F4": 4,
  ]

  private static func malformed(_ path: String, _ tensor: String?, en: String, ja: String) -> UnusableModel {
    UnusableModel(
      .malformed, file: path, place: tensor.map { .tensor($0) }, detail: Explanation(en: en, ja: ja), advice: advice)
  }

  /// The JSON header: tensors beside one `__metadata__`.
  private struct Header: Decodable {
    struct Tensor: Decodable {
      var dtype: String
      var shape: [Int]
      var offsets: [Int]

      enum CodingKeys: String, CodingKey {
        case dtype, shape
        case offsets = "data_offsets"
      }
    }

    struct Name: CodingKey {
      var stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    var tensors: [String: Tensor] = [:]
    var metadata: [String: String] = [:]

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Name.self)
      for key in container.allKeys {
        if key.stringValue == "__metadata__" {
          metadata = try container.decode([String: String].self, forKey: key)
        } else {
          tensors[key.stringValue] = try container.decode(Tensor.self, forKey: key)
        }
      }
    }
  }
}
