internal import Charts
import Records

/// Where it fails: the questions that went worst, with every arm's answer.
extension ReportPage {
  /// How many a test set: enough to see a pattern, few enough to read.
  private static let shownFailures = 8

  var failures: String {
    section(
      BilingualText(en: "Where does it fail?", ja: "どこで間違えましたか"),
      comparison.tracks.map { track in
        let worst = worst(of: track)
        let name = TrackName.text(track.track)
        if worst.isEmpty {
          return paragraph(
            BilingualText(en: "Nowhere: \(name.en), every arm right.", ja: "\(name.ja)では、すべての方式が正解しました。"))
        }
        return table(
          caption: BilingualText(
            en: "The worst \(worst.count) of \(track.questions): \(name.en)",
            ja: "\(name.ja)\(track.questions)件のうち、得点の低い\(worst.count)件"),
          head: [
            BilingualText(en: "Question and right answer", ja: "質問と正解"),
            BilingualText(en: "Answers and their F1", ja: "各方式の回答とF1"),
          ], rows: worst.map(row), style: "failures")
      }.joined())
  }

  /// By the mean over the arms; questions that every arm got right are none of them.
  private func worst(of track: TrackComparison) -> [ScoredItem] {
    let ranked = track.items.map { scored in
      (scored: scored, mean: scored.answers.map(\.score.f1).reduce(0, +) / Double(max(scored.answers.count, 1)))
    }
    let sorted = ranked.filter { $0.scored.answers.contains { $0.score.f1 < 1 } }
      .sorted { ($0.mean, $0.scored.item.id) < ($1.mean, $1.scored.item.id) }
    return sorted.prefix(Self.shownFailures).map(\.scored)
  }

  private func row(_ scored: ScoredItem) -> [Cell] {
    let item = scored.item
    let language = item.language.rawValue
    let right = both(BilingualText(en: "Right:", ja: "正解："))
    let question = """
      <span lang="\(language)">\(Markup.escape(item.question))</span><br><small>\(right)</small> \
      <span lang="\(language)">\(Markup.escape(item.references.first ?? "–"))</span><br><small>\(Markup.escape(item.document))</small>
      """
    let answers = scored.answers.map { answer in
      let text = answer.text.isEmpty ? "–" : answer.text
      let sign = answer.score.exactMatch == 1 ? "✓ " : ""
      return
        "<dt>\(Markup.escape(answer.arm))</dt><dd lang=\"\(language)\">\(Markup.escape(text))</dd><dd class=\"score\">\(sign)\(Markup.fixed(answer.score.f1 * 100, decimals: 0))</dd>"
    }
    return [.markup(question), .markup("<dl>\(answers.joined())</dl>")]
  }
}
