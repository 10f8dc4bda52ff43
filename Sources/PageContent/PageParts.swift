public import Records

/// What a page holds besides its text.
public struct PageParts: Codable, Sendable, Hashable {
  /// A stretch of the page that leads somewhere.
  public struct Link: Codable, Sendable, Hashable {
    /// In points from the page's top left.
    public var rect: Rect
    /// A URL, a file's name, or `#page=N`.
    public var target: String

    /// Takes the values as they are; nothing is checked.
    public init(rect: Rect, target: String) {
      self.rect = rect
      self.target = target
    }
  }

  /// Links, in the order of the file.
  public var links: [Link]
  /// The fields of a form with their values.
  public var fields: [FormField]
  /// What people wrote on the page.
  public var annotations: [Annotation]

  /// Takes the values as they are; nothing is checked.
  public init(links: [Link] = [], fields: [FormField] = [], annotations: [Annotation] = []) {
    self.links = links
    self.fields = fields
    self.annotations = annotations
  }

  /// Most pages hold nothing but text.
  public var isEmpty: Bool { links.isEmpty && fields.isEmpty && annotations.isEmpty }
}
