internal import Charts
import Records

/// The pieces that the report's sections are made of.
extension ReportPage {
  static let css = """
    main { max-width: 820px; margin: 0 auto; padding: 24px 16px 40px; }
    input[name=language] { margin: 12px 4px 0 16px; }
    #show-en:checked ~ main [lang=ja], #show-ja:checked ~ main [lang=en] { display: none; }
    h1[lang], h1 { max-width: 34em; } .muted { color: var(--muted); }
    table { border-collapse: collapse; width: 100%; margin: 12px 0 24px; background: var(--raised); }
    caption { text-align: left; font-weight: 600; padding: 8px 0; }
    th, td { border-bottom: 1px solid var(--line); padding: 6px 8px; text-align: right; vertical-align: top; }
    th:first-child, td:first-child, td.text { text-align: left; } th { font-size: 12px; color: var(--muted); font-weight: 600; }
    td.text { max-width: 18em; overflow-wrap: anywhere; } small { color: var(--muted); }
    figure { margin: 16px 0; } pre { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 12px; overflow-x: auto; }
    @media print { @page { size: A4; margin: 16mm; } input, label { display: none; } main { max-width: none; padding: 0; } table, figure { break-inside: avoid; } }
    @media (max-width: 640px) { table { display: block; overflow-x: auto; } }
    """

  func both(_ text: BilingualText) -> String {
    "<span lang=\"en\">\(Markup.escape(text.en))</span><span lang=\"ja\">\(Markup.escape(text.ja))</span>"
  }

  func section(_ title: BilingualText, _ body: String) -> String { "<section><h2>\(both(title))</h2>\(body)</section>" }

  func paragraph(_ text: BilingualText) -> String { "<p>\(both(text))</p>" }

  func list(_ texts: [BilingualText]) -> String { "<ul>\(texts.map { "<li>\(both($0))</li>" }.joined())</ul>" }

  /// Cells are markup; a cell that begins with `text:` is left-aligned words, escaped here.
  func table(caption: BilingualText?, head: [BilingualText], rows: [[String]]) -> String {
    let body = rows.map { row in
      "<tr>"
        + row.map { cell in
          cell.hasPrefix("text:")
            ? "<td class=\"text\">\(Markup.escape(String(cell.dropFirst(5))))</td>" : "<td>\(cell)</td>"
        }.joined() + "</tr>"
    }
    return """
      <table>\(caption.map { "<caption>\(both($0))</caption>" } ?? "")
      <thead><tr>\(head.map { "<th scope=\"col\">\(both($0))</th>" }.joined())</tr></thead>
      <tbody>\(body.joined(separator: "\n"))</tbody></table>
      """
  }

  func percent(_ share: Double) -> String { Markup.number(share * 100) }

  func interval(_ estimate: Estimate) -> String { "\(percent(estimate.lower)) … \(percent(estimate.upper))" }
}

/// The questions that went worst, with every arm's answer.
struct FailureTable {
  let track: TrackComparison

  /// How many are shown: enough to see a pattern, few enough to read.
  static let shown = 12

  func html(table: (BilingualText?, [BilingualText], [[String]]) -> String) -> String {
    let arms = track.arms.map(\.arm)
    let worst = track.items.sorted {
      ($0.answers.map(\.score.f1).max() ?? 0, $0.item.id) < ($1.answers.map(\.score.f1).max() ?? 0, $1.item.id)
    }
    let head =
      [BilingualText(en: "Question", ja: "質問"), BilingualText(en: "Right answer", ja: "正解")]
      + arms.map { BilingualText(en: $0, ja: $0) }
    let rows = worst.prefix(Self.shown).map { scored in
      ["text:\(scored.item.question)", "text:\(scored.item.references.first ?? "")"]
        + arms.map { arm in
          scored.answers.first { $0.arm == arm }.map { "text:\($0.text.isEmpty ? "–" : $0.text)" } ?? "–"
        }
    }
    return table(TrackName.text(track.track), head, Array(rows))
  }
}
