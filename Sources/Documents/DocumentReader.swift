public import Foundation
public import Records

/// Reads files of some formats into documents. One file of this folder for each format.
public protocol DocumentReader: Sendable {
  /// The formats that it reads.
  var mediaTypes: [MediaType] { get }

  /// Reads one file.
  ///
  /// - Throws: `UnreadableDocument` when the file is at fault.
  func read(_ url: URL, as source: SourceFile) async throws -> Document
}

/// All formats: picks the reader by the file's media type.
public struct DocumentLibrary: Sendable {
  private let readers: [any DocumentReader]

  /// Takes readers of one's own; the first one that knows a media type reads it.
  public init(readers: [any DocumentReader]) { self.readers = readers }

  /// PDF, Markdown, plain text and CSV, all through a pool of reader processes.
  public init(pool: ReaderPool, password: String? = nil) {
    self.init(readers: [PDFDocumentReader(pool: pool, password: password), TextDocumentReader(pool: pool)])
  }

  /// Names a file by its content. `path` is what the workspace calls it, such as `corpora/rules.pdf`.
  ///
  /// - Throws: `UnreadableDocument`.
  public static func sourceFile(at url: URL, path: String) throws -> SourceFile {
    guard let type = MediaType.detect(url) else { throw unsupported(url, path: path) }
    try UnreadableDocument.checkReadable(url, path: path)
    let bytes = try url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
    return SourceFile(path: path, sha256: try ContentHash(ofFile: url), bytes: bytes, mediaType: type.rawValue)
  }

  /// Reads one file with the reader for its media type.
  ///
  /// - Throws: `UnreadableDocument` when the file is at fault.
  public func read(_ url: URL, as source: SourceFile) async throws -> Document {
    guard let type = MediaType(rawValue: source.mediaType),
      let reader = readers.first(where: { $0.mediaTypes.contains(type) })
    else { throw Self.unsupported(url, path: source.path) }
    try UnreadableDocument.checkReadable(url, path: source.path)
    return try await reader.read(url, as: source)
  }

  private static func unsupported(_ url: URL, path: String) -> UnreadableDocument {
    UnreadableDocument(
      path: path, reason: .unsupportedType,
      detail: BilingualText(
        en:
          "files of type “.\(url.pathExtension)” cannot be read; convert it to PDF, Markdown (.md), text (.txt) or CSV (.csv)",
        ja: "「.\(url.pathExtension)」という種類のファイルは読めません。PDF、Markdown（.md）、テキスト（.txt）、CSV（.csv）のいずれかに変換してください。"))
  }
}
