/// A heading that a tagged PDF's author named as such.
public struct TaggedHeading: Codable, Sendable, Hashable {
  /// The page where it stands, from 1.
  public var page: Int
  /// 1 to 6.
  public var level: Int

  /// Takes the values as they are; nothing is checked.
  public init(page: Int, level: Int) {
    self.page = page
    self.level = level
  }
}
