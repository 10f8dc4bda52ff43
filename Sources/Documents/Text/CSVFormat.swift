import PageContent
import Records

/// Tables as text: values separated by commas, semicolons or tabs, in quotation marks where they hold these or line ends.
struct CSVFormat: TextFormat {
  static let mediaType = MediaType.csv

  mutating func read(_ file: TextFile, _ take: ([Block]) throws -> Void) throws -> TextSummary {
    let values = SeparatedValues(lines: file.lines)
    let table = CSVTable(values)
    try table.read(take)
    return TextSummary(language: language(of: file), warnings: file.warnings + table.warnings)
  }
}

/// Records as a table: what stands above it, its header, and rows of equal length.
///
/// A file is gone through twice, first for its shape: of all its values only those of one block are held at a time.
struct CSVTable {
  /// So many rows make one block. A longer table is several blocks, each with the header once more, as when it is printed.
  static let rowsABlock = 1000
  /// Fewer rows, where a table is as wide as no person's.
  private static let cellsABlock = 1_000_000
  private static let bytesABlock = 4 << 20

  private let values: SeparatedValues
  /// What every record with a value in it looks like.
  private let shapes: ArraySlice<SeparatedValues.Shape>
  /// How many records stand above the table: a title, a date.
  private let prefaceCount: Int
  /// Columns of the widest row.
  private let columns: Int
  private(set) var warnings: [DocumentWarning]

  init(_ values: SeparatedValues) {
    self.values = values
    let (all, unclosed) = values.shapes()
    let filled = all.filter { $0.filled > 0 }
    // The usual length decides: a title above the table and a remark below have one value alone.
    var lengths: [Int: Int] = [:]
    for shape in filled { lengths[shape.values, default: 0] += 1 }
    let width = lengths.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
    var body = filled[...]
    while width >= 3, body.count > 2, body.first?.filled == 1 { body = body.dropFirst() }
    prefaceCount = filled.count - body.count
    shapes = body
    columns = body.reduce(0) { max($0, $1.values) }
    let uneven = body.filter { $0.values != width }
    warnings = unclosed.map { [Self.unclosed(line: $0)] } ?? []
    if let first = uneven.first { warnings.append(Self.uneven(uneven.count, width: width, line: first.line)) }
  }

  /// Hands on the lines above the table as paragraphs, then the table.
  func read(_ take: ([Block]) throws -> Void) throws {
    var out = TextBlocks()
    var part = Part(most: max(1, min(Self.rowsABlock, Self.cellsABlock / max(1, columns))))
    var position = 0
    try values.forEach { record in
      guard record.isFilled else { return }
      position += 1
      if position <= prefaceCount {
        out.append(.paragraph, record.values.joined().trimmed)
        return
      }
      let row = record.values.map(\.trimmed) + [String](repeating: "", count: columns - record.values.count)
      if position == prefaceCount + 1, shapes.count > 1, Self.isHeader(row) {
        part.header = [row]
      } else {
        part.append(row)
      }
      if part.isFull { part.end(&out) }
      try out.handOnIfMany(take)
    }
    part.end(&out)
    try out.handOn(take)
  }

  /// The rows of the next block.
  private struct Part {
    let most: Int
    var header: [[String]] = []
    private var rows: [[String]] = []
    private var bytes = 0

    init(most: Int) { self.most = most }

    var isFull: Bool { rows.count >= most || bytes >= CSVTable.bytesABlock }

    mutating func append(_ row: [String]) {
      rows.append(row)
      bytes += row.reduce(0) { $0 + $1.utf8.count }
    }

    mutating func end(_ out: inout TextBlocks) {
      if !rows.isEmpty { out.append(table: header + rows, headerRows: header.isEmpty ? nil : 1) }
      rows = []
      bytes = 0
    }
  }

  /// A header names its columns: no empty name in front, no figure, no name twice.
  static func isHeader(_ row: [String]) -> Bool {
    let names = row.filter { !$0.isEmpty }
    guard names.count * 2 > row.count, Set(names).count == names.count else { return false }
    return !names.contains { name in
      let figures = CompatibilityForm.normalize(name).unicodeScalars.filter { !$0.isWhitespace }
      return figures.allSatisfy { $0.properties.numericType != nil || ".,:/-+%¥$€£".unicodeScalars.contains($0) }
    }
  }

  private static func uneven(_ count: Int, width: Int, line: Int) -> DocumentWarning {
    DocumentWarning(
      code: "uneven-rows",
      message: BilingualText(
        en: "\(count) rows have more or fewer values than the others (\(width)), the first in line \(line); "
          + "check the separators and quotation marks there",
        ja: "値の数がほかの行（\(width) 個）と違う行が \(count) 行あります。最初は \(line) 行目です。"
          + "区切り文字と引用符を確認してください。"))
  }

  private static func unclosed(line: Int) -> DocumentWarning {
    DocumentWarning(
      code: "unclosed-quote",
      message: BilingualText(
        en: "a quotation mark in line \(line) is never closed; it was read as a character like any other",
        ja: "\(line) 行目の引用符が閉じられていません。ふつうの文字として読みました。"))
  }
}
