/// Points with their intervals, one row a label, one colour a series: the report's first picture.
public struct IntervalChart: Sendable {
  /// One measured value with the interval it may lie in; all in the axis' unit.
  public struct Point: Sendable {
    public var value: Double
    public var lower: Double
    public var upper: Double

    public init(value: Double, lower: Double, upper: Double) {
      self.value = value
      self.lower = lower
      self.upper = upper
    }
  }

  /// One row's label and its point in every series (nil where there is none).
  public struct Row: Sendable {
    public var label: String
    public var points: [Point?]

    public init(label: String, points: [Point?]) {
      self.label = label
      self.points = points
    }
  }

  /// What the chart shows, in words.
  public var title: String
  /// For those who do not see it.
  public var description: String
  public var axisLabel: String
  public var series: [String]
  public var rows: [Row]
  public var range: ClosedRange<Double>

  public init(
    title: String, description: String, axisLabel: String, series: [String], rows: [Row], range: ClosedRange<Double>
  ) {
    self.title = title
    self.description = description
    self.axisLabel = axisLabel
    self.series = series
    self.rows = rows
    self.range = range
  }

  /// The chart as one `<svg>` element, 720 units wide.
  public func svg() -> String {
    let left = 130.0
    let top = 58.0
    let lane = 20.0
    let rowHeight = lane * Double(max(series.count, 1)) + 14
    let bottom = top + rowHeight * Double(rows.count)
    let x = Scale(range, from: left, to: 660)
    var canvas = SVGCanvas(width: 720, height: bottom + 46, title: title, description: description)
    canvas.text(title, x: 0, y: 16, size: 14, weight: 600)
    drawSeriesNames(on: &canvas)
    for tick in x.ticks(about: 5) {
      canvas.line(x(tick), top, x(tick), bottom, color: tick == 0 ? "var(--muted)" : "var(--line)")
      canvas.text(Markup.number(tick), x: x(tick), y: bottom + 16, anchor: "middle", color: "var(--muted)")
    }
    canvas.text(axisLabel, x: (left + 660) / 2, y: bottom + 36, anchor: "middle", color: "var(--muted)")
    for (index, row) in rows.enumerated() {
      let rowTop = top + rowHeight * Double(index) + 7
      canvas.text(row.label, x: left - 12, y: rowTop + rowHeight / 2 - 3, size: 13, anchor: "end")
      for (place, point) in row.points.enumerated() {
        guard let point else { continue }
        draw(point, at: rowTop + lane * (Double(place) + 0.5), color: SVGCanvas.seriesColor(place), x: x, on: &canvas)
      }
    }
    return canvas.svg()
  }

  private func drawSeriesNames(on canvas: inout SVGCanvas) {
    var x = 130.0
    for (place, name) in series.enumerated() {
      canvas.circle(x + 5, 36, radius: 5, color: SVGCanvas.seriesColor(place))
      canvas.text(name, x: x + 16, y: 40, color: "var(--ink)")
      x += 40 + SVGCanvas.estimatedWidth(name, size: 12)
    }
  }

  private func draw(_ point: Point, at y: Double, color: String, x: Scale, on canvas: inout SVGCanvas) {
    let lower = max(point.lower, range.lowerBound)
    let upper = min(point.upper, range.upperBound)
    canvas.line(x(lower), y, x(upper), y, color: color, width: 2)
    for end in [lower, upper] { canvas.line(x(end), y - 4, x(end), y + 4, color: color, width: 2) }
    canvas.circle(x(point.value), y, radius: 5, color: color)
    canvas.text(Markup.number(point.value), x: min(x(upper) + 8, 684), y: y + 4, color: "var(--muted)")
  }
}
