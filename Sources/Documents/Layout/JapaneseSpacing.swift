import PageContent
import Records

/// Tells spaces that a file sets between Japanese and Latin from the white that typesetters put there (四分アキ): both are
/// about a quarter of an em. A page that puts white there has it everywhere; on a page that has figures and kanji close
/// together, white is a space.
enum JapaneseSpacing {
  /// Places where Japanese and Latin meet closely, at least, and how many of them for one with white.
  private static let fewestTight = 2
  private static let tightForEachWide = 2
  /// Ems of white from which it is looked at.
  static let narrowest = 0.15

  /// Marks the words of a page that follow a space.
  static func mark(_ words: inout [Word]) {
    var tight = 0
    var wide: [(index: Int, beginsLine: Bool)] = []
    for index in words.indices {
      tight += meetings(in: words[index])
      guard index > 0, words[index].before == .space, meet(words[index - 1].last, words[index].first) else { continue }
      let (left, right) = (words[index - 1], words[index])
      let gap = right.rect.x0 - left.rect.x1
      guard gap > narrowest * max(left.size, right.size), left.rect.sharesLine(with: right.rect) else { continue }
      // After a number that begins a line there is white anyhow.
      wide.append((index, index == 1 || words[index - 1].before == .line))
    }
    let within = wide.count { !$0.beginsLine }
    guard !wide.isEmpty, tight >= fewestTight, tight >= tightForEachWide * within else { return }
    for (index, _) in wide { words[index].isAfterSpace = true }
  }

  private static func meetings(in word: Word) -> Int {
    var count = 0
    var last: Unicode.Scalar?
    for glyph in word.glyphs {
      if let last, meet(last, glyph.scalar) { count += 1 }
      last = glyph.scalar
    }
    return count
  }

  /// Whether one is kana or kanji and the other a letter or figure: brackets and full stops bring white of their own.
  private static func meet(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
    isLetter(left) && right.isJapanese && !right.isWideMark || isLetter(right) && left.isJapanese && !left.isWideMark
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }

  /// What a figure such as `4.1` counts or names when it is no numbering.
  private static let units = Set("倍億万千百円年月日時分秒週人名件個社台枚冊回度割点％節章条項図表式版次".unicodeScalars)

  /// Whether white after the first word of a line parts a number or mark from its text: `4.1 検査は`, `a) 受入検査`.
  static func isAfterLabel(_ left: Word, _ right: Word) -> Bool {
    guard right.before == .space, left.glyphs.count <= 8 else { return false }
    if left.last.isAlphabetic { return false }
    if ListMarker.isDigit(left.last), units.contains(right.first) { return false }
    return ListMarker.isLabel(left.text)
  }
}
