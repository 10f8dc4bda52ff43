public import Foundation
import PageContent
public import Records

/// Markdown, plain text and CSV: a reader process finds the blocks, since text can be made to take any time and memory, too.
public struct TextDocumentReader: DocumentReader {
  private let pool: ReaderPool

  /// Reads through `pool`.
  public init(pool: ReaderPool) { self.pool = pool }

  /// All formats of text files.
  public var mediaTypes: [MediaType] { TextFormats.all.map { $0.mediaType } }

  /// Reads a file in any of the known encodings into one page of size zero.
  ///
  /// - Throws: `UnreadableDocument` for any of its reasons but those of PDFs; `ReaderStartFailure`.
  public func read(_ url: URL, as source: SourceFile) async throws -> Document {
    try UnreadableDocument.checkReadable(url, path: source.path)
    let (summary, blocks) = try await pool.readText(of: url, path: source.path, mediaType: source.mediaType)
    return Self.document(source, summary: summary, blocks: blocks)
  }

  /// Puts a document together. Pure: the same blocks give the same document.
  static func document(_ source: SourceFile, summary: TextSummary, blocks: [Block]) -> Document {
    var document = Document(
      source: source, title: DocumentTitle.find(in: blocks, metadata: summary.title, path: source.path),
      language: summary.language, pages: [TextFile.page], blocks: blocks, warnings: summary.warnings)
    document.metadata = summary.metadata.isEmpty ? nil : summary.metadata
    return document
  }
}
