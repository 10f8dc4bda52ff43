import Generation
import Records
import Storage

extension Session {
  /// Writes pairs of all chunks that have none yet under the present options, templates and model.
  ///
  /// - Throws: `TemplateError` before anything is done; what the model throws.
  @discardableResult
  public func generate() async throws -> StageSummary {
    let templates = try PromptTemplates(directory: workspace.templates)
    let general = configuration.general
    let name = general.generator.isEmpty ? general.model : general.generator
    let stage = GenerateStage(
      configuration.generate, seed: general.seed, store: store, templates: templates,
      model: LazyChatModel(name) {
        try self.chatModel(name)
      }, modelIdentity: try modelIdentity(name), gates: configuration.gates)
    let summary = try await runner.run(stage)
    try await applyThresholds()
    return summary
  }
}

/// A model that is opened when it is first asked: a run with nothing to do loads no weights.
struct LazyChatModel: ChatModel {
  let name: String
  private let open: @Sendable () throws -> any ChatModel

  init(_ name: String, open: @escaping @Sendable () throws -> any ChatModel) {
    self.name = name
    self.open = open
  }

  func answer(_ requests: [ChatRequest]) async throws -> [ChatReply] { try await open().answer(requests) }
}
