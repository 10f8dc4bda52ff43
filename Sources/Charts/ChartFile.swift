/// A chart as a file of its own, where no page gives it colours and type: light, on white paper.
public enum ChartFile {
  /// The file's text for an `<svg>` element.
  public static func text(_ svg: String) -> String {
    guard let end = svg.firstIndex(of: ">") else { return svg }
    let style = "<style>:root { \(Theme.light) font-family: system-ui, \"Noto Sans CJK JP\", sans-serif; }</style>"
    let paper = "<rect width=\"100%\" height=\"100%\" style=\"fill:var(--paper)\"/>"
    return String(svg[...end]) + "\n" + style + paper + svg[svg.index(after: end)...] + "\n"
  }
}
