import Foundation
import Generation
import Preparation
import Records
import Storage

/// An arm ready to be asked: what its answers depend on is known, its model is opened when the first question comes.
struct ArmSetup: Sendable {
  /// Counts up when the same question would be asked otherwise.
  static let version = "3"

  let arm: Arm
  /// Hash of everything that an answer depends on besides question and passages.
  let key: ContentHash
  /// The adapter that is applied.
  let adapter: String?
  private let templates: PromptTemplates
  private let options: CompareOptions
  private let examples: [Language: [Message]]

  /// - Parameters:
  ///   - dataset: Where few-shot's examples come from; nil where there is none yet.
  ///   - adapter: The adapter's name, for arms that are tuned.
  init(_ arm: Arm, session: Session, templates: PromptTemplates, dataset: FrozenDataset?, adapter: String?) throws {
    self.arm = arm
    self.templates = templates
    options = session.configuration.compare
    self.adapter = arm.isTuned ? adapter : nil
    if arm == .fewShot, let dataset {
      examples = ArmAnswerer.examples(
        from: try dataset.examples(.train), shots: options.shots,
        seed: UInt64(max(0, session.configuration.general.seed)), templates: templates)
    } else {
      examples = [:]
    }
    var fields = [
      "answer", Self.version, arm.rawValue, try session.modelIdentity(adapter: self.adapter),
      String(options.answerTokens),
    ]
    for language in Language.allCases {
      fields.append(templates.identity(arm.reads ? .readAnswer : .closedBook, language: language))
      fields += examples[language, default: []].map(\.content)
    }
    if arm.retrieves { fields.append(String(options.passages)) }
    let name = ModelName(session.configuration.general.model, workspace: session.workspace)
    if arm.reads, !ArmAnswerer.readsSpans(name, session.modelSkill(name)) { fields.append("all passages at once") }
    key = ContentHash(of: fields)
  }

  /// Opens the model.
  func answerer(_ session: Session) throws -> ArmAnswerer {
    let name = ModelName(session.configuration.general.model, workspace: session.workspace)
    return ArmAnswerer(
      arm: arm, model: try session.chatModel(adapter: adapter), templates: templates, options: options,
      examples: examples, readsSpans: ArmAnswerer.readsSpans(name, session.modelSkill(name)))
  }
}

extension Session {
  /// The configured recipe's adapter, if it learned from this dataset version.
  ///
  /// - Throws: `WorkspaceError.missing`: an adapter of another version may have learnt what is a test question now.
  func adapter(for dataset: FrozenDataset) throws -> AdapterRecord {
    let name = configuration.tune.recipe
    let known = try store.read { try $0.adapters() }.first { $0.name == name }
    let file = workspace.adapters.appendingPathComponent(name).appendingPathComponent("adapter_config.json")
    guard let known, known.dataset == dataset.version.number, known.model == configuration.general.model,
      FileManager.default.fileExists(atPath: file.path)
    else {
      throw WorkspaceError.missing(
        what: BilingualText(
          en: "adapter “\(name)” that learned from \(dataset.version.name)",
          ja: "\(dataset.version.name) で学習したアダプター「\(name)」"), command: TuneStage.name)
    }
    return known
  }
}
