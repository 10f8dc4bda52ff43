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
    return previewOfKinds(chunk)
      + facts(in: chunk).flatMap { fact -> [PromptPreview] in
        let type = fact.candidate.type
        func preview(_ purpose: PromptTemplates.Prompt, _ request: ChatRequest) -> PromptPreview {
          PromptPreview(purpose, type, language, templates, request)
        }
        return [
          preview(.writeQuestion, writer.write(fact, attempt: 0)),
          preview(.readAnswer, writer.read(question, in: chunk)),
          preview(.rewordQuestion, writer.reword(fact, question: question, attempt: 0)),
        ] + previewOfVariants(fact, question).map { preview($0.purpose, $0.request) }
      }
  }

  /// What a model that follows instructions is asked for of the passage as a whole.
  private func previewOfKinds(_ chunk: Chunk) -> [PromptPreview] {
    guard options.skill == .instructions else { return [] }
    let kinds: [(QuestionType, [PromptTemplates.Prompt])] = [
      (.yesNo, [.writeYesNo, .answerYesNo]), (.comparison, [.writeComparison]), (.multiHop, [.writeMultiHop]),
      (.unanswerable, [.writeUnanswerable, .checkAnswerable]),
    ]
    let (language, open) = (chunk.language, PromptPreview.open(chunk.language))
    let values = [
      "passage": chunk.textWithContext, "question": open,
      "other": language == .ja ? "（同じ文書の別の文章がここに入ります）" : "(here stands another passage of the document)",
      "entity": language == .ja ? "（両方に出てくる名前）" : "(a name that both hold)",
    ]
    return kinds.filter { options.types.contains($0.0) }.flatMap { type, prompts in
      prompts.map {
        PromptPreview($0, type, language, templates, writer.ask($0, language, values, seed: options.seed))
      }
    }
  }

  /// What it is asked for of a fact that has a question.
  private func previewOfVariants(
    _ fact: Fact, _ question: String
  ) -> [(purpose: PromptTemplates.Prompt, request: ChatRequest)] {
    guard options.skill == .instructions else { return [] }
    let language = fact.chunk.language
    var values = ["passage": fact.chunk.textWithContext, "answer": fact.candidate.text, "question": question]
    var out: [(purpose: PromptTemplates.Prompt, request: ChatRequest)] = []
    func add(_ prompt: PromptTemplates.Prompt) {
      out.append((prompt, writer.ask(prompt, language, values, seed: options.seed)))
    }
    values["given"] = fact.candidate.text
    if options.forms.contains(.reversed) { add(.reverseQuestion) }
    for persona in wantedPersonas(language) {
      values["persona"] = persona.description
      add(.personaQuestion)
    }
    if options.translates { add(.translatePair) }
    return out
  }
}
