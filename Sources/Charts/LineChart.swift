/// Lines over steps, such as training and validation loss; each line named at its end.
public struct LineChart: Sendable {
  /// A named line; x ascending.
  public struct Line: Sendable {
    public var name: String
    public var points: [(x: Double, y: Double)]
    public var dashed: Bool

    public init(name: String, points: [(x: Double, y: Double)], dashed: Bool = false) {
      self.name = name
      self.points = points
      self.dashed = dashed
    }
  }

  public var title: String
  public var description: String
  public var xLabel: String
  public var yLabel: String
  public var lines: [Line]

  public init(title: String, description: String, xLabel: String, yLabel: String, lines: [Line]) {
    self.title = title
    self.description = description
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.lines = lines
  }

  /// The chart as one `<svg>` element, 720 units wide. The y axis begins at zero.
  public func svg() -> String {
    var canvas = SVGCanvas(width: 720, height: 320, title: title, description: description)
    canvas.text(title, x: 0, y: 16, size: 14, weight: 600)
    let all = lines.flatMap(\.points).filter { $0.y.isFinite }
    guard let lastX = all.map(\.x).max(), let highest = all.map(\.y).max() else {
      canvas.text("–", x: 360, y: 160, anchor: "middle", color: "var(--muted)")
      return canvas.svg()
    }
    let x = Scale(0...max(lastX, 1), from: 50, to: 590)
    let y = Scale(0...max(highest, 1e-9) * 1.05, from: 270, to: 40)
    for tick in y.ticks(about: 5) {
      canvas.line(50, y(tick), 590, y(tick), color: "var(--line)")
      canvas.text(Markup.number(tick, decimals: 2), x: 44, y: y(tick) + 4, anchor: "end", color: "var(--muted)")
    }
    for tick in x.ticks(about: 6) {
      canvas.text(Markup.number(tick), x: x(tick), y: 288, anchor: "middle", color: "var(--muted)")
    }
    canvas.text(xLabel, x: 320, y: 310, anchor: "middle", color: "var(--muted)")
    canvas.text(yLabel, x: 50, y: 34, color: "var(--muted)")
    draw(on: &canvas, x: x, y: y)
    return canvas.svg()
  }

  private func draw(on canvas: inout SVGCanvas, x: Scale, y: Scale) {
    var taken: [Double] = []
    for (index, line) in lines.enumerated() {
      let color = SVGCanvas.seriesColor(index)
      let points = line.points.filter { $0.y.isFinite }.map { (x: x($0.x), y: y($0.y)) }
      guard let last = points.last else { continue }
      canvas.polyline(points, color: color, dashed: line.dashed)
      // Two names never on top of each other.
      var nameY = last.y + 4
      while taken.contains(where: { abs($0 - nameY) < 14 }) { nameY += 14 }
      taken.append(nameY)
      canvas.text(line.name, x: min(last.x + 8, 598), y: nameY, color: color)
    }
  }
}
