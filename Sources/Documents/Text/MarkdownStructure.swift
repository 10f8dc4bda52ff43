import Foundation
import Records

/// Finds the blocks of a Markdown text (CommonMark's block structure as far as documents use it, and GitHub's tables).
struct MarkdownStructure {
  /// `title:` of the front matter.
  private(set) var title: String?
  /// All that the front matter says, in its order.
  private(set) var metadata: [MetadataEntry] = []
  private var inline = MarkdownInline()
  private var out = TextBlocks()
  private var paragraph: [String] = []
  private var item: [String]?
  /// Columns at which the open list items' texts begin.
  private var itemColumns: [Int] = []

  mutating func blocks(of lines: [String]) -> [Block] {
    let front = FrontMatter(lines)
    title = front?.title
    metadata = front?.entries ?? []
    let body = Array(lines.dropFirst(front?.lines ?? 0))
    inline.references = Self.references(in: body)
    takeAll(body)
    return out.blocks
  }

  private mutating func takeAll(_ lines: [String]) {
    var position = 0
    while position < lines.count {
      position += take(lines, at: position)
    }
    flush()
  }

  /// The addresses that links name, from anywhere in the text; the first of a name counts.
  private static func references(in lines: [String]) -> [String: String] {
    var found: [String: String] = [:]
    for case let (name, target)? in lines.map(MarkdownInline.definition) where found[name] == nil {
      found[name] = target
    }
    return found
  }

  /// Handles the line at a position and says how many lines it used.
  private mutating func take(_ lines: [String], at position: Int) -> Int {
    let line = lines[position]
    let text = line.trimmed
    if text.isEmpty {
      flush(keepsList: true)
      return 1
    }
    if let used = takeCode(lines, at: position) ?? takeComment(lines, at: position)
      ?? takeQuotation(lines, at: position)
    {
      return used
    }
    if let used = takeIndentedCode(lines, at: position) { return used }
    if paragraph.isEmpty, item == nil, MarkdownInline.definition(line) != nil { return 1 }
    if let level = Self.headingLevel(text) {
      flush()
      itemColumns = []
      out.append(.heading, level: level, inline.parse(Self.headingText(text)))
      return 1
    }
    if !paragraph.isEmpty, item == nil, let level = Self.underline(text) {
      let heading = TextBlocks.joined(paragraph)
      paragraph = []
      out.append(.heading, level: level, inline.parse(heading))
      return 1
    }
    if Self.isRule(text) {
      flush()
      return 1
    }
    if let rows = Self.table(lines, at: position) {
      flush()
      out.append(table: rows.cells.map { $0.map(inline.parse) }, headerRows: 1)
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
      out.append(.footnote, inline.parse(note))
    } else if item != nil {
      item?.append(text)
    } else {
      if Self.indent(of: line) < itemColumns.last ?? 0 { itemColumns = [] }
      paragraph.append(text)
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
      out.append(.listItem, level: max(1, itemColumns.count), inline.parse(TextBlocks.joined(lines)))
    }
    item = nil
    if !paragraph.isEmpty { out.append(.paragraph, inline.parse(TextBlocks.joined(paragraph))) }
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
    let indent = Self.indent(of: lines[start])
    out.append(.code, lines[(start + 1)..<end].map { Self.outdented($0, by: indent) }.joined(separator: "\n"))
    return min(end, lines.count - 1) - start + 1
  }

  /// Lines indented by four columns behind an empty line, deeper than a list's text would be.
  private mutating func takeIndentedCode(_ lines: [String], at start: Int) -> Int? {
    let indent = (itemColumns.last ?? 0) + 4
    guard paragraph.isEmpty, item == nil, Self.isIndented(lines[start], by: indent),
      Self.itemMarker(lines[start]) == nil
    else { return nil }
    var code: [String] = []
    for line in lines[start...] {
      guard line.trimmed.isEmpty || Self.isIndented(line, by: indent) else { break }
      code.append(Self.outdented(line, by: indent))
    }
    while code.last?.trimmed.isEmpty == true { code.removeLast() }
    flush(keepsList: true)
    out.append(.code, code.joined(separator: "\n"))
    return code.count
  }

  /// Lines behind `>`: blocks like any others, without the marks.
  private mutating func takeQuotation(_ lines: [String], at start: Int) -> Int? {
    guard lines[start].trimmed.hasPrefix(">"), Self.indent(of: lines[start]) < 4 + (itemColumns.last ?? 0) else {
      return nil
    }
    flush()
    var inside: [String] = []
    for line in lines[start...] {
      let text = line.trimmed
      if text.hasPrefix(">") {
        let rest = text.dropFirst()
        inside.append(String(rest.first == " " ? rest.dropFirst() : rest))
      } else if !text.isEmpty, let last = inside.last, !last.trimmed.isEmpty, Self.continuesQuotation(text) {
        inside.append(text)
      } else {
        break
      }
    }
    var quotation = MarkdownStructure()
    quotation.inline = inline
    quotation.takeAll(inside)
    for block in quotation.out.blocks { out.append(block) }
    return inside.count
  }

  /// A line without `>` goes on with a quoted paragraph unless it begins something of its own.
  private static func continuesQuotation(_ text: String) -> Bool {
    headingLevel(text) == nil && itemMarker(text) == nil && !isRule(text) && !text.hasPrefix("```")
      && !text.hasPrefix("|")
  }

  private mutating func takeComment(_ lines: [String], at start: Int) -> Int? {
    guard lines[start].trimmed.hasPrefix("<!--") else { return nil }
    flush(keepsList: true)
    guard let end = lines[start...].firstIndex(where: { $0.contains("-->") }) else { return lines.count - start }
    if let behind = lines[end].range(of: "-->") {
      let rest = String(lines[end][behind.upperBound...]).trimmed
      if !rest.isEmpty, !rest.hasPrefix("<!--") { paragraph.append(rest) }
    }
    return end - start + 1
  }
}
