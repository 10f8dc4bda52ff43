import PageContent
import Records

/// Markdown: headings, nested lists, tables, code, quotations, links; front matter is metadata and no text.
struct MarkdownFormat: TextFormat {
  static let mediaType = MediaType.markdown

  private var structure = MarkdownStructure()

  mutating func read(_ file: TextFile, _ take: ([Block]) throws -> Void) throws -> TextSummary {
    var language = LanguageTally()
    try structure.read(file.lines) { blocks in
      for block in blocks { language.add(block.text) }
      try take(blocks)
    }
    return TextSummary(
      title: structure.title, language: language.likeliest, metadata: structure.metadata,
      warnings: file.warnings + structure.warnings)
  }
}
