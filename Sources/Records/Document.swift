/// A file that somebody put into `corpora/`, identified by its content: renamed is not changed.
public struct SourceFile: Codable, Sendable, Hashable {
  /// Path relative to the workspace, such as `corpora/rules.pdf`.
  public var path: String
  /// SHA-256 of the whole file.
  public var sha256: ContentHash
  /// Size in bytes.
  public var bytes: Int
  /// Such as `application/pdf`, `text/markdown`, `text/plain`.
  public var mediaType: String

  /// Takes what is known of a file; reads nothing from the disk.
  public init(path: String, sha256: ContentHash, bytes: Int, mediaType: String) {
    self.path = path
    self.sha256 = sha256
    self.bytes = bytes
    self.mediaType = mediaType
  }
}

/// A rectangle in points, origin at the page's top left. Written as `[x0, y0, x1, y1]`.
public struct Rect: Sendable, Hashable {
  /// Left edge, in points.
  public var x0: Double
  /// Upper edge, in points.
  public var y0: Double
  /// Right edge, in points.
  public var x1: Double
  /// Lower edge, in points; larger than `y0`, since y grows downwards.
  public var y1: Double

  /// Takes the four edges as they are; they are not put in order.
  public init(x0: Double, y0: Double, x1: Double, y1: Double) {
    self.x0 = x0
    self.y0 = y0
    self.x1 = x1
    self.y1 = y1
  }

  /// From the left to the right edge, in points.
  public var width: Double { x1 - x0 }
  /// From the upper to the lower edge, in points.
  public var height: Double { y1 - y0 }

  /// The smallest rectangle that holds both.
  public func union(_ other: Rect) -> Rect {
    Rect(x0: min(x0, other.x0), y0: min(y0, other.y0), x1: max(x1, other.x1), y1: max(y1, other.y1))
  }
}

extension Rect: Codable {
  /// Reads `[x0, y0, x1, y1]`.
  ///
  /// - Throws: `DecodingError` when there are fewer than four numbers.
  public init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    x0 = try container.decode(Double.self)
    y0 = try container.decode(Double.self)
    x1 = try container.decode(Double.self)
    y1 = try container.decode(Double.self)
  }

  /// Writes `[x0, y0, x1, y1]`, rounded to tenths of a point.
  ///
  /// - Throws: What the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    // A tenth of a point is finer than any screen shows, and keeps the files small and stable.
    for value in [x0, y0, x1, y1] { try container.encode((value * 10).rounded() / 10) }
  }
}

/// Why a page's text cannot be used as it is.
public enum TextLayer: String, Codable, Sendable, CaseIterable {
  /// There is none: a picture, a drawing, or nothing at all.
  case missing
  /// There is one, and most of it makes no sense.
  case garbled
  /// There is hardly any: a stamp or a page number on the picture of a page.
  case scant
}

/// One page's number (from 1), size in points and rotation in degrees. A text file is one page of size zero.
public struct Page: Codable, Sendable, Hashable {
  /// From 1.
  public var number: Int
  /// Points, as the page is shown: after rotation. 0 for a text file.
  public var width: Double
  /// Points, as the page is shown: after rotation. 0 for a text file.
  public var height: Double
  /// Degrees. Always 0 so far: the PDF reader gives sizes and places of the turned page.
  public var rotation: Int
  /// What is wrong with the page's text as a whole; nil where it can be used. Whoever reads text out of pictures finds
  /// here which pages ask for it.
  public var textLayer: TextLayer?

  /// Takes the values as they are; nothing is checked.
  public init(number: Int, width: Double, height: Double, rotation: Int = 0) {
    self.number = number
    self.width = width
    self.height = height
    self.rotation = rotation
  }
}

/// Where a piece of a block's text stands on the page: a word in English, a character in Japanese.
public struct TextBox: Codable, Sendable, Hashable {
  /// UTF-8 byte offsets in the block's `text`, half open.
  public var start: Int
  /// The offset after the piece's last byte.
  public var end: Int
  /// The page that it stands on, from 1; not always the one where the block begins.
  public var page: Int
  /// In points from that page's top left.
  public var rect: Rect

  /// Takes the values as they are; nothing is checked.
  public init(start: Int, end: Int, page: Int, rect: Rect) {
    self.start = start
    self.end = end
    self.page = page
    self.rect = rect
  }
}

/// A paragraph, heading, list item, table … in reading order.
public struct Block: Codable, Sendable, Hashable {
  /// What a block is on the page. `formula` is not given by any reader so far.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    case heading, paragraph, listItem, table, caption, footnote, header, footer, code, formula

    /// Running headers, footers and page numbers are kept, and left out of the text that is chunked.
    public var isFurniture: Bool { self == .header || self == .footer }
  }

  /// `b1`, `b2`, … unique in the document.
  public var id: String
  /// The page where it begins.
  public var page: Int
  /// What the reader took the block for.
  public var kind: Kind
  /// 1 to 6 for headings, nesting depth from 1 for list items.
  public var level: Int?
  /// Lines joined: a space between them in English, nothing in Japanese, a hyphen at a line end undone. For a table:
  /// rows on lines, cells separated by ` | `.
  public var text: String
  /// The cells of a table, row by row.
  public var rows: [[String]]?
  /// One rectangle a line (or one for a table), in reading order; empty for text files.
  public var rects: [Rect]
  /// Words or characters with their places; empty for text files. Not part of `parse --format json`.
  public var boxes: [TextBox]
  /// How many of a table's first rows are its header; nil where there is no table or no header was seen.
  public var headerRows: Int?
  /// The cells of a table that cover more than one row or column; nil where there are none.
  public var spans: [CellSpan]?
  /// Readings (ruby, furigana) set beside the text; kept apart from it. Nil where there are none.
  public var readings: [Reading]?
  /// Where the text links to; nil where it does not.
  public var links: [Link]?
  /// Why the block is no part of the text that people read, beyond its kind; nil for nearly all blocks.
  public var mark: BlockMark?

  /// Takes a block as it is; leave out `rects` and `boxes` where there is no page to point at.
  public init(
    id: String, page: Int, kind: Kind, level: Int? = nil, text: String, rows: [[String]]? = nil, rects: [Rect] = [],
    boxes: [TextBox] = []
  ) {
    self.id = id
    self.page = page
    self.kind = kind
    self.level = level
    self.text = text
    self.rows = rows
    self.rects = rects
    self.boxes = boxes
  }
}

/// Something a person should know about a document that was read all the same.
public struct DocumentWarning: Codable, Sendable, Hashable {
  /// The page concerned, from 1; nil when it is the whole file.
  public var page: Int?
  /// Such as `no-text-layer`, `encoding-guessed`, `glyphs-without-unicode`.
  public var code: String
  /// One sentence for people: what was seen, and what to do where something can be done.
  public var message: BilingualText

  /// Takes the values as they are; nothing is checked.
  public init(page: Int? = nil, code: String, message: BilingualText) {
    self.page = page
    self.code = code
    self.message = message
  }
}

/// What a file says: pages and blocks in reading order.
public struct Document: Codable, Sendable, Hashable {
  /// The file that was read.
  public var source: SourceFile
  /// The first heading of the highest level on page 1, else the title in the metadata, else the file's name.
  public var title: String
  /// Guessed from the text, see `Language.init(guessing:)`.
  public var language: Language
  /// All pages, ascending; a text file has one, of size zero.
  public var pages: [Page]
  /// All text in reading order, running headers and footers included.
  public var blocks: [Block]
  /// What may be wrong with the result; empty where nothing was noticed.
  public var warnings: [DocumentWarning]
  /// The document's own outline (bookmarks), depth first; nil where it has none.
  public var outline: [OutlineEntry]?
  /// The fields of a form with what was filled in; nil where there are none.
  public var fields: [FormField]?
  /// What people wrote on the pages (comments, notes); not part of the document's own text. Nil where there is none.
  public var annotations: [Annotation]?
  /// What the file says about itself besides its text, in its own order; nil where it says nothing.
  public var metadata: [MetadataEntry]?

  /// Takes the values as they are; nothing is checked.
  public init(
    source: SourceFile, title: String, language: Language, pages: [Page], blocks: [Block],
    warnings: [DocumentWarning] = []
  ) {
    self.source = source
    self.title = title
    self.language = language
    self.pages = pages
    self.blocks = blocks
    self.warnings = warnings
  }

  /// The document's identity is its content's.
  public var id: ContentHash { source.sha256 }
}
