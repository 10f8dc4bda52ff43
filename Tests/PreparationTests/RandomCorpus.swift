import Foundation
import Records

@testable import Preparation

/// A corpus with all that a split can trip over: passages and sentences that documents share, translations, questions
/// worded alike, both languages. All of it follows from the seed.
struct RandomCorpus {
  private(set) var documents: [SplitDocument] = []
  private(set) var pairs: [QAPair] = []
  /// The sentence that each pair asks about.
  private(set) var sentences: [ContentHash: String] = [:]
  /// What the plants were, for tests that want to know that there were some.
  private(set) var sharedPassages = 0
  private(set) var sharedSentences = 0
  private var random: SeededRandom

  init(seed: Int, documents count: Int = 30) {
    random = SeededRandom(seed: UInt64(seed), name: "random corpus")
    var texts: [(name: String, language: Language, passages: [[String]])] = []
    for number in 0..<count {
      let language: Language = number.isMultiple(of: 2) ? .ja : .en
      var passages = (0..<3).map { _ in (0..<3).map { _ in sentence(language) } }
      let kin = texts.filter { $0.language == language }
      if let other = kin.randomElement(using: &random) {
        switch Int.random(in: 0..<8, using: &random) {
        case 0:
          // A passage taken over, with a word more.
          passages[1] = other.passages[0]
          passages[1][2] += language == .ja ? "以上。" : " So it is."
          sharedPassages += 1
        case 1:
          passages[2][1] = other.passages[2][1]
          sharedSentences += 1
        default: break
        }
      }
      let isTwin = number % 11 == 10
      texts.append(
        (
          isTwin ? "doc\(number - 1).\(language.rawValue).md" : "doc\(number).\(language.rawValue).pdf", language,
          passages
        ))
    }
    for text in texts { add(text.name, text.language, text.passages) }
  }

  /// Adds a document of its own, or one that takes over a passage of each of some others.
  mutating func add(_ name: String, _ language: Language, takingOver others: [SplitDocument] = []) {
    var passages = (0..<2).map { _ in (0..<3).map { _ in sentence(language) } }
    passages += others.map { [$0.text(at: $0.passages[0].range)] }
    add(name, language, passages)
  }

  private mutating func add(_ name: String, _ language: Language, _ passages: [[String]]) {
    var document = SplitDocument(
      path: "corpora/\(name)", sha256: ContentHash(of: Data(name.utf8)), language: language, text: "")
    for passage in passages {
      let text = passage.joined(separator: language == .ja ? "" : " ")
      let start = document.text.utf8.count
      document.text += text + "\n\n"
      document.passages.append(
        SplitDocument.Passage(chunk: ContentHash(of: [name, text]), range: start..<start + text.utf8.count))
    }
    documents.append(document)
    for (passage, sentences) in zip(document.passages, passages) {
      let text = document.text(at: passage.range)
      for sentence in sentences where Int.random(in: 0..<3, using: &random) > 0 {
        guard let found = text.range(of: sentence) else { continue }
        let start = text.utf8.distance(from: text.startIndex, to: found.lowerBound)
        ask(sentence, at: start, in: passage, of: document)
      }
    }
  }

  private mutating func ask(
    _ sentence: String, at start: Int, in passage: SplitDocument.Passage, of document: SplitDocument
  ) {
    // The whole sentence, or its first word alone.
    let isWhole = Bool.random(using: &random)
    let answer = isWhole ? sentence : String(sentence.prefix(4))
    // Some questions are those of hundreds of documents.
    let topic = Int.random(in: 0..<6, using: &random) == 0 ? "期限" : word(document.language) + word(document.language)
    let asked =
      document.language == .ja
      ? ["\(topic)はどうなっていますか", "\(topic)について規程は何と定めていますか", "\(topic)を教えてください"]
      : ["What about \(topic)?", "What do the rules say of \(topic) in this company?", "Tell me how \(topic) is done."]
    let fact = ContentHash(of: [document.path, sentence, answer])
    var original: ContentHash?
    for question in asked {
      let pair = QAPair(
        question: question, answer: answer, language: document.language,
        type: QuestionType.allCases.randomElement(using: &random) ?? .factoid, difficulty: 1,
        evidence: [
          Evidence(
            document: document.path, sha256: document.sha256, chunk: passage.chunk, start: start,
            end: start + answer.utf8.count, quote: answer, page: 1, rects: [])
        ], fact: fact, variantOf: original, generator: PairGenerator(model: "test", template: "t", seed: 1))
      original = original ?? pair.id
      pairs.append(pair)
      sentences[pair.id] = sentence
    }
  }

  private mutating func sentence(_ language: Language) -> String {
    let number = Int.random(in: 1..<1000, using: &random)
    return language == .ja
      ? "\(word(.ja))の\(word(.ja))は\(word(.ja))から\(number)日以内に\(word(.ja))へ\(word(.ja))する。"
      : "The \(word(.en)) of \(word(.en)) goes to the \(word(.en)) within \(number) days after \(word(.en))."
  }

  private mutating func word(_ language: Language) -> String {
    let letters = Array(
      language == .ja ? "申請承認規程部署予算旅費休暇契約保管点検研修台帳監査購買検収安全品質顧客倉庫" : "abcdefghiklmnoprstuvw")
    return String(
      (0..<(language == .ja ? 3 : 7)).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] })
  }
}
