public import Foundation
public import Records

/// Markdown: headings, nested lists, tables, code; front matter is metadata and no text.
public struct MarkdownDocumentReader: DocumentReader {
  /// Needs nothing: encoding and structure are found in each file.
  public init() {}

  /// Markdown alone.
  public var mediaTypes: [MediaType] { [.markdown] }

  /// Reads a file in any of the known encodings into one page of size zero.
  ///
  /// - Throws: `UnreadableDocument`: `missing`, `no-permission`, `empty-file`, or `unsupported-type` if it is no text.
  public func read(_ url: URL, as source: SourceFile) async throws -> Document {
    let file = try TextFile(url, as: source)
    var structure = MarkdownStructure()
    let blocks = structure.blocks(of: file.lines)
    return Document(
      source: source, title: DocumentTitle.find(in: blocks, metadata: structure.title, path: source.path),
      language: Language(guessing: blocks.map(\.text).joined()), pages: [TextFile.page], blocks: blocks,
      warnings: file.warnings)
  }
}

/// Finds the blocks of a Markdown text (CommonMark's block structure as far as documents use it, and GitHub's tables).
struct MarkdownStructure {
  /// `title:` of the front matter.
  private(set) var title: String?
  private var out = TextBlocks()
  private var paragraph: [String] = []
  private var item: [String]?
  /// Columns at which the open list items' texts begin.
  private var itemColumns: [Int] = []

  mutating func blocks(of lines: [String]) -> [Block] {
    var position = takeFrontMatter(lines)
    while position < lines.count {
      position += take(lines, at: position)
    }
    flush()
    return out.blocks
  }

  private mutating func takeFrontMatter(_ lines: [String]) -> Int {
    guard lines.first?.trimmed == "---",
      let end = lines.dropFirst().firstIndex(where: { $0.trimmed == "---" || $0.trimmed == "..." })
    else { return 0 }
    for line in lines[1..<end] where line.lowercased().hasPrefix("title:") {
      title = line.dropFirst("title:".count).trimmingCharacters(in: .whitespaces.union(["\"", "'"]))
    }
    return end + 1
  }

  /// Handles the line at a position and says how many lines it used.
  private mutating func take(_ lines: [String], at position: Int) -> Int {
    let line = lines[position]
    let text = line.trimmed
    if text.isEmpty {
      flush(keepsList: true)
      return 1
    }
    if let used = takeCode(lines, at: position) ?? takeComment(lines, at: position) { return used }
    if let level = Self.headingLevel(text) {
      flush()
      itemColumns = []
      out.append(.heading, level: level, MarkdownInline.plain(Self.headingText(text)))
      return 1
    }
    if !paragraph.isEmpty, item == nil, let level = Self.underline(text) {
      let heading = TextBlocks.joined(paragraph)
      paragraph = []
      out.append(.heading, level: level, MarkdownInline.plain(heading))
      return 1
    }
    if Self.isRule(text) {
      flush()
      return 1
    }
    if let rows = Self.table(lines, at: position) {
      flush()
      out.append(table: rows.cells)
      return rows.lines
    }
    if let marker = Self.itemMarker(line) {
      openItem(marker)
      return 1
    }
    continueText(line, text)
    return 1
  }

  private mutating func continueText(_ line: String, _ text: String) {
    if let note = Self.footnote(text) {
      flush()
      out.append(.footnote, MarkdownInline.plain(note))
    } else if item != nil {
      item?.append(text)
    } else {
      if Self.indent(of: line) < itemColumns.last ?? 0 { itemColumns = [] }
      paragraph.append(String(text.drop { $0 == ">" || $0 == " " && text.hasPrefix(">") }))
    }
  }

  private mutating func openItem(_ marker: (column: Int, textColumn: Int, text: String)) {
    flush(keepsList: true)
    while let inner = itemColumns.last, marker.column < inner { itemColumns.removeLast() }
    itemColumns.append(marker.textColumn)
    item = [marker.text]
  }

  private mutating func flush(keepsList: Bool = false) {
    if let lines = item {
      out.append(.listItem, level: max(1, itemColumns.count), MarkdownInline.plain(TextBlocks.joined(lines)))
    }
    item = nil
    if !paragraph.isEmpty { out.append(.paragraph, MarkdownInline.plain(TextBlocks.joined(paragraph))) }
    paragraph = []
    if !keepsList { itemColumns = [] }
  }

  /// Fenced code, kept as it stands.
  private mutating func takeCode(_ lines: [String], at start: Int) -> Int? {
    let text = lines[start].trimmed
    guard let mark = text.first, mark == "`" || mark == "~" else { return nil }
    let fence = text.prefix { $0 == mark }
    guard fence.count >= 3 else { return nil }
    flush(keepsList: true)
    let end =
      lines[(start + 1)...].firstIndex { line in
        let closing = line.trimmed
        return closing.hasPrefix(fence) && closing.allSatisfy { $0 == mark }
      } ?? lines.count
    out.append(.code, lines[(start + 1)..<end].joined(separator: "\n"))
    return min(end, lines.count - 1) - start + 1
  }

  private mutating func takeComment(_ lines: [String], at start: Int) -> Int? {
    guard lines[start].trimmed.hasPrefix("<!--") else { return nil }
    flush(keepsList: true)
    guard let end = lines[start...].firstIndex(where: { $0.contains("-->") }) else { return lines.count - start }
    return end - start + 1
  }

  // MARK: - Single lines

  private static func headingLevel(_ text: String) -> Int? {
    let level = text.prefix { $0 == "#" }.count
    guard (1...6).contains(level) else { return nil }
    let rest = text.dropFirst(level)
    return rest.isEmpty || rest.first == " " || rest.first == "\u{3000}" ? level : nil
  }

  private static func headingText(_ text: String) -> String {
    var rest = String(text.drop { $0 == "#" }).trimmed
    // Closing marks count only after a space: `# C#` is about C#.
    let body = rest.reversed().drop { $0 == "#" }
    if body.first == " " { rest = String(body.reversed()).trimmed }
    return rest
  }

  private static func underline(_ text: String) -> Int? {
    if text.allSatisfy({ $0 == "=" }) { return 1 }
    return text.count >= 2 && text.allSatisfy { $0 == "-" } ? 2 : nil
  }

  private static func isRule(_ text: String) -> Bool {
    let marks = text.filter { $0 != " " }
    guard let first = marks.first, "-*_".contains(first) else { return false }
    return marks.count >= 3 && marks.allSatisfy { $0 == first }
  }

  private static func indent(of line: String) -> Int {
    var column = 0
    for character in line {
      if character == " " { column += 1 } else if character == "\t" { column += 4 - column % 4 } else { break }
    }
    return column
  }

  /// `- `, `* `, `+ `, `1. `, `1) ` with the columns where marker and text begin. A number stays in the text: it is
  /// what people refer to.
  private static func itemMarker(_ line: String) -> (column: Int, textColumn: Int, text: String)? {
    let column = indent(of: line)
    let text = line.trimmed
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let length: Int
    if digits.isEmpty {
      guard let first = text.first, "-*+".contains(first) else { return nil }
      length = 1
    } else {
      guard digits.count <= 9, let mark = text.dropFirst(digits.count).first, ".)".contains(mark) else { return nil }
      length = digits.count + 1
    }
    let rest = text.dropFirst(length)
    guard rest.first == " " || rest.first == "\t" else { return nil }
    var content = String(rest).trimmed
    for box in ["[ ] ", "[x] ", "[X] "] where content.hasPrefix(box) { content.removeFirst(box.count) }
    return (column, column + length + 1, digits.isEmpty ? content : text.prefix(length) + " " + content)
  }

  private static func footnote(_ text: String) -> String? {
    guard text.hasPrefix("[^"), let end = text.range(of: "]:") else { return nil }
    return String(text[end.upperBound...]).trimmed
  }

  // MARK: - Tables

  private static func table(_ lines: [String], at start: Int) -> (cells: [[String]], lines: Int)? {
    guard start + 1 < lines.count, lines[start].contains("|"), isDelimiter(lines[start + 1]) else { return nil }
    let header = cells(of: lines[start])
    guard header.count == cells(of: lines[start + 1]).count else { return nil }
    var rows = [header]
    var position = start + 2
    while position < lines.count, lines[position].contains("|"), !lines[position].trimmed.isEmpty {
      var row = cells(of: lines[position])
      row += [String](repeating: "", count: max(0, header.count - row.count))
      rows.append(Array(row.prefix(header.count)))
      position += 1
    }
    return (rows.map { $0.map(MarkdownInline.plain) }, position - start)
  }

  private static func isDelimiter(_ line: String) -> Bool {
    let text = line.trimmed
    return text.contains("-") && text.contains("|") && text.allSatisfy { "|-: ".contains($0) }
  }

  private static func cells(of line: String) -> [String] {
    var text = line.trimmed[...]
    if text.first == "|" { text = text.dropFirst() }
    if text.last == "|", !text.hasSuffix("\\|") { text = text.dropLast() }
    var cells = [""]
    var isEscaped = false
    for character in text {
      if character == "|", !isEscaped {
        cells.append("")
      } else {
        if character == "|" { cells[cells.count - 1].removeLast() }
        cells[cells.count - 1].append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    return cells.map(\.trimmed)
  }
}
