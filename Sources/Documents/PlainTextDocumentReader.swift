public import Foundation
public import Records

/// Plain text: structure by underlines, numbering, bullets and blank lines.
public struct PlainTextDocumentReader: DocumentReader {
  /// Needs nothing: encoding and structure are found in each file.
  public init() {}

  /// Plain text alone.
  public var mediaTypes: [MediaType] { [.plainText] }

  /// Reads a file in any of the known encodings into one page of size zero.
  ///
  /// - Throws: `UnreadableDocument`: `missing`, `no-permission`, `empty-file`, or `unsupported-type` if it is no text.
  public func read(_ url: URL, as source: SourceFile) async throws -> Document {
    let file = try TextFile(url, as: source)
    var structure = PlainTextStructure()
    let blocks = structure.blocks(of: file.lines)
    return Document(
      source: source, title: DocumentTitle.find(in: blocks, metadata: nil, path: source.path),
      language: Language(guessing: file.lines.prefix(2000).joined()), pages: [TextFile.page], blocks: blocks,
      warnings: file.warnings)
  }
}
