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

  public init(path: String, sha256: ContentHash, bytes: Int, mediaType: String) {
    self.path = path
    self.sha256 = sha256
    self.bytes = bytes
    self.mediaType = mediaType
  }
}

/// A rectangle in points, origin at the page's top left. Written as `[x0, y0, x1, y1]`.
public struct Rect: Sendable, Hashable {
  public var x0: Double
  public var y0: Double
  public var x1: Double
  public var y1: Double

  public init(x0: Double, y0: Double, x1: Double, y1: Double) {
    self.x0 = x0
    self.y0 = y0
    self.x1 = x1
    self.y1 = y1
  }

  public var width: Double { x1 - x0 }
  public var height: Double { y1 - y0 }

  /// The smallest rectangle that holds both.
  public func union(_ other: Rect) -> Rect {
    Rect(x0: min(x0, other.x0), y0: min(y0, other.y0), x1: max(x1, other.x1), y1: max(y1, other.y1))
  }
}

extension Rect: Codable {
  public init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    x0 = try container.decode(Double.self)
    y0 = try container.decode(Double.self)
    x1 = try container.decode(Double.self)
    y1 = try container.decode(Double.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    // A tenth of a point is finer than any screen shows, and keeps the files small and stable.
    for value in [x0, y0, x1, y1] { try container.encode((value * 10).rounded() / 10) }
  }
}

/// One page's number (from 1), size in points and rotation in degrees. A text file is one page of size zero.
public struct Page: Codable, Sendable, Hashable {
  public var number: Int
  public var width: Double
  public var height: Double
  public var rotation: Int

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
  public var end: Int
  public var page: Int
  public var rect: Rect

  public init(start: Int, end: Int, page: Int, rect: Rect) {
    self.start = start
    self.end = end
    self.page = page
    self.rect = rect
  }
}

/// A paragraph, heading, list item, table … in reading order.
public struct Block: Codable, Sendable, Hashable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    case heading, paragraph, listItem, table, caption, footnote, header, footer, code, formula

    /// Running headers, footers and page numbers are kept, and left out of the text that is chunked.
    public var isFurniture: Bool { self == .header || self == .footer }
  }

  /// `b1`, `b2`, … unique in the document.
  public var id: String
  /// The page where it begins.
  public var page: Int
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
  public var page: Int?
  /// Such as `no-text-layer`, `encoding-guessed`, `glyphs-without-unicode`.
  public var code: String
  public var message: String

  public init(page: Int? = nil, code: String, message: String) {
    self.page = page
    self.code = code
    self.message = message
  }
}

/// What a file says: pages and blocks in reading order.
public struct Document: Codable, Sendable, Hashable {
  public var source: SourceFile
  public var title: String
  public var language: Language
  public var pages: [Page]
  public var blocks: [Block]
  public var warnings: [DocumentWarning]

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
