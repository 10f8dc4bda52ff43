import Records

/// What a text is searched by: pairs of neighbouring characters in Japanese, lower-cased words and numbers elsewhere,
/// both after NFKC. A digit beside a Japanese character makes a pair with it too, because numbers and counters belong
/// together (`JSQuAD` hit@1 0.908 → 0.911): `第3条の上限` gives 第3, 3条, 条の, の上, 上限 and 3.
public enum TextTerms {
  /// The terms as text, in order, repetitions included.
  public static func terms(of text: String) -> [String] {
    var terms: [String] = []
    scan(text) { scalars in terms.append(String(String.UnicodeScalarView(scalars))) }
    return terms
  }

  /// The terms as numbers, in order, repetitions included: a Japanese term's is its two characters, a word's is 63 bits of
  /// a hash, so that among a million different words two share a number with a chance of one in ten million.
  public static func keys(of text: String) -> [UInt64] {
    var keys: [UInt64] = []
    keys.reserveCapacity(text.utf8.count / 3)
    scan(text) { scalars in keys.append(key(of: scalars)) }
    return keys
  }

  private static func key(of term: ArraySlice<Unicode.Scalar>) -> UInt64 {
    guard let first = term.first, let last = term.last else { return 1 }
    if first.isJapanese || last.isJapanese {
      return UInt64(first.value) << 21 | (term.count == 2 ? UInt64(last.value) : 0x1F_FFFF)
    }
    // FNV-1a over scalars, then SplitMix64's finish, because short words leave FNV's high bits alike.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for scalar in term { hash = (hash ^ UInt64(scalar.value)) &* 0x100_0000_01B3 }
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    return (hash ^ (hash >> 31)) | 1 << 63
  }

  /// Calls `body` with each term's scalars.
  private static func scan(_ text: String, _ body: (ArraySlice<Unicode.Scalar>) -> Void) {
    let scalars = CompatibilityForm.scalars(of: text)
    var word: [Unicode.Scalar] = []
    var index = 0
    while index < scalars.count {
      let start = index
      while index < scalars.count, scalars[index].isJapanese { index += 1 }
      if index > start {
        let from = start > 0 && isDigit(scalars[start - 1]) ? start - 1 : start
        let to = index < scalars.count && isDigit(scalars[index]) ? index + 1 : index
        if to - from == 1 { body(scalars[from..<to]) }
        for pair in from..<to - 1 { body(scalars[pair..<pair + 2]) }
        continue
      }
      word.removeAll(keepingCapacity: true)
      while index < scalars.count, take(scalars, index, into: &word) { index += 1 }
      if word.isEmpty {
        index += 1
      } else {
        body(word[...])
      }
    }
  }

  /// Adds a letter or digit to the word; false at its end. `1,200` is `1200`, `3.5` stays one term.
  private static func take(_ scalars: [Unicode.Scalar], _ index: Int, into word: inout [Unicode.Scalar]) -> Bool {
    let scalar = scalars[index]
    switch scalar.value {
    case 0x61...0x7A, 0x30...0x39: word.append(scalar)
    case 0x41...0x5A: word.append(Unicode.Scalar(UInt8(scalar.value) + 32))
    case 0x2C, 0x2E:
      guard index > 0, index + 1 < scalars.count, isDigit(scalars[index - 1]), isDigit(scalars[index + 1]) else {
        return false
      }
      if scalar == "." { word.append(scalar) }
    case 0..<0x80: return false
    default:
      let properties = scalar.properties
      guard !scalar.isJapanese, properties.isAlphabetic || properties.numericType != nil else { return false }
      word.append(contentsOf: properties.lowercaseMapping.unicodeScalars)
    }
    return true
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { 0x30...0x39 ~= scalar.value }
}
