/// A span that cleaning took out, with the name of the rule: cleaning is explainable and reversible.
public struct Removal: Codable, Sendable, Hashable {
  /// Such as `running-header`, `page-number`.
  public var rule: String
  /// The block it came from.
  public var block: String
  /// UTF-8 offsets in the block's text, half open.
  public var start: Int
  /// The offset after the last byte taken out.
  public var end: Int
  /// What was taken out, so that it can be put back.
  public var text: String

  /// Takes the values as they are; nothing is checked.
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
  /// UTF-8 offset in the block's text.
  public var blockStart: Int
  /// Length in UTF-8 bytes.
  public var length: Int

  /// Takes a stretch; `length` bytes at `start` must equal those at `blockStart` of the block.
  public init(start: Int, block: Int, blockStart: Int, length: Int) {
    self.start = start
    self.block = block
    self.blockStart = blockStart
    self.length = length
  }
}

/// A heading and the stretch of clean text under it, up to the next heading of the same or a higher level.
public struct Section: Codable, Sendable, Hashable {
  /// The heading's own text, cleaned.
  public var title: String
  /// The heading's level, from 1 (the highest) to 6.
  public var level: Int
  /// UTF-8 offsets in the clean text, half open; the heading's own text included.
  public var start: Int
  /// Where the next heading of the same or a higher level begins, or the clean text ends.
  public var end: Int

  /// Takes the values as they are; nothing is checked.
  public init(title: String, level: Int, start: Int, end: Int) {
    self.title = title
    self.level = level
    self.start = start
    self.end = end
  }
}

/// A document's text without furniture, every byte traceable to a block.
public struct CleanDocument: Codable, Sendable, Hashable {
  /// The document's id, the SHA-256 of its file.
  public var document: ContentHash
  /// The kept text of all blocks: list items stand line under line, other blocks are parted by an empty line.
  public var text: String
  /// Where the text comes from, ascending by `start`. The line breaks between blocks belong to none.
  public var segments: [CleanSegment]
  /// One for each heading, in reading order; a deeper one lies within the one above it.
  public var sections: [Section]
  /// What cleaning took out, block after block.
  public var removed: [Removal]

  /// Takes the values as they are; nothing is checked.
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
  /// The document's id, the SHA-256 of its file.
  public var document: ContentHash
  /// Path of the source file when it was chunked.
  public var path: String
  /// Position among the document's chunks, from 0.
  public var index: Int
  /// The document's own words: equals the clean text at `start..<end`.
  public var text: String
  /// UTF-8 offsets in the clean text, half open.
  public var start: Int
  /// The offset after the passage's last byte in the clean text.
  public var end: Int
  /// Pages that it touches, ascending.
  public var pages: [Int]
  /// Tokens of `text` alone, without `context`, as the counter that cut the document counts them.
  public var tokenCount: Int
  /// Document title, heading path and, inside a table, the table's header and the cells that reach down to the first row:
  /// helps to understand the text, never evidence.
  public var context: [String]
  /// Stands in the context behind cells that reach down to the passage's first row: what else is in their own row does not
  /// belong to it.
  public static let restOfRow = " | …"
  /// The document's language, unless the passage is plainly in the other one.
  public var language: Language
  /// The innermost section that holds the whole passage, as a range of the clean text: where to look for more of it. Nil
  /// above the first heading, and in what was stored before sections were.
  public var section: Section?

  /// Takes a passage and works out its `id`.
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
