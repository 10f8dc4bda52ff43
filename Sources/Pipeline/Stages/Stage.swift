public import Records
public import Storage

/// One step of the way from documents to a verdict, defined once: from here come the command, its options and help,
/// the configuration's key, the web page's form, the ledger's key and what is skipped on the next run.
///
/// A stage plans, turns one batch into what it keeps and what it drops, and writes what it kept inside a transaction.
/// It never counts, marks, retries, prints or fans out: the runner does.
public protocol Stage: Sendable {
  /// Its options, each listed once.
  associatedtype Options: StageOptions
  /// What a batch holds.
  associatedtype Input: Sendable
  /// What comes out of a batch.
  associatedtype Output: Sendable

  /// Verb on the command line, key in configuration and ledger.
  static var name: String { get }
  /// One line for help and page.
  static var summary: BilingualText { get }
  /// Counts up when the code gives other results for the same input.
  static var version: Int { get }

  /// The options of this run.
  var options: Options { get }
  /// Whatever else results depend on: hashes of the model, of templates, of seeds.
  var dependencies: [String] { get }
  /// How many batches may be worked on at a time.
  var concurrency: Int { get }

  /// Inputs beside the plan's whose ledger entries stay; those of all others go.
  var ledgerInputs: Set<String> { get throws }

  /// All batches, also those that are done: what a batch holds depends on the records alone, never on what an earlier
  /// run got done, so that a batch can be redone whole.
  func plan() throws -> [StageBatch<Input>]

  /// Whether enough is done, so that what is still pending is left. Asked before each batch.
  func isSatisfied() throws -> Bool

  /// Works on one batch. Bad data is a drop; the world failing is thrown.
  func process(_ batch: StageBatch<Input>) async throws -> StageOutcome<Output>

  /// Writes what was kept, in place of what an earlier attempt at the same batch wrote.
  func write(_ output: Output, of batch: StageBatch<Input>, provenance: Provenance, to transaction: Transaction) throws
}

extension Stage {
  /// One batch at a time, unless a stage says otherwise.
  public var concurrency: Int { 1 }

  /// Never, unless a stage says otherwise: the whole plan is done.
  public func isSatisfied() throws -> Bool { false }

  /// The plan alone, unless a stage says otherwise.
  public var ledgerInputs: Set<String> { [] }

  /// Hash of the options and dependencies.
  public var optionsHash: ContentHash { ContentHash(of: [Self.name] + options.hashFields + dependencies) }

  /// The provenance of a batch's results.
  public func provenance(of batch: StageBatch<Input>) -> Provenance {
    Provenance(inputID: batch.id, stage: Self.name, optionsHash: optionsHash, stageVersion: Self.version)
  }
}

/// What is worked on and written at once.
public struct StageBatch<Input: Sendable>: Sendable {
  /// What the ids of several batches begin with, such as a document's hash: held once for all of them, because of a million
  /// chunks there are many batches.
  private let scope: String
  private var name: String
  /// Content hash of the input, or its name where it has none.
  public var id: String { scope.isEmpty ? name : "\(scope):\(name)" }
  /// The input.
  public var input: Input
  /// How many things it holds, for the progress line.
  public var count: Int
  /// What a person calls it, such as a path.
  public var label: String

  /// Puts a batch together.
  public init(id: String, input: Input, count: Int = 1, label: String = "") {
    self.init(scope: "", name: id, input: input, count: count, label: label)
  }

  /// Puts a batch together whose id is `scope:name`.
  init(scope: String, name: String, input: Input, count: Int = 1, label: String = "") {
    self.scope = scope
    self.name = name
    self.input = input
    self.count = count
    self.label = label
  }

  /// Gives it the id `scope:name`.
  mutating func rename(_ name: String) { self.name = name }
}

/// What came of a batch.
public struct StageOutcome<Output: Sendable>: Sendable {
  /// What is kept; nil when nothing is.
  public var kept: Output?
  /// How many things are kept.
  public var keptCount: Int
  /// What was left out or changed, each with the reason.
  public var drops: DropList
  /// False when the next run should try again, because the cause lies outside the input.
  public var isSettled: Bool

  /// Puts an outcome together.
  public init(kept: Output?, keptCount: Int = 1, drops: [Drop] = [], isSettled: Bool = true) {
    self.init(kept: kept, keptCount: keptCount, drops: DropList(drops), isSettled: isSettled)
  }

  /// Puts an outcome together of which more was left out than should be held.
  public init(kept: Output?, keptCount: Int, drops: DropList, isSettled: Bool = true) {
    self.kept = kept
    self.keptCount = kept == nil ? 0 : keptCount
    self.drops = drops
    self.isSettled = isSettled
  }
}
