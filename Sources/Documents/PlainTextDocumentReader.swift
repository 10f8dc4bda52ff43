public import Foundation
public import Records

/// Plain text: structure by underlines, numbering, bullets and blank lines.
public struct PlainTextDocumentReader: DocumentReader {
  /// Needs nothing: encoding and structure are found in each file.
  public init() {}

  /// Plain text alone.
  public var mediaTypes: [MediaType] { [.plainText] }

  /// Reads a file in any of the known encodings into one page of size zero.
  ///
  /// - Throws: `UnreadableDocument`: `missing`, `no-permission`, `empty-file`, or `unsupported-type` if it is no text.
  public func read(_ url: URL, as source: SourceFile) async throws -> Document {
    let file = try TextFile(url, as: source)
    var structure = PlainTextStructure()
    let blocks = structure.blocks(of: file.lines)
    return Document(
      source: source, title: DocumentTitle.find(in: blocks, metadata: nil, path: source.path),
      language: Language(guessing: file.lines.prefix(2000).joined()), pages: [TextFile.page], blocks: blocks,
      warnings: file.warnings)
  }
}

/// Finds the blocks of a plain text.
struct PlainTextStructure {
  private var out = TextBlocks()
  private var paragraph: [String] = []
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
    if text.isEmpty || Self.isRule(text) {
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
    if let table = Self.table(lines, at: position) {
      flush()
      out.append(table: table)
      return table.count
    }
    if let marker = ListMarker(text), Self.isItem(marker) {
      let indent = Self.indent(of: line)
      flush(endsList: false)
      item = ([text], indent)
      return 1
    }
    continueText(line, text)
    return 1
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
    if line.hasPrefix("\u{3000}"), !paragraph.isEmpty { flush() }
    paragraph.append(text)
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
      case .number: return isAlone && text.first?.isNumber == true ? 2 : nil
      case .bullet: return "■◆●□◇".contains(text.prefix(1)) && isAlone ? 3 : nil
      }
    }
    if text.hasPrefix("【"), text.hasSuffix("】") || text.hasSuffix("】：") { return 3 }
    if isFirst, isAlone { return 1 }
    let letters = text.unicodeScalars.filter { $0.properties.isAlphabetic }
    guard isAlone, letters.count >= 4 else { return nil }
    if letters.allSatisfy({ $0.properties.isUppercase }) { return 2 }
    return Self.isShortTitle(text) ? 3 : nil
  }

  /// A few words alone on a line that say no sentence: `Known problems`, `お問い合わせ先`.
  private static func isShortTitle(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, !text.contains(where: { "、。,;:：".contains($0) }) else { return false }
    if Language(guessing: text) == .ja { return text.count <= 25 }
    return first.properties.isUppercase && text.split(separator: " ").count <= 8
  }

  private static func isItem(_ marker: ListMarker) -> Bool {
    switch marker.kind {
    case .bullet, .number: true
    case .section, .article: false
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

  private static func isRule(_ text: String) -> Bool {
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

  /// Lines with the same number of tabs, or of stretches of several spaces: at least two of them.
  private static func table(_ lines: [String], at start: Int) -> [[String]]? {
    var rows: [[String]] = []
    for line in lines[start...] {
      guard let cells = cells(of: line), cells.count == rows.first?.count ?? cells.count else { break }
      rows.append(cells)
    }
    return rows.count >= 2 ? rows : nil
  }

  private static func cells(of line: String) -> [String]? {
    let text = line.trimmed
    if text.contains("\t") {
      return text.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).trimmed }
    }
    if text.filter({ $0 == "|" }).count >= 2 {
      return text.trimmingCharacters(in: ["|"]).split(separator: "|", omittingEmptySubsequences: false).map {
        String($0).trimmed
      }
    }
    var cells: [String] = []
    var cell = ""
    var spaces = 0
    for character in text {
      if character == " " || character == "\u{3000}" {
        spaces += character == " " ? 1 : 2
      } else {
        if spaces >= 3, !cell.isEmpty {
          cells.append(cell)
          cell = ""
        } else if spaces > 0, !cell.isEmpty {
          cell += spaces == 2 ? "\u{3000}" : " "
        }
        spaces = 0
        cell.append(character)
      }
    }
    cells.append(cell)
    guard cells.count >= 2, ListMarker(text) == nil || cells.count >= 3 else { return nil }
    return cells
  }
}
