public import Records
import Retrieval
import Storage

extension Session {
  /// The index over all current chunks, as the arms use it.
  ///
  /// - Throws: `WorkspaceError.missing` before anything was ingested.
  public func retriever() throws -> any Retriever {
    var chunks: [(id: ContentHash, text: String)] = []
    try store.read { try $0.eachChunk { chunks.append(($0.id, $0.textWithContext)) } }
    guard !chunks.isEmpty else {
      throw WorkspaceError.missing(what: BilingualText(en: "passage", ja: "文章"), command: IngestStage.name)
    }
    return BM25Index(chunks: chunks)
  }
}
