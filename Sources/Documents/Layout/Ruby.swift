import PageContent
import Records

/// Readings set small beside the characters they belong to (ruby, furigana): kept with these, apart from the text.
enum Ruby {
  /// Of the size of the text beside it, at most; half is usual.
  private static let largestSize = 0.64
  /// How far it may stand from its line, in ems of the line: boxes are higher than letters and overlap.
  private static let distance = -0.75...0.5

  /// The words without readings, which stand in the words that they belong to.
  static func attached(_ words: [Word]) -> [Word] {
    let small = words.indices.filter { isKana(words[$0]) || isEmphasis(words[$0]) }
    guard !small.isEmpty else { return words }
    var words = words
    var taken: Set<Int> = []
    for group in groups(small, in: words) {
      let rect = group.dropFirst().reduce(words[group[0]].rect) { $0.union(words[$1].rect) }
      guard let base = base(under: rect, size: words[group[0]].size, in: words) else { continue }
      // Dots beside characters stress them, and say nothing.
      if group.allSatisfy({ isEmphasis(words[$0]) }) {
        taken.formUnion(group)
        continue
      }
      guard let range = glyphs(of: words[base], under: rect, size: words[group[0]].size)
      else { continue }
      words[base].readings.append((range, group.map { words[$0].text }.joined()))
      taken.formUnion(group)
    }
    guard !taken.isEmpty else { return words }
    for index in words.indices where words[index].readings.count > 1 {
      words[index].readings.sort { $0.base.lowerBound < $1.base.lowerBound }
    }
    return words.indices.filter { !taken.contains($0) }.map { words[$0] }
  }

  /// Kana that stand close to each other in one small line: `き り さ わ` is one reading.
  private static func groups(_ small: [Int], in words: [Word]) -> [[Int]] {
    var groups: [[Int]] = []
    let ordered = small.sorted {
      (words[$0].rect.y0, words[$0].rect.x0) < (words[$1].rect.y0, words[$1].rect.x0)
    }
    for index in ordered {
      let word = words[index]
      let fitting = groups.lastIndex { group in
        guard let last = group.last.map({ words[$0] }) else { return false }
        let gap = word.rect.x0 - last.rect.x1
        return last.rect.sharesLine(with: word.rect) && gap > -0.3 * word.size && gap < 0.9 * word.size
          && abs(last.size - word.size) < 0.15 * word.size
      }
      if let fitting { groups[fitting].append(index) } else { groups.append([index]) }
    }
    return groups
  }

  private static func isKana(_ word: Word) -> Bool {
    word.glyphs.allSatisfy { glyph in
      switch glyph.scalar.value {
      case 0x3041...0x3096, 0x30A1...0x30FA, 0x30FB...0x30FE, 0x309D, 0x309E: true
      default: false
      }
    }
  }

  /// 傍点: one dot for each character.
  private static func isEmphasis(_ word: Word) -> Bool {
    word.glyphs.allSatisfy { $0.scalar == "﹅" || $0.scalar == "﹆" }
  }

  /// The word of the line under a reading.
  private static func base(under rect: Rect, size: Double, in words: [Word]) -> Int? {
    words.indices.filter { index in
      let word = words[index]
      guard word.size * largestSize >= size, word.rect.midY > rect.midY else { return false }
      return distance.contains((word.rect.y0 - rect.y1) / word.size)
        && min(word.rect.x1, rect.x1) - max(word.rect.x0, rect.x0) > 0.4 * min(rect.width, word.rect.width)
    }.min { words[$0].rect.y0 < words[$1].rect.y0 }
  }

  /// The kanji, letters or figures under a reading: `5S` has one, too.
  private static func glyphs(of word: Word, under rect: Rect, size: Double) -> Range<Int>? {
    let under = word.glyphs.indices.filter { index in
      let middle = word.glyphs[index].rect.midX
      return middle > rect.x0 - 0.3 * size && middle < rect.x1 + 0.3 * size
    }
    let kanji = under.filter { isKanji(word.glyphs[$0].scalar) || isLatin(word.glyphs[$0].scalar) }
    // A note in small kana over kana is no reading.
    guard let first = kanji.first, let last = kanji.last else { return nil }
    return first - word.glyphs.startIndex..<last + 1 - word.glyphs.startIndex
  }

  private static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A: true
    default: false
    }
  }

  private static func isKanji(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isIdeographic || scalar == "々" || scalar == "ヶ"
  }
}
