import Foundation

/// What other wordings need to know of a question's parts.
extension EnglishQuestion {
  private static let copulas: Set<String> = ["is", "are", "was", "were"]
  private static let modals: Set<String> = [
    "must", "may", "can", "will", "shall", "should", "would", "could", "might",
  ]

  /// It says of something what it is, and nothing else: `How much is the deposit?`
  var isPlainCopula: Bool {
    Self.copulas.contains(helper) && base.isEmpty && Self.joined([rest]).isEmpty && !subject.isEmpty
  }

  /// `may an employee take …`: a verb that has an object, behind one that helps.
  var hasModalObject: Bool {
    guard Self.modals.contains(helper), let verb = rest.split(separator: " ").first else { return false }
    return EnglishVerb.finite(String(verb))?.tense == .base
  }

  // MARK: Time

  private static let clock = #"(?:[0-9]{1,2}:[0-9]{2}|noon|midnight)"#
  private static let day =
    #"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|[0-9]{1,2}\s[A-Z][a-z]+(?:\s[0-9]{4})?|working\sdays|weekdays|weekends|public\sholidays)"#
  private static let period = #"(?:fiscal\s|calendar\s|financial\s)?(?:year|month|week|quarter|day)"#
  /// At the end of a question, what tells when something is so: it may stand anywhere.
  private static let time = Pattern(
    #"(?:^|\s)((?:in\s(?:[12][0-9]{3}|(?:[A-Z][a-z]{2,8})\s[12][0-9]{3}|(?:a|the|each|every|any)\s\#(period))|on\s(?:the\s)?\#(day)|(?:at|before|after|until|from)\s\#(clock)(?:\s(?:to|until|on)\s(?:\#(clock)|\#(day)))?|between\s\#(clock)\sand\s\#(clock)|every\s(?:[A-Z][a-z]+|\#(period))|during\s(?:the\s)?[^,]+|(?:if|when|unless|while|once|as\ssoon\sas)\s[^,]+))$"#
  )

  /// The rest without what tells the time at its end, and that; nil where nothing does.
  var timed: (rest: String, time: String)? {
    let whole = Self.joined([rest])
    let source = whole as NSString
    guard let found = Self.time.first(in: source, within: 0..<source.length, group: 1) else { return nil }
    let kept = Self.joined([source.substring(to: found.lowerBound)])
    // `is on 15 January`: what says it may not be left without.
    guard !kept.isEmpty || !base.isEmpty else { return nil }
    return (kept, source.substring(from: found.lowerBound))
  }

  // MARK: Voice

  private static let particles: Set<String> = [
    "out", "up", "off", "away", "down", "over", "only", "not", "and", "or", "through", "back",
  ]

  /// `holds the key to cage K3` of `is the key to cage K3 held`; nil where the form is not known for certain.
  var active: String? {
    guard base.isEmpty,
      subject.split(separator: " ").first.map({ !["nobody", "no", "who"].contains($0.lowercased()) }) ?? false
    else { return nil }
    var words = Self.joined([rest]).split(separator: " ").map(String.init)
    var verb: (String) -> String
    switch helper {
    case "is", "are": verb = EnglishVerb.thirdPerson
    case "was", "were": verb = EnglishVerb.past
    case "has", "have":
      guard words.first == "been" else { return nil }
      words.removeFirst()
      verb = { "has " + EnglishVerb.participle(of: $0) }
    case let modal where Self.modals.contains(modal):
      guard words.first == "be" else { return nil }
      words.removeFirst()
      verb = { modal + " " + $0 }
    default: return nil
    }
    guard let participle = words.first, let base = EnglishVerb.base(ofParticiple: participle) else { return nil }
    let tail = words.dropFirst()
    // `carried out`, `seen only`
    if let next = tail.first, Self.particles.contains(next) || next.hasSuffix("ly") { return nil }
    return Self.joined([verb(base), subject, tail.joined(separator: " "), opening ?? ""])
  }

  private static let withoutPassive: Set<String> = [
    "be", "have", "become", "remain", "last", "cost", "weigh", "belong", "consist", "lie", "stand", "stay", "fit",
    "lose",
    "mean", "begin", "end", "begin", "leave", "win", "meet", "join", "take", "reach", "enter",
  ]
  private static let articles: Set<String> = ["the", "a", "an", "all", "each", "every"]

  /// `By whom is the stand led?` of `Who leads the stand?`; nil where the object is not plain.
  func passive() -> String? {
    guard opening == nil, helper.isEmpty, !Self.joined([rest]).contains(",") else { return nil }
    var words = Self.joined([rest]).split(separator: " ").map(String.init)
    var base = finite
    var modal = ""
    var isPast = false
    if Self.modals.contains(finite) {
      (modal, base) = (finite, words.isEmpty ? "" : words.removeFirst())
      guard EnglishVerb.finite(base)?.tense == .base else { return nil }
    } else {
      guard let form = EnglishVerb.finite(finite) else { return nil }
      (base, isPast) = (form.base, form.tense == .past)
    }
    let end =
      words.firstIndex { EnglishStatement.prepositions.contains($0) && $0 != "of" || $0 == "every" } ?? words.count
    let (object, tail) = (words[..<end], words[end...])
    guard !Self.withoutPassive.contains(base), let isPlural = Self.isPlural(Array(object)),
      !tail.contains(where: { EnglishStatement.clauseOpeners.contains($0) })
    else { return nil }
    let be = isPast ? (isPlural ? "were" : "was") : isPlural ? "are" : "is"
    let said = [object.joined(separator: " "), modal.isEmpty ? "" : "be", EnglishVerb.participle(of: base)]
    let who = phrase == "who" ? "by whom" : "by \(phrase)"
    return Self.capitalised(Self.joined([who, modal.isEmpty ? be : modal] + said + tail)) + "?"
  }

  /// Whether an object is a plural; nil where it is none that is plain.
  private static func isPlural(_ object: [String]) -> Bool? {
    guard let first = object.first, object.count <= 6, let head = Head(object.joined(separator: " ")).word,
      !object.contains(where: {
        EnglishStatement.clauseOpeners.contains($0) || EnglishVerb.auxiliaries.contains($0) || $0.hasSuffix("ly")
      })
    else { return nil }
    let isPlural = head.hasSuffix("s") && !head.hasSuffix("ss") && !head.hasSuffix("us") && !head.hasSuffix("is")
    if articles.contains(first) { return object.count > 1 ? isPlural || first == "all" : nil }
    // `approved amounts`
    return isPlural && object.allSatisfy { $0.allSatisfy { $0.isLowercase } } ? true : nil
  }

  // MARK: Nouns

  /// The noun that a phrase is built on: `setting` of `the factory setting of the interval`.
  struct Head {
    let word: String?

    init(_ noun: String) {
      word =
        noun.lowercased().split(separator: " ").map(String.init).prefix {
          !EnglishStatement.prepositions.contains($0) && !EnglishStatement.clauseOpeners.contains($0)
        }.last
    }

    /// It is a sum of money itself.
    var isSum: Bool { word.map(Self.sums.contains) ?? false }
    /// It is a date itself.
    var isDate: Bool { word.map { ["date", "deadline", "day"].contains($0) } ?? false }
    /// It lasts.
    var isSpan: Bool { word.map(Self.spans.contains) ?? false }

    private static let sums: Set<String> = [
      "price", "cost", "fee", "charge", "rate", "limit", "allowance", "budget", "payment", "salary", "sum", "amount",
      "surcharge", "premium", "rent", "penalty", "subsidy",
    ]
    private static let spans: Set<String> = [
      "period", "interval", "time", "duration", "term", "life", "break", "course", "training", "session", "warranty",
      "lunch",
    ]
  }
}
