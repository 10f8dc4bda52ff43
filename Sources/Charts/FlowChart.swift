/// What became of things, step by step: each step's whole at the left, what went on and what was lost at the right, joined
/// by bands as wide as their share.
public struct FlowChart: Sendable {
  /// A part of a step.
  public struct Part: Sendable {
    /// Right of the band.
    public var label: String
    /// How many; a part without any is not drawn.
    public var count: Int
    /// Whether it went on.
    public var isKept: Bool

    /// Names a part.
    public init(label: String, count: Int, isKept: Bool) {
      self.label = label
      self.count = count
      self.isKept = isKept
    }
  }

  /// A whole and its parts.
  public struct Step: Sendable {
    /// Above the bands, with the number of all.
    public var title: String
    /// From top to bottom.
    public var parts: [Part]

    /// Names a step.
    public init(title: String, parts: [Part]) {
      self.title = title
      self.parts = parts
    }
  }

  /// Stands above the chart and names it for screen readers.
  public var title: String
  /// What the chart says, for those who do not see it.
  public var description: String
  /// From top to bottom; each has its own scale.
  public var steps: [Step]

  /// `steps` may be empty; then the title stands alone.
  public init(title: String, description: String, steps: [Step]) {
    self.title = title
    self.description = description
    self.steps = steps
  }

  private static let labelHeight = 20.0
  private static let bandHeight = 120.0

  /// The chart as one `<svg>` element.
  public func svg(width: Double = 720) -> String {
    let heights = steps.map { step in
      44 + max(Self.bandHeight, Double(step.parts.count { $0.count > 0 }) * Self.labelHeight)
    }
    var canvas = SVGCanvas(
      width: width, height: 32 + heights.reduce(0, +), title: title, description: description)
    canvas.text(title, x: 0, y: 16, size: 14, weight: 600, room: width)
    var top = 32.0
    for (step, height) in zip(steps, heights) {
      draw(step, top: top, height: height - 44, &canvas)
      top += height
    }
    return canvas.svg()
  }

  private func draw(_ step: Step, top: Double, height: Double, _ canvas: inout SVGCanvas) {
    let parts = step.parts.filter { $0.count > 0 }
    let total = parts.reduce(0) { $0 + $1.count }
    canvas.text("\(step.title): \(total)", x: 0, y: top + 16, size: 13, weight: 600, room: canvas.width)
    guard total > 0 else { return }
    let start = top + 26
    canvas.rectangle(0, start, width: 12, height: Self.bandHeight, color: "var(--muted)")
    // Right ends stand at least a label apart.
    let spare = height - Double(parts.count) * Self.labelHeight
    let (left, right) = (14.0, canvas.width * 0.4)
    var (from, to) = (start, start)
    for part in parts {
      let share = Double(part.count) / Double(total)
      let room = Self.labelHeight + spare * share
      let band = share * Self.bandHeight
      let thick = max(1, min(band, room - 4))
      let color = part.isKept ? "var(--accepted)" : "var(--rejected)"
      canvas.band(
        from: (left, from, max(band, 0.5)), to: (right, to + (room - thick) / 2, thick), color: color)
      canvas.text(
        "\(part.label) \(part.count)", x: right + 8, y: to + room / 2 + 4, weight: part.isKept ? 600 : 400,
        room: canvas.width - right - 8)
      from += band
      to += room
    }
  }
}
