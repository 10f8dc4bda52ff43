public import Foundation
import Generation
public import Records

/// Answers questions from given passages, with a span of the passage: what `model answer` does.
public struct PassageReader: Sendable {
  /// A question and the passage to answer it from.
  public struct Question: Sendable, Hashable {
    /// The passage.
    public var context: String
    /// What is asked.
    public var question: String
    /// Of which language the prompt is.
    public var language: Language

    /// Puts both together.
    public init(context: String, question: String, language: Language) {
      self.context = context
      self.question = question
      self.language = language
    }
  }

  /// A span of the passage; all null where the model finds none.
  public struct Reading: Encodable, Sendable, Hashable {
    /// The passage's words.
    public var answer: String?
    /// UTF-8 offsets in the passage.
    public var start: Int?
    /// The span's end.
    public var end: Int?
    /// Mean log probability a token.
    public var score: Double?

    private enum Key: CodingKey {
      case answer, start, end, score
    }

    /// Writes nulls too: the four keys are always there.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(answer, forKey: .answer)
      try container.encode(start, forKey: .start)
      try container.encode(end, forKey: .end)
      try container.encode(score, forKey: .score)
    }
  }

  private let model: any ChatModel
  private let templates: PromptTemplates
  private let maximumTokens: Int

  /// - Parameter templates: A workspace's `templates/`; nil takes those that come with the program.
  /// - Throws: `TemplateError`, `TemplatesMissing`.
  public init(model: any ChatModel, templates folder: URL?, maximumTokens: Int = 64) throws {
    guard let folder = folder ?? Installation.templates() else { throw TemplatesMissing() }
    self.init(model: model, templates: try PromptTemplates(directory: folder), maximumTokens: maximumTokens)
  }

  init(model: any ChatModel, templates: PromptTemplates, maximumTokens: Int = 64) {
    self.model = model
    self.templates = templates
    self.maximumTokens = maximumTokens
  }

  /// Readings in the order of the questions.
  public func read(_ questions: [Question]) async throws -> [Reading] {
    let replies = try await model.answer(
      questions.map { question in
        let prompt = templates.render(
          .readAnswer, language: question.language,
          values: ["passage": question.context, "question": question.question])
        return ChatRequest(
          messages: [Message(role: "user", content: prompt)], maxTokens: maximumTokens, spanOf: question.context)
      })
    return replies.map { reply in
      guard let start = reply.spanStart, let end = reply.spanEnd, start < end else { return Reading() }
      return Reading(answer: reply.text, start: start, end: end, score: reply.score)
    }
  }
}
