public import Records

/// A document as the splitter sees it.
public struct SplitDocument: Sendable, Hashable {
  /// A chunk and where it stands.
  public struct Passage: Sendable, Hashable {
    /// The chunk's id.
    public var chunk: ContentHash
    /// UTF-8 offsets in the document's text, half open.
    public var range: Range<Int>
    /// The heading that it stands under; empty above the first.
    public var section: String

    /// Names a chunk and its place.
    public init(chunk: ContentHash, range: Range<Int>, section: String = "") {
      self.chunk = chunk
      self.range = range
      self.section = section
    }
  }

  /// Path of the source file.
  public var path: String
  /// Digest of the source file.
  public var sha256: ContentHash
  /// The language that its wording is compared in.
  public var language: Language
  /// Its clean text.
  public var text: String
  /// Its chunks.
  public var passages: [Passage]

  /// Names a document, its text and its chunks.
  public init(path: String, sha256: ContentHash, language: Language, text: String, passages: [Passage] = []) {
    self.path = path
    self.sha256 = sha256
    self.language = language
    self.text = text
    self.passages = passages
  }

  /// The text at a range of UTF-8 offsets, as far as there is such a place.
  func text(at range: Range<Int>) -> String {
    let bytes = text.utf8
    let range = range.clamped(to: 0..<bytes.count)
    let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
    return String(decoding: bytes[start..<bytes.index(start, offsetBy: range.count)], as: UTF8.self)
  }
}

/// A document's path without its extension and without the mark of its language: `corpora/rules.ja.pdf` and
/// `corpora/rules.en.md` are translations of one another and both `corpora/rules`.
enum DocumentStem {
  static func stem(of path: String) -> String {
    let extensionless = withoutSuffix(path)
    let mark = extensionless.suffix(3).lowercased()
    let isMarked = mark.hasPrefix(".") && Language(rawValue: String(mark.dropFirst())) != nil
    return isMarked ? String(extensionless.dropLast(3)) : extensionless
  }

  /// Whether the path names its language.
  static func namesLanguage(_ path: String) -> Bool { withoutSuffix(path) != stem(of: path) }

  /// In lower case, without the dot; empty where there is none.
  static func fileExtension(of path: String) -> String {
    String(path.dropFirst(withoutSuffix(path).count).dropFirst()).lowercased()
  }

  private static func withoutSuffix(_ path: String) -> String {
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/"), dot > path.startIndex else { return path }
    return String(path[..<dot])
  }
}
