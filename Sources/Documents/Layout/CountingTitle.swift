import PageContent
import Records

/// Titles at the top of pages that count: `2024年4月の実績`, `Week 12 report`, `第2号議案`. They repeat but for a figure, as
/// running headers do with the page's number; but a page's number stands apart, or with a sign that says what it is.
enum CountingTitle {
  /// How much larger than the page's text such a title is, at least.
  private static let leastLarger = 1.08
  /// Ems of white from which on a figure stands apart.
  private static let widestGap = 2.5
  private static let fewestLetters = 2
  private static let before = [
    "p", "p.", "page", "pages", "pg.", "ページ", "頁", "-", "–", "—", "―", "－", "|", "｜", "/", "／", "of",
  ]
  private static let after = ["頁", "ページ", "/", "／", "of", "page", "枚目"]

  /// Whether a row is one: `figures` are those of its text on each page that has it.
  static func isOne(_ row: Row, on page: Int, usualSize: Double, figures: [Int: [Int]]) -> Bool {
    let gaps = zip(row.segments, row.segments.dropFirst()).map { $1.rect.x0 - $0.rect.x1 }
    guard row.size >= leastLarger * usualSize, gaps.allSatisfy({ $0 < widestGap * row.size }),
      row.segments.reduce(0, { $0 + letters(in: $1) }) >= fewestLetters
    else { return false }
    let marked = areMarked(row)
    // The number that stands at one end as a word of its own comes first, below zero.
    let inText = (figures[page] ?? []).filter { $0 >= 0 }
    guard marked.count == inText.count else { return false }
    // Left and right pages may have texts of their own.
    return [1, -1, 2, -2].lazy.compactMap { figures[page + $0] }.contains { other in
      zip(zip(inText, other.filter { $0 >= 0 }), marked).contains { $0.0 != $0.1 && !$1 }
    }
  }

  private static func letters(in segment: LineSegment) -> Int {
    segment.words.reduce(0) { $0 + $1.glyphs.count { $0.scalar.isAlphabetic } }
  }

  /// For each figure of a row, in their order, whether a sign beside it says that it numbers pages.
  private static func areMarked(_ row: Row) -> [Bool] {
    let words = row.segments.flatMap(\.words).map { $0.glyphs.map(\.scalar) }
    var result: [Bool] = []
    for (index, word) in words.enumerated() {
      var position = 0
      while position < word.count {
        guard ListMarker.isDigit(word[position]) else {
          position += 1
          continue
        }
        let start = position
        while position < word.count, ListMarker.isDigit(word[position]) { position += 1 }
        let isAtStart = start == 0 && index > 0
        let isAtEnd = position == word.count && index + 1 < words.count
        let left = text(isAtStart ? words[index - 1][...] : word[..<start])
        let right = text(isAtEnd ? words[index + 1][...] : word[position...])
        let isMarked =
          before.contains { left.hasSuffix($0) && (!$0.hasPrefix("p") && $0 != "of" || isWhole($0, at: left)) }
          || after.contains { right.hasPrefix($0) }
        result.append(isMarked)
      }
    }
    return result
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view).lowercased()
  }

  /// Whether a word in Latin letters is not the end of a longer one: `Step 3`.
  private static func isWhole(_ word: String, at text: String) -> Bool {
    text.dropLast(word.count).last.map { !$0.isLetter } ?? true
  }
}
