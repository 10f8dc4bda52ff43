import Foundation
import Records

/// Finds the blocks of a plain text.
struct PlainTextStructure {
  private var out = TextBlocks()
  private var flow = LineFlow([])
  private var titles: NumberedTitles?
  private var paragraph: [TextLine] = []
  private var item: (lines: [TextLine], indent: Int)?
  private var itemIndents: [Int] = []

  mutating func read(_ lines: [String], _ take: ([Block]) throws -> Void) rethrows {
    flow = LineFlow(lines)
    titles = NumberedTitles(lines, flow)
    var position = 0
    while position < lines.count {
      position += self.take(lines, at: position)
      try out.handOnIfMany(take)
    }
    flush()
    try out.handOn(take)
  }

  /// Handles the line at a position and says how many lines it used.
  private mutating func take(_ lines: [String], at position: Int) -> Int {
    let line = TextLine(lines[position])
    let text = line.text
    if text.isEmpty || PlainTextHeading.isRule(text)
      || PlainTextTable.isBorder(text) && PlainTextTable(lines, at: position) == nil
    {
      flush()
      return 1
    }
    let next = position + 1 < lines.count ? TextLine(lines[position + 1]) : TextLine("")
    if let level = PlainTextHeading.underline(next.text, of: text), PlainTextTable(lines, at: position) == nil {
      flush()
      out.append(.heading, level: titles?.level(at: position) ?? level, text)
      return 2
    }
    if line.hasLeader {
      // An entry of a table of contents, or of a price list.
      flush()
      out.append(.paragraph, text)
      return 1
    }
    if line.isBracketed, Self.beginsArticle(Self.nextText(lines, after: position)) {
      flush()
      out.append(.paragraph, text)
      return 1
    }
    if let level = headingLevel(line, before: next, at: position, in: lines) {
      flush()
      out.append(.heading, level: level, text)
      return 1
    }
    if let table = PlainTextTable(lines, at: position) {
      flush()
      out.append(table: table.rows, headerRows: table.headerRows)
      return table.lines
    }
    if let marker = ListMarker(text), Self.isItem(marker), !goesOn(in: line) {
      flush(endsList: false)
      item = ([line], line.indent)
      return 1
    }
    if Self.beginsArticle(text), !goesOn(in: line) { flush() }
    continueText(line, raw: lines[position])
    return 1
  }

  /// The level of a heading that no strokes underline.
  private func headingLevel(_ line: TextLine, before next: TextLine, at position: Int, in lines: [String]) -> Int? {
    guard !goesOn(in: line) else { return nil }
    if let level = titles?.level(at: position) { return level }
    if titles?.isItem(at: position) == true { return nil }
    let isAlone = (position == 0 || lines[position - 1].trimmed.isEmpty) && next.text.isEmpty
    return PlainTextHeading.level(line, before: next, isAlone: isAlone, isFirst: isFirst, flow)
  }

  private static func nextText(_ lines: [String], after position: Int) -> String {
    lines[(position + 1)...].lazy.map(\.trimmed).first { !$0.isEmpty } ?? ""
  }

  /// `第3条 …` at the start of a line begins an article, with or without an empty line before it; `第3条の規定` does not.
  private static func beginsArticle(_ text: String) -> Bool {
    guard let marker = ListMarker(text) else { return false }
    let next = text.unicodeScalars.dropFirst(marker.length).first ?? " "
    switch marker.kind {
    case .article: return ListMarker.isSpace(next) || "（(【「：:．.".unicodeScalars.contains(next)
    case .label: return true
    case .section: return text.hasPrefix("第")
    default: return false
    }
  }

  /// Whether a line that looks like the beginning of something is the rest of what stands above it: Latin words that
  /// were wrapped before a number or the name of a section.
  private func goesOn(in line: TextLine) -> Bool {
    guard let last = paragraph.last ?? item?.lines.last, !last.endsSentence,
      last.text.unicodeScalars.last?.isWide == false,
      let kind = ListMarker(line.text)?.kind, kind != .bullet, kind != .note
    else { return false }
    return flow.isFull(last, before: line) && !last.text.hasSuffix(":")
  }

  private mutating func continueText(_ line: TextLine, raw: String) {
    if let open = item, let last = open.lines.last {
      // A hanging line belongs to the item, one at the margin only where the item broke off in a sentence.
      if line.indent > open.indent || flow.goesOn(last, line) {
        item?.lines.append(line)
        return
      }
      flush()
    }
    if beginsParagraph(line, raw: raw) { flush() }
    paragraph.append(line)
  }

  /// Whether a line that no empty line sets apart begins a paragraph by its indentation: an ideographic space where the
  /// line before does not go on, or deeper than the line before, which ended a sentence.
  private func beginsParagraph(_ line: TextLine, raw: String) -> Bool {
    guard let last = paragraph.last else { return false }
    if let value = last.labelColumn, line.indent >= value - 1 { return false }
    if raw.hasPrefix("\u{3000}") { return !flow.goesOn(last, line) }
    return line.indent >= last.indent + 2 && last.endsSentence
  }

  private var isFirst: Bool { out.isEmpty && paragraph.isEmpty && item == nil }

  private mutating func flush(endsList: Bool = true) {
    out.append(.paragraph, flow.lines(paragraph).joined(separator: "\n"))
    paragraph = []
    if let open = item {
      while let inner = itemIndents.last, open.indent < inner { itemIndents.removeLast() }
      if open.indent > itemIndents.last ?? -1 { itemIndents.append(open.indent) }
      out.append(.listItem, level: itemIndents.count, flow.lines(open.lines).joined(separator: "\n"))
    } else if endsList {
      itemIndents = []
    }
    item = nil
  }

  private static func isItem(_ marker: ListMarker) -> Bool {
    switch marker.kind {
    case .bullet, .number: true
    // `2.1 Travel` under `2. Budget`; standing alone it is a heading.
    case .section: true
    case .article, .label, .note: false
    }
  }
}
