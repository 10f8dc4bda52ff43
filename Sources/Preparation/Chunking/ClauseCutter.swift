import Records

/// Cuts a sentence, row or line that alone is longer than a chunk: between clauses, where a clause alone is too long between
/// words, and where a word is (data rather than language) between characters. A last resort, which is why every cut comes
/// with a warning.
struct ClauseCutter {
  let counter: any TokenCounter
  /// The budget of a chunk.
  let maximumTokens: Int

  /// A text that is too long, and its parts.
  struct Cut {
    var tokens: Int
    var maximumTokens: Int
    /// UTF-8 ranges without gaps.
    var pieces: [Range<Int>]
    /// Whether a word had to be cut as well.
    var isWithinWords: Bool
  }

  /// The parts of a text; nil where it is not too long.
  func cut(_ text: String) -> Cut? {
    // No token is shorter than a byte: most texts need not be counted.
    guard text.utf8.count > maximumTokens else { return nil }
    let tokens = counter.count(text)
    guard tokens > maximumTokens else { return nil }
    var pieces: [Range<Int>] = []
    var isWithinWords = false
    for clause in Self.divide(text, behind: Self.endsClause) {
      guard counter.count(Self.part(text, clause)) > maximumTokens else {
        pieces.append(clause)
        continue
      }
      let words = Self.divide(Self.part(text, clause), behind: { _, _ in false }, orSpaces: true).flatMap { word in
        let range = clause.lowerBound + word.lowerBound..<clause.lowerBound + word.upperBound
        guard counter.count(Self.part(text, range)) > maximumTokens else { return [range] }
        isWithinWords = true
        return Self.characters(of: text, range)
      }
      pieces += runs(of: words, in: text)
    }
    return Cut(tokens: tokens, maximumTokens: maximumTokens, pieces: pieces, isWithinWords: isWithinWords)
  }

  /// Neighbours joined to runs of about a quarter of a chunk, so that chunks of like size can be made of them.
  private func runs(of parts: [Range<Int>], in text: String) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var size = 0
    for range in parts {
      let tokens = counter.count(Self.part(text, range))
      if let last = runs.last, size + tokens <= max(1, maximumTokens / 4) {
        runs[runs.count - 1] = last.lowerBound..<range.upperBound
        size += tokens
      } else {
        runs.append(range)
        size = tokens
      }
    }
    return runs
  }

  /// A range character by character.
  private static func characters(of text: String, _ range: Range<Int>) -> [Range<Int>] {
    var start = range.lowerBound
    return part(text, range).map { character in
      defer { start += character.utf8.count }
      return start..<start + character.utf8.count
    }
  }

  /// Japanese marks by themselves; those of English (and the bars between a row's cells) only before white space, so that
  /// `1,000` and `10:30` stay whole.
  private static func endsClause(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Bool {
    switch scalar {
    case "、", "，", "；", "：", "､": true
    case ",", ";", ":", "|": next?.isWhitespace ?? true
    default: false
    }
  }

  /// Ranges that end behind certain scalars, white space that follows included, or behind white space.
  private static func divide(
    _ text: String, behind isEnd: (Unicode.Scalar, Unicode.Scalar?) -> Bool, orSpaces: Bool = false
  ) -> [Range<Int>] {
    let scalars = Array(text.unicodeScalars)
    var ranges: [Range<Int>] = []
    var (start, offset) = (0, 0)
    var isEnding = false
    for (index, scalar) in scalars.enumerated() {
      let isSpace = scalar.isWhitespace
      if isEnding, !isSpace {
        ranges.append(start..<offset)
        start = offset
        isEnding = false
      }
      offset += UTF8.width(scalar)
      if (orSpaces && isSpace) || isEnd(scalar, index + 1 < scalars.count ? scalars[index + 1] : nil) {
        isEnding = true
      }
    }
    if start < offset { ranges.append(start..<offset) }
    return ranges
  }

  private static func part(_ text: String, _ range: Range<Int>) -> String {
    let start = text.utf8.index(text.startIndex, offsetBy: range.lowerBound)
    return String(text[start..<text.utf8.index(start, offsetBy: range.count)])
  }
}

extension ClauseCutter.Cut {
  /// What a person should know.
  func warning(page: Int?) -> DocumentWarning {
    guard !isWithinWords else {
      return DocumentWarning(
        page: page, code: "word-cut",
        message: BilingualText(
          en:
            "a sentence or line of \(tokens) tokens is longer than a chunk (\(maximumTokens)) and holds a word that is as "
            + "well; it was cut between characters",
          ja: "チャンクの長さ（\(maximumTokens)）を超える \(tokens) トークンの文（または行）があり、一語だけでも長すぎるため、"
            + "文字の間で区切りました。"))
    }
    return DocumentWarning(
      page: page, code: "sentence-cut",
      message: BilingualText(
        en: "a sentence or line of \(tokens) tokens is longer than a chunk (\(maximumTokens)); it was cut between "
          + "clauses or words",
        ja: "\(tokens) トークンの文（または行）があります。チャンクの長さ（\(maximumTokens)）を超えるため、"
          + "読点や語の切れ目で区切りました。"))
  }
}
