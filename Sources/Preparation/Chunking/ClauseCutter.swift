import Records

/// Cuts a sentence, row or line that is so long that no model could be expected to read it: between clauses, and where a
/// clause alone is too long between words. A last resort, which is why every cut comes with a warning.
struct ClauseCutter {
  let counter: any TokenCounter
  /// The budget of a chunk.
  let maximumTokens: Int

  /// What fits into so many chunks is left whole.
  static let tolerance = 3

  /// A text that is too long, and its parts.
  struct Cut {
    var tokens: Int
    var maximumTokens: Int
    /// UTF-8 ranges without gaps; one where there is no place to cut.
    var pieces: [Range<Int>]
  }

  /// The parts of a text; nil where it is not too long.
  func cut(_ text: String) -> Cut? {
    let limit = maximumTokens * Self.tolerance
    // No token is shorter than a byte: most texts need not be counted.
    guard text.utf8.count > limit else { return nil }
    let tokens = counter.count(text)
    guard tokens > limit else { return nil }
    let clauses = Self.divide(text, behind: Self.endsClause)
    let pieces = clauses.flatMap { clause in
      counter.count(Self.part(text, clause)) <= maximumTokens ? [clause] : words(of: text, clause)
    }
    return Cut(tokens: tokens, maximumTokens: maximumTokens, pieces: pieces)
  }

  /// Runs of words of about a quarter of a chunk, so that chunks of like size can be made of them.
  private func words(of text: String, _ clause: Range<Int>) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var size = 0
    for word in Self.divide(Self.part(text, clause), behind: { _, _ in false }, orSpaces: true) {
      let range = clause.lowerBound + word.lowerBound..<clause.lowerBound + word.upperBound
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

  /// Japanese marks by themselves; those of English (and the bars between a row's cells) only before white space, so that
  /// `1,000` and `10:30` stay whole.
  private static func endsClause(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Bool {
    switch scalar {
    case "、", "，", "；", "：", "､": true
    case ",", ";", ":", "|": next?.properties.isWhitespace ?? true
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
      let isSpace = scalar.properties.isWhitespace
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
    guard pieces.count > 1 else {
      return DocumentWarning(
        page: page, code: "sentence-too-long",
        message: BilingualText(
          en:
            "a sentence or line of \(tokens) tokens is far longer than a chunk (\(maximumTokens)) and has no place where "
            + "it could be cut; the model may not be able to read it",
          ja: "\(tokens) トークンの文（または行）があります。チャンクの長さ（\(maximumTokens)）をはるかに超えますが、"
            + "区切れる箇所がなく、モデルが読めないおそれがあります。"))
    }
    return DocumentWarning(
      page: page, code: "sentence-cut",
      message: BilingualText(
        en: "a sentence or line of \(tokens) tokens is far longer than a chunk (\(maximumTokens)); it was cut between "
          + "clauses or words",
        ja: "\(tokens) トークンの文（または行）があります。チャンクの長さ（\(maximumTokens)）をはるかに超えるため、"
          + "読点や語の切れ目で区切りました。"))
  }
}
