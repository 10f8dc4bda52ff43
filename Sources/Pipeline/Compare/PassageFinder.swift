import Records
import Retrieval
import Storage

/// Passages for questions: retrieval over all current chunks, and the chunks themselves.
struct PassageFinder: Sendable {
  /// Hits that are looked at for recall and rank, also where an arm is shown fewer or more.
  static let depth = 10

  private let chunks: [ContentHash: Chunk]
  private let index: BM25Index

  /// Reads the current chunks of a session.
  init(_ session: Session) throws {
    var chunks: [Chunk] = []
    try session.store.read { try $0.eachChunk { chunks.append($0) } }
    guard !chunks.isEmpty else {
      throw WorkspaceError.missing(what: BilingualText(en: "passage", ja: "文章"), command: IngestStage.name)
    }
    self.init(chunks)
  }

  init(_ chunks: [Chunk]) {
    self.chunks = Dictionary(chunks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    index = BM25Index(chunks)
  }

  /// The best passages for a question, best first.
  func find(_ question: String, count: Int = depth) -> [Chunk] {
    index.search(question, k: count).compactMap { chunks[$0.chunk] }
  }

  /// A current chunk.
  func chunk(_ id: ContentHash) -> Chunk? { chunks[id] }
}
