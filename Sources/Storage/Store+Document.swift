import Foundation
public import Records

/// A document as lists show it, without its blocks.
public struct DocumentSummary: Codable, Sendable, Hashable {
  /// The file it came from.
  public var source: SourceFile
  /// Its title.
  public var title: String
  /// Its language.
  public var language: Language
  /// How many pages it has.
  public var pages: Int
  /// How many current chunks it has.
  public var chunks: Int
  /// How many current pairs it has.
  public var pairs: Int
  /// What a person should know about it.
  public var warnings: [DocumentWarning]
  /// False when no file holds this content any more.
  public var isCurrent: Bool
}

extension Transaction {
  /// Stores a document and its clean text, in place of what was stored under the same content; it is current again.
  public func save(_ document: Document, clean: CleanDocument) throws {
    try run(
      """
      INSERT INTO documents (id, path, bytes, media_type, title, language, warnings, clean, details, current)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
      ON CONFLICT (id) DO UPDATE SET path = excluded.path, bytes = excluded.bytes, media_type = excluded.media_type,
        title = excluded.title, language = excluded.language, warnings = excluded.warnings, clean = excluded.clean,
        details = excluded.details, current = 1, stale_since = NULL
      """,
      document.id, document.source.path, document.source.bytes, document.source.mediaType, document.title,
      document.language.rawValue, try JSONColumn.encode(document.warnings), try JSONColumn.encode(clean),
      try DocumentDetails(document).column)
    try run("DELETE FROM pages WHERE document = ?", document.id)
    for page in document.pages {
      try run(
        "INSERT INTO pages (document, number, width, height, rotation) VALUES (?, ?, ?, ?, ?)",
        document.id, page.number, page.width, page.height, page.rotation)
    }
    try run("DELETE FROM blocks WHERE document = ?", document.id)
    for (position, block) in document.blocks.enumerated() {
      try run(
        """
        INSERT INTO blocks (document, position, id, page, kind, level, text, cells, rects, boxes, details)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        document.id, position, block.id, block.page, block.kind.rawValue, block.level, block.text,
        try block.rows.map { try JSONColumn.encode($0) }, try JSONColumn.encode(block.rects),
        PackedBoxes.pack(block.boxes), try BlockDetails(block).column)
    }
  }

  /// A document with its pages and blocks, or nil.
  public func document(_ id: ContentHash) throws -> Document? {
    let head = try first(
      "SELECT path, bytes, media_type, title, language, warnings, details FROM documents WHERE id = ?", [id]
    ) { row in
      var document = Document(
        source: SourceFile(path: row.text(0), sha256: id, bytes: row.int(1), mediaType: row.text(2)),
        title: row.text(3), language: Language(rawValue: row.text(4)) ?? .en, pages: [], blocks: [],
        warnings: try row.json(5, as: [DocumentWarning].self))
      if row.optionalText(6) != nil { try row.json(6, as: DocumentDetails.self).apply(to: &document) }
      return document
    }
    guard var document = head else { return nil }
    document.pages = try all(
      "SELECT number, width, height, rotation FROM pages WHERE document = ? ORDER BY number", [id]
    ) { Page(number: $0.int(0), width: $0.double(1), height: $0.double(2), rotation: $0.int(3)) }
    document.blocks = try all(
      """
      SELECT id, page, kind, level, text, cells, rects, boxes, details FROM blocks WHERE document = ? ORDER BY position
      """, [id], block)
    return document
  }

  /// A document's clean text, or nil.
  public func cleanDocument(_ id: ContentHash) throws -> CleanDocument? {
    try first("SELECT clean FROM documents WHERE id = ?", [id]) { try $0.json(0, as: CleanDocument.self) }
  }

  /// Walks over the documents by path, current ones only unless `retired` is set.
  public func eachDocument(retired: Bool = false, _ body: (DocumentSummary) throws -> Void) throws {
    try each(
      """
      SELECT d.id, d.path, d.bytes, d.media_type, d.title, d.language, d.warnings, d.current,
        (SELECT count(*) FROM pages WHERE document = d.id),
        (SELECT count(*) FROM chunks WHERE document = d.id AND current),
        (SELECT count(*) FROM pairs WHERE document = d.id AND current)
      FROM documents d WHERE d.current OR ? ORDER BY d.path, d.id
      """, [retired]
    ) { row in
      try body(
        DocumentSummary(
          source: SourceFile(
            path: row.text(1), sha256: ContentHash(hex: row.text(0)), bytes: row.int(2), mediaType: row.text(3)),
          title: row.text(4), language: Language(rawValue: row.text(5)) ?? .en, pages: row.int(8), chunks: row.int(9),
          pairs: row.int(10), warnings: try row.json(6, as: [DocumentWarning].self), isCurrent: row.bool(7)))
    }
  }

  /// The current documents, by path.
  public func documents() throws -> [DocumentSummary] {
    var out: [DocumentSummary] = []
    try eachDocument { out.append($0) }
    return out
  }

  /// Finds a document by its path, or by its hash or the beginning of it (8 digits at least).
  public func findDocument(_ name: String) throws -> SourceFile? { try findDocuments(name).first }

  /// Everything that goes by a name, the present content first: earlier contents of the same path too, and by the path
  /// of a second file with the same content the document that both are.
  public func findDocuments(_ name: String) throws -> [SourceFile] {
    let isHash = name.utf8.count >= 8 && name.utf8.allSatisfy { $0.isHexadecimal }
    return try all(
      """
      SELECT id, path, bytes, media_type FROM documents
      WHERE path = ?1 OR path = 'corpora/' || ?1 OR (?2 AND id >= ?1 AND id < ?1 || 'g')
        OR id IN (SELECT document FROM files WHERE path = ?1 OR path = 'corpora/' || ?1)
      ORDER BY current DESC, id
      """, [name, isHash]
    ) { row in
      SourceFile(path: row.text(1), sha256: ContentHash(hex: row.text(0)), bytes: row.int(2), mediaType: row.text(3))
    }
  }

  /// The same content lies elsewhere now: a moved file is not a new one. What the file held before moves along, and so
  /// does what the ledger says about it.
  public func move(_ document: ContentHash, to path: String) throws {
    guard let before = try first("SELECT path FROM documents WHERE id = ?", [document], { $0.text(0) }) else { return }
    let contents = [document] + (try earlierContents(of: document))
    for content in contents {
      // An item is the path itself, or a place in the file behind a `#`.
      try run(
        """
        UPDATE ledger SET document = ?1,
          item = CASE WHEN item = ?2 OR substr(item, 1, length(?2) + 1) = ?2 || '#'
            THEN ?1 || substr(item, length(?2) + 1) ELSE item END
        WHERE document = ?2 AND (substr(input, 1, 64) = ?3 OR input LIKE '%:' || ?3
          OR item IN (SELECT id FROM pairs WHERE document = ?3))
        """, path, before, content)
      try run(
        "UPDATE documents SET path = ? WHERE id = ? AND (current OR path = ?)", path, content, before)
    }
    try run("UPDATE documents SET current = 1, stale_since = NULL WHERE id = ?", document)
  }

  /// A document that had been retired is current again when a file with its content is back.
  public func revive(_ source: SourceFile) throws {
    try run(
      "UPDATE documents SET current = 1, stale_since = NULL, path = ? WHERE id = ? AND NOT current", source.path,
      source.sha256)
  }

  /// No file holds this content any more: its chunks are out of use, its pairs are stale; nothing is deleted.
  public func retire(_ document: ContentHash) throws {
    try run(
      """
      UPDATE documents SET current = 0, stale_since = (SELECT coalesce(max(number), 0) FROM review_events)
      WHERE id = ? AND current
      """, document)
    // Should it come back, it differs from another content.
    try run("DELETE FROM differences WHERE document = ?", document)
  }

  private func block(_ row: Row) throws -> Block {
    var block = Block(
      id: row.text(0), page: row.int(1), kind: Block.Kind(rawValue: row.text(2)) ?? .paragraph,
      level: row.optionalText(3).flatMap(Int.init), text: row.text(4),
      rows: row.optionalText(5) == nil ? nil : try row.json(5, as: [[String]].self),
      rects: try row.json(6, as: [Rect].self), boxes: PackedBoxes.unpack(row.blob(7)))
    if row.optionalText(8) != nil { try row.json(8, as: BlockDetails.self).apply(to: &block) }
    return block
  }
}

extension UInt8 {
  var isHexadecimal: Bool { (0x30...0x39).contains(self) || (0x61...0x66).contains(self) }
}

/// Boxes of words and characters: a long Japanese document has a hundred thousand, so they are packed, seven
/// little-endian 32-bit integers each (start, end, page, and the rectangle in tenths of a point).
enum PackedBoxes {
  static func pack(_ boxes: [TextBox]) -> Data {
    var data = Data(capacity: boxes.count * 28)
    for box in boxes {
      let tenths = [box.rect.x0, box.rect.y0, box.rect.x1, box.rect.y1].map { Int(($0 * 10).rounded()) }
      for value in [box.start, box.end, box.page] + tenths {
        let word = UInt32(bitPattern: Int32(clamping: value))
        for shift: UInt32 in [0, 8, 16, 24] { data.append(UInt8(truncatingIfNeeded: word >> shift)) }
      }
    }
    return data
  }

  static func unpack(_ data: Data) -> [TextBox] {
    let bytes = [UInt8](data)
    func integer(_ index: Int) -> Int {
      let base = index * 4
      let word =
        UInt32(bytes[base]) | UInt32(bytes[base + 1]) << 8 | UInt32(bytes[base + 2]) << 16
        | UInt32(bytes[base + 3]) << 24
      return Int(Int32(bitPattern: word))
    }
    return (0..<bytes.count / 28).map { box in
      let first = box * 7
      let rect = Rect(
        x0: Double(integer(first + 3)) / 10, y0: Double(integer(first + 4)) / 10,
        x1: Double(integer(first + 5)) / 10, y1: Double(integer(first + 6)) / 10)
      return TextBox(start: integer(first), end: integer(first + 1), page: integer(first + 2), rect: rect)
    }
  }
}
