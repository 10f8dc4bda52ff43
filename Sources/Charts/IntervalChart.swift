/// Points with their intervals, one row a label, one colour a series: the report's first picture.
public struct IntervalChart: Sendable {
  /// One measured value with the interval it may lie in; all in the axis' unit.
  public struct Point: Sendable {
    /// Where the mark stands; written beside the interval with one decimal.
    public var value: Double
    /// The interval's lower end, not above `value`.
    public var lower: Double
    /// The interval's upper end, not below `value`.
    public var upper: Double

    /// A point of which any number is not finite is not drawn.
    public init(value: Double, lower: Double, upper: Double) {
      self.value = value
      self.lower = lower
      self.upper = upper
    }
  }

  /// One row's label and its point in every series (nil where there is none).
  public struct Row: Sendable {
    /// Left of the row, or above it in narrow charts; the middle is cut out where it is too long.
    public var label: String
    /// At most one for each of the chart's `series`, in their order.
    public var points: [Point?]

    /// Shorter `points` leave the last series empty in this row.
    public init(label: String, points: [Point?]) {
      self.label = label
      self.points = points
    }
  }

  /// What the chart shows, in words.
  public var title: String
  /// For those who do not see it.
  public var description: String
  /// Below the axis, with the unit of all points, such as `F1 (0–100)`.
  public var axisLabel: String
  /// Names for the legend; place decides colour (six, then again) and mark (three shapes, then again).
  public var series: [String]
  /// From top to bottom.
  public var rows: [Row]
  /// What the axis spans; what lies outside is drawn at its end. An empty range becomes one unit long.
  public var range: ClosedRange<Double>

  /// All points must be in the unit of `range`; nothing is converted.
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

  /// The chart as one `<svg>` element; below 480 units of width, for a phone, labels stand above their rows.
  public func svg(width: Double = 720) -> String {
    let layout = Layout(chart: self, width: width)
    var canvas = SVGCanvas(width: width, height: layout.bottom + 46, title: title, description: description)
    canvas.text(title, x: 0, y: 16, size: 14, weight: 600, room: width)
    for (place, name) in layout.names.enumerated() {
      canvas.mark(name.x + 6, name.y - 4, series: place)
      canvas.text(series[place], x: name.x + 18, y: name.y, room: width - name.x - 18)
    }
    for tick in layout.x.ticks(about: layout.narrow ? 4 : 5) {
      let x = layout.x(tick.value)
      canvas.line(x, layout.top, x, layout.bottom, color: tick.value == 0 ? "var(--muted)" : "var(--line)")
      canvas.text(tick.label, x: x, y: layout.bottom + 16, anchor: "middle", color: "var(--muted)")
    }
    canvas.text(
      axisLabel, x: (layout.x.start + layout.x.end) / 2, y: layout.bottom + 36, anchor: "middle", color: "var(--muted)",
      room: width)
    for (index, row) in rows.enumerated() { draw(row, at: index, layout: layout, on: &canvas) }
    return canvas.svg()
  }

  /// Where things stand.
  private struct Layout {
    static let lane = 20.0
    /// Room for the value at the right of an interval that reaches the end of the axis.
    static let valueRoom = 46.0

    let narrow: Bool
    let labelRoom: Double
    let names: [(x: Double, y: Double)]
    let top: Double
    let rowHeight: Double
    let bottom: Double
    let x: Scale

    init(chart: IntervalChart, width: Double) {
      narrow = width < 480
      let widest = chart.rows.map { SVGCanvas.estimatedWidth($0.label, size: 13) }.max() ?? 0
      labelRoom = narrow ? width : min(max(widest, 60), width * 0.36)
      var places: [(x: Double, y: Double)] = []
      var place = (x: 0.0, y: 40.0)
      for name in chart.series {
        let needed = 40 + SVGCanvas.estimatedWidth(name, size: 12)
        if place.x > 0, place.x + needed - 20 > width { place = (0, place.y + 18) }
        places.append(place)
        place.x += needed
      }
      names = places
      top = place.y + 16
      rowHeight = Self.lane * Double(max(chart.series.count, 1)) + (narrow ? 32 : 14)
      bottom = top + rowHeight * Double(chart.rows.count)
      x = Scale(chart.range, from: narrow ? 8 : labelRoom + 14, to: width - Self.valueRoom)
    }
  }

  private func draw(_ row: Row, at index: Int, layout: Layout, on canvas: inout SVGCanvas) {
    let top = layout.top + layout.rowHeight * Double(index)
    let lanes = Layout.lane * Double(max(series.count, 1))
    let lanesTop = top + (layout.narrow ? 24 : 7)
    if layout.narrow {
      canvas.text(row.label, x: 0, y: top + 18, size: 13, weight: 600, room: layout.labelRoom)
    } else {
      canvas.text(
        row.label, x: layout.x.start - 14, y: lanesTop + lanes / 2 + 4.5, size: 13, anchor: "end",
        room: layout.labelRoom)
    }
    for (place, point) in row.points.enumerated() {
      guard let point, point.value.isFinite, point.lower.isFinite, point.upper.isFinite else { continue }
      draw(point, series: place, at: lanesTop + Layout.lane * (Double(place) + 0.5), x: layout.x, on: &canvas)
    }
  }

  private func draw(_ point: Point, series: Int, at y: Double, x: Scale, on canvas: inout SVGCanvas) {
    let color = SVGCanvas.seriesColor(series)
    canvas.line(x(point.lower), y, x(point.upper), y, color: color, width: 2)
    for end in [point.lower, point.upper] { canvas.line(x(end), y - 4, x(end), y + 4, color: color, width: 2) }
    canvas.mark(x(point.value), y, series: series)
    // Beyond both the interval's end and the mark.
    let edge = max(x(point.upper) + 8, x(point.value) + 11)
    canvas.text(Markup.fixed(point.value, decimals: 1), x: edge, y: y + 4, color: "var(--muted)")
  }
}
