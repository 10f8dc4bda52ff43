import Foundation

/// How something grows: plots one below the other over the same x axis, both axes logarithmic, so that what grows as its
/// input does is a line of slope one, whatever its unit.
public struct GrowthChart: Sendable {
  /// One plot, such as seconds.
  public struct Plot: Sendable {
    /// Above the y axis, with the unit.
    public var yLabel: String
    /// Points that are not above zero are left out; each is marked and the last one's value is written beside the name.
    public var lines: [LineChart.Line]

    /// Place in the list decides a line's colour.
    public init(yLabel: String, lines: [LineChart.Line]) {
      self.yLabel = yLabel
      self.lines = lines
    }
  }

  /// Stands above the plots and names the chart for screen readers.
  public var title: String
  /// What the chart says, for those who do not see it.
  public var description: String
  /// Below the lowest plot, with the unit.
  public var xLabel: String
  /// From the top.
  public var plots: [Plot]

  /// Takes all of it as it is.
  public init(title: String, description: String, xLabel: String, plots: [Plot]) {
    self.title = title
    self.description = description
    self.xLabel = xLabel
    self.plots = plots
  }

  private static let plotHeight = 230.0
  private static let gap = 46.0

  /// The chart as one `<svg>` element.
  public func svg(width: Double = 720) -> String {
    let height = 30 + Double(plots.count) * (Self.plotHeight + Self.gap) + 20
    var canvas = SVGCanvas(width: width, height: height, title: title, description: description)
    canvas.text(title, x: 0, y: 16, size: 14, weight: 600, room: width)
    let names = plots.flatMap { $0.lines.map(Self.named) }
    let room = min(names.map { SVGCanvas.estimatedWidth($0, size: 12) }.max() ?? 0, width * 0.42)
    let all = plots.flatMap { $0.lines.flatMap { Self.positive($0.points) } }
    guard let x = LogScale(all.map(\.x), from: 60, to: width - room - 24) else {
      canvas.text("–", x: width / 2, y: height / 2, anchor: "middle", color: "var(--muted)")
      return canvas.svg()
    }
    for (number, plot) in plots.enumerated() {
      let top = 50 + Double(number) * (Self.plotHeight + Self.gap)
      draw(plot, x, top: top, bottom: top + Self.plotHeight - 24, room, on: &canvas)
    }
    canvas.text(xLabel, x: (x.start + x.end) / 2, y: height - 8, anchor: "middle", color: "var(--muted)")
    return canvas.svg()
  }

  private func draw(
    _ plot: Plot, _ x: LogScale, top: Double, bottom: Double, _ room: Double, on canvas: inout SVGCanvas
  ) {
    canvas.text(plot.yLabel, x: 60, y: top - 8, color: "var(--muted)", room: x.end - 60)
    guard let y = LogScale(plot.lines.flatMap { Self.positive($0.points).map(\.y) }, from: bottom, to: top + 6) else {
      return
    }
    for tick in y.ticks {
      canvas.line(x.start, y(tick), x.end, y(tick), color: "var(--line)")
      canvas.text(Self.label(tick), x: 54, y: y(tick) + 4, anchor: "end", color: "var(--muted)")
    }
    for tick in x.ticks {
      canvas.line(x(tick), bottom, x(tick), bottom + 4, color: "var(--muted)")
      canvas.text(Self.label(tick), x: x(tick), y: bottom + 17, anchor: "middle", color: "var(--muted)")
    }
    canvas.line(x.start, bottom, x.end, bottom, color: "var(--muted)")
    var ends: [(name: String, y: Double)] = []
    for (index, line) in plot.lines.enumerated() {
      let points = Self.positive(line.points).map { (x: x($0.x), y: y($0.y)) }
      guard let last = points.last else { continue }
      canvas.polyline(points, color: SVGCanvas.seriesColor(index), dashed: line.dashed)
      for point in points { canvas.mark(point.x, point.y, series: index) }
      ends.append((Self.named(line), last.y + 4))
    }
    ends.sort { $0.y < $1.y }
    for (end, nameY) in zip(ends, LineChart.spread(ends.map(\.y), upTo: bottom)) {
      canvas.text(end.name, x: x.end + 14, y: nameY, room: room)
    }
  }

  /// The line's name and its last value.
  private static func named(_ line: LineChart.Line) -> String {
    positive(line.points).last.map { "\(line.name): \(label($0.y))" } ?? line.name
  }

  private static func positive(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    points.filter { $0.x > 0 && $0.y > 0 && $0.x.isFinite && $0.y.isFinite }
  }

  /// `10,000`, `12`, `0.35`: three digits that count.
  static func label(_ value: Double) -> String {
    let decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 1 : value >= 0.1 ? 2 : 3
    let text = Markup.fixed(value, decimals: decimals)
    guard value >= 1000 else {
      guard text.contains(".") else { return text }
      let kept = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
      return String(kept.reversed())
    }
    let digits = Array(text)
    return digits.indices.reduce(into: "") { grouped, index in
      if index > 0, (digits.count - index).isMultiple(of: 3) { grouped.append(",") }
      grouped.append(digits[index])
    }
  }
}

/// Maps values above zero to positions by their logarithms, from a power of ten to a power of ten.
private struct LogScale {
  private let lower: Int
  private let upper: Int
  let start: Double
  let end: Double

  /// Nil without a value.
  init?(_ values: [Double], from start: Double, to end: Double) {
    guard let least = values.min(), let most = values.max() else { return nil }
    lower = Int(floor(log10(least) + 1e-9))
    upper = max(lower + 1, Int(ceil(log10(most) - 1e-9)))
    self.start = start
    self.end = end
  }

  func callAsFunction(_ value: Double) -> Double {
    start + (log10(value) - Double(lower)) / Double(upper - lower) * (end - start)
  }

  /// The powers of ten.
  var ticks: [Double] { (lower...upper).map { pow(10, Double($0)) } }
}
