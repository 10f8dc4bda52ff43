public import Records

/// A document as Markdown: what `parse --format markdown` prints. Headers and footers are left out.
public enum DocumentMarkdown {
  /// The whole document, with a line end at its end.
  public static func render(_ document: Document) -> String {
    var out = ""
    var wasItem = false
    // Where the texts of the open items begin: what is nested stands below them.
    var columns: [Int] = []
    for block in document.blocks where !block.kind.isFurniture {
      let isItem = block.kind == .listItem
      // Items of one list stand line under line, everything else apart.
      if !out.isEmpty { out += wasItem && isItem ? "\n" : "\n\n" }
      if isItem {
        columns = Array(columns.prefix(max(0, (block.level ?? 1) - 1)))
        let (text, column) = item(block.text, indent: columns.last ?? 2 * max(0, (block.level ?? 1) - 1))
        out += text
        columns.append(column)
      } else {
        columns = []
        out += markdown(block)
      }
      wasItem = isItem
    }
    return out.isEmpty ? "" : out + "\n"
  }

  private static func markdown(_ block: Block) -> String {
    switch block.kind {
    case .heading: return String(repeating: "#", count: min(6, max(1, block.level ?? 1))) + " " + oneLine(block.text)
    case .listItem: return item(block.text, indent: 0).text
    case .table: return table(block.rows ?? [[block.text]])
    case .code: return "```\n" + block.text + "\n```"
    case .caption: return "*" + escaped(oneLine(block.text)) + "*"
    case .paragraph, .footnote, .formula, .header, .footer:
      return broken(block.text.split(separator: "\n").map { escaped(String($0)) })
    }
  }

  /// Lines that stay lines when the Markdown is read: two spaces at the end of each but the last.
  private static func broken(_ lines: [some StringProtocol], indent: Int = 0) -> String {
    lines.joined(separator: "  \n" + String(repeating: " ", count: indent))
  }

  private static func oneLine(_ text: String) -> String { text.split(separator: "\n").joined(separator: " ") }

  /// A numbered item keeps its number; a bullet becomes a dash. Its further lines hang under its text, at
  /// the column that comes with it.
  private static func item(_ text: String, indent: Int) -> (text: String, column: Int) {
    let lines = text.split(separator: "\n").map(String.init)
    guard let first = lines.first else { return ("", indent) }
    var (mark, rest) = ("- ", first)
    if let marker = ListMarker(first) {
      if marker.kind == .bullet {
        let behind = first.unicodeScalars.dropFirst(marker.length).drop { ListMarker.isSpace($0) }
        rest = String(Substring(behind))
      } else if first.first?.isNumber == true {
        mark = ""
      }
    }
    let hanging = indent + (mark.isEmpty ? first.prefix { $0 != " " }.count + 1 : 2)
    return (String(repeating: " ", count: indent) + mark + broken([rest] + lines.dropFirst(), indent: hanging), hanging)
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
