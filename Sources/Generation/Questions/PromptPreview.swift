public import Records

/// One request to a model, as it would be made.
public struct PromptPreview: Codable, Sendable, Hashable {
  /// What is asked for, such as `write-question`.
  public var purpose: String
  /// The kind of question.
  public var type: QuestionType
  /// The template and the digest of its wording.
  public var template: String
  /// The conversation, word for word. What depends on an earlier answer of the model stands in it as `PromptPreview.open`.
  public var messages: [Message]
  /// At most so many tokens are written.
  public var maxTokens: Int
  /// 0 is greedy.
  public var temperature: Double
  /// Whether the answer must be words of the passage.
  public var isSpan: Bool

  /// What stands for a question that the model has yet to write.
  public static func open(_ language: Language) -> String {
    language == .ja ? "（モデルが書いた質問がここに入ります）" : "(here stands the question that the model has written)"
  }

  init(
    _ purpose: PromptTemplates.Prompt, _ type: QuestionType, _ language: Language, _ templates: PromptTemplates,
    _ request: ChatRequest
  ) {
    self.purpose = purpose.rawValue
    self.type = type
    template = templates.identity(purpose, language: language)
    messages = request.messages
    maxTokens = request.maxTokens
    temperature = request.temperature
    isSpan = request.spanOf != nil
  }
}

extension PairProducer {
  /// Every request of one chunk's first try, in the order of its facts. No model is asked.
  public func preview(of chunk: Chunk) -> [PromptPreview] {
    let language = chunk.language
    let question = PromptPreview.open(language)
    return facts(in: chunk).flatMap { fact -> [PromptPreview] in
      let type = fact.candidate.type
      func preview(_ purpose: PromptTemplates.Prompt, _ request: ChatRequest) -> PromptPreview {
        PromptPreview(purpose, type, language, templates, request)
      }
      return [
        preview(.writeQuestion, writer.write(fact, attempt: 0)),
        preview(.readAnswer, writer.read(question, in: chunk)),
        preview(.rewordQuestion, writer.reword(fact, question: question, attempt: 0)),
      ]
    }
  }
}
