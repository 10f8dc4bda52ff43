/// Finds where sentences end, in Japanese as in English.
///
/// Japanese: 。！？ with the closing brackets that follow; inside a quotation or a short parenthesis there is no end, nor
/// behind 「…。」 where the sentence goes on (と, が, …), nor behind （…。） in the middle of one. English: a full stop is an
/// end only before white space and a word that can begin a sentence, so that abbreviations, initials, decimals, addresses
/// of pages and `1.` of a list stay whole. A line break is an end in both: list items, table rows and headings stand on
/// lines of their own.
public enum SentenceSplitter {
  /// UTF-8 ranges of the sentences, ascending and without gaps: white space behind a sentence belongs to it.
  public static func split(_ text: String, language: Language) -> [Range<Int>] {
    var scanner = SentenceScanner(text, language: language)
    return scanner.sentences()
  }

  /// Whether a capital letter before a full stop is a person's initial, seen the word before it: `J. Smith`,
  /// `by J. Smith`, `John F. Kennedy`, but neither `Gate B.` nor `at 10 A.`
  public static func isInitial(behind word: String?) -> Bool {
    guard let word, let first = word.unicodeScalars.first else { return true }
    let form = word.lowercased()
    if Abbreviations.lettered.contains(form) { return false }
    return first.isUppercase || Abbreviations.beforeNames.contains(form)
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
  /// And of the opening one.
  private var opening: [Int?]

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
    (opening, closing) = Self.protectedBrackets(scalars)
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
    case "。", "｡": return japaneseEnd(at: index, from: start)
    case "！", "？":
      return goesOnAsReported(at: index + 1) || isWithinName(index, from: start)
        ? nil : japaneseEnd(at: index, from: start)
    case "．": return fullWidthStopEnd(at: index, from: start)
    case "!", "?": return markEnd(at: index, from: start)
    case ".", "…": return fullStopEnd(at: index, from: start)
    default: return nil
    }
  }

  private func japaneseEnd(at index: Int, from start: Int) -> Int? {
    guard let close = closing[index], let open = opening[index] else { return end(behind: index) }
    // 「…。」: an end only where nothing goes on behind the bracket.
    guard scalars[(index + 1)...close].allSatisfy({ Self.isClosing($0) || Self.isTerminator($0) }) else { return nil }
    let next = end(behind: close)
    // （以下「会社」という。）: a remark within a sentence, unless the sentence ends behind it.
    if "（(".unicodeScalars.contains(scalars[open]), open > start, next == close + 1, next < scalars.count,
      !scalars[next].isWhitespace
    {
      return nil
    }
    return continuesQuotation(at: close + 1) ? nil : next
  }

  /// `です．次の`, `（図1）．次の`: full stops of some Japanese books; `１．５`, `（1）．`, `ア．` at the beginning are none.
  private func fullWidthStopEnd(at index: Int, from start: Int) -> Int? {
    let next = index + 1 < scalars.count ? scalars[index + 1] : " "
    guard index > start + 2, next.properties.numericType == nil else { return nil }
    let before = scalars[index - 1]
    let isText =
      if Self.isClosing(before) {
        opening[index - 2] != start
      } else if before.isLatinLetter {
        isLatinEnd(at: index, from: start, before: next)
      } else {
        before.isJapanese
      }
    return isText ? japaneseEnd(at: index, from: start) : nil
  }

  /// `Pythonを使うLinux．次に`, but neither `Dr．佐藤` nor `Inc．の`.
  private func isLatinEnd(at index: Int, from start: Int, before next: Unicode.Scalar) -> Bool {
    let form = latinWord(before: index, from: start)
    return form.count >= 2 && index - form.count > start && !"のを".unicodeScalars.contains(next)
      && !Abbreviations.never.contains(form) && !Abbreviations.beforeNumber.contains(form)
      && !Abbreviations.beforeStarter.contains(form)
  }

  /// `Yahoo！ショッピング`: a mark between Latin letters and katakana or Latin letters, with no space.
  private func isWithinName(_ index: Int, from start: Int) -> Bool {
    guard index > start, index + 1 < scalars.count, scalars[index - 1].isLatinLetter else { return false }
    let next = scalars[index + 1]
    return next.isLatinLetter || (0x30A1...0x30FA).contains(next.value)
      || Abbreviations.withMark.contains(latinWord(before: index, from: start))
  }

  /// The Latin letters right before a mark, in lower case.
  private func latinWord(before index: Int, from start: Int) -> String {
    var first = index
    while first > start, scalars[first - 1].isLatinLetter { first -= 1 }
    return text(Array(scalars[first..<index])).lowercased()
  }

  /// `なぜ？と聞かれた`: a question that the sentence reports without brackets.
  private func goesOnAsReported(at index: Int) -> Bool {
    guard index + 1 < scalars.count, scalars[index] == "と" else { return false }
    let next = scalars[index + 1]
    return "、いの".unicodeScalars.contains(next) || next.isKanji
  }

  /// The index behind further marks and closing brackets.
  private func end(behind index: Int) -> Int {
    var next = index + 1
    while next < scalars.count, Self.isTerminator(scalars[next]) || Self.isClosing(scalars[next]) { next += 1 }
    return next
  }

  /// Whether a particle or a comma behind a closing bracket carries the sentence on, be it after a second bracket.
  private func continuesQuotation(at index: Int) -> Bool {
    guard index < scalars.count else { return false }
    if opening[index] == index, let close = closing[index] { return continuesQuotation(at: close + 1) }
    return "とっがはをにのもでやへなかよまだし、，・".unicodeScalars.contains(scalars[index])
  }

  /// `!` and `?`: before white space and something that is not lower case, or straight before Japanese text.
  private func markEnd(at index: Int, from start: Int) -> Int? {
    let next = end(behind: index)
    if closing[index] != nil, !endsBracket(index) { return nil }
    guard next < scalars.count else { return next }
    if scalars[next].isWhitespace {
      if Abbreviations.withMark.contains(text(wordBefore(index, from: start)).lowercased()) { return nil }
      let following = skipWhitespace(from: next)
      return following < scalars.count && scalars[following].isLowercase ? nil : next
    }
    return index > 0 && scalars[index - 1].isJapanese && scalars[next].isJapanese ? next : nil
  }

  /// Whether nothing stands between a mark and the end of the bracket around it.
  private func endsBracket(_ index: Int) -> Bool {
    guard let close = closing[index] else { return true }
    return scalars[(index + 1)...close].allSatisfy { Self.isClosing($0) || Self.isTerminator($0) }
  }

  private func fullStopEnd(at index: Int, from start: Int) -> Int? {
    guard endsBracket(index) else { return nil }
    let next = end(behind: index)
    if next < scalars.count, !scalars[next].isWhitespace {
      // `です.次`: full stops of some Japanese manuals.
      let isStop = scalars[index] == "." && index > start && scalars[index - 1].isJapanese && scalars[next].isJapanese
      return isStop ? next : nil
    }
    let following = skipWhitespace(from: next)
    guard following < scalars.count else { return next }
    if scalars[following].isLowercase { return nil }
    // `…` alone ends an English sentence only before a capital.
    if scalars[index] == "…", next == index + 1 { return scalars[following].isUppercase ? next : nil }
    return canEnd(at: index, from: start, before: following) ? next : nil
  }

  /// Whether the word before a full stop can end a sentence, seen what follows.
  private func canEnd(at index: Int, from start: Int, before following: Int) -> Bool {
    let whole = wordBefore(index, from: start)[...]
    // `例えばver. 2.0`: no space parts the Latin word from the Japanese before it.
    let isMixed = whole.last?.isLatinLetter == true && whole.contains(where: \.isJapanese)
    let word = Array(isMixed ? whole[((whole.lastIndex(where: \.isJapanese) ?? 0) + 1)...] : whole)
    guard let last = word.last, !isAddress(before: index, from: start) else { return true }
    let form = text(word).lowercased()
    if index - word.count == start, Self.isLabel(form) { return false }
    if isNumberedWord(word, at: index, from: start) { return false }
    let next = text(wordAt(following)).lowercased()
    if word.count == 1, last.isAlphabetic, last.isASCII {
      // `J. Smith`, but `Plan B. The team …` and `team A. Replies`
      return last == "I"
        || index - 1 > start
          && (Abbreviations.starters.contains(next)
            || !SentenceSplitter.isInitial(behind: token(before: index - 1, from: start)))
    }
    if Abbreviations.never.contains(form) { return false }
    if Abbreviations.beforeNumber.contains(form) {
      let isLetter = next.count == 1 && scalars[following].isUppercase && Abbreviations.beforeLetter.contains(form)
      return !isNumber(at: following) && !isLetter
    }
    if Abbreviations.times.contains(form) {
      return !Abbreviations.behindTimes.contains(next) && !namesTime(at: following)
    }
    let isInitials = word.count >= 3 && word.count <= 7 && word.contains(".") && last.isUppercase
    if Abbreviations.beforeStarter.contains(form) || isInitials { return Abbreviations.starters.contains(next) }
    return true
  }

  /// `Tokyo time`, `Japan Standard Time`: one to three names before the word.
  private func namesTime(at index: Int) -> Bool {
    var position = index
    for count in 0..<4 {
      let word = wordAt(position)
      let form = text(word).lowercased()
      if count > 0, form == "time" { return true }
      guard let first = word.first, first.isUppercase, count > 0 || !Abbreviations.starters.contains(form) else {
        return false
      }
      position = skipWhitespace(from: position + word.count)
      guard position < scalars.count else { return false }
    }
    return false
  }

  /// `1`, `1.2`, `iv`, `a`, `Q1`: what stands before the full stop of a list's number.
  private static func isLabel(_ word: String) -> Bool {
    let parts = word.split(separator: ".")
    let isNumber = parts.allSatisfy { $0.allSatisfy(\.isNumber) }
    let isRoman = word.allSatisfy { "ivx".contains($0) }
    let isLetterAndNumber = word.count <= 4 && word.dropFirst().allSatisfy(\.isNumber)
    return isNumber || isRoman || isLetterAndNumber
  }

  /// `Step 1. Open the cover.`: a label of two words.
  private func isNumberedWord(_ word: [Unicode.Scalar], at index: Int, from start: Int) -> Bool {
    let before = index - word.count - 1
    guard word.allSatisfy({ $0.properties.numericType != nil }), before > start, scalars[before] == " " else {
      return false
    }
    let label = wordBefore(before, from: start)
    return before - label.count == start && Abbreviations.labels.contains(text(label).lowercased())
  }

  private func isNumber(at index: Int) -> Bool {
    if "(（".unicodeScalars.contains(scalars[index]), index + 1 < scalars.count {
      return scalars[index + 1].properties.numericType != nil
    }
    return scalars[index].properties.numericType != nil
  }

  /// Whether the full stop stands behind the address of a page or of a person.
  private func isAddress(before index: Int, from start: Int) -> Bool {
    var first = index
    while first > start, !scalars[first - 1].isWhitespace { first -= 1 }
    let token = text(Array(scalars[first..<index]))
    return token.contains("/") && token.contains(".") || token.contains("@")
  }

  /// Letters, digits and inner full stops before `index`, without opening brackets and quotation marks.
  private func wordBefore(_ index: Int, from start: Int) -> [Unicode.Scalar] {
    var first = index
    while first > start {
      let scalar = scalars[first - 1]
      guard scalar == "." || scalar.isAlphabetic || scalar.properties.numericType != nil else { break }
      first -= 1
    }
    return Array(scalars[first..<index])
  }

  /// What stands before the white space that ends at `index`, with its marks; nil where the sentence begins there.
  private func token(before index: Int, from start: Int) -> String? {
    var end = index
    while end > start, scalars[end - 1].isWhitespace { end -= 1 }
    var first = end
    while first > start, !scalars[first - 1].isWhitespace { first -= 1 }
    return first < end && end < index ? text(Array(scalars[first..<end])) : nil
  }

  private func wordAt(_ index: Int) -> [Unicode.Scalar] {
    // A sentence may begin with a quotation mark.
    let begin = "\"'“‘(".unicodeScalars.contains(scalars[index]) ? index + 1 : index
    return Array(scalars[begin...].prefix { $0.isAlphabetic })
  }

  private func text(_ word: [Unicode.Scalar]) -> String { String(String.UnicodeScalarView(word)) }

  private func skipWhitespace(from index: Int) -> Int {
    var next = index
    while next < scalars.count, scalars[next].isWhitespace { next += 1 }
    return next
  }

  private static func isTerminator(_ scalar: Unicode.Scalar) -> Bool {
    "。！？｡.!?".unicodeScalars.contains(scalar)
  }

  private static func isClosing(_ scalar: Unicode.Scalar) -> Bool {
    "」』）)】］]〉》〕”’\"'".unicodeScalars.contains(scalar) || isFootnoteMark(scalar)
  }

  /// `120 mA.² Then`: the mark of a footnote belongs to the sentence before it.
  private static func isFootnoteMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xB9, 0xB2, 0xB3, 0x2070, 0x2074...0x2079, 0x207E: true
    default: false
    }
  }

  /// Pairs brackets; an opening one that nothing closes before the line ends protects nothing.
  private static func protectedBrackets(_ scalars: [Unicode.Scalar]) -> (opening: [Int?], closing: [Int?]) {
    let partner: [Unicode.Scalar: Unicode.Scalar] = [
      "」": "「", "』": "『", "）": "（", "】": "【", "］": "［", "〉": "〈", "》": "《", "〕": "〔", ")": "(", "]": "[", "”": "“",
    ]
    let marks = Set(partner.values)
    var closing = [Int?](repeating: nil, count: scalars.count)
    var opening = closing
    var open: [(mark: Unicode.Scalar, index: Int)] = []
    for (index, scalar) in scalars.enumerated() {
      if scalar == "\n" {
        open = []
      } else if marks.contains(scalar) {
        open.append((scalar, index))
      } else if let mark = partner[scalar], let depth = open.lastIndex(where: { isPair($0.mark, mark) }) {
        let from = open[depth].index
        open.removeSubrange(depth...)
        guard index - from <= longestProtected else { continue }
        // Inner pairs close first, so that the outermost one is written last.
        for inside in from..<index { (opening[inside], closing[inside]) = (from, index) }
      }
    }
    return (opening, closing)
  }

  /// `（` and `)` are often mixed.
  private static func isPair(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
    left == right || "(（".unicodeScalars.contains(left) && "(（".unicodeScalars.contains(right)
  }
}

extension Unicode.Scalar {
  /// A to Z, large or small.
  fileprivate var isLatinLetter: Bool { isASCII && properties.isAlphabetic }
}
