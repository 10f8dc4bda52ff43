/// What is drawn on a page besides text and pictures, as far as it can rule a table or mark a list.
public struct PageRules: Sendable, Hashable {
  /// Straight lines along the page's edges: strokes, and filled rectangles as thin as a line.
  public var lines: [RuleBox]
  /// Filled areas that are not white, such as the ground behind a header row.
  public var areas: [RuleBox]
  /// Discs, rings and squares as small as a bullet: browsers draw those of lists.
  public var dots: [RuleBox]

  /// Takes the values as they are; nothing ruled when none is given.
  public init(lines: [RuleBox] = [], areas: [RuleBox] = [], dots: [RuleBox] = []) {
    self.lines = lines
    self.areas = areas
    self.dots = dots
  }
}

/// A line or area in points from the page's top left; edges in order. A line is as thick as it is drawn.
public struct RuleBox: Sendable, Hashable {
  /// Left edge.
  public var x0: Float
  /// Upper edge.
  public var y0: Float
  /// Right edge.
  public var x1: Float
  /// Lower edge.
  public var y1: Float

  /// Puts the edges in order.
  public init(x0: Float, y0: Float, x1: Float, y1: Float) {
    self.x0 = min(x0, x1)
    self.y0 = min(y0, y1)
    self.x1 = max(x0, x1)
    self.y1 = max(y0, y1)
  }

  /// From the left to the right edge.
  public var width: Float { x1 - x0 }
  /// From the upper to the lower edge.
  public var height: Float { y1 - y0 }
}
