public import Documents
public import Foundation
public import Records
public import Storage
import Synchronization
import Transformers

/// A workspace opened for work: configuration, store, readers and models, each made when it is first needed.
public final class Session: Sendable {
  /// The folder.
  public let workspace: Workspace
  /// What is set.
  public let configuration: Configuration
  /// The database.
  public let store: Store
  /// Where progress goes.
  public let report: StageReporter
  /// The reader processes.
  public let readers: ReaderPool
  /// What opens encrypted documents.
  let passwords: DocumentPasswords
  /// The models that were opened so far.
  public let models: ModelShelf
  private let counter = Mutex<CountedBy?>(nil)

  /// The token counter, and the hash of the tokenizer that it counts by.
  public struct CountedBy: Sendable {
    /// Counts tokens.
    public var counter: any TokenCounter
    /// What a chunk's boundaries depend on.
    public var identity: String

    /// Puts both together.
    public init(counter: any TokenCounter, identity: String) {
      self.counter = counter
      self.identity = identity
    }
  }

  /// Opens the workspace's store.
  ///
  /// - Parameters:
  ///   - counter: Counts tokens in place of the model's tokenizer, for tests without a model.
  ///   - models: Where models stand that are open already.
  ///   - environment: Where passwords of documents are looked up.
  /// - Throws: `StoreError`, `WorkspaceError`.
  public init(
    workspace: Workspace, configuration: Configuration, report: @escaping StageReporter = { _ in },
    counter: CountedBy? = nil, models: ModelShelf = ModelShelf(),
    environment: @escaping @Sendable (String) -> String? = { ProcessInfo.processInfo.environment[$0] }
  ) throws {
    self.workspace = workspace
    self.configuration = configuration
    self.report = report
    self.models = models
    store = try workspace.openStore()
    passwords = DocumentPasswords(configuration.general.passwords.sources, environment: environment)
    readers = ReaderPool(
      executable: ReaderPool.installedExecutable, count: configuration.ingest.readers, passwords: passwords)
    if let counter { self.counter.withLock { $0 = counter } }
  }

  /// Runs stages on this workspace's store.
  public var runner: StageRunner { StageRunner(store: store, report: report) }

  /// Reads every format.
  public var library: DocumentLibrary { DocumentLibrary(pool: readers) }

  /// Counts by the tokenizer of the model that will read the chunks. An endpoint does not show its tokenizer, so the
  /// embedded model's stands for it.
  public func tokenCounter() throws -> CountedBy {
    if let known = counter.withLock({ $0 }) { return known }
    let name = ModelName(configuration.general.model, workspace: workspace)
    let directory = try name.directory(near: workspace) ?? ModelName.embedded.directory(near: workspace)
    guard let directory else { throw ModelError.noEmbeddedModel }
    let file = directory.appendingPathComponent("tokenizer.json")
    let made = CountedBy(
      counter: TokenizerCounter(try Tokenizer(directory: directory)), identity: try ContentHash(ofFile: file).hex)
    counter.withLock { $0 = made }
    return made
  }
}
