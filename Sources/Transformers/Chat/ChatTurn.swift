/// One turn of a conversation, as the numeric half knows it.
public struct ChatTurn: Sendable, Hashable {
  /// `system`, `user` or `assistant`.
  public var role: String
  /// What was said.
  public var content: String

  /// A turn.
  public init(role: String, content: String) {
    self.role = role
    self.content = content
  }
}

/// A conversation as ids. The mask is 1 on what the assistant says and on the token that ends it, 0 elsewhere.
public struct RenderedChat: Sendable, Hashable {
  /// Token ids.
  public var ids: [Int32] = []
  /// As long as `ids`.
  public var mask: [UInt8] = []

  mutating func append(_ more: [Int32], learned: Bool = false) {
    ids += more
    mask += Array(repeating: learned ? 1 : 0, count: more.count)
  }
}
