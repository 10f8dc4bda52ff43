import Preparation
import Records

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

  func pairs(_ count: Int) -> (pairs: PairList, plants: [Plant]) {
    var maker = self
    let pairs = PairStorage(expecting: count)
    var plants: [Plant] = []
    for index in 0..<count {
      let draw = Int.random(in: 0..<100, using: &maker.random)
      if index > 10, draw < 12 {
        let original = Int.random(in: 0..<index, using: &maker.random)
        let earlier = pairs[original]
        let question = draw < 2 ? earlier.question : Self.reworded(earlier.question, earlier.language)
        pairs.append(
          Self.pair(
            question, earlier.answer, earlier.language, fact: ContentHash(hex: "fact\(index)"), number: index, of: count
          ))
        plants.append(Plant(copy: index, original: original))
      } else {
        let language: Language = index.isMultiple(of: 2) ? .ja : .en
        let (question, answer) = maker.question(language)
        pairs.append(
          Self.pair(question, answer, language, fact: ContentHash(hex: "fact\(index)"), number: index, of: count))
      }
    }
    pairs.finish()
    return (PairList(pairs), plants)
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

  private mutating func kanji(_ length: Int) -> String { MadeUpWords.kanji(length, &random) }

  private mutating func word() -> String { MadeUpWords.word(&random) }

  /// Nearly the same words: one more word at the end in English, one more character in Japanese.
  private static func reworded(_ question: String, _ language: Language) -> String {
    switch language {
    case .ja: question + "ね"
    case .en: question.replacing("?", with: " today?")
    }
  }

  private static func pair(
    _ question: String, _ answer: String, _ language: Language, fact: ContentHash, number: Int, of count: Int
  ) -> QAPair {
    let document = path(of: number, of: count)
    let evidence = Evidence(
      document: document, sha256: ContentHash(of: [document]), chunk: ContentHash(of: ["passage", String(number)]),
      start: 0, end: answer.utf8.count, quote: answer, page: 1, rects: [])
    return QAPair(
      id: ContentHash(hex: "pair\(number)"), question: question, answer: answer, language: language, type: .number,
      difficulty: 1, evidence: [evidence], fact: fact, variantOf: nil, answerable: true, status: .unreviewed,
      reviewer: nil, scores: [:], split: nil, generator: PairGenerator(model: "made-up", template: "made-up", seed: 0))
  }

  /// Pairs of one language stand together, a thousand in a document; of fewer than twenty thousand a twentieth.
  static func path(of number: Int, of count: Int) -> String {
    "corpora/\(number % 2 == 0 ? "ja" : "en")-\(number / 2 / max(1, min(1000, count / 20))).md"
  }

  static func number(of item: String) -> Int? { Int(item.dropFirst(4)) }
}

/// A passage for every question: words of which few are common and most are rare, with the question's own among them. Made
/// when it is asked for, always the same, so that a corpus of any size takes no memory.
struct MadeUpPassages {
  private let pairs: PairList
  private let seed: UInt64

  init(_ pairs: PairList, seed: UInt64) {
    self.pairs = pairs
    self.seed = seed
  }

  /// A document that is not complete yet.
  private struct Draft {
    var evidence: Evidence
    var language: Language
    var text = ""
    var passages: [SplitDocument.Passage] = []
  }

  /// Each document with the passages of its pairs.
  func documents() -> [SplitDocument] {
    let texts = DocumentTexts()
    var documents: [SplitDocument] = []
    func keep(_ draft: Draft) {
      documents.append(
        texts.keep(
          path: draft.evidence.document, sha256: draft.evidence.sha256, language: draft.language, text: draft.text,
          passages: draft.passages))
    }
    // Two documents grow at a time, one in each language.
    var drafts: [Int: Draft] = [:]
    for index in pairs.indices {
      let pair = pairs[index]
      let evidence = pair.evidence[0]
      if let draft = drafts[index % 2], draft.evidence.document != evidence.document {
        keep(draft)
        drafts[index % 2] = nil
      }
      let start = drafts[index % 2]?.text.utf8.count ?? 0
      let text = text(index, pair)
      let passage = SplitDocument.Passage(chunk: evidence.chunk, range: start..<start + text.utf8.count)
      drafts[index % 2, default: Draft(evidence: evidence, language: pair.language)].text += text + "\n\n"
      drafts[index % 2]?.passages.append(passage)
    }
    for draft in drafts.values.sorted(by: { $0.evidence.document < $1.evidence.document }) { keep(draft) }
    return documents
  }

  func text(_ index: Int, _ pair: QAPair) -> String {
    var random = SeededRandom(seed: seed, name: "made-up passage \(index)")
    var words = ""
    for _ in 0..<60 {
      // The cube of an even draw: some of 4,096 words stand everywhere.
      let draw = Double(random.next() >> 11) / Double(1 << 53)
      let word = UInt32(draw * draw * draw * 4096)
      switch pair.language {
      case .ja: words.unicodeScalars.append(Unicode.Scalar(0x4E00 + word) ?? "一")
      case .en:
        words +=
          MadeUpWords.syllables[Int(word >> 8)] + MadeUpWords.syllables[Int(word >> 4 & 15)]
          + MadeUpWords.syllables[Int(word & 15)] + " "
      }
    }
    return words + "\n" + pair.question
  }
}
