import Generation
import Records
import Storage
import TestSupport

@testable import Pipeline

/// A workspace with a tiny corpus, about which a server on this machine is asked.
struct EndpointWorkspace {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try TinyCorpus.write(to: folder)
    try TinyCorpus.writeTemplates(to: folder)
  }

  /// One question a fact, of the plain types, and no second try, unless `change` says otherwise.
  func session(
    _ model: String, _ change: (inout Configuration) -> Void = { _ in }, report: @escaping StageReporter = { _ in }
  ) throws -> Session {
    var configuration = Configuration.withoutStatements
    configuration.general.model = model
    configuration.general.endpointRetries = 0
    configuration.generate.rewordings = 1
    configuration.generate.types = QuestionType.allCases.filter(\.isPlain).map(\.rawValue)
    configuration.generate.forms = []
    change(&configuration)
    return try Session(
      workspace: try Workspace(root: folder.url), configuration: configuration, report: report,
      counter: .init(counter: WordCounter(), identity: "words"))
  }

  /// What generation dropped.
  func drops(_ session: Session) throws -> [Drop] {
    var out: [Drop] = []
    try session.store.read {
      try $0.eachDrop(stage: GenerateStage.name) { if $0.outcome == .dropped { out.append($0) } }
    }
    return out
  }
}
