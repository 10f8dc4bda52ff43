import Foundation
import Records

// What a single line of Markdown is.
extension MarkdownStructure {
  static func headingLevel(_ text: String) -> Int? {
    let level = text.prefix { $0 == "#" }.count
    guard (1...6).contains(level) else { return nil }
    let rest = text.dropFirst(level)
    return rest.isEmpty || rest.first == " " || rest.first == "\u{3000}" ? level : nil
  }

  static func headingText(_ text: String) -> String {
    var rest = String(text.drop { $0 == "#" }).trimmed
    // Closing marks count only after a space: `# C#` is about C#.
    let body = rest.reversed().drop { $0 == "#" }
    if body.first == " " { rest = String(body.reversed()).trimmed }
    // `{#anchor}` is for the program that shows the page.
    if rest.hasSuffix("}"), let brace = rest.range(of: " {#", options: .backwards) {
      rest = String(rest[..<brace.lowerBound]).trimmed
    }
    return rest
  }

  static func underline(_ text: String) -> Int? {
    if text.allSatisfy({ $0 == "=" }) { return 1 }
    return text.count >= 2 && text.allSatisfy { $0 == "-" } ? 2 : nil
  }

  static func isRule(_ text: String) -> Bool {
    let marks = text.filter { $0 != " " }
    guard let first = marks.first, "-*_".contains(first) else { return false }
    return marks.count >= 3 && marks.allSatisfy { $0 == first }
  }

  static func indent(of line: String) -> Int {
    var column = 0
    for character in line {
      if character == " " { column += 1 } else if character == "\t" { column += 4 - column % 4 } else { break }
    }
    return column
  }

  static func isIndented(_ line: String, by columns: Int) -> Bool {
    !line.trimmed.isEmpty && line.first != "\u{3000}" && indent(of: line) >= columns
  }

  /// A line without so many columns of white space at its beginning.
  static func outdented(_ line: String, by columns: Int) -> String {
    var column = 0
    var rest = line[...]
    while column < columns, let first = rest.first, first == " " || first == "\t" {
      column += first == " " ? 1 : 4 - column % 4
      rest = rest.dropFirst()
    }
    return String(rest)
  }

  /// `- `, `* `, `+ `, `1. `, `1) ` with the columns where marker and text begin. A number stays in the text: it is
  /// what people refer to. So does the box of a task, `[x]` or `[ ]`: it says whether that is done.
  static func itemMarker(_ line: String) -> (column: Int, textColumn: Int, text: String)? {
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
    let content = String(rest).trimmed
    return (column, column + length + 1, digits.isEmpty ? content : text.prefix(length) + " " + content)
  }

  static func footnote(_ text: String) -> String? {
    guard text.hasPrefix("[^"), let end = text.range(of: "]:") else { return nil }
    return String(text[end.upperBound...]).trimmed
  }
}
