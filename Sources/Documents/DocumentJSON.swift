public import Foundation
public import Records

/// A document as JSON: what `parse --format json` prints, exactly as the contract says. The boxes of single words are
/// not part of it.
public enum DocumentJSON {
  private struct Form: Encodable {
    var source: SourceFile
    var title: String
    var language: Language
    var pages: [Page]
    var blocks: [BlockForm]
    var warnings: [WarningForm]
    var metadata: [MetadataEntry]?
    var outline: [OutlineEntry]?
    var fields: [FormField]?
    var annotations: [Annotation]?
  }

  private struct BlockForm: Encodable {
    var id: String
    var page: Int
    var kind: Block.Kind
    var level: Int?
    var text: String
    var rows: [[String]]?
    var headerRows: Int?
    var spans: [CellSpan]?
    var rects: [Rect]
    var readings: [Reading]?
    var links: [Link]?
    var mark: BlockMark?
  }

  private struct WarningForm: Encodable {
    var page: Int?
    var code: String
    var message: String
  }

  /// The document as UTF-8 JSON with a line end, its warnings in one language.
  ///
  /// - Throws: What `JSONEncoder` throws.
  public static func render(_ document: Document, language: Language = .en, isPretty: Bool = true) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    var data = try encoder.encode(
      Form(
        source: document.source, title: document.title, language: document.language,
        pages: document.pages.map { page in
          var page = page
          page.width = (page.width * 10).rounded() / 10
          page.height = (page.height * 10).rounded() / 10
          return page
        },
        blocks: document.blocks.map {
          BlockForm(
            id: $0.id, page: $0.page, kind: $0.kind, level: $0.level, text: $0.text, rows: $0.rows,
            headerRows: $0.headerRows, spans: $0.spans, rects: $0.rects,
            readings: $0.readings, links: $0.links, mark: $0.mark)
        },
        warnings: document.warnings.map {
          WarningForm(page: $0.page, code: $0.code, message: $0.message[language])
        }, metadata: document.metadata, outline: document.outline, fields: document.fields,
        annotations: document.annotations))
    data.append(0x0A)
    return data
  }
}
