import Records

/// Lines that begin something of their own, however the one above ends: a postal code, a date alone, `発行日：2024年…`, an
/// answer. Scalar by scalar and no further than needed: most lines of a paragraph are asked.
enum EntryLine {
  /// Characters before the colon of a label, and of a date, at most.
  private static let longestLabel = 8
  private static let longestDate = 14
  /// Glyphs of a line that is one of a list of entries, at most.
  private static let longestEntry = 40

  /// Whether a line begins a block of its own below one that has come to its end.
  static func beginsBlock(_ line: FlowLine) -> Bool {
    guard let first = line.words.first?.first else { return false }
    return isReply(line, first) || isLabelled(line, first)
  }

  /// Whether a line is an entry of its own below another in its block, which somebody ended: it is shorter than others, or
  /// an entry itself.
  static func isApart(_ line: FlowLine, below last: FlowLine, isLastShort: Bool) -> Bool {
    isEntry(line) && last.glyphCount <= longestEntry && (isLastShort || isEntry(last))
  }

  private static func isEntry(_ line: FlowLine) -> Bool {
    guard let first = line.words.first?.first else { return false }
    return first == "〒" || isDated(line, first) || isLabelled(line, first)
  }

  /// `Q：`, `A1．`: the question and answer of a list of them.
  private static func isReply(_ line: FlowLine, _ first: Unicode.Scalar) -> Bool {
    switch first {
    case "Q", "A", "Ｑ", "Ａ", "問", "答": break
    default: return false
    }
    let rest = line.text.unicodeScalars.dropFirst().drop { ListMarker.isDigit($0) }
    return rest.first == "：" || rest.first == "．" || rest.first == ":" && rest.contains { $0.isJapanese }
  }

  /// `2024年10月15日` alone, or `昭和55年　…`: the entry of a table of years.
  private static func isDated(_ line: FlowLine, _ first: Unicode.Scalar) -> Bool {
    guard ListMarker.isDigit(first) || eras.contains(first) else { return false }
    var count = 0
    var hasYear = false
    for scalar in line.text.unicodeScalars {
      if scalar == "\u{3000}" { return hasYear }
      if scalar == "年" { hasYear = true }
      guard ListMarker.isDigit(scalar) || scalar == " " || dateLetters.contains(scalar), count < longestDate else {
        return false
      }
      count += 1
    }
    return hasYear
  }

  private static let eras = Set("令平昭大明".unicodeScalars)
  private static let dateLetters = Set("令和平成昭大正明治元年月日一二三四五六七八九十〇".unicodeScalars)

  /// `請求番号：…`, `有効期限：…`
  private static func isLabelled(_ line: FlowLine, _ first: Unicode.Scalar) -> Bool {
    guard first.isJapanese else { return false }
    var count = 0
    for scalar in line.text.unicodeScalars {
      if scalar == "：" { return count >= 2 }
      guard scalar.isJapanese, count < longestLabel else { return false }
      count += 1
    }
    return false
  }
}
