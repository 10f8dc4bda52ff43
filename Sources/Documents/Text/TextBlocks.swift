import Records

/// Numbers blocks of a text file as they are found, and hands them on: a reader need not hold all of a large file's.
struct TextBlocks {
  /// Those that were not handed on.
  private(set) var blocks: [Block] = []
  private var handedOn = 0
  /// Of the blocks' text.
  private var bytes = 0
  /// Enough for one reply.
  private static let mostBlocks = 1000
  private static let mostBytes = 256 << 10

  /// Gives what has come together, once it is worth a reply.
  mutating func handOnIfMany(_ take: ([Block]) throws -> Void) rethrows {
    guard blocks.count >= Self.mostBlocks || bytes >= Self.mostBytes else { return }
    try handOn(take)
  }

  /// Gives all that is left.
  mutating func handOn(_ take: ([Block]) throws -> Void) rethrows {
    guard !blocks.isEmpty else { return }
    try take(blocks)
    handedOn += blocks.count
    blocks = []
    bytes = 0
  }

  /// Whether there was none so far.
  var isEmpty: Bool { blocks.isEmpty && handedOn == 0 }

  mutating func append(_ kind: Block.Kind, level: Int? = nil, _ text: String) {
    append(kind, level: level, MarkedText(text: text))
  }

  mutating func append(_ kind: Block.Kind, level: Int? = nil, _ marked: MarkedText) {
    guard !marked.text.isEmpty else { return }
    var block = Block(id: "", page: 1, kind: kind, level: level, text: marked.text)
    block.links = marked.links.isEmpty ? nil : marked.links
    append(block)
  }

  /// A block that was found apart, with a number of this list.
  mutating func append(_ block: Block) {
    var block = block
    block.id = "b\(handedOn + blocks.count + 1)"
    blocks.append(block)
    bytes += block.text.utf8.count
  }

  mutating func append(table rows: [[String]], headerRows: Int? = nil) {
    append(table: rows.map { $0.map { MarkedText(text: $0) } }, headerRows: headerRows)
  }

  /// Rows on lines, cells separated by ` | `; a line break within a cell is a space in the text, and stays in the cell.
  mutating func append(table rows: [[MarkedText]], headerRows: Int? = nil, spans: [CellSpan]? = nil) {
    var text = ""
    var links: [Link] = []
    for (index, row) in rows.enumerated() {
      if index > 0 { text += "\n" }
      for (column, cell) in row.enumerated() {
        if column > 0 { text += " | " }
        let offset = text.utf8.count
        links += cell.links.map { Link(start: $0.start + offset, end: $0.end + offset, target: $0.target) }
        text += cell.text.mayHoldNewline ? String(cell.text.map { $0.isNewline ? " " : $0 }) : cell.text
      }
    }
    guard !text.isEmpty else { return }
    var block = Block(id: "", page: 1, kind: .table, text: text, rows: rows.map { $0.map(\.text) })
    block.headerRows = headerRows
    block.spans = spans
    block.links = links.isEmpty ? nil : links
    append(block)
  }

  /// Joins lines of a paragraph: nothing between Japanese, a space in English.
  static func joined(_ lines: [String]) -> String {
    var text = lines.first ?? ""
    for (last, line) in zip(lines, lines.dropFirst()) { text += (isApart(last, line) ? " " : "") + line }
    return text
  }

  /// Whether a space stands between two lines of a paragraph.
  static func isApart(_ last: String, _ line: String) -> Bool {
    guard let end = last.unicodeScalars.last, let first = line.unicodeScalars.first else { return false }
    return !end.isWide && !first.isWide
  }
}

extension String {
  /// False where it certainly holds none; looking at every character takes long in large tables.
  fileprivate var mayHoldNewline: Bool {
    utf8.contains { (0x0A...0x0D).contains($0) || $0 == 0xC2 || $0 == 0xE2 }
  }
}
