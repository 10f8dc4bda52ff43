import Documents
import Foundation
import Generation
import Preparation
import Records
import Storage
import TestSupport
import Testing

@testable import Pipeline

/// Pairs made elsewhere: every form, every flaw with its line, and the same gates as for generated ones.
struct ImportTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try TinyCorpus.write(to: folder)
    try TinyCorpus.writeTemplates(to: folder)
  }

  private func session() throws -> Session {
    try Session(
      workspace: try Workspace(root: folder.url), configuration: .withoutStatements,
      counter: .init(counter: WordCounter(), identity: "words"))
  }

  private func take(_ text: String, as name: String, format: ImportFormat? = nil, _ session: Session) async throws
    -> StageSummary
  {
    let file = try (format ?? ImportFormat(guessing: name, text)).read(text, file: name)
    var chunks: [Chunk] = []
    try session.store.read { try $0.eachChunk { chunks.append($0) } }
    let templates = try PromptTemplates(directory: session.workspace.templates)
    // The gates that need no weights; the round trip is the same object as in generation.
    let stage = try ImportStage(
      file, name: name, chunks: chunks,
      gates: { finder in
        Gates(
          options: GateOptions(), templates: templates, reader: nil,
          retriever: finder.index)
      }, store: session.store, dependencies: [ContentHash(of: [text]).hex])
    return try await session.runner.run(stage)
  }

  private func pairs(_ session: Session) throws -> [QAPair] {
    var out: [QAPair] = []
    try session.store.read { try $0.eachPair { out.append($0.pair) } }
    return out
  }

  private func drops(_ session: Session) throws -> [Drop] {
    var out: [Drop] = []
    try session.store.read { try $0.eachDrop(stage: "import") { out.append($0) } }
    return out
  }

  @Test func `a table has commas, tabs or semicolons, and any encoding that documents have`() throws {
    for separator in [",", "\t", ";"] {
      let text = ["質問", "回答"].joined(separator: separator) + "\n" + ["上限は？", "8円"].joined(separator: separator)
      #expect(try ImportFormat.csv.read(text, file: "a.csv").records.map(\.answer) == ["8円"])
    }
    let text = "質問,回答\n修理の見積もりはいつまでに提出しますか,7日以内\n"
    for encoding in [String.Encoding.shiftJIS, .utf16LittleEndian, .utf16, .utf8] {
      let data = try #require(text.data(using: encoding))
      #expect(TextDecoding.text(of: data) == text)
    }
    #expect(TextDecoding.text(of: Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)) == text)
    #expect(TextDecoding.text(of: Data([0x00, 0x01, 0x02, 0x03, 0xFF, 0xFE, 0x00, 0x01])) == nil)
  }

  private static let csv = """
    質問,回答,メモ
    社用車の給油カードの1回の上限はいくらですか,８，０００円,全角
    "修理の見積もりは、事故の後いつまでに提出しますか",7日以内,
    社員食堂の定食の価格はいくらですか,490円,違う
    席の数は
    ,120席,
    How many books does the company library lend at a time?,7 books,
    How many books does the company library lend at a time?,7 books,twice
    """

  @Test func `a table becomes pairs with evidence, and every other line is in the ledger with its number`() async throws
  {
    let session = try session()
    try await session.ingest()
    let summary = try await take(Self.csv, as: "qa.csv", session)
    let pairs = try pairs(session)
    #expect(Set(pairs.map(\.answer)) == ["８，０００円", "7日以内", "7 books"])
    #expect(Set(pairs.flatMap(\.evidence).map(\.quote)) == ["8,000円", "7日以内", "7 books"])
    #expect(pairs.allSatisfy { $0.generator.model == "import" && $0.generator.template == "qa.csv" })
    #expect(pairs.first { $0.answer == "7 books" }?.language == .en)
    let drops = try drops(session)
    #expect(
      Dictionary(uniqueKeysWithValues: drops.map { ($0.item, $0.reason) }) == [
        "qa.csv:4": "import-no-evidence", "qa.csv:5": "import-unreadable", "qa.csv:6": "import-unreadable",
        "qa.csv:8": "import-repeated",
      ])
    #expect(drops.first { $0.item == "qa.csv:5" }?.detail.ja.contains("5 行目：見出しの 3 列に対して 1 列") == true)
    #expect(drops.first { $0.item == "qa.csv:6" }?.detail.en.contains("Line 6: no “question”") == true)
    #expect(summary.kept == 3 && summary.worked == 7)
    let account = try #require(try session.store.read { try $0.ledgerAccounts() }.first { $0.subject == .imported })
    #expect(account.total == 7 && account.kept == 3 && account.unaccounted == 0)
  }

  @Test func `pairs that the gates refuse stay out, by the gates' own reasons`() async throws {
    let session = try session()
    try await session.ingest()
    let lines = """
      {"question": "48台分の駐車場の席数は120席ですか。120席ありますか", "answer": "120席"}
      {"question": "What does it say in this document?", "answer": "Tomasz Wilk"}
      {"question": "Who is the safety officer of the laboratory?", "answer": "Tomasz Wilk"}
      """
    _ = try await take(lines, as: "pairs.jsonl", session)
    #expect(try pairs(session).map(\.question) == ["Who is the safety officer of the laboratory?"])
    let reasons = try drops(session).map(\.reason)
    #expect(reasons.count == 2 && reasons.allSatisfy { Gates.reasonCodes.contains($0) }, "\(reasons)")
  }

  @Test func `answers in words of their own come in with the document's words as evidence, and wrong ones do not`()
    async throws
  {
    let session = try session()
    try await session.ingest()
    let lines = """
      {"question": "社用車の給油カードの1回の上限はいくらですか", "answer": "¥8000"}
      {"question": "社用車の給油カードの1回の上限はいくらですか", "answer": "給油カードの上限は1回9,000円です。"}
      {"question": "How many books does the company library lend at a time?", "answer": "The library lends seven books at a time."}
      {"question": "How many books does the company library lend at a time?", "answer": "The library lends nine books at a time."}
      {"question": "Can the lending period of the library be extended?", "answer": "Yes"}
      {"question": "How many books does the library burn?", "answer": "Nobody knows anything."}
      """
    _ = try await take(lines, as: "free.jsonl", session)
    let pairs = try pairs(session)
    let kept = Dictionary(uniqueKeysWithValues: pairs.map { ($0.answer, $0.evidence.first?.quote) })
    #expect(
      kept == [
        "¥8000": "燃料費は会社が負担し、給油カードの上限は1回8,000円です。",
        "Yes": "The lending period is 21 days, and it can be extended twice.",
        "The library lends seven books at a time.": "The company library lends up to 7 books at a time.",
      ])
    #expect(pairs.first { $0.answer == "Yes" }?.type == .yesNo)
    let reasons = try drops(session).map(\.reason).sorted()
    #expect(
      reasons == ["answer-number-not-in-evidence", "answer-number-not-in-evidence", "import-no-evidence"], "\(reasons)")
  }

  @Test(arguments: [
    (
      "a.json",
      #"[{"instruction": "Who is the librarian of the company library?", "input": "", "output": "Beatrice Okafor"}]"#
    ),
    (
      "b.jsonl",
      #"{"messages": [{"role": "system", "content": "x"}, {"role": "user", "content": "Who is the librarian of the company library?"}, {"role": "assistant", "content": "Beatrice Okafor"}]}"#
    ),
    (
      "parts.jsonl",
      #"{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}, {"type": "text", "text": "Who is the librarian of the company library?"}]}, {"role": "assistant", "content": [{"type": "text", "text": "Beatrice Okafor"}]}]}"#
    ),
    (
      "c.jsonl",
      #"{"question": "Who is the librarian of the company library?", "answer": "Beatrice Okafor", "evidence": [{"quote": "The librarian is Beatrice Okafor", "document": "corpora/library.txt"}]}"#
    ),
    (
      "d.json",
      #"{"data": [{"paragraphs": [{"context": "The librarian is Beatrice Okafor, who can be reached at extension 5512.", "qas": [{"question": "Who is the librarian of the company library?", "answers": [{"text": "Beatrice Okafor", "answer_start": 17}]}]}]}]}"#
    ),
    (
      "e.tsv",
      "question\tanswer\tdocument\nWho is the librarian of the company library?\tBeatrice Okafor\tcorpora/library.txt\n"
    ),
  ])
  func `the same pair comes in every form`(name: String, text: String) async throws {
    let session = try session()
    try await session.ingest()
    _ = try await take(text, as: name, session)
    let pair = try #require(try pairs(session).first)
    #expect(pair.answer == "Beatrice Okafor" && pair.evidence[0].document == "corpora/library.txt")
    #expect(pair.evidence[0].quote == "Beatrice Okafor")
  }

  @Test func `a file without the columns, or broken, is an error that names the line`() throws {
    func flaw(_ text: String, _ format: ImportFormat) -> UnreadableImport? {
      #expect(throws: UnreadableImport.self) { try format.read(text, file: "x") }
    }
    let columns = flaw("\u{FEFF}Frage,answer\nx,y", .csv)
    #expect(columns?.line == 1 && columns?.text.en.contains("no column “question” (found: Frage, answer)") == true)
    #expect(columns?.text.ja.contains("x の 1 行目を取り込めません。列「question」がありません") == true)
    #expect(flaw("question,answer\na,b\nc,\"d\ne,f", .csv)?.line == 3)
    #expect(flaw("[\n{\"instruction\": \"a\"},\n{,\n]", .alpaca)?.line == 3)
    #expect(flaw("", .raw)?.line == nil)
    #expect(flaw("{\"data\": 3}", .squad)?.line == 1)
  }

  @Test func `of lines that are no records each is named, the others go on`() throws {
    let file = try ImportFormat.openai.read(
      """
      {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}

      {"messages": 3}
      not json
      {"messages": [{"role": "assistant", "content": "b"}]}
      {"messages": [{"role": "user", "content": "1"}, {"role": "assistant", "content": "2"}, {"role": "user", "content": "3"}, {"role": "assistant", "content": "4"}]}
      """, file: "x")
    #expect(file.records.map(\.line) == [1, 6, 6])
    #expect(file.flaws.map(\.line) == [3, 4, 5])
    let raw = try ImportFormat.raw.read(
      #"{"question": "a", "answer": "b", "language": "fr"}"# + "\n"
        + #"{"question": "a", "answer": "b", "type": "riddle"}"#,
      file: "x")
    #expect(raw.records.isEmpty && raw.flaws.map(\.line) == [1, 2])
    #expect(raw.flaws[1].detail.ja.contains("「riddle」"))
  }

  @Test func `a file imported again stands in its own place, and generation leaves its pairs alone`() async throws {
    let session = try session()
    try await session.ingest()
    _ = try await take(Self.csv, as: "qa.csv", session)
    #expect(try await take(Self.csv, as: "qa.csv", session).worked == 0)
    let other = "question,answer\nWho is the librarian of the company library?,Beatrice Okafor\n"
    _ = try await take(other, as: "other.csv", session)
    #expect(try pairs(session).count == 4)
    #expect(try drops(session).count == 4, "the first file's entries stay")
    _ = try await take("question,answer\n" + "社用車の給油カードの1回の上限はいくらですか,9000円\n", as: "qa.csv", session)
    #expect(try pairs(session).map(\.answer) == ["Beatrice Okafor"])
    let stage = GenerateStage(
      session.configuration.generate, seed: 0, store: session.store,
      templates: try PromptTemplates(directory: session.workspace.templates), model: CodewordModel(),
      modelIdentity: "codeword")
    try await session.runner.run(stage)
    #expect(try pairs(session).contains { $0.generator.model == "import" && $0.answer == "Beatrice Okafor" })
  }
}
