public import Records

/// A frame to be drawn over a page's picture, with a few words beside it.
public struct PageMark: Codable, Sendable, Hashable {
  /// In points from the page's top left; one for each line of what is marked.
  public var rects: [Rect]
  /// Red, green and blue, from 0 to 1.
  public var color: [Double]
  /// Drawn at the first rectangle's upper left corner; ASCII is sure to be drawn.
  public var label: String

  /// Takes the values as they are; nothing is checked.
  public init(rects: [Rect], color: [Double], label: String) {
    self.rects = rects
    self.color = color
    self.label = label
  }
}
