internal import Charts
public import Records

/// The report: one HTML file without any outside resource, in both languages, readable without JavaScript.
///
/// It begins with the verdict, then one chart, then one table; details follow in the order of a manager's questions: how sure,
/// at what cost, where does it fail, on what data, can I trust the data, how do I repeat it.
public struct ReportPage: Sendable {
  let comparison: Comparison
  let context: ReportContext
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
    <input type="checkbox" id="other-theme"><label for="other-theme" class="en" lang="en">other colours</label><label for="other-theme" class="ja" lang="ja">明暗を切り替える</label>
    <main>
    \(verdict)
    \(chart)
    \(scoreTable)
    \(limits)
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
      <h1>\(both(comparison.verdict.headline))</h1>
      <ul>\(comparison.verdict.sentences.map { "<li>\(both($0))</li>" }.joined())\(limitsNote)\(notes)</ul>
      <p class="muted">\(both(reviewedSentence))</p></header>
      """
  }

  private var reviewedSentence: BilingualText {
    BilingualText(
      en: "A person has reviewed \(context.reviewed) of \(context.pairs) pairs in the dataset.",
      ja: "データセットの\(context.pairs)件のうち\(context.reviewed)件を人が確認しました。")
  }

  private var chart: String {
    let arms = comparison.tracks.flatMap { $0.arms.map(\.arm) }.reduce(into: [String]()) { list, arm in
      if !list.contains(arm) { list.append(arm) }
    }
    return figure { language, width in
      IntervalChart(
        title: language == .en ? "Answer quality of every arm (F1)" : "各方式の回答の質（F1）",
        description: language == .en
          ? "Mean F1 with 95 % intervals over documents; the same figures stand in the table below."
          : "F1の平均と、文書を単位とした95%信頼区間。同じ値を下の表に示します。",
        axisLabel: language == .en ? "F1 (0–100); lines: 95 % interval" : "F1（0〜100）、横線は95%信頼区間",
        series: comparison.tracks.map { TrackName.text($0.track)[language] },
        rows: arms.map { arm in
          IntervalChart.Row(
            label: arm,
            points: comparison.tracks.map { track in
              track.arms.first { $0.arm == arm }.map {
                IntervalChart.Point(value: $0.f1.mean * 100, lower: $0.f1.lower * 100, upper: $0.f1.upper * 100)
              }
            })
        }, range: 0...100
      ).svg(width: width)
    }
  }

  private var scoreTable: String {
    let head = [
      BilingualText(en: "Arm", ja: "方式"), BilingualText(en: "F1", ja: "F1"),
      BilingualText(en: "95 % interval", ja: "95%信頼区間"), BilingualText(en: "Exact match", ja: "完全一致"),
      BilingualText(en: "F1, Japanese", ja: "F1（日本語）"), BilingualText(en: "F1, English", ja: "F1（英語）"),
      BilingualText(en: "Empty", ja: "無回答"),
    ]
    return comparison.tracks.map { track in
      let rows = track.arms.map { arm in
        [
          armCell(arm.arm), .figure(percent(arm.f1.mean)), .figure(interval(arm.f1)),
          .figure(percent(arm.exactMatch.mean)), byLanguage(arm.f1ByLanguage["ja"]), byLanguage(arm.f1ByLanguage["en"]),
          .figure(String(arm.empty)),
        ]
      }
      let name = TrackName.text(track.track)
      let size = BilingualText(
        en: "\(name.en): \(track.questions); independent documents: \(track.documents)",
        ja: "\(name.ja)\(track.questions)件（独立した文書\(track.documents)件）")
      return table(caption: size, head: head, rows: rows) + retrievalTable(track)
    }.joined()
  }

  private func byLanguage(_ estimate: Estimate?) -> Cell {
    guard let estimate else { return .figure("–") }
    return .figure(percent(estimate.mean), note: BilingualText(verbatim: "n=\(estimate.n)"))
  }

  private func retrievalTable(_ track: TrackComparison) -> String {
    guard let retrieval = track.retrieval else { return "" }
    let cutoffs = retrieval.recall.keys.sorted()
    let head =
      cutoffs.map { BilingualText(en: "recall@\($0)", ja: "再現率@\($0)") } + [BilingualText(en: "MRR", ja: "MRR")]
    let shares = cutoffs.compactMap { cutoff in
      retrieval.recall[cutoff].map { share in
        // An interval would speak of questions in general, of which the gate has let in the found ones alone.
        isByConstruction(cutoff)
          ? Cell.figure(percent(share.mean), note: Self.byConstruction)
          : Cell.figure("\(percent(share.mean)) (\(interval(share)))")
      }
    }
    let reciprocal = retrieval.meanReciprocalRank
    let rank = [reciprocal.mean, reciprocal.lower, reciprocal.upper].map { Markup.fixed($0, decimals: 2) }
    return table(
      caption: BilingualText(
        en: "How often retrieval found the gold passage, %", ja: "正解を含む文章が検索で見つかった割合（%）"), head: head,
      rows: [shares + [.figure("\(rank[0]) (\(rank[1]) … \(rank[2]))")]])
  }

  private var certainty: String {
    let head = [
      BilingualText(en: "Comparison (F1)", ja: "比較（F1）"), BilingualText(en: "Difference, points", ja: "差（ポイント）"),
      BilingualText(en: "95 % interval", ja: "95%信頼区間"), BilingualText(en: "p (Holm)", ja: "p値（Holm）"),
      BilingualText(en: "Smallest difference likely to be seen", ja: "検出が見込める最小の差"),
    ]
    let tables = comparison.tracks.filter { !$0.differences.isEmpty }.map { track in
      table(
        caption: TrackName.text(track.track), head: head,
        rows: track.differences.map { difference in
          [
            .words(plain("\(difference.arm) − \(difference.baseline)")), .figure(percent(difference.estimate.mean)),
            .figure(interval(difference.estimate)),
            .figure(
              difference.adjustedPValue < 0.001 ? "< 0.001" : Markup.fixed(difference.adjustedPValue, decimals: 3)),
            .figure(difference.detectable.map { "± \(percent(min($0, 1)))" } ?? "–"),
          ]
        })
    }.joined()
    return section(BilingualText(en: "How sure is that?", ja: "どのくらい確かですか"), tables + paragraph(Self.method))
  }

  private static let method = BilingualText(
    en:
      "Questions about one document are not independent, so documents (with their translations and near-duplicates) are the unit: standard errors are cluster-robust, intervals use Student's t with documents − 1 degrees of freedom, and p-values come from flipping whole documents' signs, corrected after Holm over the comparisons of one table. The smallest difference is the one seen four times out of five. English F1 follows SQuAD's rules (words); Japanese F1 counts characters after NFKC.",
    ja:
      "同じ文書についての質問は互いに独立ではないため、文書（その翻訳や重複を含む）を単位としています。標準誤差はクラスター頑健な推定量、信頼区間は自由度が「文書数−1」のt分布によります。p値は文書ごとの符号反転検定により求め、表ごとにHolm法で補正しました。「検出が見込める最小の差」は、5回に4回は検出できる差です。英語のF1はSQuADの規則（単語）、日本語のF1はNFKC正規化後の文字で数えます。"
  )

  private var cost: String {
    let tables = comparison.tracks.map { track in
      // Answers of a batch share its time evenly: only answers given one by one have a slowest one in twenty.
      let isSingle = track.arms.allSatisfy { $0.largestBatch == 1 }
      let head =
        [BilingualText(en: "Arm", ja: "方式"), timeHeading(track.arms)]
        + (isSingle ? [BilingualText(en: "95th percentile", ja: "95パーセンタイル")] : [])
        + [
          BilingualText(en: "Prompt tokens (mean)", ja: "プロンプトのトークン数（平均）"),
          BilingualText(en: "Answer length (characters)", ja: "回答の長さ（文字）"),
        ]
      return table(
        caption: TrackName.text(track.track), head: head,
        rows: track.arms.map { arm in
          [armCell(arm.arm), .figure(milliseconds(arm.medianSeconds))]
            + (isSingle ? [.figure(milliseconds(arm.percentile95Seconds))] : [])
            + [
              .figure(Markup.fixed(arm.meanPromptTokens, decimals: 0)),
              .figure(Markup.fixed(arm.meanAnswerCharacters, decimals: 1)),
            ]
        })
    }.joined()
    return section(
      BilingualText(en: "At what cost?", ja: "どれだけの手間がかかりましたか"), list(context.cost) + tables + lossChart)
  }

  private func timeHeading(_ arms: [ArmScores]) -> BilingualText {
    let known = arms.compactMap(\.largestBatch)
    guard known.count == arms.count, let most = known.max() else {
      return BilingualText(en: "Time per answer, in batches (median)", ja: "1回答の時間（まとめて回答、中央値）")
    }
    if most == 1 { return BilingualText(en: "Time per answer (median)", ja: "1回答の時間（中央値）") }
    return BilingualText(
      en: "Time per answer, in batches of \(most) (median)", ja: "1回答の時間（\(most)件ずつまとめて回答、中央値）")
  }

  private var lossChart: String {
    guard !context.trainLoss.isEmpty else { return "" }
    let chart = figure { language, width in
      LineChart(
        title: language == .en ? "Loss while training" : "学習中の損失",
        description: language == .en
          ? "Loss on answer tokens by step; a validation loss that rises while training falls means learning by heart."
          : "回答トークンの損失の推移。学習の損失が下がる一方で検証の損失が上がる場合は、丸暗記が進んでいます。",
        xLabel: language == .en ? "step" : "ステップ", yLabel: language == .en ? "loss" : "損失",
        lines: [
          .init(
            name: language == .en ? "training" : "学習", points: context.trainLoss.map { (Double($0.step), $0.loss) }),
          .init(
            name: language == .en ? "validation" : "検証",
            points: context.validationLoss.map { (Double($0.step), $0.loss) }, dashed: true),
        ]
      ).svg(width: width)
    }
    return chart + details(lossTable)
  }

  /// The steps with a validation loss, with the training loss last seen there.
  private var lossTable: String {
    let rows = context.validationLoss.map { point -> [Cell] in
      let training = context.trainLoss.last { $0.step <= point.step }
      return [
        .figure(String(point.step)), .figure(training.map { Markup.fixed($0.loss, decimals: 3) } ?? "–"),
        .figure(Markup.fixed(point.loss, decimals: 3)),
      ]
    }
    return table(
      caption: nil,
      head: [
        BilingualText(en: "Step", ja: "ステップ"), BilingualText(en: "Training", ja: "学習"),
        BilingualText(en: "Validation", ja: "検証"),
      ], rows: rows)
  }

  private var data: String {
    let counts = [context.sources, context.splits].filter { !$0.isEmpty }.map { counts in
      table(caption: nil, head: counts.map(\.label), rows: [counts.map { .figure(String($0.value)) }])
    }.joined()
    let fates = figure { language, width in
      BarChart(
        title: language == .en ? "Question–answer pairs by fate" : "質問と回答の組の内訳",
        description: language == .en ? "Counts of kept and dropped pairs." : "採用した組と除外した組の件数。",
        bars: context.fates.map { BarChart.Bar(label: $0.label[language], value: Double($0.value)) }
      ).svg(width: width)
    }
    let figures = table(
      caption: nil,
      head: [BilingualText(en: "Fate", ja: "内訳"), BilingualText(en: "Pairs", ja: "件数")],
      rows: context.fates.map { [.words($0.label), .figure(String($0.value))] })
    return section(
      BilingualText(en: "On what data?", ja: "どのようなデータによる結果ですか"),
      counts + (context.fates.isEmpty ? "" : fates + details(figures)))
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
          en: "Seed \(context.seed). The same documents and the same seed give the same data.",
          ja: "シードは\(context.seed)です。同じ文書と同じシードからは、同じデータができます。")
      )
        + "<pre>\(context.commands.map(Markup.escape).joined(separator: "\n"))</pre>")
  }

  private func plain(_ text: String) -> BilingualText { BilingualText(en: text, ja: text) }
}
