import Foundation
import Records

/// Other wordings of an English question, made of the parts of the statement that it was made of. What the parts do not
/// tell for certain is left alone.
struct EnglishRewordings {
  let answer: String
  let type: QuestionType
  let seed: UInt64

  /// What the rules know of a statement.
  func of(_ source: StatementQuestions.EnglishSource) -> Rewordings {
    switch source {
    case .term(let name): term(name)
    case .goal(let goal): reached(goal)
    case .occasion(let clause, let isOrder): done(clause, isOrder)
    case .question(let question): asked(question)
    }
  }

  // MARK: Terms and steps

  private func term(_ name: String) -> Rewordings {
    // `A lamp that blinks means that …`: no term that could be defined.
    if answer.hasPrefix("that ") {
      return Rewordings(
        built: ["What is meant by \(name)?", "What is the meaning of \(name)?"],
        requests: requests("what \(name) means"))
    }
    return Rewordings(
      built: [
        "What is the meaning of \(name)?", "How is \(name) defined?", "What is the definition of \(name)?",
        "What is meant by \(name)?",
      ].turned(by: seed),
      requests: ["Please explain what \(name) means.", "Could you tell me what \(name) means?"].turned(by: seed))
  }

  private func reached(_ goal: String) -> Rewordings {
    Rewordings(
      built: ["What do you do to \(goal)?", "To \(goal), what do you do?", "What has to be done to \(goal)?"],
      requests: ["Please explain how to \(goal).", "Could you tell me how to \(goal)?"].turned(by: seed))
  }

  private func done(_ clause: String, _ isOrder: Bool) -> Rewordings {
    let front = EnglishQuestion.capitalised(clause)
    guard isOrder else {
      return Rewordings(
        built: ["\(front), what happens?"],
        requests: requests("what happens \(clause)"), endings: ["What applies \(clause)?"])
    }
    return Rewordings(
      built: [
        "\(front), what should you do?", "What must be done \(clause)?", "\(front), what has to be done?",
        "What is to be done \(clause)?",
      ].turned(by: seed),
      requests: requests("what to do \(clause)"))
  }

  // MARK: Requests

  /// Requests to be told what a clause asks: a question and a plea first, then the others.
  private func requests(_ clause: String) -> [String] { requests { "\($0) \(clause)" } }

  /// Requests for what a noun names: `Please state the price for KL-210.`
  func requests(forNoun noun: String) -> [String] {
    requests { $0 == "Do you know" ? nil : "\($0) \(noun)" }
  }

  private func requests(_ made: (_ opener: String) -> String?) -> [String] {
    let (questions, pleas) = openers
    let all = seed % 2 == 0 ? [(questions, "?"), (pleas, ".")] : [(pleas, "."), (questions, "?")]
    let said = all.map { openers, mark in openers.compactMap(made).map { $0 + mark } }
    return said.map { $0[0] } + said.flatMap { $0.dropFirst() }
  }

  /// How one asks to be told, in an order of the seed's.
  private var openers: (questions: [String], pleas: [String]) {
    (
      [seed % 3 == 0 ? "Can you tell me" : "Could you tell me", "Do you know"].turned(by: seed / 7),
      ["Please state", "I would like to know", "Please tell me"].turned(by: seed / 7)
    )
  }

  /// `What is the number of days that …?`, or a request that no other wording begins with.
  private func asked(forNoun noun: String, _ verb: String = "is") -> String {
    let (direct, other) = ("What \(verb) \(noun)?", "\(openers.pleas[2]) \(noun).")
    return [direct, other, direct].turned(by: seed / 3)[0]
  }

  // MARK: Questions

  private func asked(_ question: EnglishQuestion) -> Rewordings {
    guard let phrase = AskingPhrase(question.phrase) else {
      return Rewordings(built: fronted(question), requests: requests(question.embedded))
    }
    if question.helper.isEmpty { return ofSubject(question, phrase) }
    if question.isPlainCopula, let made = ofCopula(question, phrase) { return made }
    var built = active(question, phrase) + special(question, phrase)
    let noun = relative(question, phrase)
    // `How long` says it better than the number of days that something lasts.
    if let noun, !lasts(question, phrase) { built.append(asked(forNoun: noun)) }
    built += inOtherWords(question, phrase)
    let moved = fronted(question)
    built.insert(contentsOf: moved, at: min(built.count, 1 + Int(seed % 2)))
    // `Please state at most how many …`: the bound would belong to the telling.
    let isBound = phrase.bound.hasPrefix("at ")
    return Rewordings(
      built: built,
      requests: isBound
        ? (noun.map(requests(forNoun:)) ?? []) + requests(question.embedded).prefix(1) : requests(question.embedded))
  }

  /// What a name, a price and a bare thing are asked for with.
  private func special(_ question: EnglishQuestion, _ phrase: AskingPhrase) -> [String] {
    guard phrase.kind == .what, phrase.preposition.isEmpty, phrase.bound.isEmpty else { return [] }
    if question.rest == "called", ["is", "was"].contains(question.helper), question.opening == nil {
      return [
        "What \(question.helper) the name of \(question.subject)?",
        "By what name \(question.helper) \(question.subject) known?",
      ]
    }
    if question.base == "cost", AskedValue(answer, language: .en).kind == .money {
      var other = question
      other.phrase = "how much"
      return [other.direct]
    }
    return question.base.isEmpty
      ? [] : ["What is it that \(question.clause)\(question.opening.map { " " + $0 } ?? "")?"]
  }

  /// `Who leads the stand?`
  private func ofSubject(_ question: EnglishQuestion, _ phrase: AskingPhrase) -> Rewordings {
    if question.phrase == "which term" { return named(question.rest) }
    let isCopula = ["is", "are", "was", "were"].contains(question.finite)
    var built = isCopula ? [] : ["\(EnglishQuestion.capitalised(question.phrase)) is it that \(question.clause)?"]
    if let passive = question.passive() { built.insert(passive, at: 0) }
    return Rewordings(built: built, requests: requests(question.embedded))
  }

  /// `Which term means …?`
  private func named(_ meaning: String) -> Rewordings {
    Rewordings(
      built: ["What is the term for \(meaning)?", "What is the name for \(meaning)?"],
      requests: ["Please tell me the term for \(meaning).", "Could you tell me which term means \(meaning)?"].turned(
        by: seed))
  }

  /// `How much is the deposit?`, `Who is the partner manager?`: nothing is said but what it is.
  private func ofCopula(_ question: EnglishQuestion, _ phrase: AskingPhrase) -> Rewordings? {
    let noun = question.subject
    guard phrase.preposition.isEmpty, phrase.bound.isEmpty, question.opening == nil else { return nil }
    let isShort = noun.split(separator: " ").count <= 8
    let whole = isShort ? requests(question.embedded) : []
    switch phrase.kind {
    case .howMuch(""):
      let isSum = EnglishQuestion.Head(noun).isSum
      let sum = isSum ? noun : "the amount of \(noun)"
      var built = [
        asked(
          forNoun: sum, isSum ? question.helper : question.helper == "were" || question.helper == "was" ? "was" : "is")
      ]
      if !isSum {
        let helper = ["is": "does", "are": "do"][question.helper] ?? "did"
        built.append("What \(helper) \(noun) amount to?")
      } else if !noun.contains(" that ") {
        built.append("At what amount \(question.helper) \(noun) set?")
      }
      return Rewordings(built: built, requests: whole + requests(forNoun: sum))
    case .what where type == .definition:
      return Rewordings(
        built: [noun.hasPrefix("the ") ? "Please describe \(noun)." : "What is meant by \(noun)?"],
        requests: ["Please explain what \(noun) \(question.finite)."] + requests(question.embedded))
    case .what:
      guard isDefinite(noun) else { return nil }
      var built: [String] = []
      if EnglishQuestion.Head(noun).isSpan, isTime { built.append("How long \(question.helper) \(noun)?") }
      built.append(requests(forNoun: noun)[0])
      return Rewordings(built: built, requests: whole + requests(forNoun: noun).dropFirst())
    case .who:
      let isName = EnglishStatement.isFullName(answer)
      return Rewordings(
        built: ["Please name \(noun)."] + (isName ? ["What is the name of \(noun)?"] : []), requests: whole)
    case .when:
      guard isDefinite(noun) else { return nil }
      let date = EnglishQuestion.Head(noun).isDate ? noun : "the date of \(noun)"
      return Rewordings(
        built: [asked(forNoun: date, question.helper)] + inOtherWords(question, phrase), requests: whole)
    default: return nil
    }
  }

  private func isDefinite(_ noun: String) -> Bool {
    let first = noun.prefix { $0 != " " }
    return first == "the" || first.first?.isUppercase == true || first.hasSuffix("’s") || first.hasSuffix("'s")
  }

  // MARK: Nouns with a clause

  /// `the number of days within which the cause is found`; nil where nothing such can be said for certain.
  private func relative(_ question: EnglishQuestion, _ phrase: AskingPhrase) -> String? {
    guard let (noun, link) = noun(phrase, question) else { return nil }
    guard !(question.isPlainCopula) else { return nil }
    return EnglishQuestion.joined([noun, link, question.clause, question.opening ?? ""])
  }

  private static let linked: Set<String> = [
    "within", "for", "after", "to", "by", "at", "on", "from", "until", "with", "in", "under", "before",
  ]

  private func noun(_ phrase: AskingPhrase, _ question: EnglishQuestion) -> (noun: String, link: String)? {
    let preposition = phrase.preposition
    guard preposition.isEmpty || Self.linked.contains(preposition) else { return nil }
    let link = preposition.isEmpty ? "that" : "\(preposition) which"
    switch phrase.kind {
    case .howMany(let unit):
      // `how many days before printing`, `how many seconds later`: no thing that could be numbered.
      guard let number = Self.numbered(phrase.bound), !Self.reaches(unit, preposition) else { return nil }
      // `is submitted six weeks in advance`: how far, not what.
      if preposition.isEmpty, question.base.isEmpty, !question.hasModalObject { return nil }
      return ("\(number) of \(unit)", link)
    case .howMuch(let rate):
      guard phrase.bound.isEmpty, !question.base.isEmpty || question.hasModalObject, question.base != "cost" else {
        return nil
      }
      return (EnglishQuestion.joined(["the amount", rate]), link)
    case .percentage(let whole):
      guard phrase.bound.isEmpty, !preposition.isEmpty || !question.base.isEmpty else { return nil }
      return (EnglishQuestion.joined(["the percentage", whole]), link)
    case .which(let noun):
      guard phrase.bound.isEmpty, noun.split(separator: " ").count <= 3,
        !noun.split(separator: " ").contains(where: { EnglishStatement.prepositions.contains(String($0)) })
      else { return nil }
      guard !preposition.isEmpty || !question.base.isEmpty else { return nil }
      return ("the \(noun)", link)
    case .when: return day.map { ("the \($0)", "on which") }
    case .time: return preposition.isEmpty ? nil : ("the time", link)
    case .why: return ("the reason", "why")
    case .howOften: return ("the interval", "at which")
    default: return nil
    }
  }

  /// `the maximum number` of `up to`.
  private static func numbered(_ bound: String) -> String? {
    switch bound {
    case "": "the number"
    case "up to", "at most", "no more than": "the maximum number"
    case "at least", "no less than": "the minimum number"
    default: nil
    }
  }

  private static let reaching: Set<String> = [
    "after", "before", "from", "later", "ago", "old", "long", "high", "wide", "deep", "away", "earlier", "beforehand",
  ]

  private static func reaches(_ unit: String, _ preposition: String) -> Bool {
    let words = unit.split(separator: " ").map(String.init)
    return words.contains(where: reaching.contains) || !preposition.isEmpty && words.contains("of")
  }

  /// What a date with its day is: a date, or a day that comes again.
  private var day: String? {
    let words = answer.lowercased().split(separator: " ").map(String.init)
    if words.first == "the", words.contains("day") || words.dropFirst().first?.first?.isNumber == true { return "day" }
    return words.count >= 2 && words[0].first?.isNumber == true && words[1].first?.isLetter == true ? "date" : nil
  }

  // MARK: Other words

  /// The words that ask in other ones: `How long are records kept?` for `For how many years …?`
  private func inOtherWords(_ question: EnglishQuestion, _ phrase: AskingPhrase) -> [String] {
    func with(_ words: String) -> String {
      var other = question
      other.phrase = EnglishQuestion.joined([phrase.preposition, phrase.bound, words])
      return other.direct
    }
    func alone(_ words: String) -> String {
      var other = question
      other.phrase = words
      return other.direct
    }
    switch phrase.kind {
    case .howMany(let unit):
      if lasts(question, phrase) { return [alone("how long")] }
      // `Within what number of days`, `what number of weeks … in advance`: nobody says so.
      let isCounted =
        phrase.preposition.isEmpty && phrase.bound.isEmpty && !Self.isTime(unit) && !Self.reaches(unit, "")
        && (!question.base.isEmpty || question.hasModalObject)
      return isCounted ? [with("what number of \(unit)")] : []
    case .howMuch(let rate):
      if question.base == "cost" { return rate.isEmpty ? [alone("what")] : [] }
      guard phrase.preposition.isEmpty, !phrase.bound.hasPrefix("at"), !question.base.isEmpty || question.hasModalObject
      else { return [] }
      return [with(EnglishQuestion.joined(["what amount", rate]))]
    case .percentage(let whole):
      return [with(EnglishQuestion.joined([whole.isEmpty ? "how many per cent" : "what share", whole]))]
    case .when:
      return day.map { [alone("on what \($0)")] } ?? []
    case .place: return [alone("in what place"), alone("at which place")].turned(by: seed).prefix(1) + []
    case .why: return [alone("for what reason")]
    case .how: return [alone("in what way")]
    case .howOften: return [alone("at what intervals"), alone("how frequently")].turned(by: seed)
    case .time where phrase.preposition == "at": return [alone("what time"), alone("at which time")].turned(by: seed)
    case .which(let noun):
      return phrase.preposition.isEmpty || question.phrase.contains("what ") ? [] : [with("what \(noun)")]
    default: return []
    }
  }

  /// It asks how long something lasts, in a unit of time.
  private func lasts(_ question: EnglishQuestion, _ phrase: AskingPhrase) -> Bool {
    guard case .howMany(let unit) = phrase.kind, Self.isTime(unit), phrase.bound.isEmpty else { return false }
    return phrase.preposition == "for" || phrase.preposition.isEmpty && Self.lasting.contains(question.base)
  }

  private static func isTime(_ unit: String) -> Bool { times.contains(String(unit.split(separator: " ").last ?? "")) }

  private var isTime: Bool {
    let value = AskedValue(answer, language: .en)
    let unit = value.unit.split(separator: " ").last.map(String.init) ?? ""
    return value.kind == .quantity && (Self.times.contains(unit) || Self.times.contains(unit + "s"))
  }

  private static let times: Set<String> = ["seconds", "minutes", "hours", "days", "weeks", "months", "years", "nights"]
  private static let lasting: Set<String> = ["last", "take", "wait", "run", "remain", "stay"]

  // MARK: Order and voice

  /// `If the display stays dark, what …?`: what stood before the statement's clause, or what tells its time, at the front.
  private func fronted(_ question: EnglishQuestion) -> [String] {
    var bare = question
    if let opening = question.opening {
      bare.opening = nil
      return ["\(EnglishQuestion.capitalised(opening)), \(bare.inverted)?"]
    }
    guard let (rest, time) = question.timed else { return [] }
    bare.rest = rest
    return ["\(EnglishQuestion.capitalised(time)), \(bare.inverted)?"]
  }

  /// `Who holds the key?` for `By whom is the key held?`
  private func active(_ question: EnglishQuestion, _ phrase: AskingPhrase) -> [String] {
    guard phrase.preposition == "by", let active = question.active else { return [] }
    switch phrase.kind {
    case .whom: return ["Who \(active)?"]
    case .what: return ["What \(active)?"]
    case .which(let noun) where question.phrase.hasPrefix("by which"): return ["Which \(noun) \(active)?"]
    default: return []
    }
  }
}
