import Evaluation
import Foundation
import Records

/// A report as a real run may give it: two test sets, eight arms, both languages, made-up answers from a seed.
enum SampleReport {
  /// An arm with a name that no label has room for.
  static let endpoint = "http://localhost:11434/v1#some-vendor/a-rather-long-model-name-7b-instruct"

  private static let skill: [(arm: String, reworded: Double, unseen: Double)] = [
    ("base", 0.03, 0.03), ("few-shot", 0.08, 0.06), ("rag", 0.62, 0.6), ("lora", 0.34, 0.05),
    ("lora+rag", 0.7, 0.64), ("raft+rag", 0.74, 0.66), ("oracle", 0.97, 0.99), (endpoint, 0.66, 0.62),
  ]

  private static let facts: [(language: Language, question: String, answer: String, wrong: String)] = [
    (.en, "Who approves travel costs over 12,500 yen?", "the head of department", "the <b>accounting</b> office"),
    (.ja, "有給休暇は一年に何日もらえますか？", "20日", "入社した日から30日"),
    (.en, "How often must a password be changed?", "every 90 days", "each year"),
    (.ja, "製品の保証期間はいつまでですか？", "お買い上げ日から一年間", "一か月"),
    (.ja, "経費の精算書はいつまでに提出しますか？", "翌月の5営業日まで", "月末"),
  ]

  static let comparison: Comparison = {
    var random = SeededRandom(seed: 4)
    var items: [EvaluationItem] = []
    var predictions: [Prediction] = []
    for (track, documents) in [(DatasetSplit.testReworded, 18), (.testUnseen, 6)] {
      for document in 0..<documents {
        let ease = Double.random(in: -0.15...0.15, using: &random)
        for number in 0..<Int.random(in: 3...7, using: &random) {
          let fact = facts[(document + number) % facts.count]
          let item = EvaluationItem(
            id: ContentHash(of: [track.rawValue, "\(document)", "\(number)"]), question: fact.question,
            references: [fact.answer], language: fact.language, type: .factoid, track: track,
            group: "group \(document)",
            document: "corpora/document-\(document + 1).pdf")
          items.append(item)
          let rank = Double.random(in: 0...1, using: &random) < 0.8 ? Int.random(in: 1...4, using: &random) : nil
          for entry in skill {
            let chance = (track == .testReworded ? entry.reworded : entry.unseen) + ease
            let draw = Double.random(in: 0...1, using: &random)
            let retrieved = entry.arm.hasSuffix("rag")
            predictions.append(
              Prediction(
                item: item.id, arm: entry.arm,
                answer: draw < chance ? fact.answer : draw > 0.98 ? "" : fact.wrong, goldRank: retrieved ? rank : nil,
                retrieved: retrieved, seconds: retrieved ? 0.21 : 0.03, promptTokens: retrieved ? 640 : 38,
                completionTokens: 9))
          }
        }
      }
    }
    return Comparison(items: items, predictions: predictions, arms: skill.map(\.arm), seed: 7)
  }()

  static let context = ReportContext(
    workspace: "sample <company>", datasetVersion: "v1", model: "embedded", adapter: "default", seed: 7,
    sources: [
      .init(BilingualText(en: "Documents", ja: "文書"), 28), .init(BilingualText(en: "Pages", ja: "ページ"), 61),
      .init(BilingualText(en: "Passages", ja: "文章"), 240),
    ],
    fates: [
      .init(BilingualText(en: "kept", ja: "採用"), 620),
      .init(BilingualText(en: "answered differently from the passage", ja: "文章からの再回答が一致しない"), 214),
      .init(BilingualText(en: "near-duplicate question", ja: "ほぼ同じ質問"), 41),
      .init(BilingualText(en: "points outside the passage", ja: "文章の外を指す表現がある"), 0),
    ],
    splits: [
      .init(BilingualText(en: "Training", ja: "学習"), 410), .init(BilingualText(en: "Validation", ja: "検証"), 60),
      .init(BilingualText(en: "Test, reworded", ja: "テスト（言い換え）"), 90),
      .init(BilingualText(en: "Test, unseen", ja: "テスト（未知の文書）"), 60),
    ],
    reviewed: 12, pairs: 620,
    trainLoss: (1...240).map { step in
      .init(step: step, loss: 0.6 + 3.2 / (1 + Double(step) / 25) + Double(step * 7 % 11) * 0.02)
    },
    validationLoss: stride(from: 20, through: 240, by: 20).map { step in
      .init(step: step, loss: 1.15 + 2.4 / (1 + Double(step) / 25) + Double(step) * 0.0012)
    },
    certificate: [
      BilingualText(
        en: "No group of documents stands on both sides of the split.", ja: "分割をまたぐ文書のグループはありません。")
    ],
    cost: [
      BilingualText(
        en: "Training took 2 minutes 10 seconds: 240 steps, 182,000 tokens.",
        ja: "学習には2分10秒かかりました（240ステップ、182,000トークン）。")
    ],
    commands: ["shikomi run", "shikomi compare --verify"],
    notes: [
      BilingualText(
        en: "The embedded model is small; a larger one may change the result.",
        ja: "内蔵のモデルは小規模です。より大きなモデルでは結果が変わることがあります。")
    ],
    origin: QuestionOrigin(
      writers: ["embedded"], byRules: 31, questions: 120, reviewed: 4, writerIsTested: true, roundTrip: 0.6, rank: 5))

  static func html(language: Language) -> String {
    ReportPage(comparison: comparison, context: context, language: language).html()
  }
}
