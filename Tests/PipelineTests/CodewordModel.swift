import Generation
import Pipeline
import Records

extension Configuration {
  /// Questions come from the model alone: tests that count what the model wrote and was asked need no others.
  static var withoutStatements: Configuration {
    var out = Configuration()
    out.generate.statements = "never"
    return out
  }
}

/// A model without weights that does its task properly: it asks for an answer by a code word made of it, and finds the
/// answer again by the code word. Stateless, so that a run that was cut and taken up again meets the same model.
struct CodewordModel: ChatModel {
  let name = "codeword"

  func answer(_ requests: [ChatRequest]) async throws -> [ChatReply] {
    requests.map(reply)
  }

  func reply(_ request: ChatRequest) -> ChatReply {
    guard let passage = request.spanOf else { return ChatReply(text: question(request)) }
    guard let found = find(request, in: passage) else { return ChatReply(text: "") }
    return ChatReply(text: found.text, spanStart: found.range.lowerBound, spanEnd: found.range.upperBound)
  }

  /// Letters only: a question must not bring in numbers.
  static func code(_ answer: String, _ salt: String) -> String {
    String(
      ContentHash(of: [answer, salt]).hex.prefix(12).map { digit in
        Character(UnicodeScalar(UInt8((digit.hexDigitValue ?? 0) + 0x61)))
      })
  }

  private func question(_ request: ChatRequest) -> String {
    let prompt = request.messages.last?.content ?? ""
    let answer = field(prompt, "Answer: ", "答え: ")
    let asked = field(prompt, "Question: ", "質問: ")
    let salt = asked.isEmpty ? "first" : "second"
    let passage = prompt.split(separator: "\n").dropFirst().joined(separator: " ")
    if prompt.hasPrefix("文章") {
      let words = passage.filter { $0.unicodeScalars.allSatisfy(\.isJapanese) }.prefix(12)
      return asked.isEmpty
        ? "\(words)について「\(Self.code(answer, salt))」と呼ばれるものは何ですか"
        : "「\(Self.code(answer, salt))」とは、\(words)の中で何を指していますか"
    }
    let words = passage.split(separator: " ").filter { $0.allSatisfy(\.isLetter) }.prefix(8).joined(separator: " ")
    return asked.isEmpty
      ? "What is known as \(Self.code(answer, salt)) in \(words)?"
      : "Under \(words), which thing does \(Self.code(answer, salt)) stand for?"
  }

  private func find(_ request: ChatRequest, in passage: String) -> AnswerCandidate? {
    let prompt = request.messages.last?.content ?? ""
    var options = AnswerCandidates.Options()
    options.maximumPerChunk = 1000
    let chunk = Chunk(
      document: ContentHash(of: []), path: "", index: 0, text: passage, start: 0, end: passage.utf8.count, pages: [],
      tokenCount: 1, context: [], language: Language(guessing: passage))
    return AnswerCandidates.find(in: chunk, options: options).first { candidate in
      prompt.contains(Self.code(candidate.text, "first")) || prompt.contains(Self.code(candidate.text, "second"))
    }
  }

  private func field(_ prompt: String, _ labels: String...) -> String {
    for line in prompt.split(separator: "\n") {
      for label in labels where line.hasPrefix(label) { return String(line.dropFirst(label.count)) }
    }
    return ""
  }
}
