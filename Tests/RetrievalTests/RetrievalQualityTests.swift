import Foundation
import Records
import Retrieval
import Testing

/// Human questions over real passages; the fixtures are not part of the repository.
@Suite(
  .enabled(if: RetrievalFixture.isPresent, "../shared/fixtures/retrieval is absent: retrieval quality not checked"))
struct RetrievalQualityTests {
  @Test(arguments: [("jsquad-valid-ja", 0.910), ("xquad-en", 0.920)])
  func `a question finds its own passage first as often as reference BM25 does`(
    name: String, atLeast: Double
  ) throws {
    let passages = try RetrievalFixture.lines(name, "corpus")
    let queries = try RetrievalFixture.lines(name, "queries")
    let answers = try RetrievalFixture.answers(name)
    let index = BM25Index(
      chunks: passages.map { (ContentHash(hex: $0._id), ($0.title ?? "") + "\n" + $0.text) })
    let first = queries.filter { query in
      index.search(query.text, k: 1).first.map { answers[query._id] == $0.chunk.hex } ?? false
    }
    #expect(queries.count > 500)
    #expect(Double(first.count) / Double(queries.count) > atLeast)
  }
}

private enum RetrievalFixture {
  struct Line: Decodable {
    var _id: String
    var title: String?
    var text: String
  }

  /// `../shared` beside the checkout, or beside the folder that holds several checkouts.
  static let directory: URL? = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<6 {
      folder.deleteLastPathComponent()
      let candidate = folder.appending(path: "shared/fixtures/retrieval")
      if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
    }
    return nil
  }()

  static var isPresent: Bool { directory != nil && FileManager.default.isExecutableFile(atPath: "/usr/bin/xz") }

  static func lines(_ name: String, _ file: String) throws -> [Line] {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/xz")
    process.arguments = ["-dc", try #require(directory).appending(path: "\(name)/\(file).jsonl.xz").path]
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try JSONLines.decode(Line.self, from: data)
  }

  static func answers(_ name: String) throws -> [String: String] {
    let table = try String(
      contentsOf: try #require(directory).appending(path: "\(name)/qrels.tsv"), encoding: .utf8)
    let rows = table.split(separator: "\n").dropFirst().map { $0.split(separator: "\t").map(String.init) }
    return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
  }
}
