import Documents
import Foundation
import Records
import Storage
import StudioSite
import Testing

/// A store with one English text and one pair a sentence, and a studio over it; more pairs on request.
struct StudioFixture {
  let folder: URL
  let store: Store
  let studio: Studio
  let pairs: [QAPair]

  static let text =
    "The annual fee is 300 pounds.\n\nThe badge is kept in room 204.\n\nTom & Co <b>opened</b> on 3 May 1998."

  init(pairs count: Int = 3) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("studio-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("output"), withIntermediateDirectories: true)
    store = try Store(url: folder.appendingPathComponent("output/studio.sqlite"))
    let source = SourceFile(
      path: "corpora/rules.txt", sha256: ContentHash(of: Data(Self.text.utf8)), bytes: Self.text.utf8.count,
      mediaType: "text/plain")
    let block = Block(id: "b1", page: 1, kind: .paragraph, text: Self.text)
    let document = Document(
      source: source, title: "Rules", language: .en, pages: [Page(number: 1, width: 0, height: 0)], blocks: [block])
    let clean = CleanDocument(
      document: document.id, text: Self.text,
      segments: [CleanSegment(start: 0, block: 0, blockStart: 0, length: Self.text.utf8.count)], sections: [],
      removed: [])
    let chunk = Chunk(
      document: document.id, path: source.path, index: 0, text: Self.text, start: 0, end: Self.text.utf8.count,
      pages: [1],
      tokenCount: 30, context: ["Rules"], language: .en)
    let own = [
      ("How much is the annual fee?", "300 pounds"), ("Where is the badge kept?", "room 204"),
      ("When did Tom & Co open?", "3 May 1998"),
    ]
    let more = (0..<max(0, count - own.count)).map { ("How much does it cost in year \($0 + 1)?", "300 pounds") }
    pairs = try (own + more).prefix(count).map { question, answer in
      let range = try #require(Self.text.range(of: answer))
      let start = Self.text[..<range.lowerBound].utf8.count
      let evidence = Evidence(
        document: source.path, sha256: source.sha256, chunk: chunk.id, start: start, end: start + answer.utf8.count,
        quote: answer, page: 1, rects: [])
      return QAPair(
        question: question, answer: answer, language: .en, type: .factoid, difficulty: 1, evidence: [evidence],
        fact: ContentHash(of: [answer]), scores: ["grounded": 1, "roundTrip": 0.5],
        generator: PairGenerator(model: "test", template: "write-question", seed: 1))
    }
    let pairs = pairs
    try store.write { transaction in
      try transaction.save(document, clean: clean)
      try transaction.replaceChunks(of: document.id, with: [chunk])
      try transaction.replacePairs(of: chunk.id, with: pairs, provenance: ContentHash(of: ["test"]))
    }
    let pool = ReaderPool(executable: URL(fileURLWithPath: "/nowhere/shikomi-reader"), count: 1)
    studio = Studio(store: store, root: folder, output: folder.appendingPathComponent("output"), readers: pool)
  }

  func get(_ path: String, query: [String: String] = [:], host: String = "127.0.0.1:8420") -> HTTPResponse {
    studio.respond(to: HTTPRequest(path: path, query: query, headers: ["host": host]))
  }

  func post(_ path: String, _ body: String, headers: [String: String] = [:]) -> HTTPResponse {
    let own = ["host": "127.0.0.1:8420", "content-type": "application/json", "origin": "http://127.0.0.1:8420"]
    return studio.respond(
      to: HTTPRequest(
        method: "POST", path: path, headers: own.merging(headers) { $1 }, body: Data(body.utf8)))
  }

  func json(_ response: HTTPResponse) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: response.body) as? [String: Any])
  }
}
