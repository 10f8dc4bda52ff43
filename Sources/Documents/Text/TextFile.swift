import Foundation
import Records

/// The lines of a text file, whatever its encoding and line ends.
struct TextFile {
  var lines: [String]
  var warnings: [DocumentWarning] = []

  /// Reads a file.
  ///
  /// - Throws: `UnreadableDocument` when it is not there, may not be read, is empty or is no text.
  init(_ url: URL, as source: SourceFile) throws {
    try UnreadableDocument.checkReadable(url, path: source.path)
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      let why = BilingualText(reasonOf: error)
      throw UnreadableDocument(
        path: source.path, reason: .missing,
        detail: BilingualText(
          en: "the file cannot be read (\(why.en)); check that it is still there",
          ja: "ファイルを読めません（\(why.ja)）。まだその場所にあるか確認してください。"))
    }
    guard let decoded = TextEncoding.decode(data) else {
      throw UnreadableDocument(
        path: source.path, reason: .unsupportedType,
        detail: BilingualText(
          en: "the file holds bytes that are no text in any known encoding; save it as UTF-8",
          ja: "どの文字コードとしても読めないバイトが含まれています。UTF-8 で保存し直してください。"))
    }
    lines = Self.lines(of: decoded.text)
    warnings = TextWarnings.about(decoded)
    warnings += repairMojibake()
  }

  /// Puts right what was read in a wrong encoding before, and says so.
  private mutating func repairMojibake() -> [DocumentWarning] {
    var repaired = 0
    var garbled = 0
    for (index, line) in lines.enumerated() {
      if let text = Mojibake.repaired(line) {
        lines[index] = text
        repaired += 1
      } else if Mojibake.isGarbled(line) {
        garbled += 1
      }
    }
    return TextWarnings.aboutMojibake(repaired: repaired, garbled: garbled)
  }

  init(_ text: String) { lines = Self.lines(of: text) }

  /// Lines end with LF, CR LF or CR.
  static func lines(of text: String) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\r", "\u{0C}":
        lines.append(String(line))
        line = String.UnicodeScalarView()
      case "\n":
        if previous != "\r" {
          lines.append(String(line))
          line = String.UnicodeScalarView()
        }
      case "\u{FEFF}", "\0": break
      default: line.append(scalar)
      }
      previous = scalar
    }
    if !line.isEmpty { lines.append(String(line)) }
    return lines
  }

  /// A page of size zero, which is what a text file has.
  static let page = Page(number: 1, width: 0, height: 0)
}

/// Numbers blocks of a text file as they are found.
struct TextBlocks {
  private(set) var blocks: [Block] = []

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
    block.id = "b\(blocks.count + 1)"
    blocks.append(block)
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
        text += String(cell.text.map { $0.isNewline ? " " : $0 })
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
  /// Without white space at both ends, the ideographic space included.
  var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
