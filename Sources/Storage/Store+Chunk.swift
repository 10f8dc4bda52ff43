public import Records

extension Transaction {
  private static let chunkColumns =
    """
    c.document, d.path, c.position, c.text, c.start, c."end", c.pages, c.tokens, c.context, c.language, c.id, c.section
    """

  /// Makes these the document's chunks. Chunks of an earlier way of cutting stay for the pairs that quote them, but
  /// are not current any more.
  public func replaceChunks(of document: ContentHash, with chunks: [Chunk]) throws {
    try run(
      """
      UPDATE chunks SET current = 0, stale_since = (SELECT coalesce(max(number), 0) FROM review_events)
      WHERE document = ? AND current
      """, document)
    for chunk in chunks {
      try run(
        """
        INSERT INTO chunks (id, document, position, text, start, "end", pages, tokens, context, language, section, current)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
        ON CONFLICT (id) DO UPDATE SET position = excluded.position, pages = excluded.pages,
          tokens = excluded.tokens, language = excluded.language, section = excluded.section, current = 1, stale_since = NULL
        """,
        chunk.id, document, chunk.index, chunk.text, chunk.start, chunk.end, try JSONColumn.encode(chunk.pages),
        chunk.tokenCount, try JSONColumn.encode(chunk.context), chunk.language.rawValue,
        try chunk.section.map { try JSONColumn.encode($0) })
    }
  }

  /// Walks over the current chunks of the current documents that no newer version stands for, in the order of content hashes and positions: the plan's
  /// order, which does not depend on names or on when a file came.
  public func eachChunk(_ body: (Chunk) throws -> Void) throws {
    try each(
      """
      SELECT \(Self.chunkColumns) FROM chunks c JOIN documents d ON d.id = c.document
      WHERE c.current AND d.current AND d.id NOT IN (SELECT document FROM versions) ORDER BY c.document, c.position
      """
    ) { try body(try chunk($0)) }
  }

  /// The current chunks of a document, in order.
  public func chunks(of document: ContentHash) throws -> [Chunk] {
    try all(
      """
      SELECT \(Self.chunkColumns) FROM chunks c JOIN documents d ON d.id = c.document
      WHERE c.current AND c.document = ? ORDER BY c.position
      """, [document], chunk)
  }

  /// The current chunk of a document at a position.
  public func chunk(of document: ContentHash, at position: Int) throws -> Chunk? {
    try first(
      """
      SELECT \(Self.chunkColumns) FROM chunks c JOIN documents d ON d.id = c.document
      WHERE c.current AND c.document = ? AND c.position = ?
      """, [document, position], chunk)
  }

  /// A chunk, current or not.
  public func chunk(_ id: ContentHash) throws -> Chunk? {
    try first(
      "SELECT \(Self.chunkColumns) FROM chunks c JOIN documents d ON d.id = c.document WHERE c.id = ?", [id], chunk)
  }

  private func chunk(_ row: Row) throws -> Chunk {
    var chunk = Chunk(
      document: ContentHash(hex: row.text(0)), path: row.text(1), index: row.int(2), text: row.text(3),
      start: row.int(4), end: row.int(5), pages: try row.json(6, as: [Int].self), tokenCount: row.int(7),
      context: try row.json(8, as: [String].self), language: Language(rawValue: row.text(9)) ?? .en)
    if row.optionalText(11) != nil { chunk.section = try row.json(11, as: Section.self) }
    return chunk
  }
}
