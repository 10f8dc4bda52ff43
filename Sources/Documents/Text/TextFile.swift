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
    if decoded.isGuess {
      warnings.append(
        DocumentWarning(
          code: "encoding-guessed",
          message: BilingualText(
            en: "read as \(decoded.encoding.rawValue); save the file as UTF-8 if characters are wrong",
            ja: "\(decoded.encoding.rawValue) として読みました。文字が違っていたら、UTF-8 で保存し直してください。")))
    }
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

  mutating func append(_ kind: Block.Kind, level: Int? = nil, _ text: String, rows: [[String]]? = nil) {
    guard !text.isEmpty else { return }
    blocks.append(
      Block(id: "b\(blocks.count + 1)", page: 1, kind: kind, level: level, text: text, rows: rows))
  }

  mutating func append(table rows: [[String]]) {
    append(.table, rows.map { $0.joined(separator: " | ") }.joined(separator: "\n"), rows: rows)
  }

  /// Joins lines of a paragraph: nothing between Japanese, a space in English.
  static func joined(_ lines: [String]) -> String {
    var text = ""
    for line in lines {
      if let last = text.unicodeScalars.last, let first = line.unicodeScalars.first, !last.isWide, !first.isWide {
        text += " "
      }
      text += line
    }
    return text
  }
}

extension String {
  /// Without white space at both ends, the ideographic space included.
  var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
