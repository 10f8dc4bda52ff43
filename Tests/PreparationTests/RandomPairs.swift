import Foundation
import Preparation
import Records

/// Pairs over made-up documents: `facts` facts a document, each asked in two wordings.
enum RandomPairs {
  static func document(_ name: String, _ language: Language = .ja, text: String? = nil) -> SplitDocument {
    var random = SeededRandom(seed: 1, name: name)
    let words = (0..<12).map { _ in String(UInt32.random(in: 0..<1_000_000, using: &random), radix: 36) }
    return SplitDocument(
      path: "corpora/\(name)", sha256: ContentHash(of: Data(name.utf8)), language: language,
      text: text ?? words.joined(separator: " "))
  }

  static func pair(
    _ question: String, _ answer: String = "10日", in document: SplitDocument, fact: String? = nil,
    variantOf: QAPair? = nil, status: PairStatus = .unreviewed, type: QuestionType = .factoid
  ) -> QAPair {
    QAPair(
      question: question, answer: answer, language: document.language, type: type, difficulty: 1,
      evidence: [
        Evidence(
          document: document.path, sha256: document.sha256, chunk: ContentHash(of: [document.path]), start: 0,
          end: answer.utf8.count, quote: answer, page: 1, rects: [])
      ], fact: ContentHash(of: [fact ?? question]), variantOf: variantOf?.id, status: status,
      generator: PairGenerator(model: "test", template: "t", seed: 1))
  }

  static func pairs(in document: SplitDocument, facts: Int) -> [QAPair] {
    (0..<facts).flatMap { number -> [QAPair] in
      var random = SeededRandom(seed: UInt64(number), name: document.path)
      let topic = (0..<3).map { _ in String(UInt32.random(in: 0..<10_000_000, using: &random), radix: 36) }
        .joined(separator: " ")
      let fact = document.path + "#\(number)"
      let asked = document.language == .ja ? "\(topic) の期限は何日ですか" : "How many days does \(topic) take?"
      let reworded = document.language == .ja ? "\(topic) はいつまでに済ませますか" : "By when must one finish \(topic)?"
      let original = pair(asked, "\(number)日", in: document, fact: fact)
      return [original, pair(reworded, "\(number)日", in: document, fact: fact, variantOf: original)]
    }
  }

  /// Documents of both languages, some in both.
  static func corpus(_ count: Int) -> [SplitDocument] {
    (0..<count).flatMap { number -> [SplitDocument] in
      if number % 9 == 8 {
        [document("d\(number).ja.pdf", .ja), document("d\(number).en.pdf", .en)]
      } else {
        [document("d\(number).pdf", number.isMultiple(of: 2) ? .ja : .en)]
      }
    }
  }
}
