/// SentencePiece's precompiled map: strings of characters → what stands for them, found through a Darts double array.
struct CharacterMap: Sendable {
  /// The double array as it stands in the blob.
  private let units: [UInt32]
  /// Replacements, each ended by a zero byte.
  private let replacements: [UInt8]

  /// Reads the blob: the array's size in bytes (u32), the array, the replacements.
  ///
  /// - Throws: `TokenizerFileError` where it is cut off or no UTF-8.
  init(_ blob: [UInt8], key: String) throws(TokenizerFileError) {
    func word(_ index: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(blob[index + $1]) << (8 * UInt32($1)) }
    }
    guard blob.count > 4 else {
      throw .malformed(key, en: "is too short for a character map", ja: "文字の対応表としては短すぎます")
    }
    let size = Int(word(0))
    guard size % 4 == 0, size > 0, 4 + size <= blob.count else {
      throw .malformed(
        key, en: "names \(size) bytes of double array, and holds \(blob.count - 4)",
        ja: "表の大きさは \(size) バイトとされていますが、\(blob.count - 4) バイトしかありません")
    }
    units = (0..<(size / 4)).map { word(4 + 4 * $0) }
    replacements = Array(blob[(4 + size)...])
    guard String(validating: replacements, as: UTF8.self) != nil else {
      throw .malformed(key, en: "holds replacements that are no UTF-8", ja: "置き換え後の文字列が UTF-8 ではありません")
    }
  }

  /// The replacements for what `text` begins with between `start` and `end`: of the shortest key, as `tokenizers` takes
  /// it, or of the longest, as `sentencepiece` does. Where the key ends, and the replacement's place.
  func find(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int, longest: Bool
  ) -> (end: Int, replacement: Range<Int>)? {
    var found: (end: Int, replacement: Range<Int>)?
    var place = 0
    guard var unit = units.first else { return nil }
    place ^= Self.offset(unit)
    var index = start
    while index < end, text[index] != 0 {
      place ^= Int(text[index])
      guard place < units.count else { break }
      unit = units[place]
      guard unit & (1 << 31 | 0xFF) == UInt32(text[index]) else { break }
      index += 1
      place ^= Self.offset(unit)
      guard place < units.count else { break }
      // A damaged map may have keys that end inside of a character.
      guard index == text.count || !UTF8Scalar.isContinuation(text[index]) else { continue }
      if unit >> 8 & 1 == 1, let range = replacement(Int(units[place] & 0x7FFF_FFFF)) {
        found = (index, range)
        if !longest { break }
      }
    }
    return found
  }

  /// The bytes of a replacement.
  subscript(range: Range<Int>) -> ArraySlice<UInt8> { replacements[range] }

  private func replacement(_ start: Int) -> Range<Int>? {
    // A place inside of a character, or beyond the end, is no replacement.
    guard start < replacements.count, !UTF8Scalar.isContinuation(replacements[start]) else { return nil }
    return start..<(replacements[start...].firstIndex(of: 0) ?? replacements.count)
  }

  private static func offset(_ unit: UInt32) -> Int { Int(unit >> 10) << Int((unit & 1 << 9) >> 6) }

  /// The normalizer `Precompiled`: characters as people count them first, if they are short, then their parts.
  func apply(_ text: inout NormalizedText) {
    var out: [UInt8] = []
    out.reserveCapacity(text.bytes.count)
    var places = MappedBeginning(text)
    text.bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      while start < bytes.count {
        // Between two simple characters there is always a border.
        let (value, next) = UTF8Scalar.read(bytes, start)
        if Self.isSimple(value), next == bytes.count || Self.isSimple(UTF8Scalar.read(bytes, next).value) {
          appendCluster(bytes, start..<next, to: &out, &places)
          start = next
          continue
        }
        var end = next
        while end < bytes.count {
          let (value, next) = UTF8Scalar.read(bytes, end)
          let isBorder =
            Self.isSimple(value) && (next == bytes.count || Self.isSimple(UTF8Scalar.read(bytes, next).value))
          end = next
          if isBorder { break }
        }
        var begin = start
        for character in String(decoding: bytes[start..<end], as: UTF8.self) {
          let count = character.utf8.count
          appendCluster(bytes, begin..<(begin + count), to: &out, &places)
          begin += count
        }
        start = end
      }
      text.beginning = places.finish(bytes)
    }
    text.bytes = out
  }

  private func appendCluster(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, to out: inout [UInt8], _ places: inout MappedBeginning
  ) {
    if range.count < 6, let found = find(bytes, from: range.lowerBound, to: range.upperBound, longest: false) {
      places.map(range, to: replacements[found.replacement], in: bytes)
      return out.append(contentsOf: replacements[found.replacement])
    }
    var index = range.lowerBound
    while index < range.upperBound {
      let next = index + UTF8Scalar.length(bytes[index])
      if let found = find(bytes, from: index, to: next, longest: false) {
        places.map(index..<next, to: replacements[found.replacement], in: bytes)
        out.append(contentsOf: replacements[found.replacement])
      } else {
        places.keep(index..<next, in: bytes)
        out.append(contentsOf: bytes[index..<next])
      }
      index = next
    }
  }

  /// Characters that never join a neighbour of their kind.
  private static func isSimple(_ value: UInt32) -> Bool {
    switch value {
    case 0x20...0x7E, 0x3001...0x3029, 0x3041...0x3096, 0x30A1...0x30FE, 0x3400...0x4DBF, 0x4E00...0x9FEF,
      0xFF01...0xFF9D:
      true
    default: false
    }
  }
}
