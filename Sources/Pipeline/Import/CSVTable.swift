import Records

/// A table of values with commas, tabs or semicolons between them (RFC 4180): quoted fields may hold commas, quotes (doubled) and line breaks.
struct CSVTable {
  /// A row and the line that it begins on, from 1.
  struct Row: Equatable {
    var line: Int
    var fields: [String]
  }

  /// A quote that is never closed.
  struct OpenQuote: Error {
    var line: Int
  }

  /// All rows that hold anything, the header among them.
  let rows: [Row]

  /// The separator is what stands most often in the first line: comma, tab, or the semicolon of spreadsheets where the comma
  /// is in numbers.
  init(_ text: String) throws(OpenQuote) {
    var bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    let first = bytes.prefix { $0 != 0x0A }
    let separators: [UInt8] = [0x2C, 0x09, 0x3B]
    let counts = separators.map { separator in first.count { $0 == separator } }
    let separator = zip(separators, counts).max { $0.1 < $1.1 }?.0 ?? 0x2C
    var rows: [Row] = []
    var row = Row(line: 1, fields: [])
    var field: [UInt8] = []
    var line = 1
    var openedAt: Int?
    var index = 0
    func endField() {
      row.fields.append(String(decoding: field, as: UTF8.self))
      field = []
    }
    func endRow() {
      endField()
      if row.fields.contains(where: { !$0.isEmpty }) { rows.append(row) }
      row = Row(line: line, fields: [])
    }
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x0A { line += 1 }
      if openedAt != nil {
        if byte != 0x22 {
          field.append(byte)
        } else if index + 1 < bytes.count, bytes[index + 1] == 0x22 {
          field.append(byte)
          index += 1
        } else {
          openedAt = nil
        }
      } else if byte == 0x22, field.isEmpty {
        openedAt = line
      } else if byte == separator {
        endField()
      } else if byte == 0x0A {
        endRow()
      } else if byte != 0x0D {
        field.append(byte)
      }
      index += 1
    }
    if let openedAt { throw OpenQuote(line: openedAt) }
    endRow()
    self.rows = rows
  }
}
