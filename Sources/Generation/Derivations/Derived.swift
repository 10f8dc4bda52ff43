import Records

/// A fact with the question that passed: what further pairs are derived from.
struct AskedFact {
  let fact: Fact
  let question: String
  /// Whether the question was made of the statement that holds the answer.
  let isOfStatement: Bool

  var answer: String { fact.candidate.text }
}

/// A further pair about a passage, on its way to the gates.
struct Derived {
  /// A stretch of a passage.
  struct Place {
    var chunk: Chunk
    var range: Range<Int>
  }

  /// What kind of derivation it is: part of its identity.
  var purpose: String
  /// The fact that it rests on: without that one's pair there is none.
  var base: ContentHash?
  /// Set for another way to ask for the base's fact; nil for a question of its own.
  var form: PairForm?
  var type: QuestionType
  var question: String
  var answer: String
  /// Where the answer stands, or what it rests on. The first one is in the passage that the pair belongs to.
  var evidence: [Place]
  /// What gates look at in place of the first evidence, such as a cell of a row.
  var focus: Range<Int>?
  var origin: PairGenerator
  /// Whether it puts a frame around a question that was made of the statement that holds the answer.
  var framesStatement = false
  /// The pair's language, where that is not the passage's.
  var language: Language?
  /// What was measured on the way.
  var measures: [GateName: GateMeasure] = [:]

  /// Sets aside what a model gave that is no pair at all: it goes the way of a pair that failed a gate, reason and all.
  mutating func fail(_ reason: String, found: String) {
    // The first gate in order, so that this reason is told.
    if let first = GateName.allCases.first { measures[first] = .flaw(reason, found: String(found.prefix(120))) }
  }

  /// Sets aside what a model was asked for and did not answer.
  mutating func fail(_ unanswered: Unanswered) { fail(unanswered.reason.rawValue, found: unanswered.message) }

  /// Whether its question was made of the statement that holds the answer.
  var isOfStatement: Bool { origin.isOfStatement || framesStatement }

  /// The passage that it belongs to; nil for one that rests on nothing, which is none.
  var chunk: Chunk? { evidence.first?.chunk }

  var subject: GateSubject? {
    evidence.first.map { place in
      var subject = GateSubject(
        chunk: place.chunk, question: question, answer: answer, range: focus ?? place.range, type: type)
      subject.form = form
      subject.written = language
      return subject
    }
  }

  /// The same for the same question about the same places.
  var id: ContentHash {
    ContentHash(
      of: ["derived", purpose, base?.hex ?? "", question, answer]
        + evidence.flatMap { [$0.chunk.id.hex, String($0.range.lowerBound), String($0.range.upperBound)] })
  }
}

extension SeededRandom {
  /// One number that depends on words alone: where the passage moves to another place, what is made of it stays the same.
  static func first(_ seed: UInt64, _ name: String) -> UInt64 {
    var random = SeededRandom(seed: seed, name: name)
    return random.next() >> 33
  }
}
