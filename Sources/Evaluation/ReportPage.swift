internal import Charts
public import Records

/// The report: one HTML file without any outside resource, in both languages, readable without JavaScript.
///
/// It begins with the verdict, then one chart, then one table; details follow in the order of a manager's questions: how sure,
/// at what cost, where does it fail, on what data, can I trust the data, how do I repeat it.
public struct ReportPage: Sendable {
  private let comparison: Comparison
  private let context: ReportContext
  private let language: Language

  /// - Parameter language: The language shown first; the switch at the top shows the other.
  public init(comparison: Comparison, context: ReportContext, language: Language) {
    self.comparison = comparison
    self.context = context
    self.language = language
  }

  /// The whole page.
  public func html() -> String {
    """
    <!doctype html>
    <html lang="\(language.rawValue)" data-language="\(language.rawValue)">
    <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Shikomi – \(Markup.escape(context.workspace)) \(Markup.escape(context.datasetVersion))</title>
    <style>\(Theme.css)\(Self.css)</style></head>
    <body><input type="radio" name="language" id="show-en"\(language == .en ? " checked" : "")><label for="show-en" lang="en">English</label>
    <input type="radio" name="language" id="show-ja"\(language == .ja ? " checked" : "")><label for="show-ja" lang="ja">日本語</label>
    <main>
    \(verdict)
    \(chart)
    \(scoreTable)
    \(certainty)
    \(cost)
    \(failures)
    \(data)
    \(trust)
    \(repetition)
    </main></body></html>
    """
  }

  private var verdict: String {
    let notes = context.notes.map { "<li>\(both($0))</li>" }.joined()
    return """
      <header><p class="muted">Shikomi · \(Markup.escape(context.workspace)) · \(Markup.escape(context.datasetVersion)) · \(Markup.escape(context.model))</p>
      <h1 lang="en">\(Markup.escape(comparison.verdict.headline.en))</h1>
      <h1 lang="ja">\(Markup.escape(comparison.verdict.headline.ja))</h1>
      <ul>\(comparison.verdict.sentences.map { "<li>\(both($0))</li>" }.joined())\(notes)</ul>
      <p class="muted">\(both(reviewedSentence))</p></header>
      """
  }

  private var reviewedSentence: BilingualText {
    BilingualText(
      en: "\(context.reviewed) of \(context.pairs) pairs in the dataset were reviewed by a person.",
      ja: "データセットの\(context.pairs)件のうち\(context.reviewed)件を人が確認しました。")
  }

  private var chart: String {
    let arms = comparison.tracks.flatMap { $0.arms.map(\.arm) }.reduce(into: [String]()) { list, arm in
      if !list.contains(arm) { list.append(arm) }
    }
    return Language.allCases.map { language in
      let rows = arms.map { arm in
        IntervalChart.Row(
          label: arm,
          points: comparison.tracks.map { track in
            track.arms.first { $0.arm == arm }.map {
              IntervalChart.Point(value: $0.f1.mean * 100, lower: $0.f1.lower * 100, upper: $0.f1.upper * 100)
            }
          })
      }
      let figure = IntervalChart(
        title: language == .en ? "Answer quality of every arm (F1)" : "各方式の回答の質（F1）",
        description: language == .en
          ? "Mean F1 with 95 % intervals over documents; the same figures stand in the table below."
          : "F1の平均と、文書を単位とした95%区間。同じ値を下の表に示します。",
        axisLabel: language == .en ? "F1 (0–100), bars: 95 % interval" : "F1（0〜100）、線は95%区間",
        series: comparison.tracks.map { TrackName.text($0.track)[language] }, rows: rows, range: 0...100)
      return "<figure lang=\"\(language.rawValue)\">\(figure.svg())</figure>"
    }.joined()
  }

  private var scoreTable: String {
    let head = [
      BilingualText(en: "Arm", ja: "方式"), BilingualText(en: "F1", ja: "F1"),
      BilingualText(en: "95 % interval", ja: "95%区間"),
      BilingualText(en: "Exact match", ja: "完全一致"), BilingualText(en: "F1, Japanese", ja: "F1（日本語）"),
      BilingualText(en: "F1, English", ja: "F1（英語）"), BilingualText(en: "Empty answers", ja: "空の回答"),
      BilingualText(en: "Median time", ja: "時間の中央値"),
    ]
    return comparison.tracks.map { track in
      let rows = track.arms.map { arm in
        [
          Markup.escape(arm.arm), percent(arm.f1.mean), interval(arm.f1), percent(arm.exactMatch.mean),
          arm.f1ByLanguage["ja"].map { "\(percent($0.mean)) (n=\($0.n))" } ?? "–",
          arm.f1ByLanguage["en"].map { "\(percent($0.mean)) (n=\($0.n))" } ?? "–", String(arm.empty),
          "\(Markup.number(arm.medianSeconds * 1000, decimals: 0)) ms",
        ]
      }
      let name = TrackName.text(track.track)
      let size = BilingualText(
        en: "\(name.en): \(track.questions) questions, \(track.documents) independent documents",
        ja: "\(name.ja)：質問\(track.questions)件、独立した文書\(track.documents)件")
      return table(caption: size, head: head, rows: rows) + retrievalTable(track)
    }.joined()
  }

  private func retrievalTable(_ track: TrackComparison) -> String {
    guard let retrieval = track.retrieval else { return "" }
    let cutoffs = retrieval.recall.keys.sorted()
    let head =
      cutoffs.map { BilingualText(en: "recall@\($0)", ja: "再現率@\($0)") } + [BilingualText(en: "MRR", ja: "MRR")]
    let values = cutoffs.compactMap { retrieval.recall[$0] } + [retrieval.meanReciprocalRank]
    return table(
      caption: BilingualText(en: "Retrieval of the gold passage", ja: "正解の文章の検索"), head: head,
      rows: [values.map { "\(percent($0.mean)) <small>(\(interval($0)))</small>" }])
  }

  private var certainty: String {
    let head = [
      BilingualText(en: "Comparison (F1)", ja: "比較（F1）"), BilingualText(en: "Difference", ja: "差"),
      BilingualText(en: "95 % interval", ja: "95%区間"), BilingualText(en: "p (Holm)", ja: "p値（Holm）"),
      BilingualText(en: "Smallest difference visible", ja: "検出できる最小の差"),
    ]
    let tables = comparison.tracks.map { track in
      table(
        caption: TrackName.text(track.track), head: head,
        rows: track.differences.map { difference in
          [
            Markup.escape("\(difference.arm) − \(difference.baseline)"), percent(difference.estimate.mean),
            interval(difference.estimate),
            difference.adjustedPValue < 0.001 ? "&lt; 0.001" : Markup.number(difference.adjustedPValue, decimals: 3),
            difference.detectable.map { "± \(percent($0))" } ?? "–",
          ]
        })
    }.joined()
    return section(BilingualText(en: "How sure is that?", ja: "どのくらい確かですか"), tables + paragraph(Self.method))
  }

  private static let method = BilingualText(
    en:
      "Questions about one document are not independent, so documents (with their translations and near-duplicates) are the unit: standard errors are cluster-robust with Student's t, p-values come from flipping whole documents' signs, corrected after Holm. English F1 follows SQuAD's rules (words); Japanese F1 counts characters after NFKC.",
    ja:
      "同じ文書についての質問は互いに独立ではないため、文書（その翻訳や重複を含む）を単位としています。標準誤差はクラスター頑健でt分布を用い、p値は文書ごとの符号反転検定をHolm法で補正しました。英語のF1はSQuADの規則（単語）、日本語のF1はNFKC正規化後の文字で数えます。"
  )

  private var cost: String {
    section(BilingualText(en: "At what cost?", ja: "どれだけの費用がかかりましたか"), list(context.cost) + lossChart)
  }

  private var lossChart: String {
    guard !context.trainLoss.isEmpty else { return "" }
    return Language.allCases.map { language in
      let figure = LineChart(
        title: language == .en ? "Loss while training" : "学習中の損失",
        description: language == .en ? "Loss on answer tokens by step." : "回答トークンについての損失の推移。",
        xLabel: language == .en ? "step" : "ステップ", yLabel: language == .en ? "loss" : "損失",
        lines: [
          .init(
            name: language == .en ? "training" : "学習", points: context.trainLoss.map { (Double($0.step), $0.loss) }),
          .init(
            name: language == .en ? "validation" : "検証",
            points: context.validationLoss.map { (Double($0.step), $0.loss) }, dashed: true),
        ])
      return "<figure lang=\"\(language.rawValue)\">\(figure.svg())</figure>"
    }.joined()
  }

  private var failures: String {
    section(
      BilingualText(en: "Where does it fail?", ja: "どこで失敗しますか"),
      comparison.tracks.map { FailureTable(track: $0).html(table: table) }.joined())
  }

  private var data: String {
    let counts = [context.sources, context.splits].map { counts in
      table(caption: nil, head: counts.map(\.label), rows: [counts.map { String($0.value) }])
    }.joined()
    let fates = Language.allCases.map { language in
      let chart = BarChart(
        title: language == .en ? "Question–answer pairs by fate" : "質問と回答の組の行方",
        description: language == .en ? "Counts of kept and dropped pairs." : "採用と除外の件数。",
        bars: context.fates.map { BarChart.Bar(label: $0.label[language], value: Double($0.value)) })
      return "<figure lang=\"\(language.rawValue)\">\(chart.svg())</figure>"
    }.joined()
    return section(BilingualText(en: "On what data?", ja: "どのデータによる結果ですか"), counts + fates)
  }

  private var trust: String {
    section(
      BilingualText(en: "Can the data be trusted?", ja: "データは信頼できますか"),
      list([reviewedSentence] + context.certificate))
  }

  private var repetition: String {
    section(
      BilingualText(en: "How to repeat it", ja: "再現するには"),
      paragraph(
        BilingualText(
          en: "Seed \(context.seed). The same seed gives the same data.", ja: "シードは\(context.seed)です。同じシードで同じデータになります。")
      )
        + "<pre>\(context.commands.map(Markup.escape).joined(separator: "\n"))</pre>")
  }
}
