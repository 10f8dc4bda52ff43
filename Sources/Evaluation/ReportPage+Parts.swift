internal import Charts
import Records

/// The pieces that the report's sections are made of.
extension ReportPage {
  /// Texts in one language carry the class `en` or `ja`, by which the switch hides them; `lang` alone stands on texts
  /// that are never hidden, such as a question in its own language.
  static let css = """
    main { max-width: 820px; margin: 0 auto; padding: 24px 16px 40px; }
    body > input { margin: 12px 4px 0 16px; accent-color: var(--accent); }
    #show-en:checked ~ main .ja, #show-ja:checked ~ main .en, #show-en:checked ~ label.ja, #show-ja:checked ~ label.en { display: none; }
    h1 { font-size: 20px; line-height: 1.5; max-width: 34em; text-wrap: pretty; word-break: auto-phrase; } header ul { padding-left: 20px; } .muted, small { color: var(--muted); }
    p, li { max-width: 52em; } li { margin: 4px 0; }
    .scroll { overflow-x: auto; margin: 8px 0 24px; } .scroll:focus-visible { outline: 2px solid var(--accent); }
    table { border-collapse: collapse; width: 100%; background: var(--raised); }
    h3 { font-size: 14px; } h3::first-letter { text-transform: uppercase; }
    th, td { border-bottom: 1px solid var(--line); padding: 6px 8px; text-align: right; vertical-align: top; }
    th { font-size: 12px; color: var(--muted); font-weight: 600; vertical-align: bottom; word-break: keep-all; }
    th:first-child, td:first-child, .words { text-align: left; } td.figure { white-space: nowrap; } td.words { overflow-wrap: anywhere; min-width: 9em; } td small { white-space: normal; }
    table.failures { table-layout: fixed; } table.failures th:first-child { width: 38%; } dl { display: grid; grid-template-columns: fit-content(9em) minmax(0, 1fr) max-content; gap: 2px 12px; margin: 0; }
    dt, dd.score { color: var(--muted); font-size: 12px; overflow-wrap: anywhere; } dd { margin: 0; overflow-wrap: anywhere; }
    figure { margin: 16px 0; } figure .narrow { display: none; } details { margin: -8px 0 24px; } summary { color: var(--muted); cursor: pointer; }
    li code, p code { white-space: nowrap; } .limits { background: var(--raised); border: 1px solid var(--line); border-left: 4px solid var(--doubtful); border-radius: 6px; padding: 12px 16px; margin: 24px 0; }
    .limits h2 { font-size: 16px; margin: 0 0 8px; color: var(--doubtful); } .limits ul { padding-left: 20px; margin: 0; }
    pre { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 12px; overflow-x: auto; font-size: 12px; }
    @media screen and (max-width: 640px) {
    figure .narrow { display: block; } figure .wide { display: none; } th, td { padding: 6px; }
    table.failures, table.failures tbody, table.failures tr, table.failures td { display: block; width: auto; }
    table.failures thead { display: none; } table.failures td:first-child { border-bottom: 0; font-weight: 600; } }
    @media print { @page { size: A4; margin: 16mm; } body { font-size: 11px; background: none; } body > input, label, details { display: none; } .limits { break-inside: avoid; }
    main { max-width: none; padding: 0; } h2, h3 { break-after: avoid; } tr, figure, li { break-inside: avoid; } thead { break-after: avoid; }
    .scroll { overflow: visible; } pre { white-space: pre-wrap; } }
    """

  func both(_ text: BilingualText) -> String {
    if text.en == text.ja { return escaped(text.en) }
    return Language.allCases.map { language in
      "<span class=\"\(language.rawValue)\" lang=\"\(language.rawValue)\">\(escaped(text[language]))</span>"
    }.joined()
  }

  /// What stands between backticks is something to type.
  private func escaped(_ text: String) -> String {
    let parts = Markup.escape(text).split(separator: "`", omittingEmptySubsequences: false)
    guard parts.count > 2, parts.count % 2 == 1 else { return parts.joined(separator: "`") }
    return parts.enumerated().map { $0 % 2 == 0 ? String($1) : "<code>\($1)</code>" }.joined()
  }

  func section(_ title: BilingualText, _ body: String) -> String { "<section><h2>\(both(title))</h2>\(body)</section>" }

  func paragraph(_ text: BilingualText) -> String { "<p>\(both(text))</p>" }

  func list(_ texts: [BilingualText]) -> String {
    texts.isEmpty ? "" : "<ul>\(texts.map { "<li>\(both($0))</li>" }.joined())</ul>"
  }

  /// A table's cell.
  enum Cell {
    /// Figures, in a column that lines up at the right, with a small note below.
    case figure(String, note: BilingualText? = nil)
    case words(BilingualText)
    /// Made by the caller, who has escaped what came from outside.
    case markup(String)
  }

  func table(caption: BilingualText?, head: [BilingualText], rows: [[Cell]], style: String = "") -> String {
    let body = rows.map { "<tr>\($0.map(cell).joined())</tr>" }
    let headings = zip(head.indices, head).map { index, text in
      let words =
        switch rows.first?[index] {
        case .figure, nil: ""
        case .words, .markup: " class=\"words\""
        }
      return "<th scope=\"col\"\(words)>\(both(text))</th>"
    }
    return """
      \(caption.map { "<h3>\(both($0))</h3>" } ?? "")<div class="scroll" tabindex="0"><table\(style.isEmpty ? "" : " class=\"\(style)\"")>
      <thead><tr>\(headings.joined())</tr></thead>
      <tbody>\(body.joined(separator: "\n"))</tbody></table></div>
      """
  }

  private func cell(_ cell: Cell) -> String {
    switch cell {
    case .figure(let text, let note):
      "<td class=\"figure\">\(Markup.escape(text))\(note.map { "<br><small>\(both($0))</small>" } ?? "")</td>"
    case .words(let text): "<td class=\"words\">\(both(text))</td>"
    case .markup(let markup): "<td class=\"words\">\(markup)</td>"
    }
  }

  /// A chart in both languages, each for wide pages and for phones.
  func figure(_ chart: (_ language: Language, _ width: Double) -> String) -> String {
    Language.allCases.map { language in
      "<figure class=\"\(language.rawValue)\" lang=\"\(language.rawValue)\"><div class=\"wide\">\(chart(language, 720))</div><div class=\"narrow\">\(chart(language, 360))</div></figure>"
    }.joined()
  }

  /// The figures behind a chart, folded away.
  func details(_ table: String) -> String {
    "<details><summary>\(both(BilingualText(en: "Figures", ja: "数値")))</summary>\(table)</details>"
  }

  func percent(_ share: Double) -> String { Markup.fixed(share * 100, decimals: 1) }

  func interval(_ estimate: Estimate) -> String { "\(percent(estimate.lower)) … \(percent(estimate.upper))" }

  func milliseconds(_ seconds: Double) -> String { "\(Markup.number(seconds * 1000, decimals: 0)) ms" }

  func armCell(_ arm: String) -> Cell {
    let name = ArmName.text(arm)
    if name.en == arm || name.en.lowercased() == arm { return .markup("<code>\(Markup.escape(arm))</code>") }
    return .markup("<code>\(Markup.escape(arm))</code><br><small>\(both(name))</small>")
  }
}
