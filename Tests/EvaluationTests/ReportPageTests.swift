import Evaluation
import Foundation
import Records
import Testing

@Suite struct ReportPageTests {
  static func item(_ index: Int, group: Int, track: DatasetSplit) -> EvaluationItem {
    EvaluationItem(
      id: ContentHash(of: ["item", String(index), track.rawValue]), question: "How many days <\(index)>?",
      references: ["\(index) days"],
      language: index % 2 == 0 ? .en : .ja, type: .number, track: track, group: "group \(group)",
      document: "corpora/\(group).md")
  }

  /// RAG answers right, LoRA wrong, on every question of `groups` documents.
  static func comparison(groups: Int) -> Comparison {
    let items = (0..<groups * 3).map { item($0, group: $0 / 3, track: .testReworded) }
    let predictions = items.enumerated().flatMap { index, item in
      [
        Prediction(item: item.id, arm: "rag", answer: "\(index) days", goldRank: 1, retrieved: true, seconds: 0.01),
        Prediction(item: item.id, arm: "lora", answer: index % 5 == 0 ? "\(index) days" : "no idea", seconds: 0.01),
        Prediction(item: item.id, arm: "base", answer: "", seconds: 0.01),
      ]
    }
    return Comparison(items: items, predictions: predictions, arms: ["base", "rag", "lora"], seed: 7)
  }

  @Test func `a clear result on many documents names the better arm`() {
    let comparison = Self.comparison(groups: 12)
    #expect(comparison.verdict.finding == .baselineBetter)
    #expect(comparison.verdict.headline.en.contains("retrieval (RAG) serves you better"))
    #expect(comparison.verdict.headline.ja.contains("検索（RAG）のほうが適しています"))
  }

  @Test func `the same result on five documents is too few to tell`() {
    let comparison = Self.comparison(groups: 5)
    #expect(comparison.verdict.finding == .tooFewDocuments)
    #expect(comparison.verdict.headline.en.contains("Too few documents to tell"))
    #expect(comparison.verdict.sentences[0].ja.contains("文書が足りない"))
  }

  @Test func `the page escapes what documents say and stands in both languages`() {
    let context = ReportContext(
      workspace: "test & co", datasetVersion: "v1", model: "embedded", adapter: "default", seed: 7,
      sources: [.init(BilingualText(en: "documents", ja: "文書"), 12)],
      fates: [.init(BilingualText(en: "kept", ja: "採用"), 36)],
      splits: [.init(BilingualText(en: "training", ja: "学習"), 20)], reviewed: 0, pairs: 36,
      trainLoss: [.init(step: 1, loss: 2)],
      validationLoss: [.init(step: 1, loss: 2.5)], certificate: [], cost: [], commands: ["shikomi run"])
    let html = ReportPage(comparison: Self.comparison(groups: 12), context: context, language: .ja).html()
    #expect(html.contains("test &amp; co"))
    #expect(html.contains("How many days &lt;"))
    #expect(!html.contains("days <"))
    #expect(html.contains("0 of 36 pairs") && html.contains("36件のうち0件"))
    #expect(html.contains("id=\"show-ja\" checked"))
  }

  @Test func `a table stands behind every chart, and every chart has a form for phones`() {
    let html = SampleReport.html(language: .en)
    #expect(
      html.components(separatedBy: "viewBox=\"0 0 720").count == html.components(separatedBy: "viewBox=\"0 0 360").count
    )
    // Beside the arms' table in full view: the losses and the pairs' fates, folded away.
    #expect(html.components(separatedBy: "<details>").count == 3)
    #expect(html.contains("recall@5") && html.contains("MRR"))
  }

  static func page(
    _ comparison: Comparison = SampleReport.comparison, _ change: (inout QuestionOrigin) -> Void
  ) throws -> String {
    var context = SampleReport.context
    var origin = try #require(context.origin)
    change(&origin)
    context.origin = origin
    return ReportPage(comparison: comparison, context: context, language: .en).html()
  }

  @Test func `the report says who wrote the questions, what let them in and how many a person reviewed`() throws {
    let html = try Self.page { $0.roundTrip = 0.65 }
    for part in [
      "What these numbers can and cannot say", "この数値から言えること、言えないこと", "the model “embedded”",
      "31 of the 120 test questions were reworded by fixed rules",
      "4 of the 120 test questions, and 12 of all 620 pairs",
      "F1 of 0.65 or more", "partly its agreement with itself", "自己一致", "among the first 5",
      "recall@5 and recall@10 are therefore 100 % by construction", "再現率@5と再現率@10は必ず100%",
      "recall@1, recall@3, MRR tell", "<code>shikomi run --reviewed</code>",
    ] {
      #expect(html.contains(part), "\(part)")
    }
    let other = try Self.page {
      $0.writers = ["http://localhost:1/v1#large"]
      $0.writerIsTested = false
    }
    #expect(other.contains("The model under test is another one (“embedded”)"))
    #expect(!other.contains("agreement with itself") && !other.contains("自己一致"))
  }

  @Test(arguments: [(1, 4), (3, 3), (4, 2), (10, 1), (11, 0)])
  func `recall at or above the gate is marked as by construction, below it is not`(rank: Int, marked: Int) throws {
    let html = try Self.page { $0.rank = rank }
    let cells = html.components(separatedBy: ">by construction</span>").count - 1
    #expect(cells == marked * SampleReport.comparison.tracks.count)
    #expect(html.contains("100 % by construction") == (marked > 0))
  }

  @Test func `a time shared out over a batch is called so and has no percentile`() {
    func html(_ batch: Int?) -> String {
      let items = (0..<4).map { Self.item($0, group: $0, track: .testUnseen) }
      let predictions = items.map { Prediction(item: $0.id, arm: "base", answer: "1", seconds: 0.1, batch: batch) }
      let comparison = Comparison(items: items, predictions: predictions, arms: ["base"], seed: 1)
      return ReportPage(comparison: comparison, context: SampleReport.context, language: .en).html()
    }
    let shared = html(32)
    #expect(shared.contains("Time per answer, in batches of 32 (median)"))
    #expect(shared.contains("1回答の時間（32件ずつまとめて回答、中央値）"))
    #expect(!shared.contains("95th percentile"))
    #expect(html(1).contains("Time per answer (median)") && html(1).contains("95th percentile"))
    #expect(html(nil).contains("Time per answer, in batches (median)") && !html(nil).contains("95th percentile"))
  }

  @Test func `the page asks nothing of the network`() {
    let html = SampleReport.html(language: .en)
      .replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "")
      .replacingOccurrences(of: "http://localhost", with: "")
    #expect(
      !html.contains("http:") && !html.contains("https:") && !html.contains("<script") && !html.contains("@import"))
  }

  @Test func `the worst questions are shown with the answers, those that all got right are not`() {
    let html = ReportPage(
      comparison: Self.comparison(groups: 2), context: SampleReport.context, language: .en
    ).html()
    // Index 0 and 5 are right in two arms, so every question is a failure of the base arm.
    #expect(html.contains("How many days &lt;1&gt;?"))
    let items = [Self.item(0, group: 0, track: .testUnseen)]
    let right = Comparison(
      items: items, predictions: [Prediction(item: items[0].id, arm: "rag", answer: "0 days")], arms: ["rag"], seed: 1)
    let page = ReportPage(comparison: right, context: SampleReport.context, language: .en).html()
    #expect(page.contains("every arm right") && !page.contains("How many days"))
  }

  /// For people who work on the page: `SHIKOMI_REPORT_FOLDER=/tmp/report swift test --filter EvaluationTests`.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["SHIKOMI_REPORT_FOLDER"] != nil, "writes a page to look at"))
  func `the sample report is written where a person asks for it`() throws {
    let path = try #require(ProcessInfo.processInfo.environment["SHIKOMI_REPORT_FOLDER"])
    let folder = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for language in Language.allCases {
      let file = folder.appendingPathComponent("\(language.rawValue).html")
      try Data(SampleReport.html(language: language).utf8).write(to: file)
      #expect(FileManager.default.fileExists(atPath: file.path))
    }
  }
}
