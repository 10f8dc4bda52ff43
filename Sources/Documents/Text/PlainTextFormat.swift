import PageContent
import Records

/// Plain text: structure by underlines, numbering, bullets and blank lines.
struct PlainTextFormat: TextFormat {
  static let mediaType = MediaType.plainText

  private var structure = PlainTextStructure()

  mutating func read(_ file: TextFile, _ take: ([Block]) throws -> Void) throws -> TextSummary {
    try structure.read(file.lines, take)
    return TextSummary(language: language(of: file), warnings: file.warnings)
  }
}
