public import Foundation
import PageContent
public import Records

/// PDF: pages come from a reader process, layout is found here.
public struct PDFDocumentReader: DocumentReader {
  private let pool: ReaderPool
  private let password: String?

  /// Reads through `pool`. `password` is tried on every file; nil for none.
  public init(pool: ReaderPool, password: String? = nil) {
    self.pool = pool
    self.password = password
  }

  /// PDF alone.
  public var mediaTypes: [MediaType] { [.pdf] }

  /// Reads all pages and lays them out; a page that cannot be read becomes an empty one with a warning.
  ///
  /// - Throws: `UnreadableDocument` for any of its reasons but `unsupported-type`; `ReaderStartFailure`.
  public func read(_ url: URL, as source: SourceFile) async throws -> Document {
    try UnreadableDocument.checkReadable(url, path: source.path)
    try PDFIntegrity.check(url, path: source.path)
    let (info, pages) = try await pool.readPages(
      of: url, path: source.path, password: password, into: [PageLines]()
    ) { pages, page in pages.append(PageLines(page)) }
    return Self.document(source, info: info, pages: pages)
  }

  /// Puts pages together. Pure: the same pages give the same document.
  static func document(_ source: SourceFile, info: DocumentInfo, pages: [PageLines]) -> Document {
    var blocks = DocumentLayout(pages, outline: info.outline, tagged: info.headings).blocks()
    let links = pages.filter { !$0.parts.links.isEmpty }.map { ($0.page.number, $0.parts.links) }
    BlockLinks.attach(Dictionary(links, uniquingKeysWith: +), to: &blocks)
    let text = blocks.lazy.filter { !$0.kind.isFurniture }.map(\.text).prefix(400).joined(separator: "\n")
    var document = Document(
      source: source, title: DocumentTitle.find(in: blocks, metadata: info.title, path: source.path),
      language: Language(guessing: text), pages: pages.map(\.page), blocks: blocks,
      warnings: pages.flatMap(\.warnings))
    let fields = pages.flatMap(\.parts.fields)
    let annotations = pages.flatMap(\.parts.annotations)
    if !info.outline.isEmpty { document.outline = info.outline }
    if !fields.isEmpty { document.fields = fields }
    if !annotations.isEmpty { document.annotations = annotations }
    return document
  }
}

/// What to call a document.
enum DocumentTitle {
  /// The first heading of the highest level on the first page, else the metadata's title, else the file's name.
  static func find(in blocks: [Block], metadata: String?, path: String) -> String {
    let early = blocks.filter { $0.kind == .heading && $0.page == 1 }
    if let heading = early.min(by: { ($0.level ?? 6) < ($1.level ?? 6) }) { return heading.text }
    if let metadata = metadata?.trimmingCharacters(in: .whitespacesAndNewlines), isTitle(metadata) { return metadata }
    return URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  }

  /// Word processors put their own name and the file's into the title, and a library the lack of one.
  private static func isTitle(_ text: String) -> Bool {
    let lower = text.lowercased()
    return !text.isEmpty && !lower.hasPrefix("microsoft ") && !lower.hasPrefix("untitled") && lower != "(anonymous)"
      && ![".doc", ".docx", ".odt", ".tex", ".dvi", ".md", ".html"].contains { lower.hasSuffix($0) }
  }
}
