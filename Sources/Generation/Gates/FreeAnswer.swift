public import Records

/// An answer in words of its own, as people and other programs write them: `¥35,000` for `35,000 yen`, a sentence around
/// a fact, `Yes`. It says what a document's sentence must hold to support it, and finds the sentence that does.
///
/// Numbers, dates and amounts are compared by value whatever their spelling, words by their stems.
public struct FreeAnswer: Sendable {
  /// Whether it is a bare or an opening yes or no, which stands in no passage.
  public let isYesNo: Bool
  private let numbers: [StatedNumber]
  private let words: Set<String>
  private let asked: String
  private let askedTerms: Set<String>
  private let language: Language

  /// Of what the answer says, so much must stand in a sentence that nobody has pointed at.
  private static let usualSupport = 0.6
  /// Of what the question says, so much must stand beside a bare number or a yes that nobody has pointed at.
  private static let usualAffinity = 1.0 / 3
  /// At most so many sentences make up the evidence of one answer.
  private static let longestEvidence = 5

  /// Takes an answer apart.
  public init(question: String, answer: String, language: Language) {
    let opener = Self.yesNo.first { Self.opens($0, answer) }
    isYesNo = opener != nil
    let rest = opener.map { String(Terms.folded(answer).dropFirst($0.count)) } ?? answer
    let stated = StatedNumber.all(in: rest, .plain)
    numbers = stated
    words = Set(
      Terms.content(of: rest, language: language).filter {
        // A unit without a number is a word like another.
        !Self.isNumeric($0) || (stated.isEmpty && Units.spellings.contains($0))
      })
    asked = question
    askedTerms = Set(Terms.content(of: question, language: language))
    self.language = language
  }

  private static let yesNo = ["yes", "no", "はい", "いいえ"]

  /// `No` opens `No, it is not`, but neither `November` nor `No fewer than six`.
  private static func opens(_ word: String, _ answer: String) -> Bool {
    let folded = Terms.folded(answer).drop { $0.isWhitespace }
    guard folded.hasPrefix(word) else { return false }
    return folded.dropFirst(word.count).first.map { ",.、。，．:;!".contains($0) } ?? true
  }

  /// Whether a content word is part of a number or of its unit, and so compared by value.
  static func isNumeric(_ word: String) -> Bool {
    if Units.spellings.contains(word) || ["cent", "hundred", "thousand", "million", "billion"].contains(word) {
      return true
    }
    if word.first?.isASCII == true {
      return !StatedNumber.all(in: word, .any).isEmpty && StatedNames.codes(in: word).isEmpty
    }
    let rest = ["明治", "大正", "昭和", "平成", "令和"].reduce(word) { $0.replacing($1, with: "") }
    return rest.unicodeScalars.allSatisfy {
      KanjiNumerals.digits[$0] != nil || KanjiNumerals.tens[$0] != nil || KanjiNumerals.myriads[$0] != nil
        || KanjiNumerals.counters.contains($0) || $0 == "元"
    }
  }

  // MARK: What a text holds of it

  /// Share of the question's content words that the sentence around a place, or its headings, know.
  public func affinity(of range: Range<Int>, in chunk: Chunk) -> Double {
    let known = KnownText(text(around: range, in: chunk), language)
    guard !askedTerms.isEmpty else { return 0 }
    return Double(askedTerms.count(where: known.holds)) / Double(askedTerms.count)
  }

  /// Share of what the answer adds to its question that a text holds; nil where it adds nothing.
  func support(in text: String) -> Double? {
    let (known, question) = (KnownText(text, language), KnownText(asked, language))
    let addedNumbers = numbers.filter { !question.holds($0) }
    let addedWords = words.filter { !question.holds($0) }
    let added = addedNumbers.count + addedWords.count
    guard added > 0 else { return nil }
    return Double(addedNumbers.count(where: known.holds) + addedWords.count(where: known.holds)) / Double(added)
  }

  private func text(around range: Range<Int>, in chunk: Chunk) -> String {
    (chunk.context + [SentenceAround.text(of: range, in: chunk.text)]).joined(separator: "\n")
  }

  // MARK: Where it stands

  /// The place that supports the answer best, and how well; nil where nothing does.
  ///
  /// - Parameters:
  ///   - sentences: UTF-8 ranges of the chunk's sentences that may be evidence.
  ///   - isGiven: Whether somebody has said that the answer comes from these: then the gates alone decide.
  public func evidence(in chunk: Chunk, sentences: [Range<Int>], isGiven: Bool) -> (range: Range<Int>, score: Double)? {
    let bytes = Array(chunk.text.utf8)
    let sentences = sentences.map { Self.withoutEnd($0, bytes) }.filter { !$0.isEmpty }
    let known = sentences.map { KnownText(text(around: $0, in: chunk), language) }
    let affinities = known.map { known in
      askedTerms.isEmpty ? 0 : Double(askedTerms.count(where: known.holds)) / Double(askedTerms.count)
    }
    guard words.isEmpty else { return worded(in: chunk, sentences, known, affinities, isGiven) }
    let holding = sentences.indices.filter { place in numbers.allSatisfy(known[place].holds) }
    // A number that the passage does not state is told apart by the gates, where the passage was pointed at.
    let open = holding.isEmpty && isGiven ? Array(sentences.indices) : holding
    guard !numbers.isEmpty || isYesNo || isGiven,
      let best = open.max(by: { (affinities[$0], $1) < (affinities[$1], $0) }),
      isGiven ? affinities[best] > 0 || !holding.isEmpty : affinities[best] >= Self.usualAffinity
    else { return nil }
    let range = value(in: chunk, sentences[best]) ?? SentenceAround.range(of: sentences[best], in: chunk.text)
    return (range, affinities[best])
  }

  /// A sentence without the white space around it and its full stop, behind which the next one would begin.
  static func withoutEnd(_ sentence: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
    var (lower, upper) = (sentence.lowerBound, sentence.upperBound)
    func isBlank(_ index: Int) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) }
    while lower < upper, isBlank(lower) { lower += 1 }
    while upper > lower, isBlank(upper - 1) { upper -= 1 }
    if upper > lower, bytes[upper - 1] == 0x2E { return lower..<upper - 1 }
    return bytes[lower..<upper].suffix(3).elementsEqual("。".utf8) ? lower..<upper - 3 : lower..<upper
  }

  /// The stretch of a sentence that states the answer's numbers and no others.
  private func value(in chunk: Chunk, _ sentence: Range<Int>) -> Range<Int>? {
    guard !numbers.isEmpty else { return nil }
    var options = AnswerCandidates.Options()
    options.maximumPerChunk = .max
    let wanted = numbers.map(\.value).sorted()
    return AnswerCandidates.find(in: chunk, options: options).filter {
      guard $0.range.lowerBound >= sentence.lowerBound, $0.range.upperBound <= sentence.upperBound else { return false }
      let stated = StatedNumber.all(in: $0.text, .plain)
      return stated.map(\.value).sorted() == wanted
        || stated.count == numbers.count && numbers.allSatisfy(KnownNumbers(stated).holds)
    }.min { ($0.range.count, $0.range.lowerBound) < ($1.range.count, $1.range.lowerBound) }?.range
  }

  /// The sentence that holds most of the answer, and those that hold what is left of it.
  private func worded(
    in chunk: Chunk, _ sentences: [Range<Int>], _ known: [KnownText], _ affinities: [Double], _ isGiven: Bool
  ) -> (range: Range<Int>, score: Double)? {
    var (openNumbers, openWords) = (numbers, words)
    let all = Double(numbers.count + words.count)
    var chosen: [Int] = []
    var contrary = 0
    while chosen.count < Self.longestEvidence {
      let gains = known.indices.map { place in
        chosen.contains(place)
          ? 0 : openNumbers.count(where: known[place].holds) + openWords.count(where: known[place].holds)
      }
      guard let best = known.indices.max(by: { (gains[$0], affinities[$0], $1) < (gains[$1], affinities[$1], $0) }),
        gains[best] > (chosen.isEmpty ? 0 : 1) || (gains[best] == 1 && openNumbers.contains(where: known[best].holds))
      else { break }
      chosen.append(best)
      openNumbers.removeAll(where: known[best].holds)
      openWords = openWords.filter { !known[best].holds($0) }
      // 60 hours, where the answer says 2: another sentence with 2 hours in it speaks of something else.
      if chosen.count == 1 {
        let open = openNumbers.count
        openNumbers.removeAll(where: known[best].statesOther)
        contrary = open - openNumbers.count
      }
    }
    let support = 1 - Double(openNumbers.count + openWords.count + contrary) / all
    guard let first = chosen.min(), let last = chosen.max(), isGiven || support >= Self.usualSupport else { return nil }
    let hull = sentences[first].lowerBound..<sentences[last].upperBound
    let affinity = chosen.map { affinities[$0] }.max() ?? 0
    // Words such as “full” and “three” stand in many documents: what nobody has pointed at speaks of what was asked, too.
    guard isGiven || affinity >= Self.usualAffinity else { return nil }
    return (SentenceAround.range(of: hull, in: chunk.text), (support + affinity) / 2)
  }
}

/// A text as it is asked for words and numbers.
private struct KnownText {
  private let folded: String
  private let words: Set<String>
  private let numbers: KnownNumbers
  private let units: Set<String>
  private let language: Language

  init(_ text: String, _ language: Language) {
    folded = Terms.folded(text)
    words = language == .en ? Set(Terms.words(text)) : []
    let stated = StatedNumber.all(in: text, .any)
    numbers = KnownNumbers(stated)
    units = Set(stated.compactMap(\.unit))
    self.language = language
  }

  func holds(_ word: String) -> Bool {
    Terms.occurs(word, in: folded, words: words, language: language) || numbers.hasTime(of: word)
  }

  func holds(_ number: StatedNumber) -> Bool { numbers.holds(number) }

  /// Whether it states another number of the same unit.
  func statesOther(_ number: StatedNumber) -> Bool { number.unit.map(units.contains) ?? false && !holds(number) }
}
