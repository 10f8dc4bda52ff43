import Evaluation
import Records
import Testing

@Suite struct AnswerMetricsTests {
  struct Row: Decodable {
    var language: Language
    var prediction: String
    var references: [String]
    var exactMatch: Double
    var f1: Double
  }

  @Test(arguments: Language.allCases)
  func `scores equal the reference on every case, edge cases included`(language: Language) throws {
    let rows = try EvaluationGolden.json([Row].self, "answers.json").filter { $0.language == language }
    #expect(rows.count > 20)
    for row in rows {
      let score = AnswerMetrics.score(prediction: row.prediction, references: row.references, language: language)
      #expect(score.exactMatch == row.exactMatch, "exact match of \(row.prediction) against \(row.references)")
      // torchmetrics counts in single precision.
      #expect(
        score.f1.isClose(to: row.f1, within: 1e-6), "F1 of \(row.prediction) against \(row.references): \(score.f1)")
    }
  }

  /// By hand: what is counted, so that a mistake in the reference formula shows too.
  @Test(arguments: [
    ("㈱青空、（本社）", "株青空本社"), ("ﾊﾟｿｺﾝ", "パソコン"), ("か\u{3099}", "が"), ("１２，５００円", "12500円"), ("3.5％", "3.5%"),
    ("9:00〜17:30", "9:00~17:30"), ("「ＡＢＣ」", "abc"), ("サーバー", "サーバー"), ("Wi-Fi", "wifi"), ("20日。", "20日"), ("− 5", "5"),
    ("−5", "-5"),
    ("a\u{200B}b\tc\u{FEFF}", "abc"), ("　", ""),
  ])
  func `Japanese characters are counted after NFKC, without punctuation, numbers whole`(text: String, counted: String) {
    #expect(AnswerMetrics.units(of: text, language: .ja) == counted.unicodeScalars.map { String($0) })
  }

  @Test func `the best of each figure over the references counts`() {
    let score = AnswerMetrics.score(
      prediction: "the head of sales", references: ["head of sales", "head of sales in Tokyo"], language: .en)
    #expect(score == AnswerScore(exactMatch: 1, f1: 1))
  }

  @Test func `without a reference only an empty answer is right`() {
    #expect(AnswerMetrics.score(prediction: "", references: [], language: .ja).exactMatch == 1)
    #expect(AnswerMetrics.score(prediction: "20日", references: [], language: .ja).f1 == 0)
  }

  struct Corpus: Decodable {
    var name: String
    var predictions: [String]
    var references: [[String]]
    var score: Double
  }

  @Test func `chrF equals sacrebleu's over a corpus in each language`() throws {
    for corpus in try EvaluationGolden.json([Corpus].self, "chrf.json") {
      var score = CharacterFScore()
      for (prediction, references) in zip(corpus.predictions, corpus.references) {
        score.add(prediction: prediction, references: references)
      }
      #expect(score.score.isClose(to: corpus.score), "\(corpus.name): \(score.score)")
    }
  }

  @Test func `chrF of nothing is zero`() {
    #expect(CharacterFScore().score == 0)
  }
}
