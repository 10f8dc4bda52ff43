/// Collects shapes and writes them as one SVG element. Colours are CSS values, so that charts follow the page's theme.
struct SVGCanvas {
  private let width: Double
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

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, color: String, width: Double = 1) {
    shapes.append(
      "<line x1=\"\(n(x1))\" y1=\"\(n(y1))\" x2=\"\(n(x2))\" y2=\"\(n(y2))\" style=\"stroke:\(color);stroke-width:\(n(width))\"/>"
    )
  }

  mutating func circle(_ x: Double, _ y: Double, radius: Double, color: String) {
    shapes.append("<circle cx=\"\(n(x))\" cy=\"\(n(y))\" r=\"\(n(radius))\" style=\"fill:\(color)\"/>")
  }

  mutating func rectangle(_ x: Double, _ y: Double, width: Double, height: Double, color: String) {
    shapes.append(
      "<rect x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(max(width, 0)))\" height=\"\(n(height))\" rx=\"2\" style=\"fill:\(color)\"/>"
    )
  }

  mutating func polyline(_ points: [(x: Double, y: Double)], color: String, dashed: Bool = false) {
    let path = points.map { "\(n($0.x)),\(n($0.y))" }.joined(separator: " ")
    let dash = dashed ? ";stroke-dasharray:5 4" : ""
    shapes.append("<polyline points=\"\(path)\" style=\"fill:none;stroke:\(color);stroke-width:2\(dash)\"/>")
  }

  mutating func text(
    _ text: String, x: Double, y: Double, size: Double = 12, weight: Int = 400, anchor: String = "start",
    color: String = "var(--ink)"
  ) {
    shapes.append(
      "<text x=\"\(n(x))\" y=\"\(n(y))\" text-anchor=\"\(anchor)\" style=\"font-size:\(n(size))px;font-weight:\(weight);fill:\(color)\">\(Markup.escape(text))</text>"
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
