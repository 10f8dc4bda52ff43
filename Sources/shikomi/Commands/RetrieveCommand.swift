import Pipeline
import Records
import Storage

enum RetrieveCommand: Command {
  static let name = "retrieve"
  static let summary = BilingualText(en: "the retrieval baseline alone", ja: "検索だけを行います")
  static let operands = [Operand("QUERY", en: "what to look for", ja: "探す言葉")]
  static let options = [CommandOption("k", "N", en: "how many passages (default 5)", ja: "件数（既定値 5）")]

  /// A passage as it is printed.
  struct Found: Codable {
    var rank: Int
    var score: Double
    var document: String
    var pages: [Int]
    var chunk: ContentHash
    var context: [String]
    var text: String
  }

  static func run(_ invocation: Invocation) async throws {
    let session = try invocation.session()
    let hits = try await session.retriever().retrieve(
      invocation.operands[0], k: try invocation.integer("k", default: 5))
    let found = try session.store.read { transaction in
      try hits.enumerated().compactMap { index, hit in
        try transaction.chunk(hit.chunk).map { chunk in
          Found(
            rank: index + 1, score: hit.score, document: chunk.path, pages: chunk.pages, chunk: chunk.id,
            context: chunk.context, text: chunk.text)
        }
      }
    }
    try invocation.print(found) { text(found, invocation.language) }
  }

  private static func text(_ found: [Found], _ language: Language) -> String {
    if found.isEmpty {
      return BilingualText(en: "Nothing found.", ja: "見つかりませんでした。")[language]
    }
    return found.map { hit in
      let pages = hit.pages.map(String.init).joined(separator: ", ")
      let score = (hit.score * 100).rounded() / 100
      let place = "\(hit.rank)  \(hit.document)  p. \(pages)  (\(score))"
      let body = hit.text.split(separator: "\n").map { "   \($0)" }.joined(separator: "\n")
      return place + "\n   " + hit.context.joined(separator: " > ") + "\n" + body
    }.joined(separator: "\n\n")
  }
}
