import Foundation
import Records

/// A line of a text file and the columns it takes: two for a character of full width.
struct TextLine {
  /// Without white space at both ends.
  var text: String
  /// Columns before the text.
  let indent: Int
  /// The column behind its last character.
  let end: Int
  /// Whether the file itself asks for a line break behind it, as Markdown does with two spaces.
  var breaks = false

  init(_ line: String) {
    text = line.trimmed
    indent = Self.indent(of: line)
    end = text.unicodeScalars.reduce(indent) { $0 + Self.columns($1) }
  }

  private static func columns(_ scalar: Unicode.Scalar) -> Int {
    (0xFF61...0xFF9F).contains(scalar.value) || !scalar.isWide ? 1 : 2
  }

  /// The columns that a character takes.
  static func columns(of character: Character) -> Int {
    character.unicodeScalars.reduce(0) { $0 + columns($1) }
  }

  /// Columns before the text; a full-width space takes two.
  static func indent(of line: String) -> Int {
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

  /// Whether a sentence ends with the line.
  var endsSentence: Bool {
    guard let last = text.unicodeScalars.last else { return true }
    return ".。!！?？｡".unicodeScalars.contains(last)
  }

  /// Whether a sentence ends somewhere in the line.
  var holdsSentenceEnd: Bool { endsSentence || text.contains("。") || text.contains(". ") }

  /// `場所：会議室`, `From: the office`: a few words and a colon. Where the value begins, in columns; nil for other lines.
  var labelColumn: Int? {
    var column = indent
    var words = 1
    var last: Unicode.Scalar = " "
    let scalars = Array(text.unicodeScalars.prefix(26))
    for (index, scalar) in scalars.enumerated() {
      column += Self.columns(scalar)
      if scalar == "：" || scalar == ":" {
        // `10:30`, `http://`
        let next = index + 1 < scalars.count ? scalars[index + 1] : " "
        guard index > 0, last.properties.numericType == nil, scalar == "：" || ListMarker.isSpace(next) || next.isWide,
          words <= 3, scalars[0].isWide || scalars[0].isUppercase
        else { return nil }
        return column + scalars[(index + 1)...].prefix(while: ListMarker.isSpace).reduce(0) { $0 + Self.columns($1) }
      }
      if "。、，．.,!?！？「」をは".unicodeScalars.contains(scalar) || last.isWide && index > 14 { return nil }
      if scalar == " ", last != " " { words += 1 }
      last = scalar
    }
    return nil
  }

  /// `緑茶 ………… 420円`: a row of dots between two things.
  var hasLeader: Bool {
    var dots = 0
    var before = false
    for scalar in text.unicodeScalars where scalar != " " && scalar != "\u{3000}" {
      switch scalar {
      case ".", "·", "・", "．": dots += 1
      case "…": dots += 3
      case "‥": dots += 2
      default:
        // Two ellipses are a pause in Japanese, unless a number stands behind them.
        if before, dots >= 7 || dots >= 5 && scalar.properties.numericType != nil && !scalar.isJapanese { return true }
        dots = 0
        before = true
      }
    }
    return false
  }

  /// `（定義）`: words in brackets alone on a line, such as the caption of an article.
  var isBracketed: Bool {
    text.count <= 30 && !text.contains("。")
      && (text.hasPrefix("（") && text.hasSuffix("）") || text.hasPrefix("(") && text.hasSuffix(")"))
  }

  /// `〒100-0001`, `電話 03-…`, `TEL 03-…`
  var isContact: Bool {
    ["〒", "電話", "TEL", "Tel", "FAX", "Fax", "E-mail", "ＴＥＬ", "ＦＡＸ"].contains { text.hasPrefix($0) }
      && text.unicodeScalars.contains { $0.properties.numericType != nil || $0 == "@" } && !text.contains("。")
  }

  /// `A1. …`, `Q: …`, `問：…`
  var isQuestionOrAnswer: Bool {
    guard let first = text.first, "QAＱＡ問答".contains(first) else { return false }
    let digits = text.dropFirst().prefix { $0.isNumber }
    guard let mark = text.dropFirst(1 + digits.count).first else { return false }
    return "：:".contains(mark) || !digits.isEmpty && ".．)）、".contains(mark)
  }
}
