/// Lines over steps, such as training and validation loss; each line named at its end.
public struct LineChart: Sendable {
  /// A named line; x ascending.
  public struct Line: Sendable {
    /// Written at the right edge, at the height of the line's end.
    public var name: String
    /// Points that are not finite are left out; up to twenty are also marked one by one.
    public var points: [(x: Double, y: Double)]
    /// For a second kind of line, such as validation beside training.
    public var dashed: Bool

    /// A line without points is neither drawn nor named.
    public init(name: String, points: [(x: Double, y: Double)], dashed: Bool = false) {
      self.name = name
      self.points = points
      self.dashed = dashed
    }
  }

  /// Stands above the chart, cut in the middle where it is too long, and names it for screen readers.
  public var title: String
  /// What the chart says, for those who do not see it: the SVG's `<desc>` and part of its `aria-label`.
  public var description: String
  /// Below the x axis, with the unit, such as `step`.
  public var xLabel: String
  /// Above the y axis, with the unit, such as `loss`.
  public var yLabel: String
  /// Place decides the colour: six colours, then again.
  public var lines: [Line]

  /// Without any finite point a dash stands in place of the lines.
  public init(title: String, description: String, xLabel: String, yLabel: String, lines: [Line]) {
    self.title = title
    self.description = description
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.lines = lines
  }

  /// The chart as one `<svg>` element. The y axis begins at zero, or below where there are negative values.
  public func svg(width: Double = 720) -> String {
    let height = width < 480 ? 260.0 : 320
    var canvas = SVGCanvas(width: width, height: height, title: title, description: description)
    canvas.text(title, x: 0, y: 16, size: 14, weight: 600, room: width)
    let all = lines.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
    guard let lastX = all.map(\.x).max(), let highest = all.map(\.y).max(), let lowest = all.map(\.y).min() else {
      canvas.text("–", x: width / 2, y: height / 2, anchor: "middle", color: "var(--muted)")
      return canvas.svg()
    }
    let nameRoom = min(lines.map { SVGCanvas.estimatedWidth($0.name, size: 12) }.max() ?? 0, width * 0.3)
    let x = Scale(min(all.map(\.x).min() ?? 0, 0)...max(lastX, 1), from: 50, to: width - nameRoom - 16)
    let y = Scale(min(lowest, 0)...(max(highest, lowest, 1e-9) * 1.05), from: height - 50, to: 44)
    for tick in y.ticks(about: 5) {
      canvas.line(x.start, y(tick.value), x.end, y(tick.value), color: tick.value == 0 ? "var(--muted)" : "var(--line)")
      canvas.text(tick.label, x: 44, y: y(tick.value) + 4, anchor: "end", color: "var(--muted)")
    }
    for tick in x.ticks(about: width < 480 ? 4 : 6) {
      canvas.text(tick.label, x: x(tick.value), y: height - 32, anchor: "middle", color: "var(--muted)")
    }
    canvas.text(xLabel, x: (x.start + x.end) / 2, y: height - 10, anchor: "middle", color: "var(--muted)")
    canvas.text(yLabel, x: 50, y: 36, color: "var(--muted)", room: width - 50)
    draw(on: &canvas, x: x, y: y, nameRoom: nameRoom)
    return canvas.svg()
  }

  private func draw(on canvas: inout SVGCanvas, x: Scale, y: Scale, nameRoom: Double) {
    var ends: [(name: String, x: Double, y: Double)] = []
    for (index, line) in lines.enumerated() {
      let color = SVGCanvas.seriesColor(index)
      let points = line.points.filter { $0.x.isFinite && $0.y.isFinite }.map { (x: x($0.x), y: y($0.y)) }
      guard let last = points.last else { continue }
      canvas.polyline(points, color: color, dashed: line.dashed)
      // So few measurements are worth being seen one by one; a single one would not be seen at all.
      if points.count <= 20 { for point in points { canvas.circle(point.x, point.y, radius: 3, color: color) } }
      ends.append((line.name, last.x, last.y + 4))
    }
    ends.sort { $0.y < $1.y }
    for (end, nameY) in zip(ends, Self.spread(ends.map(\.y), upTo: y.start)) {
      canvas.text(end.name, x: x.end + 10, y: nameY, room: nameRoom)
      // The name stands at the right edge; a line that ends earlier is led to it.
      if abs(nameY - end.y) > 8 || end.x < x.end - 1 {
        canvas.line(end.x + 4, end.y - 4, x.end + 8, nameY - 4, color: "var(--line)")
      }
    }
  }

  /// Ascending positions moved apart so that no two names touch, and none leaves the plot at the bottom.
  static func spread(_ positions: [Double], upTo bottom: Double) -> [Double] {
    let gap = 15.0
    var placed: [Double] = []
    for position in positions { placed.append(max(position, (placed.last ?? -.infinity) + gap)) }
    var limit = bottom
    for index in placed.indices.reversed() {
      placed[index] = min(placed[index], limit)
      limit = placed[index] - gap
    }
    return placed
  }
}
