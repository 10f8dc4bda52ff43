import Foundation
import Records

/// Finds the blocks of a plain text.
struct PlainTextStructure {
  private var out = TextBlocks()
  private var paragraph: [String] = []
  /// Of its last line.
  private var paragraphIndent = 0
  private var item: (lines: [String], indent: Int)?
  private var itemIndents: [Int] = []

  mutating func blocks(of lines: [String]) -> [Block] {
    var position = 0
    while position < lines.count {
      position += take(lines, at: position)
    }
    flush()
    return out.blocks
  }

  /// Handles the line at a position and says how many lines it used.
  private mutating func take(_ lines: [String], at position: Int) -> Int {
    let line = lines[position]
    let text = line.trimmed
    if text.isEmpty || Self.isRule(text) || PlainTextTable.isBorder(text) && PlainTextTable(lines, at: position) == nil
    {
      flush()
      return 1
    }
    if position + 1 < lines.count, let level = Self.underline(lines[position + 1], of: text) {
      flush()
      out.append(.heading, level: level, text)
      return 2
    }
    if let level = headingLevel(text, isAlone: isAlone(lines, position), isFirst: isFirst) {
      flush()
      out.append(.heading, level: level, text)
      return 1
    }
    if let table = PlainTextTable(lines, at: position) {
      flush()
      out.append(table: table.rows, headerRows: table.headerRows)
      return table.lines
    }
    if let marker = ListMarker(text), Self.isItem(marker) {
      let indent = Self.indent(of: line)
      flush(endsList: false)
      item = ([text], indent)
      return 1
    }
    if Self.beginsArticle(text) { flush() }
    continueText(line, text)
    return 1
  }

  /// `第3条 …` at the start of a line begins an article, with or without an empty line before it.
  private static func beginsArticle(_ text: String) -> Bool {
    switch ListMarker(text)?.kind {
    case .article, .label: true
    case .section: text.hasPrefix("第")
    default: false
    }
  }

  private mutating func continueText(_ line: String, _ text: String) {
    if let open = item {
      // A hanging line belongs to the item, one at the margin does not unless the item broke off in a sentence.
      if Self.indent(of: line) > open.indent || !Self.endsSentence(open.lines[open.lines.count - 1]) {
        item?.lines.append(text)
        return
      }
      flush()
    }
    if beginsParagraph(line) { flush() }
    paragraphIndent = Self.indent(of: line)
    paragraph.append(text)
  }

  /// Whether a line that no empty line sets apart begins a paragraph by its indentation: an ideographic space, or one
  /// that is deeper than the line before, which ended a sentence.
  private func beginsParagraph(_ line: String) -> Bool {
    guard let last = paragraph.last else { return false }
    if line.hasPrefix("\u{3000}") { return true }
    return Self.indent(of: line) >= paragraphIndent + 2 && Self.endsSentence(last)
  }

  private var isFirst: Bool { out.blocks.isEmpty && paragraph.isEmpty && item == nil }

  private mutating func flush(endsList: Bool = true) {
    if !paragraph.isEmpty { out.append(.paragraph, TextBlocks.joined(paragraph)) }
    paragraph = []
    if let open = item {
      while let inner = itemIndents.last, open.indent < inner { itemIndents.removeLast() }
      if open.indent > itemIndents.last ?? -1 { itemIndents.append(open.indent) }
      out.append(.listItem, level: itemIndents.count, TextBlocks.joined(open.lines))
    } else if endsList {
      itemIndents = []
    }
    item = nil
  }

  private func isAlone(_ lines: [String], _ position: Int) -> Bool {
    let above = position == 0 || lines[position - 1].trimmed.isEmpty
    let below = position + 1 >= lines.count || lines[position + 1].trimmed.isEmpty
    return above && below
  }

  /// `第1章 総則`, `1.2 Purpose`, `■ お問い合わせ`, `【概要】`, `INTRODUCTION`, and the first line that stands alone.
  private func headingLevel(_ text: String, isAlone: Bool, isFirst: Bool) -> Int? {
    guard text.count <= 60, !Self.endsSentence(text), !text.hasSuffix("、"), !text.hasSuffix(",") else { return nil }
    if let marker = ListMarker(text) {
      switch marker.kind {
      case .section(let depth):
        return text.hasPrefix("第") || text.first?.isLetter == true || isAlone ? depth + 1 : nil
      case .article: return text.count <= 40 ? 4 : nil
      case .label: return 3
      case .note: return nil
      case .number: return isAlone && text.first?.isNumber == true ? 2 : nil
      case .bullet: return "■◆●□◇".contains(text.prefix(1)) && isAlone ? 3 : nil
      }
    }
    if text.hasPrefix("【"), text.hasSuffix("】") || text.hasSuffix("】：") { return 3 }
    if isFirst, isAlone { return 1 }
    let letters = text.unicodeScalars.filter { $0.isAlphabetic }
    guard isAlone, letters.count >= 4 else { return nil }
    if letters.allSatisfy({ $0.isUppercase }) { return 2 }
    return Self.isShortTitle(text) ? 3 : nil
  }

  /// A few words alone on a line that say no sentence: `Known problems`, `お問い合わせ先`.
  private static func isShortTitle(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, !text.contains(where: { "、。,;:：".contains($0) }) else { return false }
    if Language(guessing: text) == .ja { return text.count <= 25 }
    return first.isUppercase && text.split(separator: " ").count <= 8
  }

  private static func isItem(_ marker: ListMarker) -> Bool {
    switch marker.kind {
    case .bullet, .number: true
    case .section, .article, .label, .note: false
    }
  }

  private static func endsSentence(_ text: String) -> Bool {
    guard let last = text.unicodeScalars.last else { return true }
    return [".", "。", "!", "！", "?", "？"].contains(last)
  }

  /// Columns before the text; a full-width space takes two.
  private static func indent(of line: String) -> Int {
    var count = 0
    for scalar in line.unicodeScalars {
      switch scalar {
      case " ": count += 1
      case "\u{3000}": count += 2
      case "\t": count += 4
      default: return count
      }
    }
    return count
  }

  static func isRule(_ text: String) -> Bool {
    let marks: Set<Character> = ["-", "=", "*", "_", "─", "━", "―", "＝", "～", "~", "#"]
    return text.count >= 3 && text.allSatisfy { marks.contains($0) || $0 == " " }
  }

  /// A line of `=` (level 1) or `-` (level 2) under a short text.
  private static func underline(_ line: String, of text: String) -> Int? {
    let rule = line.trimmed
    guard rule.count >= 3, text.count <= 60, !isRule(text), let first = rule.first, rule.allSatisfy({ $0 == first })
    else { return nil }
    if "=＝━".contains(first) { return 1 }
    return "-─―~～".contains(first) ? 2 : nil
  }
}
