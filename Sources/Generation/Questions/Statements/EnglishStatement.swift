import Foundation
import Records

/// An English sentence that states an answer, asked back by moving the question word to the front and the helping verb
/// before the subject (Heilman and Smith 2009, Question Generation via Overgenerating Transformations and Ranking). What it
/// does not see through is left alone: nil is better than a broken question.
struct EnglishStatement {
  /// A word with its marks, and whether it belongs to the answer.
  struct Word {
    var text: String
    var isAnswer: Bool

    var bare: String { text.trimmingCharacters(in: CharacterSet(charactersIn: ",;:.()“”\"'’")) }
    var lower: String { bare.lowercased() }
  }

  /// Of the main clause, in order; the answer's words stand together.
  var words: [Word]
  /// What stood before the main clause (`When the memory is full`), without its comma; moves to the end.
  var opening: String?
  /// The answer as the passage has it.
  let answer: String
  let type: QuestionType

  private static let pronouns: Set<String> = [
    "it", "they", "he", "she", "this", "these", "that", "those", "its", "their", "his", "her", "there", "we", "i",
    "our",
    "here", "such", "some", "others", "one", "both", "all", "anyone", "nothing", "what", "who", "which", "most",
  ]
  static let clauseOpeners: Set<String> = [
    "and", "but", "or", "which", "who", "that", "because", "since", "if", "when", "unless", "while", "so", "where",
    "although", "whose", "then", "as",
  ]

  /// The question in its parts, or nil where the sentence is built otherwise.
  func question() -> EnglishQuestion? {
    guard let first = words.firstIndex(where: \.isAnswer), let last = words.lastIndex(where: \.isAnswer) else {
      return nil
    }
    var question = first <= subjectStart ? ofSubject(last) : ofPredicate(first, last)
    question?.opening = opening.map(Self.lowered)
    return question
  }

  // MARK: The answer is the subject

  private var subjectStart: Int { ["the", "a", "an"].contains(words.first?.lower) ? 1 : 0 }

  /// `The Accounting Section pays …` → `Which section pays …`.
  private func ofSubject(_ last: Int) -> EnglishQuestion? {
    guard last + 1 < words.count, isFinite(last + 1), !words[last].text.hasSuffix(",") else { return nil }
    let value = AskedValue(answer, language: .en)
    guard type == .factoid, !value.isNumeric else { return nil }
    let verb = words[last + 1].lower
    // `“Distributor” means a firm …`
    if verb == "means" {
      return EnglishQuestion(phrase: "which term", finite: "means", rest: text(Array(words[(last + 2)...])))
    }
    let rest = clause(after: last)
    guard rest.count >= 2 else { return nil }
    let acts = isFullName && !["is", "are", "was", "were"].contains(verb)
    return EnglishQuestion(
      phrase: acts ? "who" : asked(value), finite: rest[0].text, rest: text(Array(rest.dropFirst())))
  }

  // MARK: The answer stands behind the verb

  private func ofPredicate(_ first: Int, _ last: Int) -> EnglishQuestion? {
    guard let verb = verbIndex(before: first), verb > 0, !isInsideSubject(verb, last), words[verb].lower != "means"
    else { return nil }
    let subject = Array(words[..<verb])
    guard let head = subject.first, !Self.pronouns.contains(head.lower),
      !subject.contains(where: { Self.conditions.contains($0.lower) })
    else { return nil }
    // A second clause between verb and answer has a subject and a verb of its own.
    let between = Array(words[(verb + 1)..<first])
    let commas = type == .reason ? between.dropLast() : between[...]
    guard
      !between.contains(where: { Self.clauseOpeners.contains($0.lower) || ["from", "between"].contains($0.lower) }),
      !commas.contains(where: { $0.text.hasSuffix(",") }), let lead = lead(between, verb: words[verb].lower)
    else { return nil }
    var rest = clause(after: last)
    if AskedValue(answer, language: .en).kind == .thing, [.factoid, .number].contains(type), let next = rest.first,
      goesOn(next)
    {
      return nil
    }
    if rest.first?.lower == "or" { return nil }
    // `fills in form RW-1`: what is left before the answer would hang.
    if lead.dropped == 0, [.factoid, .number].contains(type), AskedValue(answer, language: .en).kind == .thing,
      let last = between.last,
      last.lower.allSatisfy(\.isLetter), !StopWords.english.contains(last.lower),
      !Self.prepositions.contains(last.lower),
      !last.lower.hasSuffix("ly"), !last.lower.hasSuffix("ed"), EnglishVerb.isParticiple(last.lower) == false
    {
      return nil
    }
    // `is a green called Deep Cedar`: the name belongs to what is said, not to what is asked about.
    if let last = between.last, between.count > 1, last.lower.hasSuffix("ed"), type == .factoid { return nil }
    var phrase = lead.phrase
    if lead.takesAlong {
      let taken = takeAlong(&rest)
      if phrase == "what", !taken.isEmpty { phrase = asked(AskedValue(answer, language: .en)) }
      phrase += taken
    }
    let kept = Array(between.dropLast(lead.dropped)) + rest
    if phrase.hasPrefix("of ") {
      return ofMeasured(phrase, subject, words[verb], kept, before: between.count - lead.dropped)
    }
    let helper = words[verb].lower
    // `Leeds was chosen`: no plural, and so a name.
    let isName = subject.count == 1 && head.lower.hasSuffix("s") && ["was", "is", "has"].contains(helper)
    let subjectText = text(subject, sentenceStart: opening == nil && !isName)
    if isAuxiliary(verb) {
      guard helper != "cannot" else { return nil }
      return EnglishQuestion(
        phrase: phrase, helper: helper, subject: subjectText, finite: helper, rest: text(kept))
    }
    guard let form = EnglishVerb.finite(helper) else { return nil }
    return EnglishQuestion(
      phrase: phrase, helper: form.helper, subject: subjectText, base: form.base, finite: helper, rest: text(kept))
  }

  static let conditions: Set<String> = ["if", "when", "because", "unless", "although", "while"]
  static let determiners: Set<String> = ["the", "a", "an", "its", "their", "his", "her", "each", "every", "no"]

  /// A name before a noun (`the Nagano fair`) or with an `of` behind it is but a part of what is meant.
  private func goesOn(_ next: Word) -> Bool {
    let word = next.lower
    guard word.first?.isLowercase == true, !words.contains(where: { $0.isAnswer && $0.text.hasSuffix(",") }) else {
      return false
    }
    if word == "of" { return true }
    return !Self.prepositions.contains(word) && !Self.clauseOpeners.contains(word) && !word.hasSuffix("ly")
      && !Self.determiners.contains(word) && EnglishVerb.finite(word) == nil
      && !EnglishVerb.auxiliaries.contains(word)
  }

  /// `14 days after delivery`, `7 per cent of the price`, `10 seconds later`: what belongs to the answer moves along.
  private func takeAlong(_ rest: inout [Word]) -> String {
    guard let next = rest.first else { return "" }
    if ["later", "ago", "old", "long", "high", "wide", "deep", "away", "earlier", "beforehand"].contains(next.lower) {
      rest.removeFirst()
      return " " + next.bare
    }
    guard ["after", "before", "of", "from"].contains(next.lower) else { return "" }
    let isRelative = rest.contains { ["which", "that", "who"].contains($0.lower) }
    let end =
      isRelative
      ? rest.count
      : rest.dropFirst().firstIndex { Self.prepositions.contains($0.lower) && $0.lower != "of" } ?? rest.count
    let taken = rest[..<end]
    rest = Array(rest[end...])
    return " " + text(Array(taken)).trimmingCharacters(in: CharacterSet(charactersIn: ",;:"))
  }

  /// `receives a voucher of 75 pounds` asks how much the voucher is; other sentences with a measured thing are left alone.
  ///
  /// - Parameter before: How many of the kept words stood before the answer.
  private func ofMeasured(_ phrase: String, _ subject: [Word], _ verb: Word, _ kept: [Word], before: Int)
    -> EnglishQuestion?
  {
    guard let article = kept.first, ["a", "an", "the"].contains(article.lower), EnglishVerb.finite(verb.lower) != nil,
      opening == nil, !subject.contains(where: { $0.text.hasSuffix(",") })
    else { return nil }
    let noun = kept.dropFirst().prefix { !Self.prepositions.contains($0.lower) }
    let tail = kept.dropFirst(1 + noun.count)
    // `a voucher of 75 pounds for a session of 90 minutes`: not the voucher is that long.
    guard (1...4).contains(noun.count), 1 + noun.count >= before else { return nil }
    let asked = phrase == "of what amount" ? "how much" : String(phrase.dropFirst("of ".count))
    let relative = EnglishQuestion.joined([text(subject, sentenceStart: true), verb.text, text(Array(tail))])
    return EnglishQuestion(
      phrase: asked, helper: "is", subject: "the \(text(Array(noun))) that \(relative)", finite: "is")
  }

  // MARK: Verbs

  /// The finite verb of the main clause: of `employees who are on probation may claim` it is `may`.
  private func verbIndex(before end: Int) -> Int? {
    var index = 1
    while index < end {
      if ["who", "which", "that", "whose", "whom"].contains(words[index].lower) {
        // The relative clause has one verb of its own, with what helps it.
        guard let own = (index..<end).first(where: { isFinite($0) }) else { return nil }
        index = own + 1
        while index < end, EnglishVerb.isParticiple(words[index].lower) || words[index].lower == "not" { index += 1 }
        continue
      }
      if isFinite(index) { return mainVerb(from: index, before: end) }
      index += 1
    }
    return nil
  }

  /// `offers sent before 15 December keep …`: the first form is a participle where another verb follows before the answer.
  private func mainVerb(from index: Int, before end: Int) -> Int {
    guard !isAuxiliary(index), EnglishVerb.finite(words[index].lower)?.tense == .past, index + 1 < end,
      Self.prepositions.contains(words[index + 1].lower)
    else { return index }
    return (index + 2..<end).first(where: isVerb) ?? index
  }

  /// A helping verb, or a known one that is no past form and stands where a noun would need an article.
  private func isVerb(_ index: Int) -> Bool {
    let (word, before) = (words[index].lower, words[index - 1].lower)
    if ["that", "which", "who"].contains(before) { return false }
    if EnglishVerb.auxiliaries.contains(word) { return true }
    return (EnglishVerb.finite(word)?.tense ?? .past) != .past && !Self.notBeforeVerbs.contains(before)
  }

  private static let notBeforeVerbs: Set<String> = [
    "the", "a", "an", "to", "of", "and", "or", "by", "be", "been", "for", "in", "on", "at", "with", "each", "every",
  ]

  /// `orders received before 13:40 leave …`: a form that is also a participle, with the real verb behind the answer.
  private func isInsideSubject(_ verb: Int, _ last: Int) -> Bool {
    guard !isAuxiliary(verb), EnglishVerb.finite(words[verb].lower)?.tense == .past else { return false }
    if words[verb - 1].text.hasSuffix(",") { return true }
    let isParticiple = verb + 1 < words.count && Self.prepositions.contains(words[verb + 1].lower)
    return words.indices.contains { later in
      guard later > verb, !joinsOn(later) else { return false }
      return isFinite(later) || isParticiple && later > last && isVerb(later)
    }
  }

  /// A second verb of the same subject, behind `and`, or one of a clause that hangs on.
  private func joinsOn(_ index: Int) -> Bool {
    words[..<index].suffix(6).contains {
      Self.clauseOpeners.contains($0.lower) || $0.text.hasSuffix(",") || $0.lower == "after"
    }
  }

  private func isAuxiliary(_ index: Int) -> Bool {
    let word = words[index].lower
    if EnglishVerb.auxiliaries.contains(word) { return true }
    guard ["has", "have", "had"].contains(word), index + 1 < words.count else { return false }
    return EnglishVerb.isParticiple(words[index + 1].lower)
  }

  private func isFinite(_ index: Int) -> Bool {
    if isAuxiliary(index) { return true }
    let word = words[index].lower
    guard let form = EnglishVerb.finite(word), !words[index].isAnswer else { return false }
    let before = index > 0 ? words[index - 1].lower : ""
    // After these a word is a noun, an infinitive or a participle.
    if [
      "the", "a", "an", "to", "of", "and", "or", "by", "be", "been", "for", "in", "on", "at", "with", "each", "every",
    ]
    .contains(before) || EnglishVerb.auxiliaries.contains(before) {
      return false
    }
    // `shoe covers are kept`: before another verb it is a noun.
    if index + 1 < words.count, EnglishVerb.auxiliaries.contains(words[index + 1].lower) { return false }
    // A plain form needs a plural before it: `employees need`, not `the need`.
    return form.tense != .base || before.hasSuffix("s")
  }

  // MARK: Words

  /// `and the employee contributes …`: a subject with a verb of its own.
  private func startsClause(_ index: Int) -> Bool {
    guard Self.determiners.contains(words[index].lower) else { return false }
    return words.indices.contains { $0 > index + 1 && $0 <= index + 4 && isFinite($0) }
  }

  /// What follows in the same clause.
  private func clause(after last: Int) -> [Word] {
    if words[last].text.last.map({ ",;:".contains($0) }) == true { return [] }
    var out: [Word] = []
    for index in words.indices where index > last {
      let word = words[index]
      if index > last, ["and", "but"].contains(word.lower), index + 1 < words.count,
        startsVerb(index + 1) || startsClause(index + 1)
          || words[index + 1].bare.first?.isNumber == true && !out.contains(where: { $0.lower == "between" })
      {
        break
      }
      out.append(word)
      if word.text.last.map({ ",;:".contains($0) }) == true { break }
    }
    return out
  }

  /// `and remembers the language`, `and is free`, `and they …`: what follows is another statement.
  private func startsVerb(_ index: Int) -> Bool {
    let word = words[index].lower
    if EnglishVerb.finite(word) != nil || EnglishVerb.auxiliaries.contains(word) || Self.pronouns.contains(word) {
      return true
    }
    guard index + 1 < words.count, word.hasSuffix("s") || word.hasSuffix("ed") else { return false }
    // `and closes at 21:30`: a verb, or a noun that the question can do without.
    return Self.determiners.contains(words[index + 1].lower)
      || word.hasSuffix("s") && !word.hasSuffix("ss") && Self.behindVerbs.contains(words[index + 1].lower)
  }

  private static let behindVerbs: Set<String> = [
    "at", "on", "in", "to", "by", "from", "for", "with", "until", "every", "within", "after", "before", "as",
  ]

  private func text(_ words: [Word], sentenceStart: Bool = false) -> String {
    let text = words.map(\.text).joined(separator: " ")
    return sentenceStart ? Self.lowered(text) : text
  }

  /// A sentence's first word loses its capital, unless it is a name or written in capitals.
  static func lowered(_ text: String) -> String {
    let first = text.prefix { $0.isLetter }
    guard first.dropFirst().allSatisfy(\.isLowercase) else { return text }
    // Harbour Lane Foods: the first word of a name.
    let next = text.dropFirst(first.count).drop { $0 == " " }
    let isName = next.first?.isUppercase == true && next.dropFirst().first?.isLowercase == true
    if isName, !StopWords.english.contains(first.lowercased()), !ordinary.contains(first.lowercased()) { return text }
    let common =
      StopWords.english.contains(first.lowercased()) || ordinary.contains(first.lowercased())
      || endings.contains { first.lowercased().hasSuffix($0) } && !first.hasSuffix("ss")
    return common ? first.lowercased() + text.dropFirst(first.count) : text
  }

  private static let endings = ["s", "ing", "ed", "tion", "ment", "ance", "ence", "ure", "our", "age"]
  private static let ordinary: Set<String> = [
    "when", "if", "before", "after", "once", "until", "during", "within", "employees", "each", "every", "eligible",
    "new", "nobody", "everybody", "everyone", "somebody",
    "overdue", "spare", "eight", "two", "three", "within", "where", "whoever", "work", "part", "full", "people",
    "staff",
    "carriage", "marriage", "access", "express", "at", "on", "in", "for", "as", "from", "since", "by", "with", "under",
  ]
}
