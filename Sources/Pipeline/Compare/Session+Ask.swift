import Foundation
import Generation
public import Records
import Storage

/// An answer for a person, with the places that it was read at.
public struct AskedAnswer: Codable, Sendable {
  /// A place in a document.
  public struct Citation: Codable, Sendable {
    /// Path of the document.
    public var document: String
    /// Pages that the passage touches.
    public var pages: [Int]
    /// Headings above it.
    public var context: [String]
    /// The passage.
    public var chunk: ContentHash
    /// UTF-8 offsets of the answer in the passage, where it is a span of it.
    public var start: Int?
    /// The span's end.
    public var end: Int?
    /// The passage's words.
    public var text: String
  }

  /// As it was asked.
  public var question: String
  /// How it was answered.
  public var arm: Arm
  /// The answer; empty where none was found.
  public var answer: String
  /// Where it was read; empty for arms that do not retrieve.
  public var citations: [Citation]
  /// Wall-clock seconds, without loading the model.
  public var seconds: Double
}

extension Session {
  /// Answers one question. Nothing is stored.
  ///
  /// - Throws: `ArmError.onlyInComparison`; `WorkspaceError.missing` where the arm needs passages, examples or an adapter
  ///   that are not there yet.
  public func ask(_ question: String, arm: Arm) async throws -> AskedAnswer {
    guard arm != .oracle else { throw ArmError.onlyInComparison(arm) }
    let templates = try PromptTemplates(directory: workspace.templates)
    let dataset = arm.isTuned || arm == .fewShot ? try FrozenDataset(self) : nil
    let adapter = try arm.isTuned ? dataset.map { try self.adapter(for: $0).name } : nil
    let finder = arm.retrieves ? try PassageFinder(self) : nil
    let passages = finder?.find(question, count: configuration.compare.passages) ?? []
    let setup = try ArmSetup(arm, session: self, templates: templates, dataset: dataset, adapter: adapter)
    let answers = try await setup.answerer(self).answer([
      ArmQuestion(text: question, language: Language(guessing: question), passages: passages)
    ])
    guard let answer = answers.first else { throw CancellationError() }
    if let unanswered = answer.unanswered {
      throw QuestionNotAnswered(model: configuration.general.model, unanswered: unanswered)
    }
    let shown = Dictionary(passages.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return AskedAnswer(
      question: question, arm: arm, answer: answer.text,
      citations: answer.sources.compactMap { source in
        shown[source.chunk].map { chunk in
          AskedAnswer.Citation(
            document: chunk.path, pages: chunk.pages, context: chunk.context, chunk: chunk.id, start: source.start,
            end: source.end, text: chunk.text)
        }
      }, seconds: answer.seconds)
  }
}
