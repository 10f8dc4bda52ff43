public import Records

/// All that was tried for one chunk, what passed and what failed, with what every gate measured: thresholds decide about
/// it again at any time, and no model is asked.
public struct TriedChunk: Codable, Sendable, Hashable {
  /// The chunk.
  public var chunk: ContentHash
  /// Path of its document.
  public var path: String
  /// Its language.
  public var language: Language
  /// What fell out before anything was tried.
  public var drops: [Drop]
  /// In the order in which candidates were found.
  public var facts: [TriedFact]
  /// The pairs that passed when they were made, before thresholds were changed.
  public var admitted: [ContentHash] = []

  /// Nothing tried yet.
  public init(chunk: ContentHash, path: String, language: Language, drops: [Drop] = [], facts: [TriedFact] = []) {
    self.chunk = chunk
    self.path = path
    self.language = language
    self.drops = drops
    self.facts = facts
  }

  /// Adds what was tried later: other wordings of its facts, in the place of what had kept them from being tried.
  mutating func add(_ later: TriedChunk) {
    let again = Set(later.facts.map(\.id.hex) + later.drops.map(\.item))
    drops = drops.filter { !again.contains($0.item) } + later.drops
    for fact in later.facts {
      guard let index = facts.firstIndex(where: { $0.id == fact.id }) else {
        facts.append(fact)
        continue
      }
      // What was not answered then is answered now, or says so again.
      facts[index].wordings.removeAll(where: \.isUnanswered)
      let new = fact.wordings.filter { wording in
        !facts[index].wordings.contains { QuestionText.same($0.question, wording.question) }
      }
      let all = facts[index].wordings + new
      facts[index].wordings = all.filter { !$0.isRewording } + all.filter(\.isRewording)
    }
  }
}

/// A fact with every wording that was tried for it.
public struct TriedFact: Codable, Sendable, Hashable {
  /// The same for every wording.
  public var id: ContentHash
  /// What is asked for.
  public var answer: String
  /// The kind of question.
  public var type: QuestionType
  /// Where the answer stands.
  public var evidence: [Evidence]
  /// First wordings in the order of the tries, then rewordings.
  public var wordings: [TriedWording]
  /// The fact that it rests on: without a pair of that one it has none.
  public var base: ContentHash?
  /// Set where it is another way to ask for the base's fact.
  public var form: PairForm?
  /// The language of question and answer, where that is not the passage's.
  public var language: Language?
  /// How many rewordings were wanted; nil where none are, and in what was stored before they were counted.
  public var wanted: Int?

  /// Takes the parts as they are.
  public init(id: ContentHash, answer: String, type: QuestionType, evidence: [Evidence], wordings: [TriedWording]) {
    self.id = id
    self.answer = answer
    self.type = type
    self.evidence = evidence
    self.wordings = wordings
  }
}

/// One wording with what the gates measured.
public struct TriedWording: Codable, Sendable, Hashable {
  /// The question.
  public var question: String
  /// Who worded it.
  public var origin: PairGenerator
  /// Whether it was asked for as another wording of a question.
  public var isRewording: Bool
  /// 1…5.
  public var difficulty: Int
  /// Gate's name → measure; none for a rewording that says what another one says.
  public var measures: [String: GateMeasure]

  /// Takes the parts as they are.
  public init(
    question: String, origin: PairGenerator, isRewording: Bool, difficulty: Int, measures: [GateName: GateMeasure]
  ) {
    self.question = question
    self.origin = origin
    self.isRewording = isRewording
    self.difficulty = difficulty
    self.measures = Gates.Result(measures, GateOptions()).stored
  }

  /// Whether a request that it took had no answer.
  var isUnanswered: Bool { measures.values.contains { $0.unanswered != nil } }

  /// What thresholds make of it. Length is measured anew, since its limits may have changed.
  func result(_ language: Language, _ options: GateOptions) -> Gates.Result {
    Gates.Result(stored: measures, question: question, language, options)
  }
}

extension Gates.Result {
  /// The measures as they are stored: by the gates' names.
  public var stored: [String: GateMeasure] {
    Dictionary(uniqueKeysWithValues: measures.map { ($0.key.rawValue, $0.value) })
  }

  /// What thresholds make of stored measures. Length is measured anew, since its limits may have changed.
  public init(stored: [String: GateMeasure], question: String, _ language: Language, _ options: GateOptions) {
    var known: [GateName: GateMeasure] = [:]
    for (name, measure) in stored { if let name = GateName(rawValue: name) { known[name] = measure } }
    if known[.length] != nil { known[.length] = LengthGate(options: options).measure(question, language) }
    self.init(known, options)
  }

  /// The first gate that was failed, with score and threshold: `roundTrip 0.4 < 0.6`; nil where every gate was passed.
  public func failure(_ options: GateOptions) -> String? {
    let failed = GateName.allCases.first { name in
      measures[name].map { $0.score < options.threshold(of: name) } ?? false
    }
    guard let failed, let score = measures[failed]?.score else { return nil }
    let hundredths = { (value: Double) in String((value * 100).rounded() / 100) }
    return "\(failed.rawValue) \(hundredths(score)) < \(hundredths(options.threshold(of: failed)))"
  }
}
