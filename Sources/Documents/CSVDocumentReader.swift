public import Foundation
public import Records

/// Tables as text: values separated by commas, semicolons or tabs, in quotation marks where they hold these or line ends.
public struct CSVDocumentReader: DocumentReader {
  /// Needs nothing: encoding and separator are found in each file.
  public init() {}

  /// CSV and its relative with tabs.
  public var mediaTypes: [MediaType] { [.csv] }

  /// Reads a file in any of the known encodings into one page of size zero.
  ///
  /// - Throws: `UnreadableDocument`: `missing`, `no-permission`, `empty-file`, or `unsupported-type` if it is no text.
  public func read(_ url: URL, as source: SourceFile) async throws -> Document {
    let file = try TextFile(url, as: source)
    let content = SeparatedValues(lines: file.lines)
    let table = CSVTable(content.records)
    let blocks = table.blocks()
    return Document(
      source: source, title: DocumentTitle.find(in: blocks, metadata: nil, path: source.path),
      language: Language(guessing: file.lines.prefix(2000).joined()), pages: [TextFile.page], blocks: blocks,
      warnings: file.warnings + content.warnings + table.warnings)
  }
}

/// Records as a table: what stands above it, its header, and rows of equal length.
struct CSVTable {
  /// So many rows make one block. A longer table is several blocks, each with the header once more, as when it is printed.
  static let rowsABlock = 1000

  private var preface: [String] = []
  private var header: [String]?
  private var rows: [[String]] = []
  private(set) var warnings: [DocumentWarning] = []

  init(_ records: [SeparatedValues.Record]) {
    let filled = records.filter { $0.values.contains { !$0.trimmed.isEmpty } }
    // The usual length decides: a title above the table and a remark below have one value alone.
    var lengths: [Int: Int] = [:]
    for record in filled { lengths[record.values.count, default: 0] += 1 }
    let width = lengths.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
    var body = filled[...]
    while width >= 3, let first = body.first, first.values.filter({ !$0.trimmed.isEmpty }).count == 1, body.count > 2 {
      preface.append(first.values.joined().trimmed)
      body = body.dropFirst()
    }
    warn(of: body, width: width)
    let widest = body.map(\.values.count).max() ?? 0
    rows = body.map { record in
      record.values.map(\.trimmed) + [String](repeating: "", count: widest - record.values.count)
    }
    if let first = rows.first, rows.count > 1, Self.isHeader(first) { header = rows.removeFirst() }
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

  private mutating func warn(of body: ArraySlice<SeparatedValues.Record>, width: Int) {
    let uneven = body.filter { $0.values.count != width }
    guard let first = uneven.first else { return }
    warnings.append(
      DocumentWarning(
        code: "uneven-rows",
        message: BilingualText(
          en:
            "\(uneven.count) rows have more or fewer values than the others (\(width)), the first in line \(first.line); "
            + "check the separators and quotation marks there",
          ja: "値の数がほかの行（\(width) 個）と違う行が \(uneven.count) 行あります。最初は \(first.line) 行目です。"
            + "区切り文字と引用符を確認してください。")))
  }

  func blocks() -> [Block] {
    var out = TextBlocks()
    for line in preface { out.append(.paragraph, line) }
    let above = header.map { [$0] } ?? []
    if rows.isEmpty, !above.isEmpty { out.append(table: above) }
    for start in stride(from: 0, to: rows.count, by: Self.rowsABlock) {
      let part = rows[start..<min(start + Self.rowsABlock, rows.count)]
      out.append(table: above + part, headerRows: header == nil ? nil : 1)
    }
    return out.blocks
  }
}
