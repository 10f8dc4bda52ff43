/// Horizontal bars with their values: counts by kind, such as pairs by fate.
public struct BarChart: Sendable {
  /// One bar.
  public struct Bar: Sendable {
    /// Left of the bar, or above it in narrow charts; the middle is cut out where it is too long.
    public var label: String
    /// Not negative, written at the bar's end with at most one decimal; one that is not finite gets no bar.
    public var value: Double
    /// A CSS colour; the first series colour by default.
    public var color: String

    /// `color` is a CSS colour, so that a theme's variables work.
    public init(label: String, value: Double, color: String = "var(--series-1)") {
      self.label = label
      self.value = value
      self.color = color
    }
  }

  /// Stands above the chart, cut in the middle where it is too long, and names it for screen readers.
  public var title: String
  /// What the chart says, for those who do not see it: the SVG's `<desc>` and part of its `aria-label`.
  public var description: String
  /// From top to bottom; the longest bar sets the scale.
  public var bars: [Bar]

  /// `bars` may be empty; then the title stands alone.
  public init(title: String, description: String, bars: [Bar]) {
    self.title = title
    self.description = description
    self.bars = bars
  }

  /// The chart as one `<svg>` element; bars begin at zero. Below 480 units of width labels stand above their bars.
  public func svg(width: Double = 720) -> String {
    let narrow = width < 480
    let widest = bars.map { SVGCanvas.estimatedWidth($0.label, size: 12) }.max() ?? 0
    let labelRoom = narrow ? width : min(max(widest, 40), width * 0.45)
    let rowHeight = narrow ? 42.0 : 26
    var canvas = SVGCanvas(
      width: width, height: 40 + rowHeight * Double(bars.count), title: title, description: description)
    canvas.text(title, x: 0, y: 16, size: 14, weight: 600, room: width)
    let values = bars.map { $0.value.isFinite ? $0.value : 0 }
    let valueRoom = 12 + (values.map { SVGCanvas.estimatedWidth(Markup.number($0), size: 12) }.max() ?? 0)
    let x = Scale(0...max(values.max() ?? 1, 1e-9), from: narrow ? 0 : labelRoom + 10, to: width - valueRoom)
    for (index, bar) in bars.enumerated() {
      let top = 32 + rowHeight * Double(index)
      let y = narrow ? top + 18 : top
      canvas.text(
        bar.label, x: narrow ? 0 : labelRoom, y: narrow ? top + 13 : y + 13, anchor: narrow ? "start" : "end",
        room: labelRoom)
      canvas.rectangle(x.start, y, width: x(values[index]) - x.start, height: 18, color: bar.color)
      canvas.text(Markup.number(bar.value), x: x(values[index]) + 6, y: y + 13, color: "var(--muted)")
    }
    return canvas.svg()
  }
}
