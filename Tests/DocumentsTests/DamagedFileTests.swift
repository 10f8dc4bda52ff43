import Foundation
import Records
import TestSupport
import Testing

@testable import Documents

/// Damaged files are read or named, and never cost more than themselves.
@Suite struct DamagedFileTests {
  private static let texts = [
    "# 見出し\n\n本文です。\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- 項目 1\n  - 項目 2\n\n```\ncode\n```\n",
    "1. Intro\n\nName:\tvalue\n\nSECTION\n=======\n\n  * item one\n  * item two\r\n",
  ]

  private func check(_ document: Document, _ seed: UInt64) {
    let pages = Set(document.pages.map(\.number))
    #expect(Set(document.blocks.map(\.id)).count == document.blocks.count, "seed \(seed)")
    for block in document.blocks {
      #expect(pages.contains(block.page), "seed \(seed)")
      #expect(block.rects.allSatisfy { [$0.x0, $0.y0, $0.x1, $0.y1].allSatisfy(\.isFinite) }, "seed \(seed)")
      #expect(!block.text.isEmpty || block.kind == .table, "seed \(seed)")
    }
  }

  @Test func `Fuzz: a damaged PDF is read or named, and the next file is read as ever`() async throws {
    let pool = ReaderPool(executable: try TestLocations.builtProduct(named: "shikomi-reader"), count: 1)
    let library = DocumentLibrary(pool: pool)
    let folder = try TemporaryFolder()
    let originals = try ["table.pdf", "two-columns.pdf", "japanese-list.pdf", "running-header.pdf", "encrypted.pdf"]
      .map { try Data(contentsOf: TestLocations.sampleFixture($0)) }
    let whole = TestLocations.sampleFixture("table.pdf")
    let expected = try await library.read(whole, as: DocumentLibrary.sourceFile(at: whole, path: "table.pdf"))
    try await Fuzzing.run("damaged-pdf", rounds: 40) { seed, random in
      let original = originals.randomElement(using: &random) ?? Data()
      let file = try folder.write(original.damaged(using: &random), to: "\(seed).pdf")
      defer { try? FileManager.default.removeItem(at: file) }
      do {
        check(try await library.read(file, as: DocumentLibrary.sourceFile(at: file, path: "corpora/a.pdf")), seed)
      } catch let error as UnreadableDocument {
        #expect(error.path == "corpora/a.pdf", "seed \(seed)")
      }
      if seed % 10 == 0 {
        let again = try await library.read(whole, as: DocumentLibrary.sourceFile(at: whole, path: "table.pdf"))
        #expect(again == expected, "seed \(seed)")
      }
    }
  }

  @Test func `Fuzz: damaged Markdown, text and CSV is read or named`() async throws {
    let pool = ReaderPool(executable: try TestLocations.builtProduct(named: "shikomi-reader"), count: 1)
    let library = DocumentLibrary(pool: pool)
    let folder = try TemporaryFolder()
    try await Fuzzing.run("damaged-text", rounds: 400) { seed, random in
      var bytes = Data((Self.texts.randomElement(using: &random) ?? "").utf8)
      if Bool.random(using: &random) {
        let text = String(decoding: bytes, as: UTF8.self)
        bytes = text.data(using: Bool.random(using: &random) ? .shiftJIS : .utf16) ?? bytes
      }
      let name = ["a.md", "a.txt", "a.csv"].randomElement(using: &random) ?? "a.md"
      let file = try folder.write(bytes.damaged(using: &random), to: name)
      do {
        check(try await library.read(file, as: DocumentLibrary.sourceFile(at: file, path: "corpora/a")), seed)
      } catch let error as UnreadableDocument {
        #expect(error.path == "corpora/a", "seed \(seed)")
      }
    }
  }
}
