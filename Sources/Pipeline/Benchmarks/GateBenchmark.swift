public import Foundation
import Generation
import Preparation
public import Records
import Retrieval

/// `bench gates`: how many pairs corrupted on purpose each gate finds, and how many sound ones it stops wrongly.
///
/// People's question–answer pairs are taken as if imported; every corruption is made of every pair where it can be.
public struct GateBenchmark: Codable, Sendable {
  /// The file's name.
  public var file: String
  /// Language of most passages.
  public var language: Language
  /// Sound pairs.
  public var pairs: Int
  /// One row a corruption.
  public var rows: [Row]
  /// Thresholds chosen on one half of the passages and tested on the other.
  public var heldOut: [HeldOutThreshold]

  /// One corruption, and the gates that are there for it.
  public struct Row: Codable, Sendable {
    /// Such as `wrong-number`.
    public var corruption: String
    /// The reasons that count as finding it.
    public var reasons: [String]
    /// Corrupted pairs.
    public var corrupted: Int
    /// Corrupted pairs that these gates stopped.
    public var caught: Int
    /// Corrupted pairs that any gate stopped.
    public var caughtByAny: Int
    /// Sound pairs that these gates stopped, of those that the corrupted ones were made of.
    public var falseAlarms: Int

    /// Caught by its gates, of all corrupted; nil where nothing could be corrupted.
    public var recall: Double? { corrupted == 0 ? nil : Double(caught) / Double(corrupted) }
    /// Corrupted, of all that its gates stopped, with as many sound pairs as corrupted ones.
    public var precision: Double? { caught + falseAlarms == 0 ? nil : Double(caught) / Double(caught + falseAlarms) }
  }

  /// Measures on passages drawn from a SQuAD-format file.
  ///
  /// - Throws: `BenchmarkError.notSQuAD`.
  public static func run(file: URL, passages count: Int, seed: UInt64, rank: Int = 5) throws -> GateBenchmark {
    let sound = try HeldOutPassage.draw(file, count: count, seed: seed).compactMap(Self.pair)
    let index = BM25Index(sound.map(\.chunk))
    let before = sound.map { stopped($0, index, rank) }
    var rows = PairCorruption.all.map { corruption -> Row in
      var row = Row(
        corruption: corruption.name, reasons: corruption.reasons, corrupted: 0, caught: 0, caughtByAny: 0,
        falseAlarms: 0)
      var random = SeededRandom(seed: seed, name: corruption.name)
      for place in sound.indices {
        guard let broken = corruption.make(place, sound, &random) else { continue }
        let reasons = stopped(broken, index, rank)
        row.corrupted += 1
        row.caught += reasons.isDisjoint(with: corruption.reasons) ? 0 : 1
        row.caughtByAny += reasons.isEmpty ? 0 : 1
        row.falseAlarms += before[place].isDisjoint(with: corruption.reasons) ? 0 : 1
      }
      return row
    }
    rows += [duplicates(sound), contradictions(sound)]
    return GateBenchmark(
      file: file.lastPathComponent, language: sound.count { $0.language == .ja } * 2 > sound.count ? .ja : .en,
      pairs: sound.count, rows: rows, heldOut: heldOut(sound, index, seed: seed) + [heldOutDuplicates(sound)])
  }

  /// Every gate is asked, also after another one has stopped the pair.
  private static func stopped(_ subject: GateSubject, _ index: BM25Index, _ rank: Int) -> Set<String> {
    var out: Set<String> = []
    let options = GateOptions()
    for gate in Gates.textGates(options) {
      let measure = gate.measure(subject)
      if measure.score < options.threshold(of: gate.name) { out.insert(measure.reason) }
    }
    let hits = index.search(subject.question, k: rank)
    if !hits.contains(where: { $0.chunk == subject.chunk.id }) { out.insert("retrieval-rank") }
    return out
  }

  private static func pair(_ passage: HeldOutPassage) -> GateSubject? {
    guard let answer = passage.references.first, let found = passage.text.range(of: answer) else { return nil }
    let text = passage.text
    let start = text.utf8.distance(from: text.startIndex, to: found.lowerBound)
    let chunk = Chunk(
      document: ContentHash(of: ["passage", text]), path: "", index: 0, text: text, start: 0, end: text.utf8.count,
      pages: [1], tokenCount: 1, context: [], language: passage.language)
    return GateSubject(
      chunk: chunk, question: passage.question, answer: answer, range: start..<start + answer.utf8.count,
      type: .factoid)
  }

  /// The gates whose scores lie between 0 and 1, each with the corruptions that it is there for.
  private static let graded: [(gate: GateName, corruptions: [String])] = [
    (.answerFacts, ["wrong-number", "swapped-entity"]), (.answerNotGiven, ["leaked-answer"]),
    (.selfContained, ["foreign-question"]), (.retrieval, ["foreign-question"]),
  ]

  private static func heldOut(_ sound: [GateSubject], _ index: BM25Index, seed: UInt64) -> [HeldOutThreshold] {
    let options = GateOptions()
    return graded.flatMap { gate, names in
      PairCorruption.all.filter { names.contains($0.name) }.map { corruption in
        var random = SeededRandom(seed: seed, name: corruption.name)
        let cases = sound.indices.compactMap { place -> HeldOutThreshold.Case? in
          guard let broken = corruption.make(place, sound, &random) else { return nil }
          return HeldOutThreshold.Case(
            sound: score(gate, sound[place], index), corrupted: score(gate, broken, index), isHeldOut: place % 2 == 1)
        }
        return HeldOutThreshold(gate.rawValue, corruption.name, usual: options.threshold(of: gate), cases)
      }
    }
  }

  private static func score(_ gate: GateName, _ subject: GateSubject, _ index: BM25Index) -> Double {
    if gate == .retrieval {
      let rank = index.search(subject.question, k: GateOptions.ranks.upperBound)
        .firstIndex { $0.chunk == subject.chunk.id }
      return rank.map { 1 / Double($0 + 1) } ?? 0
    }
    return Gates.textGates(GateOptions()).first { $0.name == gate }?.measure(subject).score ?? 1
  }

  /// Likeness of each question with the same one, a word or letter of it changed, and with the most alike among all others.
  private static func heldOutDuplicates(_ sound: [GateSubject]) -> HeldOutThreshold {
    let questions = sound.map { ($0.question, $0.language) }
    let cases = sound.indices.map { place in
      let (question, language) = questions[place]
      let others = questions.indices.filter { $0 != place && questions[$0].1 == language }
        .map { QuestionLikeness.between(question, questions[$0].0, language) }
      return HeldOutThreshold.Case(
        sound: others.max() ?? 0,
        corrupted: QuestionLikeness.between(question, PairCorruption.almostSame(question, language, place), language),
        isHeldOut: place % 2 == 1)
    }
    return HeldOutThreshold(
      "duplicateThreshold", "almost-same", usual: Deduplicator.usualThreshold, stopsAbove: true, cases)
  }

  /// Each question once more, a word or letter of it changed, in another document that answers it otherwise.
  private static func contradictions(_ sound: [GateSubject]) -> Row {
    var row = Row(
      corruption: "contradicted", reasons: ["contradiction"], corrupted: 0, caught: 0, caughtByAny: 0, falseAlarms: 0)
    let finder = ContradictionFinder { one, other in
      !AnswerAgreement.sayTheSame(one.answer, other.answer, one.language)
        && AnswerAgreement.nameTheSame(one.question, other.question, one.language)
    }
    let originals = sound.map { dataPair($0, question: $0.question) }
    var copies: [QAPair] = []
    for (place, subject) in sound.enumerated() {
      let other = sound[(place + 1) % sound.count].answer
      guard !AnswerAgreement.sayTheSame(subject.answer, other, subject.language) else { continue }
      var copy = dataPair(
        subject, question: PairCorruption.almostSame(subject.question, subject.language, place), answer: other)
      copy.evidence[0].sha256 = ContentHash(of: ["another document", String(place)])
      copy.fact = ContentHash(of: ["another fact", String(place)])
      copies.append(copy)
    }
    let made = Set(copies.map(\.id))
    let found = finder.contradictions(in: originals + copies)
    row.corrupted = copies.count
    row.caught = Set(found.flatMap { [$0.left.pair, $0.right.pair] }).intersection(made).count
    row.caughtByAny = row.caught
    row.falseAlarms = finder.contradictions(in: originals).count
    return row
  }

  /// Each pair once more, with other marks or with another sentence around it, among all sound ones.
  private static func duplicates(_ sound: [GateSubject]) -> Row {
    var row = Row(
      corruption: "duplicated", reasons: ["exact-duplicate", "near-duplicate"], corrupted: 0, caught: 0, caughtByAny: 0,
      falseAlarms: 0)
    var copies: Set<ContentHash> = []
    var all = sound.map { dataPair($0, question: $0.question) }
    for (place, subject) in sound.enumerated() {
      let politely = subject.language == .ja ? subject.question + "教えて。" : subject.question + " Please."
      let marked = subject.question.trimmingCharacters(in: CharacterSet(charactersIn: "?？。")) + " ？"
      let copy = dataPair(subject, question: place % 2 == 0 ? marked : politely)
      guard copies.insert(copy.id).inserted, !all.contains(where: { $0.id == copy.id }) else { continue }
      all.append(copy)
    }
    row.corrupted = copies.count
    for drop in Deduplicator().deduplicate(all).dropped {
      if copies.contains(ContentHash(hex: drop.item)) { row.caught += 1 } else { row.falseAlarms += 1 }
    }
    row.caughtByAny = row.caught
    return row
  }

  private static func dataPair(_ subject: GateSubject, question: String, answer: String? = nil) -> QAPair {
    let evidence = Evidence(
      document: "", sha256: subject.chunk.document, chunk: subject.chunk.id, start: subject.range.lowerBound,
      end: subject.range.upperBound, quote: subject.answer, page: 1, rects: [])
    return QAPair(
      question: question, answer: answer ?? subject.answer, language: subject.language, type: subject.type,
      difficulty: 1,
      evidence: [evidence], fact: ContentHash(of: [subject.chunk.id.hex, subject.answer, question]),
      generator: PairGenerator(model: "people", template: "", seed: 0))
  }
}
