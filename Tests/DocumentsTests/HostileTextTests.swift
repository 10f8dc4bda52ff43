import Foundation
import PageContent
import Records
import TestSupport
import Testing

@testable import Documents

/// Text files that want too much: the reader process has limits for them as for PDFs, and the next file is read as ever.
@Suite(.serialized) struct HostileTextTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func pool(_ limits: ReaderLimits = ReaderLimits()) throws -> ReaderPool {
    ReaderPool(executable: try TestLocations.builtProduct(named: "shikomi-reader"), count: 1, limits: limits)
  }

  private func reason(_ text: String, _ name: String, _ limits: ReaderLimits) async throws -> UnreadableDocument? {
    let library = DocumentLibrary(pool: try pool(limits))
    let file = try folder.write(Data(text.utf8), to: name)
    var found: UnreadableDocument?
    do {
      _ = try await library.read(file, as: DocumentLibrary.sourceFile(at: file, path: "corpora/\(name)"))
    } catch let error as UnreadableDocument {
      #expect(error.path == "corpora/\(name)" && error.detail.flaws == [])
      found = error
    }
    let small = try folder.write(Data("# Rules\n\nBe kind.\n".utf8), to: "small.md")
    let after = try await library.read(small, as: DocumentLibrary.sourceFile(at: small, path: "small.md"))
    #expect(after.title == "Rules" && after.blocks.map(\.id) == ["b1", "b2"])
    return found
  }

  @Test func `a text file beyond the limit is named before anybody opens it`() async throws {
    var limits = ReaderLimits()
    limits.textBytes = 3 << 20
    let found = try await reason(String(repeating: "a,b\n", count: 1 << 20), "a.csv", limits)
    #expect(found?.reason == .tooLarge)
    #expect(found?.detail.en.contains("no more than 3 MiB") == true)
  }

  @Test(arguments: [("a.md", "> a\n"), ("a.csv", "\"a\r\n"), ("a.txt", "\"\r")])
  func `a file of more lines than any document has is named at once`(_ name: String, _ line: String) async throws {
    let found = try await reason(String(repeating: line, count: (1 << 20) + 1), name, ReaderLimits())
    #expect(found?.reason == .tooLarge)
    #expect(found?.detail.en.contains("lines") == true)
  }

  @Test func `a line that is longer than a reply may be is named`() async throws {
    var limits = ReaderLimits()
    limits.pageBytes = 100_000
    for name in ["a.txt", "a.csv"] {
      let found = try await reason(String(repeating: "word ", count: 30_000), name, limits)
      #expect(found?.reason == .tooLarge, "\(name)")
      #expect(found?.detail.en.contains("a single line") == true)
    }
  }

  @Test func `rows that one wide row would make immense are named`() async throws {
    var limits = ReaderLimits()
    limits.fileBytes = 4 << 20
    let wide = (0..<20_000).map { "n\($0)" }.joined(separator: ",")
    let found = try await reason(wide + "\n" + String(repeating: "1,2\n", count: 2000), "a.csv", limits)
    #expect(found?.reason == .tooLarge)
    #expect(found?.detail.en.contains("4 MiB") == true)
  }

  @Test(arguments: [("a.md", "# a\n"), ("a.txt", "・a\n")])
  func `a file of nothing but headings or items is named`(name: String, line: String) async throws {
    var limits = ReaderLimits()
    limits.blocks = 2000
    #expect(try await reason(String(repeating: line, count: 2000), name, limits) == nil)
    let found = try await reason(String(repeating: line, count: 4000), name, limits)
    #expect(found?.reason == .tooLarge)
    #expect(found?.detail.ja.contains("2000 個") == true)
  }

  @Test func `a text that takes too long or too much memory costs itself alone`() async throws {
    let limits = ReaderLimits(pageSeconds: 8, cpuSeconds: 1, memoryBytes: 300 << 20)
    let found = try await reason(String(repeating: "&", count: 16 << 20), "a.md", limits)
    #expect(found?.reason == .timedOut || found?.reason == .readerDied)
    #expect(found?.detail.en.contains("split the file") == true)
  }

  @Test func `what comes out of a reader process is what the format says`() async throws {
    let markdown = """
      ---
      title: Rules
      ---
      # Leave
      See [the form](form.md) and *ask*.

      <table><tr><th colspan="2">Days</th></tr><tr><td>10</td><td>20</td></tr></table>

      | a | b |
      |---|---|
      | 1 | 2 |

      1. one
         - two

      > quoted

      ```
        code
      ```
      """
    let csv = "番号,名前\n" + (1...2500).map { "\($0),\"社員 \($0)\"\n" }.joined()
    let text = "購買規程\n\n第1条（目的）\nこの規程は、物品の購買について定める。\n・一つ\n・二つ\n"
    let library = DocumentLibrary(pool: try pool())
    for (name, content) in [("a.md", markdown), ("a.csv", csv), ("a.txt", text)] {
      let file = try folder.write(Data(content.utf8), to: name)
      let source = try DocumentLibrary.sourceFile(at: file, path: name)
      let expected = try TextDocumentReader.inProcess(file, as: source)
      #expect(try await library.read(file, as: source) == expected, "\(name)")
      #expect(expected.blocks.count >= 3)
    }
  }

  @Test func `bytes that are no text are named by the reader`() async throws {
    let file = try folder.write(Data((0..<4000).map { UInt8(truncatingIfNeeded: $0 % 7) }), to: "a.txt")
    let source = try DocumentLibrary.sourceFile(at: file, path: "corpora/a.txt")
    let library = DocumentLibrary(pool: try pool())
    let error = await #expect(throws: UnreadableDocument.self) { try await library.read(file, as: source) }
    #expect(error?.reason == .unsupportedType && error?.detail.flaws == [])
  }
}
