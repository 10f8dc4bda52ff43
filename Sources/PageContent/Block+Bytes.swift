public import Records

// Blocks of text files as they travel through the pipe: no places on a page, no readings, no marks; what is a table has
// rows, and numbers are given where they arrive.
extension [Block] {
  /// The blocks as bytes. JSON would take ten times the memory and time for a large table.
  public func encoded() -> [UInt8] {
    var out = ByteWriter(capacity: reduce(16) { $0 + $1.text.utf8.count * ($1.rows == nil ? 1 : 2) + 32 })
    out.write(UInt32(count))
    for block in self { block.write(to: &out) }
    return out.bytes
  }

  /// Reads what `encoded()` wrote.
  ///
  /// - Throws: `ProtocolError.malformed` when the bytes do not make sense.
  public init(encoded bytes: [UInt8]) throws {
    var input = ByteReader(bytes)
    self = try (0..<input.count(ofSize: Block.leastSize)).map { _ in try Block(from: &input) }
    guard input.remaining == 0 else {
      throw ProtocolError.malformed(BilingualText(en: "blocks with something behind them", ja: "余分なデータのあるブロック"))
    }
  }
}

extension Block {
  private static let kinds = Kind.allCases
  /// Bytes of an empty block: kind, level, header rows, and the lengths of text, rows, spans and links.
  fileprivate static let leastSize = 1 + 1 + 2 + 4 * 4

  fileprivate func write(to out: inout ByteWriter) {
    out.write(UInt8(Self.kinds.firstIndex(of: kind) ?? 0))
    // 0 is none: levels and header rows count from 1.
    out.write(UInt8(clamping: level ?? 0))
    out.write(UInt16(clamping: headerRows ?? 0))
    out.write(text)
    out.write(UInt32(rows?.count ?? 0))
    for row in rows ?? [] {
      out.write(UInt32(row.count))
      for cell in row { out.write(cell) }
    }
    out.write(UInt32(spans?.count ?? 0))
    for span in spans ?? [] {
      for value in [span.row, span.column, span.rows, span.columns] { out.write(UInt32(clamping: value)) }
    }
    out.write(UInt32(links?.count ?? 0))
    for link in links ?? [] {
      out.write(UInt32(clamping: link.start))
      out.write(UInt32(clamping: link.end))
      out.write(link.target)
    }
  }

  fileprivate init(from input: inout ByteReader) throws {
    let kind = Int(try input.byte())
    guard kind < Self.kinds.count else {
      throw ProtocolError.malformed(BilingualText(en: "a block of unknown kind", ja: "種類の分からないブロック"))
    }
    let level = Int(try input.byte())
    let headerRows = Int(try input.uint16())
    self.init(
      id: "", page: 1, kind: Self.kinds[kind], level: level == 0 ? nil : level, text: try input.string())
    let rows = try (0..<input.count(ofSize: 4)).map { _ in
      try (0..<input.count(ofSize: 4)).map { _ in try input.string() }
    }
    if self.kind == .table { self.rows = rows }
    self.headerRows = headerRows == 0 ? nil : headerRows
    let spans = try (0..<input.count(ofSize: 16)).map { _ in
      CellSpan(
        row: Int(try input.uint32()), column: Int(try input.uint32()), rows: Int(try input.uint32()),
        columns: Int(try input.uint32()))
    }
    if !spans.isEmpty { self.spans = spans }
    let length = text.utf8.count
    let links = try (0..<input.count(ofSize: 12)).map { _ in
      let (start, end) = (Int(try input.uint32()), Int(try input.uint32()))
      guard start <= end, end <= length else {
        throw ProtocolError.malformed(BilingualText(en: "a link outside its text", ja: "本文の外を指すリンク"))
      }
      return Link(start: start, end: end, target: try input.string())
    }
    if !links.isEmpty { self.links = links }
    try checkSpans()
  }

  /// Spans and header rows must lie within the table: whoever draws it counts on that.
  private func checkSpans() throws {
    let rows = self.rows ?? []
    let fits = (spans ?? []).allSatisfy { span in
      span.rows >= 1 && span.columns >= 1 && span.row + span.rows <= rows.count
        && span.column + span.columns <= rows[span.row].count
    }
    guard fits, headerRows ?? 0 <= rows.count else {
      throw ProtocolError.malformed(BilingualText(en: "a table of another size", ja: "大きさの合わない表"))
    }
  }
}
