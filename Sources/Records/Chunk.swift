/// A span that cleaning took out, with the name of the rule: cleaning is explainable and reversible.
public struct Removal: Codable, Sendable, Hashable {
  /// Such as `running-header`, `page-number`.
  public var rule: String
  /// The block it came from.
  public var block: String
  /// UTF-8 offsets in the block's text, half open.
  public var start: Int
  public var end: Int
  public var text: String

  public init(rule: String, block: String, start: Int, end: Int, text: String) {
    self.rule = rule
    self.block = block
    self.start = start
    self.end = end
    self.text = text
  }
}

/// A stretch of the clean text that comes from one stretch of one block, of the same length.
public struct CleanSegment: Codable, Sendable, Hashable {
  /// UTF-8 offset in the clean text.
  public var start: Int
  /// Index of the block in `Document.blocks`, and the UTF-8 offset in its text.
  public var block: Int
  public var blockStart: Int
  /// Length in UTF-8 bytes.
  public var length: Int

  public init(start: Int, block: Int, blockStart: Int, length: Int) {
    self.start = start
    self.block = block
    self.blockStart = blockStart
    self.length = length
  }
}

/// A heading and the stretch of clean text under it, up to the next heading of the same or a higher level.
public struct Section: Codable, Sendable, Hashable {
  public var title: String
  public var level: Int
  /// UTF-8 offsets in the clean text, half open; the heading's own text included.
  public var start: Int
  public var end: Int

  public init(title: String, level: Int, start: Int, end: Int) {
    self.title = title
    self.level = level
    self.start = start
    self.end = end
  }
}

/// A document's text without furniture, every byte traceable to a block.
public struct CleanDocument: Codable, Sendable, Hashable {
  public var document: ContentHash
  public var text: String
  public var segments: [CleanSegment]
  public var sections: [Section]
  public var removed: [Removal]

  public init(
    document: ContentHash, text: String, segments: [CleanSegment], sections: [Section], removed: [Removal]
  ) {
    self.document = document
    self.text = text
    self.segments = segments
    self.sections = sections
    self.removed = removed
  }
}

/// A passage: what is retrieved, asked about and cited. Evidence comes from `text` alone.
public struct Chunk: Codable, Sendable, Hashable, Identifiable {
  /// Hash of document, range, text and context.
  public var id: ContentHash
  public var document: ContentHash
  /// Path of the source file when it was chunked.
  public var path: String
  /// Position among the document's chunks, from 0.
  public var index: Int
  /// The document's own words: equals the clean text at `start..<end`.
  public var text: String
  /// UTF-8 offsets in the clean text, half open.
  public var start: Int
  public var end: Int
  /// Pages that it touches, ascending.
  public var pages: [Int]
  public var tokenCount: Int
  /// Document title, heading path and, inside a table, the table's header: helps to understand the text, never evidence.
  public var context: [String]
  public var language: Language

  public init(
    document: ContentHash, path: String, index: Int, text: String, start: Int, end: Int, pages: [Int],
    tokenCount: Int, context: [String], language: Language
  ) {
    self.id = ContentHash(of: [document.hex, String(start), String(end), text] + context)
    self.document = document
    self.path = path
    self.index = index
    self.text = text
    self.start = start
    self.end = end
    self.pages = pages
    self.tokenCount = tokenCount
    self.context = context
    self.language = language
  }

  /// Context and text, as a model or an index reads them.
  public var textWithContext: String {
    context.isEmpty ? text : context.joined(separator: " > ") + "\n" + text
  }
}
