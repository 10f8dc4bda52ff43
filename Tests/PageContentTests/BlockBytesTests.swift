import Foundation
import Records
import TestSupport
import Testing

@testable import PageContent

@Suite struct BlockBytesTests {
  private var blocks: [Block] {
    var item = Block(id: "", page: 1, kind: .listItem, level: 2, text: "規程を見る")
    item.links = [Link(start: 0, end: 6, target: "rules.md")]
    var table = Block(
      id: "", page: 1, kind: .table, text: "Days | \n10 | 20", rows: [["Days", ""], ["10", "20"]])
    table.headerRows = 1
    table.spans = [CellSpan(row: 0, column: 0, rows: 1, columns: 2)]
    return [item, table, Block(id: "", page: 1, kind: .code, text: "")]
  }

  @Test func `blocks come out of the pipe as they went in`() throws {
    #expect(try [Block](encoded: blocks.encoded()) == blocks)
    guard case .blocks(let read) = try ReaderReply(encoded: ReaderReply.blocks(blocks).encoded()) else {
      Issue.record("another kind of reply")
      return
    }
    #expect(read == blocks)
  }

  @Test func `blocks cut at any byte are an error and never a trap`() {
    let bytes = blocks.encoded()
    for length in 0..<bytes.count {
      #expect(throws: ProtocolError.self) { try [Block](encoded: Array(bytes[..<length])) }
    }
    #expect(throws: ProtocolError.self) { try [Block](encoded: bytes + [0]) }
  }

  @Test func `Fuzz: damaged blocks in the pipe are an error or blocks, and never a trap`() async throws {
    let whole = Data(blocks.encoded())
    try await Fuzzing.run("damaged-blocks", rounds: 2000) { seed, random in
      guard let read = try? [Block](encoded: [UInt8](whole.damaged(using: &random))) else { return }
      for block in read {
        #expect(block.links?.allSatisfy { $0.end <= block.text.utf8.count } ?? true, "seed \(seed)")
        #expect(block.headerRows ?? 0 <= block.rows?.count ?? 0, "seed \(seed)")
      }
    }
  }

  @Test func `impossible counts are refused before memory is taken for them`() {
    let error = #expect(throws: ProtocolError.self) { try [Block](encoded: [0xFF, 0xFF, 0xFF, 0xFF]) }
    #expect(error?.text.en.contains("a list ends early") == true)
  }

  @Test func `a span that leaves its table is refused`() {
    var table = Block(id: "", page: 1, kind: .table, text: "a", rows: [["a"]])
    table.spans = [CellSpan(row: 0, column: 0, rows: 1, columns: 2)]
    let error = #expect(throws: ProtocolError.self) { try [Block](encoded: [table].encoded()) }
    #expect(error?.text.en.contains("a table of another size") == true)
  }
}
