import Foundation
import Preparation
import Records
import Retrieval

/// `bench dedup`: how long taking out duplicates among so many questions takes, finding the rank of each one's passage
/// among as many passages, and dividing, certifying and writing what is left; and how all of it grows.
///
/// The questions are made up by a seeded generator, Japanese and English in turn: one in ten is an earlier one with
/// one word more, and one in fifty repeats an earlier one, so that what must be found is known.
public struct DeduplicationBenchmark: Codable, Sendable {
  /// How many questions there were.
  public var questions: Int
  /// Wall-clock seconds of the deduplication alone.
  public var seconds: Double
  /// Wall-clock seconds of telling for every question whether its passage is among the first twenty of as many passages
  /// of some sixty words, making these up not included; nil above `mostRanked` questions, since it grows faster than they do.
  public var rankSeconds: Double?
  /// How many questions found theirs; nil where that was not looked at.
  public var ranked: Int?
  /// Wall-clock seconds of dividing what is left: groups, held-out wordings, the search across the parts.
  public var splitSeconds: Double
  /// Wall-clock seconds of certifying the parts and encoding all files.
  public var freezeSeconds: Double
  /// How many it took out.
  public var dropped: Int
  /// Repetitions and rewordings that the generator planted.
  public var planted: Int
  /// Of those, how many were taken out, each in favour of a question of its own family.
  public var found: Int
  /// Questions taken out that no one had planted.
  public var unexpected: Int
  /// The most memory that the process has held so far, in bytes, the questions themselves included.
  public var peakBytes: Int

  /// Questions a second.
  public var questionsPerSecond: Double { Double(questions) / seconds }

  /// Makes up the questions and takes out the duplicates.
  ///
  /// - Parameter threshold: The Jaccard similarity from which two questions are the same.
  public static func run(questions count: Int, seed: UInt64 = 0, threshold: Double = CurateOptions().duplicateThreshold)
    throws
    -> DeduplicationBenchmark
  {
    let (pairs, plants) = MadeUpQuestions(seed: seed).pairs(count)
    let clock = ContinuousClock()
    let start = clock.now
    let (kept, dropped) = Deduplicator(threshold: threshold).deduplicate(pairs)
    let seconds = (clock.now - start) / .seconds(1)
    let ranks = count <= mostRanked ? try Self.ranks(pairs, seed: seed) : nil
    let divided = clock.now
    let split = Splitter(options: SplitOptions(questionThreshold: threshold)).split(kept, documents: [])
    let frozen = clock.now
    let files = try DatasetFolder.files(split, version: "v1")
    let end = clock.now
    let gone = Set(dropped.map(\.item))
    // A plant and its original are one family: one of the two goes.
    var found = 0
    var explained: Set<String> = []
    for plant in plants {
      let family = [pairs[plant.copy].id.hex, pairs[plant.original].id.hex].filter(gone.contains)
      if !family.isEmpty { found += 1 }
      explained.formUnion(family)
    }
    return DeduplicationBenchmark(
      questions: count, seconds: seconds, rankSeconds: ranks?.seconds, ranked: ranks?.found,
      splitSeconds: (frozen - divided) / .seconds(1),
      freezeSeconds: files.isEmpty ? 0 : (end - frozen) / .seconds(1), dropped: dropped.count, planted: plants.count,
      found: found,
      unexpected: gone.subtracting(explained).count, peakBytes: Machine.peakBytes)
  }

  /// The most questions whose ranks are told.
  private static let mostRanked = 100_000

  private static func ranks(_ pairs: [QAPair], seed: UInt64) throws -> (seconds: Double, found: Int) {
    let clock = ContinuousClock()
    let passages = MadeUpPassages(pairs, seed: seed)
    var making = 0.0
    let start = clock.now
    let found = try PassageRanks.found(
      pairs.indices.map { .init(text: pairs[$0].question, passage: pairs[$0].id) }, within: 20
    ) { visit in
      for index in pairs.indices {
        let begin = clock.now
        let text = passages.text(index)
        making += (clock.now - begin) / .seconds(1)
        try visit(pairs[index].id, text)
      }
    }
    return ((clock.now - start) / .seconds(1) - making, found.count(where: \.self))
  }
}

/// Questions that ask for limits, dates and places of made-up things. A repetition is of another fact: rewordings of one
/// fact stay.
struct MadeUpQuestions {
  /// A question that is worded as another, or nearly so, by their places.
  struct Plant: Hashable {
    var copy: Int
    var original: Int
  }

  private var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(seed: seed, name: "made-up questions") }

  func pairs(_ count: Int) -> (pairs: [QAPair], plants: [Plant]) {
    var maker = self
    var pairs: [QAPair] = []
    pairs.reserveCapacity(count)
    var plants: [Plant] = []
    for index in 0..<count {
      let draw = Int.random(in: 0..<100, using: &maker.random)
      if index > 10, draw < 12 {
        let original = Int.random(in: 0..<index, using: &maker.random)
        let earlier = pairs[original]
        let question = draw < 2 ? earlier.question : Self.reworded(earlier.question, earlier.language)
        pairs.append(
          Self.pair(question, earlier.answer, earlier.language, fact: ContentHash(hex: "fact\(index)"), number: index))
        plants.append(Plant(copy: index, original: original))
      } else {
        let language: Language = index.isMultiple(of: 2) ? .ja : .en
        let (question, answer) = maker.question(language)
        pairs.append(
          Self.pair(question, answer, language, fact: ContentHash(hex: "fact\(index)"), number: index))
      }
    }
    return (pairs, plants)
  }

  private mutating func question(_ language: Language) -> (question: String, answer: String) {
    let answer = String(UInt32.random(in: 1...999_999, using: &random))
    switch language {
    case .ja:
      let ends = ["の申請期限はいつまでですか", "の担当部署はどこですか", "の上限額はいくらですか", "を承認するのは誰ですか"]
      return (kanji(4) + "における" + kanji(6) + "と" + kanji(5) + ends[Int(random.next() % 4)], answer)
    case .en:
      let starts = ["By which day must", "Which department handles", "What is the limit for", "Who approves"]
      let words = (0..<7).map { _ in word() }.joined(separator: " ")
      return (starts[Int(random.next() % 4)] + " " + words + " at " + word() + "?", answer)
    }
  }

  private mutating func kanji(_ length: Int) -> String {
    String(
      String.UnicodeScalarView(
        (0..<length).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0x4E00..<0x5E00, using: &random)) }))
  }

  static let syllables = [
    "ka", "ren", "to", "mil", "vo", "sha", "ber", "ni", "gul", "pe", "dor", "fi", "lan", "su", "wex", "yo",
  ]

  private mutating func word() -> String {
    (0..<3).map { _ in Self.syllables[Int(random.next() % 16)] }.joined()
  }

  /// Nearly the same words: one more word at the end in English, one more character in Japanese.
  private static func reworded(_ question: String, _ language: Language) -> String {
    switch language {
    case .ja: question + "ね"
    case .en: question.replacing("?", with: " today?")
    }
  }

  private static func pair(
    _ question: String, _ answer: String, _ language: Language, fact: ContentHash, number: Int
  ) -> QAPair {
    // Some ten documents for a thousand pairs, a thousand for a million.
    let document = "corpora/\(number % min(1000, 10 + number / 100)).md"
    let evidence = Evidence(
      document: document, sha256: ContentHash(of: [document]), chunk: ContentHash(of: ["chunk", document]), start: 0,
      end: answer.utf8.count, quote: answer, page: 1, rects: [])
    var pair = QAPair(
      question: question, answer: answer, language: language, type: .number, difficulty: 1, evidence: [evidence],
      fact: fact,
      generator: PairGenerator(model: "made-up", template: "made-up", seed: 0))
    pair.id = ContentHash(hex: "pair\(number)")
    return pair
  }
}

/// A passage for every question: words of which few are common and most are rare, with the question's own among them. Made
/// when it is asked for, always the same, so that a corpus of any size takes no memory.
private struct MadeUpPassages {
  private let pairs: [QAPair]
  private let seed: UInt64

  init(_ pairs: [QAPair], seed: UInt64) {
    self.pairs = pairs
    self.seed = seed
  }

  func text(_ index: Int) -> String {
    var random = SeededRandom(seed: seed, name: "made-up passage \(index)")
    let pair = pairs[index]
    var words = ""
    for _ in 0..<60 {
      // The cube of an even draw: some of 4,096 words stand everywhere.
      let draw = Double(random.next() >> 11) / Double(1 << 53)
      let word = UInt32(draw * draw * draw * 4096)
      switch pair.language {
      case .ja: words.unicodeScalars.append(Unicode.Scalar(0x4E00 + word) ?? "一")
      case .en:
        words +=
          MadeUpQuestions.syllables[Int(word >> 8)] + MadeUpQuestions.syllables[Int(word >> 4 & 15)]
          + MadeUpQuestions.syllables[Int(word & 15)] + " "
      }
    }
    return words + "\n" + pair.question
  }

}
