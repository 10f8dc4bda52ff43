import Records

/// The records of a CSV text (RFC 4180, and what spreadsheets write besides).
struct SeparatedValues {
  /// One record and the line of the file where it begins, from 1.
  struct Record: Hashable {
    var values: [String]
    var line: Int
  }

  private(set) var records: [Record] = []
  private(set) var separator: Unicode.Scalar
  private(set) var warnings: [DocumentWarning] = []

  /// Takes the lines of a file; a quoted value may go over several of them.
  init(lines: [String]) {
    var lines = lines[...]
    // Excel's own way of naming the separator.
    if let first = lines.first, first.utf8.count == 5, first.lowercased().hasPrefix("sep="),
      let mark = first.unicodeScalars.last
    {
      separator = mark
      lines = lines.dropFirst()
    } else {
      separator = Self.likeliestSeparator(of: lines)
    }
    var open: [Int] = []
    records = Self.parse(lines, separator, unclosed: &open)
    if let line = open.first {
      warnings.append(
        DocumentWarning(
          code: "unclosed-quote",
          message: BilingualText(
            en: "a quotation mark in line \(line) is never closed; it was read as a character like any other",
            ja: "\(line) 行目の引用符が閉じられていません。ふつうの文字として読みました。")))
    }
  }

  /// The separator that gives most of the first records the same length, above one.
  private static func likeliestSeparator(of lines: ArraySlice<String>) -> Unicode.Scalar {
    var best: (score: Int, separator: Unicode.Scalar) = (0, ",")
    for separator: Unicode.Scalar in [",", "\t", ";", "|"] {
      var open: [Int] = []
      let records = parse(lines.prefix(60), separator, unclosed: &open).filter { $0.values != [""] }
      var lengths: [Int: Int] = [:]
      for record in records where record.values.count > 1 { lengths[record.values.count, default: 0] += 1 }
      guard let usual = lengths.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { continue }
      // Agreement first, then the number of columns: a comma within German figures agrees by accident at most.
      let score = usual.value * 1000 / max(1, records.count) * 10 + min(9, usual.key)
      if score > best.score { best = (score, separator) }
    }
    return best.separator
  }

  private static func parse(
    _ lines: ArraySlice<String>, _ separator: Unicode.Scalar, unclosed: inout [Int]
  ) -> [Record] {
    var records: [Record] = []
    var index = lines.startIndex
    while index < lines.endIndex {
      if let (values, used) = record(lines[index...], separator, honoursQuotes: true) {
        records.append(Record(values: values, line: index + 1))
        index += used
      } else {
        unclosed.append(index + 1)
        let values = record(lines[index...], separator, honoursQuotes: false)?.values ?? [lines[index]]
        records.append(Record(values: values, line: index + 1))
        index += 1
      }
    }
    return records
  }

  /// A quoted value may be this many lines long; a quotation mark that nothing closes so far is a character.
  private static let longestValue = 200

  /// The record that begins with the first line, and how many lines it takes; nil where a quotation mark is not closed.
  private static func record(
    _ lines: ArraySlice<String>, _ separator: Unicode.Scalar, honoursQuotes: Bool
  ) -> (values: [String], lines: Int)? {
    var values: [String] = []
    var value = String.UnicodeScalarView()
    var isQuoted = false
    var used = 0
    for line in lines.prefix(longestValue) {
      used += 1
      var scalars = line.unicodeScalars[...]
      while let scalar = scalars.popFirst() {
        if isQuoted {
          if scalar != "\"" {
            value.append(scalar)
          } else if scalars.first == "\"" {
            value.append("\"")
            scalars.removeFirst()
          } else {
            isQuoted = false
          }
        } else if scalar == separator {
          values.append(String(value))
          value = String.UnicodeScalarView()
        } else if honoursQuotes, scalar == "\"", value.allSatisfy(\.isWhitespace) {
          value = String.UnicodeScalarView()
          isQuoted = true
        } else {
          value.append(scalar)
        }
      }
      guard isQuoted else {
        values.append(String(value))
        return (values, used)
      }
      value.append("\n")
    }
    return nil
  }
}
