public import Records

/// Finds where sentences end, in Japanese as in English.
///
/// Japanese: 。！？ with the closing brackets that follow; inside a quotation or a short parenthesis there is no end, nor
/// behind 「…。」 where the sentence goes on (と, が, …). English: a full stop is an end only before white space and a word
/// that can begin a sentence, so that abbreviations, initials, decimals, addresses of pages and `1.` of a list stay
/// whole. A line break is an end in both: list items, table rows and headings stand on lines of their own.
public enum SentenceSplitter {
  /// UTF-8 ranges of the sentences, ascending and without gaps: white space behind a sentence belongs to it.
  public static func split(_ text: String, language: Language) -> [Range<Int>] {
    var scanner = SentenceScanner(text, language: language)
    return scanner.sentences()
  }
}

/// One pass over the scalars of a text.
private struct SentenceScanner {
  private let scalars: [Unicode.Scalar]
  /// UTF-8 offset of each scalar, and of the end.
  private let offsets: [Int]
  private let language: Language
  /// For each scalar inside a short, closed pair of brackets: the index of the outermost closing one.
  private var closing: [Int?]

  /// Longer parentheses are text of their own, whose sentences are divided (in scalars).
  private static let longestProtected = 120

  init(_ text: String, language: Language) {
    scalars = Array(text.unicodeScalars)
    var offset = 0
    offsets =
      scalars.map { scalar in
        defer { offset += UTF8.width(scalar) }
        return offset
      } + [text.utf8.count]
    self.language = language
    closing = Self.protectedBrackets(scalars)
  }

  mutating func sentences() -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    var index = 0
    while index < scalars.count {
      guard let end = sentenceEnd(at: index, from: start) else {
        index += 1
        continue
      }
      let next = skipWhitespace(from: end)
      ranges.append(offsets[start]..<offsets[next])
      start = next
      index = next
    }
    if start < scalars.count { ranges.append(offsets[start]..<offsets[scalars.count]) }
    return ranges
  }

  /// The index behind the sentence, if it ends with the scalar at `index`.
  private func sentenceEnd(at index: Int, from start: Int) -> Int? {
    let scalar = scalars[index]
    if scalar == "\n" { return skipWhitespace(from: start) > index ? nil : index + 1 }
    switch scalar {
    case "。", "！", "？", "｡": return japaneseEnd(at: index)
    case "．":
      let before = index > start ? scalars[index - 1] : scalar
      return before.isJapanese ? japaneseEnd(at: index) : nil
    case "!", "?": return markEnd(at: index)
    case ".": return fullStopEnd(at: index, from: start)
    default: return nil
    }
  }

  private func japaneseEnd(at index: Int) -> Int? {
    if let close = closing[index] {
      // 「…。」: an end only where nothing goes on behind the bracket.
      guard scalars[(index + 1)...close].allSatisfy({ Self.isClosing($0) || Self.isTerminator($0) }) else { return nil }
      return continuesQuotation(at: close + 1) ? nil : end(behind: close)
    }
    return end(behind: index)
  }

  /// The index behind further marks and closing brackets.
  private func end(behind index: Int) -> Int {
    var next = index + 1
    while next < scalars.count, Self.isTerminator(scalars[next]) || Self.isClosing(scalars[next]) { next += 1 }
    return next
  }

  /// Whether a particle or a comma behind a closing bracket carries the sentence on.
  private func continuesQuotation(at index: Int) -> Bool {
    guard index < scalars.count else { return false }
    return "とっがはをにのもでやへなか、，".unicodeScalars.contains(scalars[index])
  }

  /// `!` and `?`: before white space and something that is not lower case, or straight before Japanese text.
  private func markEnd(at index: Int) -> Int? {
    guard closing[index] == nil else { return japaneseEnd(at: index) }
    let next = end(behind: index)
    guard next < scalars.count else { return next }
    if scalars[next].properties.isWhitespace {
      let following = skipWhitespace(from: next)
      return following < scalars.count && scalars[following].properties.isLowercase ? nil : next
    }
    return index > 0 && scalars[index - 1].isJapanese && scalars[next].isJapanese ? next : nil
  }

  private func fullStopEnd(at index: Int, from start: Int) -> Int? {
    let next = end(behind: index)
    if next < scalars.count, !scalars[next].properties.isWhitespace {
      // `です.次`: full stops of some Japanese manuals.
      return index > start && scalars[index - 1].isJapanese && scalars[next].isJapanese ? next : nil
    }
    let following = skipWhitespace(from: next)
    guard following < scalars.count else { return next }
    if scalars[following].properties.isLowercase { return nil }
    let word = wordBefore(index, from: start)
    return canEnd(word, isFirst: index - word.count == start, before: following) ? next : nil
  }

  /// Whether the word before a full stop can end a sentence, seen what follows.
  private func canEnd(_ word: [Unicode.Scalar], isFirst: Bool, before following: Int) -> Bool {
    guard let last = word.last else { return true }
    // `1. Scope`, `A. Scope`, `J. Smith`.
    if isFirst, word.allSatisfy({ $0.properties.numericType != nil }) { return false }
    if word.count == 1, last.properties.isAlphabetic, last.isASCII, last != "I" { return false }
    let form = String(String.UnicodeScalarView(word)).lowercased()
    if Abbreviations.never.contains(form) { return false }
    if Abbreviations.beforeNumber.contains(form) { return scalars[following].properties.numericType == nil }
    let isInitials = word.count >= 3 && word.count <= 7 && word.contains(".") && last.properties.isUppercase
    if Abbreviations.beforeStarter.contains(form) || isInitials {
      return Abbreviations.starters.contains(wordAt(following).lowercased())
    }
    return true
  }

  /// Letters, digits and inner full stops before `index`, without opening brackets and quotation marks.
  private func wordBefore(_ index: Int, from start: Int) -> [Unicode.Scalar] {
    var first = index
    while first > start {
      let scalar = scalars[first - 1]
      guard scalar == "." || scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { break }
      first -= 1
    }
    return Array(scalars[first..<index])
  }

  private func wordAt(_ index: Int) -> String {
    var word = String.UnicodeScalarView()
    for scalar in scalars[index...] {
      guard scalar.properties.isAlphabetic else { break }
      word.append(scalar)
    }
    return String(word)
  }

  private func skipWhitespace(from index: Int) -> Int {
    var next = index
    while next < scalars.count, scalars[next].properties.isWhitespace { next += 1 }
    return next
  }

  private static func isTerminator(_ scalar: Unicode.Scalar) -> Bool {
    "。！？｡.!?".unicodeScalars.contains(scalar)
  }

  private static func isClosing(_ scalar: Unicode.Scalar) -> Bool {
    "」』）)】］]〉》〕”’\"'".unicodeScalars.contains(scalar)
  }

  /// Pairs brackets; an opening one that nothing closes before the line ends protects nothing.
  private static func protectedBrackets(_ scalars: [Unicode.Scalar]) -> [Int?] {
    let partner: [Unicode.Scalar: Unicode.Scalar] = [
      "」": "「", "』": "『", "）": "（", "】": "【", "］": "［", "〉": "〈", "》": "《", "〕": "〔",
    ]
    let opening = Set(partner.values)
    var closing = [Int?](repeating: nil, count: scalars.count)
    var open: [(mark: Unicode.Scalar, index: Int)] = []
    for (index, scalar) in scalars.enumerated() {
      if scalar == "\n" {
        open = []
      } else if opening.contains(scalar) {
        open.append((scalar, index))
      } else if let mark = partner[scalar], let depth = open.lastIndex(where: { $0.mark == mark }) {
        let from = open[depth].index
        open.removeSubrange(depth...)
        guard index - from <= longestProtected else { continue }
        // Inner pairs close first, so that the outermost one is written last.
        for inside in from..<index { closing[inside] = index }
      }
    }
    return closing
  }
}
