public import Foundation
public import Records

/// Markdown: headings, nested lists, tables, code, quotations, links; front matter is metadata and no text.
public struct MarkdownDocumentReader: DocumentReader {
  /// Needs nothing: encoding and structure are found in each file.
  public init() {}

  /// Markdown alone.
  public var mediaTypes: [MediaType] { [.markdown] }

  /// Reads a file in any of the known encodings into one page of size zero.
  ///
  /// - Throws: `UnreadableDocument`: `missing`, `no-permission`, `empty-file`, or `unsupported-type` if it is no text.
  public func read(_ url: URL, as source: SourceFile) async throws -> Document {
    let file = try TextFile(url, as: source)
    var structure = MarkdownStructure()
    let blocks = structure.blocks(of: file.lines)
    var document = Document(
      source: source, title: DocumentTitle.find(in: blocks, metadata: structure.title, path: source.path),
      language: Language(guessing: blocks.map(\.text).joined()), pages: [TextFile.page], blocks: blocks,
      warnings: file.warnings + structure.warnings)
    document.metadata = structure.metadata.isEmpty ? nil : structure.metadata
    return document
  }
}
