import Foundation
import Generation
import Preparation
public import Records
import Retrieval
public import Storage
import Synchronization

/// Writes question–answer pairs of chunks, with evidence.
public struct GenerateStage: Stage {
  /// `generate`.
  public static let name = PairProducer.stage
  /// For the list of commands and the command's own help.
  public static let summary = BilingualText(
    en: "question–answer pairs from chunks, with evidence", ja: "チャンクから、根拠のある質問と回答を作ります")
  /// To be raised when the same chunk, templates and model would give other pairs.
  public static let version = 2

  /// Chunks of one document that are asked about together.
  public struct Input: Sendable {
    var document: ContentHash
    var chunks: [ContentHash]
  }

  /// Pairs by chunk.
  public struct Output: Sendable {
    var pairs: [ContentHash: [QAPair]]
    /// All that was tried for them, for the time when thresholds change.
    var tried: [TriedChunk]
  }

  /// A batch never reaches beyond its document, so that another document changes none of its batches.
  static let chunksPerBatch = 8

  /// Rewordings, tries and gates of this run.
  public let options: GenerateOptions
  /// The seed, the model's identity and the hash of all prompt templates.
  public let dependencies: [String]
  private let store: Store
  private let templates: PromptTemplates
  private let model: any ChatModel
  private let generation: GenerationOptions

  /// - Parameter modelIdentity: Hash of the model's files, or an endpoint's name.
  init(
    _ options: GenerateOptions, seed: Int, store: Store, templates: PromptTemplates, model: any ChatModel,
    modelIdentity: String, gates: GateOptions = GateOptions()
  ) {
    self.options = options
    self.store = store
    self.templates = templates
    self.model = model
    generation = options.generation(seed: seed, gates: gates)
    dependencies = ["seed=\(seed)", modelIdentity, templates.hash.hex]
  }

  /// At most eight successive chunks of one document a batch; its id holds the document's hash and one of the chunks.
  public func plan() throws -> [StageBatch<Input>] {
    var batches: [StageBatch<Input>] = []
    var open: (input: Input, path: String)?
    func close() {
      guard let (input, path) = open else { return }
      let content = ContentHash(of: input.chunks.map(\.hex)).short
      batches.append(
        StageBatch(
          id: "\(input.document.hex):\(content)", input: input, count: input.chunks.count, label: path))
      open = nil
    }
    try store.read { transaction in
      try transaction.eachChunk { chunk in
        if let current = open,
          current.input.document != chunk.document || current.input.chunks.count == Self.chunksPerBatch
        {
          close()
        }
        open = open ?? (Input(document: chunk.document, chunks: []), chunk.path)
        open?.input.chunks.append(chunk.id)
      }
    }
    close()
    return batches
  }

  /// Asks the model for the pairs of one batch and puts them through the gates.
  ///
  /// - Throws: What model and store throw; an `ExplainedError` where the document was purged meanwhile.
  public func process(_ batch: StageBatch<Input>) async throws -> StageOutcome<Output> {
    let material = try load(batch.input)
    let wanted = Set(batch.input.chunks)
    let chunks = material.chunks.filter { wanted.contains($0.id) }
    // Ranks are taken within the document here: the whole corpus has its say when pairs are curated, so that a document
    // that comes later never changes what an earlier one gave.
    let producer = PairProducer(
      model: model, templates: templates, retriever: BM25Index(material.chunks), options: generation
    ) { chunk, range in
      EvidenceLocator.locate(
        chunk: chunk, start: range.lowerBound, end: range.upperBound, clean: material.clean,
        document: material.document)
    }
    let produced = try await producer.produce(for: chunks)
    var pairs = Dictionary(uniqueKeysWithValues: batch.input.chunks.map { ($0, [QAPair]()) })
    for pair in produced.pairs {
      guard let chunk = pair.evidence.first?.chunk else { continue }
      pairs[chunk, default: []].append(pair)
    }
    return StageOutcome(
      kept: Output(pairs: pairs, tried: produced.tried), keptCount: produced.pairs.count, drops: produced.drops)
  }

  /// Replaces the pairs of every chunk in the batch, also where there are none now; reviewed pairs stay.
  public func write(
    _ output: Output, of batch: StageBatch<Input>, provenance: Provenance, to transaction: Transaction
  ) throws {
    for chunk in batch.input.chunks {
      try transaction.replacePairs(of: chunk, with: output.pairs[chunk] ?? [], provenance: provenance.hash)
    }
    for tried in output.tried {
      try transaction.saveTries(
        tried, of: tried.chunk, document: batch.input.document, batch: batch.id, provenance: provenance.hash)
    }
    // These thresholds have decided already.
    try transaction.mark(GateStage(generation.gates, store: store).mark(of: batch.id))
    try transaction.replaceLedger(stage: GateStage.name, input: batch.id, with: [])
  }

  private struct Material: Sendable {
    var document: Document
    var clean: CleanDocument
    var chunks: [Chunk]
  }

  private func load(_ input: Input) throws -> Material {
    try store.read { transaction in
      guard let document = try transaction.document(input.document),
        let clean = try transaction.cleanDocument(input.document)
      else { throw WorkspaceChanged(what: input.document.short) }
      return Material(document: document, clean: clean, chunks: try transaction.chunks(of: input.document))
    }
  }
}

/// A document went away while it was worked on: another process has purged it.
struct WorkspaceChanged: ExplainedError {
  let what: String

  var text: BilingualText {
    BilingualText(
      en: "\(what) was removed from the store while it was worked on. Run again.",
      ja: "作業中に \(what) が保存先から消されました。もう一度実行してください。")
  }
}
