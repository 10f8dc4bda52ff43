/// Collects shapes and writes them as one SVG element. Colours are CSS values, so that charts follow the page's theme.
struct SVGCanvas {
  let width: Double
  private let height: Double
  private let title: String
  private let description: String
  private var shapes: [String] = []

  init(width: Double, height: Double, title: String, description: String) {
    self.width = width
    self.height = height
    self.title = title
    self.description = description
  }

  /// The Okabe–Ito colours, safe for colour-blind readers.
  static func seriesColor(_ index: Int) -> String { "var(--series-\(index % 6 + 1))" }

  /// Rough width of a label: wide characters count double.
  static func estimatedWidth(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E80 ? size : size * 0.58) }
  }

  /// The text, or its beginning and end around an ellipsis where it is wider than the place: long names often differ
  /// in both.
  static func shortened(_ text: String, to width: Double, size: Double) -> String {
    if estimatedWidth(text, size: size) <= width { return text }
    let characters = Array(text)
    var kept = characters.count - 1
    while kept > 1 {
      let short = String(characters.prefix((kept + 1) / 2)) + "…" + String(characters.suffix(kept / 2))
      if estimatedWidth(short, size: size) <= width { return short }
      kept -= 1
    }
    return "…"
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, color: String, width: Double = 1) {
    shapes.append(
      "<line x1=\"\(n(x1))\" y1=\"\(n(y1))\" x2=\"\(n(x2))\" y2=\"\(n(y2))\" style=\"stroke:\(color);stroke-width:\(n(width))\"/>"
    )
  }

  mutating func circle(_ x: Double, _ y: Double, radius: Double, color: String) {
    shapes.append("<circle cx=\"\(n(x))\" cy=\"\(n(y))\" r=\"\(n(radius))\" style=\"fill:\(color)\"/>")
  }

  /// A series' mark: shape and colour, so that colour is never the only difference.
  mutating func mark(_ x: Double, _ y: Double, series: Int) {
    let color = Self.seriesColor(series)
    switch series % 3 {
    case 0: circle(x, y, radius: 5, color: color)
    case 1: rectangle(x - 4.5, y - 4.5, width: 9, height: 9, color: color)
    default:
      shapes.append(
        "<path d=\"M\(n(x)) \(n(y - 6))L\(n(x + 6)) \(n(y))L\(n(x)) \(n(y + 6))L\(n(x - 6)) \(n(y))Z\" style=\"fill:\(color)\"/>"
      )
    }
  }

  mutating func rectangle(_ x: Double, _ y: Double, width: Double, height: Double, color: String) {
    shapes.append(
      "<rect x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(max(width, 0)))\" height=\"\(n(height))\" rx=\"2\" style=\"fill:\(color)\"/>"
    )
  }

  /// A band that bends from one upright edge to another, each given by its left or right side, top and height.
  mutating func band(
    from: (x: Double, y: Double, height: Double), to: (x: Double, y: Double, height: Double), color: String
  ) {
    let middle = (from.x + to.x) / 2
    let path =
      "M\(n(from.x)) \(n(from.y))C\(n(middle)) \(n(from.y)) \(n(middle)) \(n(to.y)) \(n(to.x)) \(n(to.y))"
      + "V\(n(to.y + to.height))C\(n(middle)) \(n(to.y + to.height)) \(n(middle)) \(n(from.y + from.height)) "
      + "\(n(from.x)) \(n(from.y + from.height))Z"
    shapes.append("<path d=\"\(path)\" style=\"fill:\(color);opacity:.7\"/>")
  }

  mutating func polyline(_ points: [(x: Double, y: Double)], color: String, dashed: Bool = false) {
    let path = points.map { "\(n($0.x)),\(n($0.y))" }.joined(separator: " ")
    let dash = dashed ? ";stroke-dasharray:5 4" : ""
    shapes.append("<polyline points=\"\(path)\" style=\"fill:none;stroke:\(color);stroke-width:2\(dash)\"/>")
  }

  /// Writes a text; where it is wider than `room`, its shortened form, with the whole as a tooltip.
  mutating func text(
    _ text: String, x: Double, y: Double, size: Double = 12, weight: Int = 400, anchor: String = "start",
    color: String = "var(--ink)", room: Double = .infinity
  ) {
    // Bold letters are about a tenth wider.
    let shown = Self.shortened(text, to: weight > 400 ? room * 0.9 : room, size: size)
    let whole = shown == text ? "" : "<title>\(Markup.escape(text))</title>"
    shapes.append(
      "<text x=\"\(n(x))\" y=\"\(n(y))\" text-anchor=\"\(anchor)\" style=\"font-size:\(n(size))px;font-weight:\(weight);fill:\(color)\">\(whole)\(Markup.escape(shown))</text>"
    )
  }

  func svg() -> String {
    """
    <svg viewBox="0 0 \(n(width)) \(n(height))" role="img" aria-label="\(Markup.escape(title + ". " + description))" \
    xmlns="http://www.w3.org/2000/svg" style="max-width:\(n(width))px;width:100%;height:auto;font-family:inherit">
    <title>\(Markup.escape(title))</title><desc>\(Markup.escape(description))</desc>
    \(shapes.joined(separator: "\n"))
    </svg>
    """
  }

  private func n(_ value: Double) -> String { Markup.number(value, decimals: 2) }
}
