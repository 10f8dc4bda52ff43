import Foundation
import Records

/// A text as the rules look at it: one folded scalar for each of its own, so that places in one are places in the other.
///
/// Full-width letters, digits and signs become their ASCII ones, letters small, all dashes the hyphen, and kanji for digits
/// the digits where a number is written with one for each.
struct PersonalDataText {
  /// The text's own scalars.
  let original: [Unicode.Scalar]
  /// The folded ones, as many.
  let folded: [UInt32]

  init(_ text: String) {
    original = Array(text.unicodeScalars)
    var folded = original.map(Self.folded)
    KanjiNumber.fold(&folded)
    self.folded = folded
  }

  var count: Int { folded.count }

  private static func folded(_ scalar: Unicode.Scalar) -> UInt32 {
    var value = scalar.value
    switch value {
    case 0xFF01...0xFF5E: value -= 0xFEE0
    case 0x3000, 0x00A0: value = 0x20
    case 0x2018, 0x2019: value = 0x27
    // Hyphens, dashes, minus signs, and the long vowel sign that stands for them between digits.
    case 0x2010...0x2015, 0x2212, 0x30FC, 0xFF70, 0x2500: value = 0x2D
    default: break
    }
    if 0x41...0x5A ~= value { value += 0x20 }
    return value
  }

  /// The text's own words in a range of its scalars.
  func words(_ range: Range<Int>) -> String {
    var words = String.UnicodeScalarView()
    words.append(contentsOf: original[range])
    return String(words)
  }

  func isDigit(_ index: Int) -> Bool { folded.indices.contains(index) && 0x30...0x39 ~= folded[index] }

  private static let kanjiDigits: Set<UInt32> = Set("一二三四五六七八九十".unicodeScalars.map(\.value))

  /// A digit, or a kanji for a number.
  func isNumeral(_ index: Int) -> Bool {
    isDigit(index) || (folded.indices.contains(index) && Self.kanjiDigits.contains(folded[index]))
  }

  func isHiragana(_ index: Int) -> Bool { folded.indices.contains(index) && 0x3041...0x309F ~= folded[index] }

  func isKatakana(_ index: Int) -> Bool { original.indices.contains(index) && 0x30A1...0x30FC ~= original[index].value }

  func isKanji(_ index: Int) -> Bool { original.indices.contains(index) && original[index].isKanji }

  /// Whether a place lies within a word or a number of ASCII letters and digits.
  func isCut(_ index: Int) -> Bool { isAlphanumeric(index - 1) && isAlphanumeric(index) }

  /// Whether no line ends in a range.
  func isOneLine(_ range: Range<Int>) -> Bool { !folded[range].contains(0x0A) }

  /// Whether there is nothing beside a range but spaces and a full stop.
  func isWhole(_ range: Range<Int>) -> Bool {
    let isBlank: (UInt32) -> Bool = { [0x20, 0x0A, 0x2E, 0x3002].contains($0) }
    return folded[..<range.lowerBound].allSatisfy(isBlank) && folded[range.upperBound...].allSatisfy(isBlank)
  }

  /// ASCII letters and digits, after folding.
  func isAlphanumeric(_ index: Int) -> Bool {
    guard folded.indices.contains(index) else { return false }
    return 0x30...0x39 ~= folded[index] || 0x61...0x7A ~= folded[index]
  }

  /// Whether folded words stand at a place.
  func has(_ words: [UInt32], at index: Int) -> Bool {
    guard index >= 0, index + words.count <= folded.count else { return false }
    for offset in words.indices where folded[index + offset] != words[offset] { return false }
    return true
  }

  /// The first of these words that stands at a place.
  func first(of list: WordList, at index: Int) -> Range<Int>? {
    guard folded.indices.contains(index), let candidates = list.byFirst[folded[index]] else { return nil }
    return candidates.first { has($0, at: index) }.map { index..<index + $0.count }
  }

  /// Whether one of these words stands in the `reach` scalars before a place, in the same line.
  func isAnnounced(by list: WordList, before index: Int, reach: Int = 14) -> Bool {
    var position = index - 1
    while position >= max(0, index - reach), folded[position] != 0x0A {
      if let word = first(of: list, at: position), word.upperBound <= index { return true }
      position -= 1
    }
    return false
  }
}

/// Words to look for, folded; the longest first where several begin alike.
struct WordList {
  let byFirst: [UInt32: [[UInt32]]]

  init(_ words: [String]) {
    // Half-width katakana have their marks beside them: no scalar of ﾊﾟｽﾜｰﾄﾞ is one of パスワード.
    let narrow = words.filter { $0.unicodeScalars.contains { 0x30A1...0x30FC ~= $0.value } }
      .compactMap { $0.applyingTransform(.fullwidthToHalfwidth, reverse: false) }
    let folded = Set(words + narrow).map { PersonalDataText($0).folded }.filter { !$0.isEmpty }
    byFirst = Dictionary(grouping: folded) { $0[0] }.mapValues { $0.sorted { $0.count > $1.count } }
  }
}
