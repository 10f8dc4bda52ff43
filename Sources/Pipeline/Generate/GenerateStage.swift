import Foundation
import Generation
import Preparation
public import Records
import Retrieval
public import Storage

/// Writes question–answer pairs of chunks, with evidence.
public struct GenerateStage: Stage {
  /// `generate`.
  public static let name = PairProducer.stage
  /// For the list of commands and the command's own help.
  public static let summary = BilingualText(
    en: "question–answer pairs from chunks, with evidence", ja: "チャンクから、根拠のある質問と回答を作ります")
  /// To be raised when the same chunk, templates and model would give other pairs.
  public static let version = 15

  /// Chunks of one document that are asked about together.
  public struct Input: Sendable {
    var document: ContentHash
    /// Their numbers among the document's chunks: their hashes would take a hundred bytes each.
    var chunks: Range<Int>
  }

  /// Pairs by chunk, in the document's order.
  public struct Output: Sendable {
    var pairs: [(chunk: ContentHash, pairs: [QAPair])]
    /// All that was tried for them, for the time when thresholds change.
    var tried: [TriedChunk]
  }

  /// A batch never reaches beyond its document, so that another document changes none of its batches.
  static let chunksPerBatch = 8
  /// The ledger's input for chunks that a limit leaves out.
  static let notChosen = "not-chosen"
  /// The ledger's input for what was wanted and not tried.
  static let notTried = "not-tried"

  /// Rewordings, tries and gates of this run.
  public let options: GenerateOptions
  /// The seed, the model's identity and the hash of all prompt templates.
  public let dependencies: [String]
  let store: Store
  let templates: PromptTemplates
  let model: any ChatModel
  let generation: GenerationOptions
  /// Whether the model is asked over the network: what it has answered is paid for and kept until its batch is done.
  let isEndpoint: Bool
  /// Whether a batch is one chunk: what an endpoint has answered shall be seen soon; limits count in chunks. A native engine
  /// is given more at once, to keep its cores full.
  let batchesAreChunks: Bool
  /// What this stage has worked on so far.
  let tally = GenerationTally()

  /// - Parameters:
  ///   - modelIdentity: Hash of the model's files, or an endpoint's name.
  ///   - isEndpoint: Whether the model is asked over the network.
  init(
    _ options: GenerateOptions, seed: Int, store: Store, templates: PromptTemplates, model: any ChatModel,
    modelIdentity: String, gates: GateOptions = GateOptions(), skill: ModelSkill = .questions,
    answersSpans: Bool = true,
    isEndpoint: Bool = false
  ) {
    self.options = options
    self.store = store
    self.templates = templates
    self.model = model
    generation = options.generation(seed: seed, gates: gates, skill: skill, answersSpans: answersSpans)
    self.isEndpoint = isEndpoint
    batchesAreChunks = isEndpoint || options.chunkLimit > 0 || options.pairLimit > 0
    dependencies = ["seed=\(seed)", modelIdentity, templates.hash.hex, skill.rawValue, "spans=\(answersSpans)"]
  }

  /// Beside the plan's those of batches that are cut otherwise and hold what became of a chunk in use; under a limit what
  /// was left out by it.
  public var ledgerInputs: Set<String> {
    get throws {
      var inputs = try store.read { try $0.ledgerInputsOfChunksInUse(stage: Self.name) }
      inputs.subtract([Self.notChosen, Self.notTried])
      if options.chunkLimit > 0 || options.pairLimit > 0 { inputs.insert(Self.notChosen) }
      return inputs
    }
  }

  /// Batches of successive chunks of one document; single chunks, spread evenly over documents and sections, where
  /// batches are chunks. A batch's id holds the document's hash and one of the chunks. A single chunk that is done as one of
  /// several goes by their batch: nothing is asked twice because a limit was set.
  public func plan() throws -> [StageBatch<Input>] {
    try store.read { transaction in
      guard batchesAreChunks else {
        var cutter = BatchCutter(size: Self.chunksPerBatch)
        try transaction.eachChunk { cutter.add($0) }
        return cutter.finish()
      }
      return try options.chunkLimit > 0 ? beginning(transaction, doneInputs(transaction)) : allInOrder(transaction)
    }
  }

  /// Single chunks, all of them, evenly spread.
  private func allInOrder(_ transaction: Transaction) throws -> [StageBatch<Input>] {
    var cutter = BatchCutter(size: 1)
    var places: [EvenCoverage.Place] = []
    // By the chunk's number.
    var names: [Int: String] = [:]
    try eachChunk(transaction) { chunk, larger in
      cutter.add(chunk)
      if let larger { names[places.count] = larger }
      places.append(EvenCoverage.Place(chunk, after: places.last))
    }
    var batches = cutter.finish()
    for (number, name) in names { batches[number].rename(name) }
    return EvenCoverage.order(places).map { batches[$0] }
  }

  /// The first of them, as many as the limit says: of the others nothing is held.
  func beginning(_ transaction: Transaction, _ done: Set<String>) throws -> [StageBatch<Input>] {
    var beginning = EvenCoverage.Beginning(options.chunkLimit)
    try transaction.eachChunk { beginning.add($0) }
    let places = beginning.finish()
    var batches: [EvenCoverage.Place: StageBatch<Input>] = [:]
    for (document, chosen) in Dictionary(grouping: places, by: \.document) {
      let chosen = Dictionary(chosen.map { ($0.position, $0) }) { first, _ in first }
      var cutter = BatchCutter(size: 1)
      var found: [(place: EvenCoverage.Place?, larger: String?)] = []
      for group in Self.groups(try transaction.chunks(of: document)) {
        let larger = Self.larger(group, done)
        for chunk in group {
          cutter.add(chunk)
          found.append((chosen[chunk.index], larger))
        }
      }
      for (batch, found) in zip(cutter.finish(), found) {
        guard let place = found.place else { continue }
        batches[place] = batch
        if let larger = found.larger { batches[place]?.rename(larger) }
      }
    }
    return places.compactMap { batches[$0] }
  }

  func doneInputs(_ transaction: Transaction) throws -> Set<String> {
    try transaction.doneInputs(stage: Self.name, options: optionsHash, version: Self.version)
  }

  /// A document's chunks as batches of several hold them.
  private static func groups(_ chunks: [Chunk]) -> [ArraySlice<Chunk>] {
    stride(from: 0, to: chunks.count, by: chunksPerBatch).map { chunks[$0..<min($0 + chunksPerBatch, chunks.count)] }
  }

  /// The name of the batch of several chunks where that is done as it would be now.
  static func larger(_ group: some Collection<Chunk>, _ done: Set<String>) -> String? {
    guard group.count > 1, let document = group.first?.document else { return nil }
    let name = batchName(group.map(\.id))
    return done.contains("\(document.hex):\(name)") ? name : nil
  }

  /// Walks over all chunks with the name of the batch of several of which each is a part, where that is done as it would
  /// be now.
  func eachChunk(_ transaction: Transaction, _ body: (Chunk, _ larger: String?) throws -> Void) throws {
    let done = try doneInputs(transaction)
    try eachGroup(transaction) { group in
      let larger = Self.larger(group, done)
      for chunk in group { try body(chunk, larger) }
    }
  }

  /// Walks over all chunks as batches of several hold them.
  func eachGroup(_ transaction: Transaction, _ body: ([Chunk]) throws -> Void) throws {
    var open: [Chunk] = []
    try transaction.eachChunk { chunk in
      if open.count == Self.chunksPerBatch || open.first.map({ $0.document != chunk.document }) ?? false {
        try body(open)
        open = []
      }
      open.append(chunk)
    }
    if !open.isEmpty { try body(open) }
  }

  /// The id of a batch of some chunks of a document.
  static func batchID(_ chunks: [ContentHash], of document: ContentHash) -> String {
    "\(document.hex):\(batchName(chunks))"
  }

  static func batchName(_ chunks: [ContentHash]) -> String { ContentHash(of: chunks.map(\.hex)).short }

  /// Whether there are as many pairs as were wanted.
  public func isSatisfied() throws -> Bool {
    guard options.pairLimit > 0 else { return false }
    return try store.read { try $0.countPairs() } >= options.pairLimit
  }

  /// Asks the model for the pairs of one batch and puts them through the gates.
  ///
  /// - Throws: What model and store throw; an `ExplainedError` where the document was purged meanwhile.
  public func process(_ batch: StageBatch<Input>) async throws -> StageOutcome<Output> {
    let material = try load(batch.input.document)
    let passages = material.chunks.indices.contains(batch.input.chunks) ? material.chunks[batch.input.chunks] : []
    // Another process may have cut the document anew.
    guard Self.batchID(passages.map(\.id), of: batch.input.document) == batch.id else {
      throw WorkspaceChanged(what: batch.label)
    }
    let asked: any ChatModel =
      isEndpoint
      ? AnswerKeepingModel(model: model, store: store, batch: batch.id, document: batch.input.document) : model
    let produced = try await produce(for: Array(passages), material, model: asked)
    let pairs = Dictionary(grouping: produced.pairs) { $0.evidence.first?.chunk }
    return StageOutcome(
      kept: Output(pairs: passages.map { ($0.id, pairs[$0.id] ?? []) }, tried: produced.tried),
      keptCount: Set(produced.pairs.map(\.id)).count, drops: produced.drops)
  }

  /// Pairs and drops of some chunks of one document; what it took is added to the tally.
  func produce(
    for passages: [Chunk], _ material: Material, model: (any ChatModel)? = nil
  ) async throws -> ProducedPairs {
    let producer = producer(material, model: model)
    let produced = try await producer.produce(for: passages)
    tally.add(
      chunks: passages.count, facts: passages.reduce(0) { $0 + producer.factCount(in: $1) },
      pairs: produced.pairs.count)
    return produced
  }

  /// Replaces the pairs of every chunk in the batch, also where there are none now; reviewed pairs stay.
  public func write(
    _ output: Output, of batch: StageBatch<Input>, provenance: Provenance, to transaction: Transaction
  ) throws {
    try transaction.takeOver(
      output.pairs.map(\.chunk), of: batch.input.document, into: batch.id, stage: Self.name)
    for (chunk, pairs) in output.pairs {
      try transaction.replacePairs(of: chunk, with: pairs, provenance: provenance.hash)
    }
    for tried in output.tried {
      try transaction.saveTries(
        tried, of: tried.chunk, document: batch.input.document, batch: batch.id, provenance: provenance.hash)
    }
    if isEndpoint { try transaction.forgetAnswers(ofBatch: batch.id) }
    // These thresholds have decided already.
    try transaction.mark(GateStage(generation.gates, store: store).mark(of: batch.id))
    try transaction.replaceLedger(stage: GateStage.name, input: batch.id, with: [])
  }

  /// What generation needs of one document.
  struct Material: Sendable {
    var document: Document
    var clean: CleanDocument
    var chunks: [Chunk]
  }

  func load(_ id: ContentHash) throws -> Material {
    try store.read { transaction in
      guard let document = try transaction.document(id), let clean = try transaction.cleanDocument(id)
      else { throw WorkspaceChanged(what: id.short) }
      return Material(document: document, clean: clean, chunks: try transaction.chunks(of: id))
    }
  }

  /// Makes the pairs of one document's chunks.
  ///
  /// Ranks are taken within the document here: the whole corpus has its say when pairs are curated, so that a document that
  /// comes later never changes what an earlier one gave.
  func producer(_ material: Material, model other: (any ChatModel)? = nil) -> PairProducer {
    PairProducer(
      model: other ?? model, templates: templates, retriever: BM25Index(material.chunks), options: generation,
      document: material.chunks
    ) { chunk, range in
      EvidenceLocator.locate(
        chunk: chunk, start: range.lowerBound, end: range.upperBound, clean: material.clean,
        document: material.document)
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
