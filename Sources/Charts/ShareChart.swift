/// Shares by class before and after something was done to them: two bars a class, classes in groups.
public struct ShareChart: Sendable {
  /// A class.
  public struct Row: Sendable {
    /// Left of the bars; the middle is cut out where it is too long.
    public var label: String
    /// 0…1.
    public var before: Double
    /// 0…1.
    public var after: Double

    /// Takes two shares; what is no number gets no bar.
    public init(label: String, before: Double, after: Double) {
      self.label = label
      self.before = before
      self.after = after
    }
  }

  /// Classes that together are the whole.
  public struct Group: Sendable {
    /// Stands above its rows.
    public var title: String
    /// From top to bottom.
    public var rows: [Row]

    /// Names the rows' common ground.
    public init(title: String, rows: [Row]) {
      self.title = title
      self.rows = rows
    }
  }

  /// Stands above the chart and names it for screen readers.
  public var title: String
  /// What the chart says, for those who do not see it.
  public var description: String
  /// What the two bars are called.
  public var legend: (before: String, after: String)
  /// From top to bottom; all have one scale.
  public var groups: [Group]

  /// `groups` may be empty; then title and legend stand alone.
  public init(title: String, description: String, legend: (before: String, after: String), groups: [Group]) {
    self.title = title
    self.description = description
    self.legend = legend
    self.groups = groups
  }

  /// The chart as one `<svg>` element; the longest bar sets the scale.
  public func svg(width: Double = 720) -> String {
    let rows = groups.flatMap(\.rows)
    let height = 56 + groups.reduce(0) { $0 + 36 + Double($1.rows.count) * 30 }
    var canvas = SVGCanvas(width: width, height: height, title: title, description: description)
    canvas.text(title, x: 0, y: 16, size: 14, weight: 600, room: width)
    canvas.rectangle(0, 28, width: 12, height: 8, color: "var(--series-5)")
    canvas.text(legend.before, x: 18, y: 36, room: width / 2 - 24)
    canvas.rectangle(width / 2, 28, width: 12, height: 8, color: "var(--series-1)")
    canvas.text(legend.after, x: width / 2 + 18, y: 36, room: width / 2 - 24)
    let labelRoom = width * 0.4
    let most = rows.flatMap { [$0.before, $0.after] }.filter(\.isFinite).max() ?? 1
    let x = Scale(0...max(most, 1e-9), from: labelRoom + 10, to: width - 60)
    var y = 56.0
    for group in groups {
      canvas.text(group.title, x: 0, y: y + 16, size: 13, weight: 600, room: width)
      y += 28
      for row in group.rows {
        canvas.text(row.label, x: labelRoom, y: y + 16, anchor: "end", room: labelRoom)
        bar(row.before, y: y + 2, color: "var(--series-5)", x, &canvas)
        bar(row.after, y: y + 14, color: "var(--series-1)", x, &canvas)
        y += 30
      }
      y += 8
    }
    return canvas.svg()
  }

  private func bar(_ share: Double, y: Double, color: String, _ x: Scale, _ canvas: inout SVGCanvas) {
    guard share.isFinite else { return }
    canvas.rectangle(x.start, y, width: x(share) - x.start, height: 10, color: color)
    canvas.text(
      Markup.fixed(share * 100, decimals: 1) + " %", x: x(share) + 6, y: y + 9, size: 10, color: "var(--muted)")
  }
}
