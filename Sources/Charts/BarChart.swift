/// Horizontal bars with their values: counts by kind, such as pairs by fate.
public struct BarChart: Sendable {
  /// One bar.
  public struct Bar: Sendable {
    public var label: String
    public var value: Double
    /// A CSS colour; the first series colour by default.
    public var color: String

    public init(label: String, value: Double, color: String = "var(--series-1)") {
      self.label = label
      self.value = value
      self.color = color
    }
  }

  public var title: String
  public var description: String
  public var bars: [Bar]

  public init(title: String, description: String, bars: [Bar]) {
    self.title = title
    self.description = description
    self.bars = bars
  }

  /// The chart as one `<svg>` element, 720 units wide; bars begin at zero.
  public func svg() -> String {
    var canvas = SVGCanvas(
      width: 720, height: 40 + 26 * Double(bars.count), title: title, description: description)
    canvas.text(title, x: 0, y: 16, size: 14, weight: 600)
    let x = Scale(0...max(bars.map(\.value).max() ?? 1, 1e-9), from: 220, to: 640)
    for (index, bar) in bars.enumerated() {
      let y = 32 + 26 * Double(index)
      canvas.text(bar.label, x: 210, y: y + 13, anchor: "end")
      canvas.rectangle(220, y, width: x(bar.value) - 220, height: 18, color: bar.color)
      canvas.text(Markup.number(bar.value), x: x(bar.value) + 6, y: y + 13, color: "var(--muted)")
    }
    return canvas.svg()
  }
}
