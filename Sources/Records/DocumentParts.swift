/// Why a block is no part of the text that people read.
public enum BlockMark: String, Codable, Sendable, CaseIterable {
  /// Behind or across the text of many pages, such as “CONFIDENTIAL”.
  case watermark
  /// Nothing is drawn where the text stands: an old text layer, or a message meant for machines.
  case invisible
}

/// A cell of a table that covers more than one row or column. Its text stands in its first row and column; the other
/// places that it covers are empty.
public struct CellSpan: Codable, Sendable, Hashable {
  /// Index of the cell's first row, from 0.
  public var row: Int
  /// Index of the cell's first column, from 0.
  public var column: Int
  /// How many rows it covers, from 1.
  public var rows: Int
  /// How many columns it covers, from 1.
  public var columns: Int

  /// Takes the values as they are; nothing is checked.
  public init(row: Int, column: Int, rows: Int, columns: Int) {
    self.row = row
    self.column = column
    self.rows = rows
    self.columns = columns
  }
}

/// How a stretch of a block's text is read, as the page says beside it (ruby, furigana).
public struct Reading: Codable, Sendable, Hashable {
  /// UTF-8 byte offsets of the base text in the block's text, half open.
  public var start: Int
  /// The offset after the base text's last byte.
  public var end: Int
  /// The reading itself, mostly kana.
  public var text: String

  /// Takes the values as they are; nothing is checked.
  public init(start: Int, end: Int, text: String) {
    self.start = start
    self.end = end
    self.text = text
  }
}

/// A stretch of a block's text that links somewhere.
public struct Link: Codable, Sendable, Hashable {
  /// UTF-8 byte offsets in the block's text, half open.
  public var start: Int
  /// The offset after the link's last byte.
  public var end: Int
  /// A URL, a relative path, or `#page=N` for a place in the same document.
  public var target: String

  /// Takes the values as they are; nothing is checked.
  public init(start: Int, end: Int, target: String) {
    self.start = start
    self.end = end
    self.target = target
  }
}

/// One entry of a document's outline.
public struct OutlineEntry: Codable, Sendable, Hashable {
  /// As the outline writes it.
  public var title: String
  /// Depth, from 1.
  public var level: Int
  /// The page that it leads to, from 1; nil where it leads to none.
  public var page: Int?
  /// How far below the page's top, in points; nil where the entry leads to the whole page.
  public var top: Double?

  /// Takes the values as they are; nothing is checked.
  public init(title: String, level: Int, page: Int? = nil, top: Double? = nil) {
    self.title = title
    self.level = level
    self.page = page
    self.top = top
  }
}

/// A field of a form and what stands in it.
public struct FormField: Codable, Sendable, Hashable {
  /// From 1.
  public var page: Int
  /// The label that people see if there is one, else the field's name.
  public var name: String
  /// The text, the choice, or `on` and `off`; empty where nothing was filled in.
  public var value: String
  /// In points from the page's top left.
  public var rect: Rect

  /// Takes the values as they are; nothing is checked.
  public init(page: Int, name: String, value: String, rect: Rect) {
    self.page = page
    self.name = name
    self.value = value
    self.rect = rect
  }
}

/// What somebody wrote on a page.
public struct Annotation: Codable, Sendable, Hashable {
  /// From 1.
  public var page: Int
  /// Such as `text`, `highlight`, `freeText`.
  public var kind: String
  /// What was written.
  public var text: String
  /// In points from the page's top left.
  public var rect: Rect

  /// Takes the values as they are; nothing is checked.
  public init(page: Int, kind: String, text: String, rect: Rect) {
    self.page = page
    self.kind = kind
    self.text = text
    self.rect = rect
  }
}

/// Something that a file says about itself besides its text, such as the front matter of Markdown.
public struct MetadataEntry: Codable, Sendable, Hashable {
  /// As the file writes it; entries within entries are joined by full stops, such as `author.name`.
  public var key: String
  /// The value without its quotation marks; the items of a list are parted by commas.
  public var value: String

  /// Takes the values as they are; nothing is checked.
  public init(key: String, value: String) {
    self.key = key
    self.value = value
  }
}
