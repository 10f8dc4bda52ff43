/// The one set of colours, type and spaces that pages, report and charts share, as CSS custom properties.
public enum Theme {
  /// Light or dark by the system's wish; `data-theme="light"` or `"dark"` on the root element decides otherwise, and a
  /// ticked box with the id `other-theme` turns the system's wish round without any script. Paper is always light.
  public static let css = """
    :root { \(light) }
    @media screen and (prefers-color-scheme: dark) {
    :root:not([data-theme="light"]) { \(dark) } :root:not([data-theme]):has(#other-theme:checked) { \(light) } }
    @media screen and (prefers-color-scheme: light) { :root:not([data-theme]):has(#other-theme:checked) { \(dark) } }
    @media screen { :root[data-theme="dark"] { \(dark) } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--paper); color: var(--ink); font: 14px/1.6 system-ui, "Hiragino Sans", "Noto Sans JP",
    "Noto Sans CJK JP", sans-serif; font-variant-numeric: tabular-nums; line-break: strict; text-autospace: normal; }
    :lang(ja) { line-height: 1.75; }
    h1 { font-size: 26px; line-height: 1.3; margin: 0 0 16px; } h2 { font-size: 20px; margin: 40px 0 12px; } h3 { font-size: 16px; margin: 24px 0 8px; }
    a { color: var(--accent); } code { font-size: 12px; }
    """

  static let light = """
    color-scheme: light; --ink: #1c1e21; --muted: #5b6169; --paper: #fbfbfa; --raised: #ffffff; --line: #d9dbde; --control: #868c95; \
    --accent: #3b4cca; --accepted: #1a7f4b; --rejected: #b3261e; --doubtful: #8a5a00; --evidence: #ffe58a; \
    --evidence-ink: #1c1e21; --shadow: 0 1px 3px rgb(0 0 0 / .12); --series-1: #0072b2; --series-2: #d55e00; \
    --series-3: #009e73; --series-4: #cc79a7; --series-5: #56b4e9; --series-6: #e69f00;
    """

  private static let dark = """
    color-scheme: dark; --ink: #e8e9eb; --muted: #a3a9b2; --paper: #17181a; --raised: #202225; --line: #3a3d42; --control: #7d838c; \
    --accent: #9aa6ff; --accepted: #5fd39a; --rejected: #ff8a80; --doubtful: #f0bf5a; --evidence: #6b5900; \
    --evidence-ink: #fff6d6; --shadow: 0 1px 3px rgb(0 0 0 / .5); --series-1: #56b4e9; --series-2: #ff8f4d; \
    --series-3: #35c79b; --series-4: #e39cc6; --series-5: #9bd4f5; --series-6: #f3b93f;
    """
}
