import Foundation
import Records
import TestSupport
import Testing

@testable import Documents

@Suite struct CSVTests {
  private func document(_ text: String, name: String = "table.csv") async throws -> Document {
    try await document(Data(text.utf8), name: name)
  }

  private func document(_ data: Data, name: String = "table.csv") async throws -> Document {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent(name)
    try data.write(to: url)
    let source = try DocumentLibrary.sourceFile(at: url, path: "corpora/\(name)")
    return try TextDocumentReader.inProcess(url, as: source)
  }

  @Test func `rows become a table with the first as its header`() async throws {
    let read = try await document("型番,価格\nKL-210,28600\nFM-80,92000\n")
    let table = try #require(read.blocks.first)
    #expect(read.blocks.count == 1 && table.kind == .table)
    #expect(table.rows == [["型番", "価格"], ["KL-210", "28600"], ["FM-80", "92000"]])
    #expect(table.headerRows == 1)
    #expect(table.text == "型番 | 価格\nKL-210 | 28600\nFM-80 | 92000")
    #expect(read.source.mediaType == "text/csv" && read.warnings.isEmpty)
  }

  @Test(arguments: [",", ";", "\t", "|"])
  func `the separator is found`(separator: String) async throws {
    let lines = [["name", "price, in euro", "note"], ["a", "1,50", "x"], ["b", "2,75", "y"], ["c", "3,00", "z"]]
    let text = lines.map { row in
      row.map { $0.contains(separator) ? "\"\($0)\"" : $0 }.joined(separator: separator)
    }.joined(separator: "\r\n")
    #expect(try await document(text).blocks.first?.rows == lines)
  }

  @Test func `quoted values hold separators, quotation marks and line ends`() async throws {
    let read = try await document("a,b\n\"x, y\",\"he said \"\"no\"\"\"\n\"two\r\nlines\", \"z\"\n")
    #expect(read.blocks.first?.rows == [["a", "b"], ["x, y", "he said \"no\""], ["two\nlines", "z"]])
    #expect(read.blocks.first?.text == "a | b\nx, y | he said \"no\"\ntwo lines | z")
  }

  @Test func `a quotation mark that nothing closes costs one line, and is named`() async throws {
    let read = try await document("size,part\n\"5 mm,bolt\n6 mm,nut\n7 mm,ring\n")
    #expect(read.blocks.first?.rows == [["size", "part"], ["\"5 mm", "bolt"], ["6 mm", "nut"], ["7 mm", "ring"]])
    #expect(read.warnings.map(\.code) == ["unclosed-quote"])
    #expect(read.warnings.first?.message.en.contains("line 2") == true)
  }

  @Test func `a title above the table is text, and rows of other lengths are named`() async throws {
    let read = try await document("部品一覧,,\n\n品名,数量,単価\nねじ,10,5\nばね,3,20,特注\nナット,8\n")
    #expect(read.blocks.map(\.kind) == [.paragraph, .table])
    #expect(read.blocks[0].text == "部品一覧")
    #expect(read.blocks[1].rows?[0] == ["品名", "数量", "単価", ""])
    #expect(read.blocks[1].rows?[2] == ["ばね", "3", "20", "特注"])
    #expect(read.warnings.map(\.code) == ["uneven-rows"])
    #expect(read.warnings.first?.message.ja.contains("5 行目") == true)
  }

  @Test func `figures in the first row are no header`() async throws {
    let table = try #require(try await document("2024,10,3\n2025,12,4\n").blocks.first)
    #expect(table.headerRows == nil && table.rows?.count == 2)
  }

  @Test func `a long table is several blocks, each with the header`() async throws {
    let text = "番号,名前\n" + (1...2500).map { "\($0),社員\($0)\n" }.joined()
    let read = try await document(text)
    #expect(read.blocks.map { $0.rows?.count } == [1001, 1001, 501])
    #expect(read.blocks.allSatisfy { $0.headerRows == 1 && $0.rows?.first == ["番号", "名前"] })
    #expect(read.blocks[2].rows?.last == ["2500", "社員2500"])
  }

  @Test func `Shift_JIS and tabs from a spreadsheet are read`() async throws {
    let data = try #require("氏名\t部署\r\n山田\t総務部\r\n佐藤\t経理部\r\n".data(using: .shiftJIS))
    let read = try await document(data, name: "名簿.tsv")
    #expect(read.blocks.first?.rows == [["氏名", "部署"], ["山田", "総務部"], ["佐藤", "経理部"]])
    #expect(read.warnings.map(\.code) == ["encoding-guessed"])
  }

  @Test func `Excel's own line names the separator`() async throws {
    #expect(try await document("sep=;\na;b\n1;2\n").blocks.first?.rows == [["a", "b"], ["1", "2"]])
  }
}
