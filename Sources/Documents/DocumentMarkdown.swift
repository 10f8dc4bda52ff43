public import Records

/// A document as Markdown: what `parse --format markdown` prints. Headers and footers are left out.
public enum DocumentMarkdown {
  /// The whole document, with a line end at its end.
  public static func render(_ document: Document) -> String {
    var out = ""
    var wasItem = false
    for block in document.blocks where !block.kind.isFurniture {
      let isItem = block.kind == .listItem
      // Items of one list stand line under line, everything else apart.
      if !out.isEmpty { out += wasItem && isItem ? "\n" : "\n\n" }
      out += markdown(block)
      wasItem = isItem
    }
    return out.isEmpty ? "" : out + "\n"
  }

  private static func markdown(_ block: Block) -> String {
    switch block.kind {
    case .heading: return String(repeating: "#", count: min(6, max(1, block.level ?? 1))) + " " + oneLine(block.text)
    case .listItem: return String(repeating: "  ", count: max(0, (block.level ?? 1) - 1)) + item(block.text)
    case .table: return table(block.rows ?? [[block.text]])
    case .code: return "```\n" + block.text + "\n```"
    case .caption: return "*" + escaped(oneLine(block.text)) + "*"
    case .paragraph, .footnote, .formula, .header, .footer: return escaped(block.text)
    }
  }

  private static func oneLine(_ text: String) -> String { text.split(separator: "\n").joined(separator: " ") }

  /// A numbered item keeps its number; a bullet becomes a dash.
  private static func item(_ text: String) -> String {
    guard let marker = ListMarker(text), marker.kind == .bullet else {
      return ListMarker(text) == nil || text.first?.isNumber != true ? "- " + oneLine(text) : oneLine(text)
    }
    let rest = text.unicodeScalars.dropFirst(marker.length).drop { ListMarker.isSpace($0) }
    return "- " + oneLine(String(Substring(rest)))
  }

  /// Text must not turn into a heading, a list or a quotation by how it begins.
  private static func escaped(_ text: String) -> String {
    guard let first = text.first, "#>-+*".contains(first) else { return text }
    return "\\" + text
  }

  private static func table(_ rows: [[String]]) -> String {
    guard let header = rows.first else { return "" }
    let lines = rows.map { row in
      "| "
        + row.map { $0.replacing("|", with: "\\|").split(separator: "\n").joined(separator: " ") }
        .joined(separator: " | ") + " |"
    }
    let rule = "|" + String(repeating: " --- |", count: header.count)
    return ([lines[0], rule] + lines.dropFirst()).joined(separator: "\n")
  }
}

/// A document as text: what `parse --format text` prints. Headers and footers are left out.
public enum DocumentPlainText {
  /// The whole document, blocks separated by an empty line.
  public static func render(_ document: Document) -> String {
    let texts = document.blocks.filter { !$0.kind.isFurniture }.map { block in
      block.rows.map { $0.map { $0.joined(separator: "\t") }.joined(separator: "\n") } ?? block.text
    }
    return texts.isEmpty ? "" : texts.joined(separator: "\n\n") + "\n"
  }
}
