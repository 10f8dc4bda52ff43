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
  private var flow = LineFlow([], isMarkdown: true)
  private var paragraph: [TextLine] = []
  private var item: [TextLine]?
  private var note: [TextLine]?
  /// An empty line stands behind the open item or footnote: only a line indented as far as its text still belongs to it.
  private var isBehindGap = false
  private var tablesKept = 0
  /// Quotations within quotations; what is deeper than that loses all its marks at once.
  private var quotationDepth = 0
  private static let deepestQuotation = 8
  /// Columns at which the open list items' texts begin.
  private var itemColumns: [Int] = []

  mutating func read(_ lines: [String], _ take: ([Block]) throws -> Void) rethrows {
    let front = FrontMatter(lines)
    title = front?.title
    metadata = front?.entries ?? []
    let body = front.map { Array(lines.dropFirst($0.lines)) } ?? lines
    inline.references = Self.references(in: body)
    flow = LineFlow(body, isMarkdown: true)
    try takeAll(body) { try $0.handOnIfMany(take) }
    try out.handOn(take)
  }

  /// What a person should know about the text.
  var warnings: [DocumentWarning] { tablesKept == 0 ? [] : [Self.warning(ofTables: tablesKept)] }

  private mutating func takeAll(_ lines: [String], after: (inout TextBlocks) throws -> Void) rethrows {
    var position = 0
    while position < lines.count {
      position += take(lines, at: position)
      try after(&out)
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
      if item == nil, note == nil { flush(keepsList: true) }
      isBehindGap = true
      return 1
    }
    endsBehindGap(line)
    if let used = takeCode(lines, at: position) ?? takeComment(lines, at: position)
      ?? takeQuotation(lines, at: position) ?? takeHTMLTable(lines, at: position)
    {
      return used
    }
    if let used = takeIndentedCode(lines, at: position) { return used }
    if paragraph.isEmpty, item == nil, note == nil, MarkdownInline.definition(line) != nil { return 1 }
    if let level = Self.headingLevel(text) {
      flush()
      itemColumns = []
      out.append(.heading, level: level, inline.parse(Self.headingText(text)))
      return 1
    }
    if !paragraph.isEmpty, item == nil, let level = Self.underline(text) {
      let heading = TextBlocks.joined(paragraph.map(\.text))
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
      openItem(marker, line)
      return 1
    }
    continueText(line, text)
    return 1
  }

  /// Closes what an empty line ended: a paragraph below an item or footnote belongs to it where it is indented as far.
  private mutating func endsBehindGap(_ line: String) {
    guard isBehindGap else { return }
    isBehindGap = false
    let indent = Self.indent(of: line)
    if note != nil {
      if indent < 2 { flush() } else { note?.endLine() }
    } else if item != nil {
      let column = itemColumns.last ?? 0
      let isCode = indent >= column + 4
      if indent < column || isCode { flush(keepsList: true) } else { item?.endLine() }
    }
  }

  private mutating func continueText(_ line: String, _ text: String) {
    var read = TextLine(line)
    // Two spaces or a backslash at the end ask for a line break.
    if text.hasSuffix("\\") {
      read.text = String(text.dropLast()).trimmed
      read.breaks = true
    } else if line.hasSuffix("  ") {
      read.breaks = true
    }
    if let begin = Self.footnote(text) {
      flush()
      read.text = begin
      note = [read]
    } else if note != nil {
      note?.append(read)
    } else if item != nil {
      item?.append(read)
    } else {
      if Self.indent(of: line) < itemColumns.last ?? 0 { itemColumns = [] }
      paragraph.append(read)
    }
  }

  private mutating func openItem(_ marker: (column: Int, textColumn: Int, text: String), _ line: String) {
    flush(keepsList: true)
    while let inner = itemColumns.last, marker.column < inner { itemColumns.removeLast() }
    itemColumns.append(marker.textColumn)
    var first = TextLine(line)
    first.text = marker.text
    first.breaks = line.hasSuffix("  ")
    item = [first]
  }

  private mutating func flush(keepsList: Bool = false) {
    isBehindGap = false
    if let lines = note { out.append(.footnote, inline.parse(flow.lines(lines).joined(separator: "\n"))) }
    note = nil
    if let lines = item {
      out.append(
        .listItem, level: max(1, itemColumns.count), inline.parse(flow.lines(lines).joined(separator: "\n")))
    }
    item = nil
    flushParagraph()
    if !keepsList { itemColumns = [] }
  }

  /// Lines that Markdown does not know as items, but every reader: `・…`, `（1）…`, `①…`.
  private mutating func flushParagraph() {
    var open: [String] = []
    for line in flow.lines(paragraph) {
      let kind = ListMarker(line)?.kind
      if kind == .bullet || kind == .number {
        out.append(.paragraph, inline.parse(open.joined(separator: "\n")))
        open = []
        out.append(.listItem, level: itemColumns.count + 1, inline.parse(line))
      } else {
        open.append(line)
      }
    }
    out.append(.paragraph, inline.parse(open.joined(separator: "\n")))
    paragraph = []
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
    guard paragraph.isEmpty, item == nil, note == nil, Self.isIndented(lines[start], by: indent),
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
        let rest =
          quotationDepth < Self.deepestQuotation ? text.dropFirst() : text.drop { $0 == ">" || $0.isWhitespace }
        inside.append(String(rest.first == " " ? rest.dropFirst() : rest))
      } else if !text.isEmpty, let last = inside.last, !last.trimmed.isEmpty, Self.continuesQuotation(text) {
        inside.append(text)
      } else {
        break
      }
    }
    var quotation = MarkdownStructure()
    quotation.inline = inline
    quotation.quotationDepth = quotationDepth + 1
    quotation.flow = LineFlow(inside, isMarkdown: true)
    quotation.takeAll(inside) { _ in }
    tablesKept += quotation.tablesKept
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
      if !rest.isEmpty, !rest.hasPrefix("<!--") { paragraph.append(TextLine(rest)) }
    }
    return end - start + 1
  }

  /// A table in HTML: rows and cells where it is a plain one, else as it stands.
  private mutating func takeHTMLTable(_ lines: [String], at start: Int) -> Int? {
    guard let found = Self.htmlTable(lines, at: start) else { return nil }
    flush(keepsList: true)
    // Words may stand behind the closing tag.
    let end = found.markup.range(of: "</table>", options: [.caseInsensitive, .backwards])?.upperBound
    let markup = end.map { String(found.markup[..<$0]) } ?? found.markup
    if end != nil, let table = HTMLTable(markup) {
      if let caption = table.caption { out.append(.caption, inline.parse(caption)) }
      out.append(
        table: table.rows.map { $0.map(inline.parse) }, headerRows: table.headerRows,
        spans: table.spans.isEmpty ? nil : table.spans)
    } else {
      out.append(.code, markup)
      tablesKept += 1
    }
    let rest = end.map { String(found.markup[$0...]).trimmed } ?? ""
    if !rest.isEmpty { paragraph.append(TextLine(rest)) }
    return found.lines
  }
}

extension [TextLine] {
  /// What follows stands on a line of its own.
  fileprivate mutating func endLine() {
    if !isEmpty { self[count - 1].breaks = true }
  }
}
