public import Documents
import Foundation
import Preparation
public import Records
public import Storage

/// Reads documents into the store: parse, clean, chunk.
public struct IngestStage: Stage {
  /// `ingest`.
  public static let name = "ingest"
  /// For the list of commands and the command's own help.
  public static let summary = BilingualText(
    en: "reads documents from corpora/ into the store: parse, clean, chunk",
    ja: "corpora/ の文書を読み取り、整え、チャンクに分けて保存します")
  /// To be raised when the same file would give another text or other chunks; every document is read anew then.
  public static let version = 16

  /// Chunk length, overlap and number of readers of this run.
  public let options: IngestOptions
  /// The tokenizer's hash alone.
  public let dependencies: [String]
  /// What the look at `corpora/` writes into the ledger itself: paths of files that cannot be opened, hashes of purged
  /// ones.
  public let ledgerInputs: Set<String>
  /// One document a reader process.
  public var concurrency: Int { options.readers }
  private let workspace: Workspace
  private let sources: [SourceFile]
  private let library: DocumentLibrary
  private let chunker: Chunker

  /// What one document gives.
  public struct Reading: Sendable {
    var document: Document
    var clean: CleanDocument
    var chunks: [Chunk]
    /// Nil where the document stands in the store with its traits.
    var traits: DocumentTraits?
    /// What cutting it had to say.
    var warnings: [DocumentWarning] = []
  }

  /// - Parameter counterIdentity: Hash of the tokenizer: other tokens cut other chunks.
  public init(
    _ options: IngestOptions, workspace: Workspace, sources: [SourceFile], ledgerInputs: Set<String>,
    library: DocumentLibrary, counter: any TokenCounter, counterIdentity: String
  ) {
    self.ledgerInputs = ledgerInputs
    self.options = options
    self.workspace = workspace
    self.sources = sources
    self.library = library
    dependencies = [counterIdentity]
    chunker = Chunker(
      counter: counter, maximumTokens: options.chunkTokens, overlapSentences: options.overlapSentences)
  }

  /// One file a batch, by path; its id is the hash of the file's content, so that a moved file is not read again.
  public func plan() throws -> [StageBatch<SourceFile>] {
    sources.sorted { $0.path < $1.path }.map { StageBatch(id: $0.sha256.hex, input: $0, label: $0.path) }
  }

  /// Reads, cleans and cuts one file. A file that cannot be read is a drop; where it was missing, forbidden or took too
  /// long, the next run tries again.
  ///
  /// - Throws: What `DocumentLibrary` throws besides `UnreadableDocument`.
  public func process(_ batch: StageBatch<SourceFile>) async throws -> StageOutcome<Reading> {
    let source = batch.input
    let url = workspace.root.appendingPathComponent(source.path)
    do {
      let document = try await library.read(url, as: source)
      var reading = reading(of: document)
      reading.traits = DocumentTraits(document, clean: reading.clean, file: url)
      let chunks = reading.chunks
      var drops = (document.warnings + reading.warnings).map { warning in
        Drop(
          stage: Self.name, item: source.path + (warning.page.map { "#page=\($0)" } ?? ""), document: source.path,
          reason: warning.code, detail: warning.message, outcome: .changed)
      }
      if chunks.isEmpty {
        drops.append(
          Drop(
            stage: Self.name, item: source.path, document: source.path, reason: "no-text",
            detail: BilingualText(
              en: "no text was found in it; if it is a scan, make it searchable (OCR) first",
              ja: "文字が見つかりません。スキャンした文書なら、先に OCR をかけてください。")))
      }
      // Its pages can be looked at, but a document without text counts as one that was not read.
      return StageOutcome(
        kept: reading, keptCount: chunks.isEmpty ? 0 : 1, drops: drops)
    } catch let error as UnreadableDocument {
      // What went away while it was read, or took the machine too long, may go well the next time.
      let isSettled = error.reason != .missing && error.reason != .noPermission && error.reason != .timedOut
      return StageOutcome(kept: nil, drops: [Drop(error, stage: Self.name)], isSettled: isSettled)
    }
  }

  /// Cleans and cuts a document. `boilerplate` is what another document keeps.
  func reading(of document: Document, boilerplate: Set<UInt64> = []) -> Reading {
    var cleaning = options.cleaning
    cleaning.boilerplate = boilerplate
    let clean = Cleaner.clean(document, cleaning)
    let cutting = chunker.cut(clean, document)
    return Reading(document: document, clean: clean, chunks: cutting.chunks, warnings: cutting.warnings)
  }

  /// Stores the document with its clean text, makes these its current chunks, and puts the pairs of what the file held
  /// before where their evidence stands now.
  public func write(
    _ reading: Reading, of batch: StageBatch<SourceFile>, provenance: Provenance, to transaction: Transaction
  ) throws {
    try transaction.replaceReading(reading)
    if let traits = reading.traits { try transaction.saveTraits(traits, of: reading.document.id) }
  }
}

extension Transaction {
  /// Stores a document as it was cleaned and cut, in place of an earlier way.
  func replaceReading(_ reading: IngestStage.Reading) throws {
    try save(reading.document, clean: reading.clean)
    try replaceChunks(of: reading.document.id, with: reading.chunks)
    try takeOverPairs(of: reading)
  }
}
