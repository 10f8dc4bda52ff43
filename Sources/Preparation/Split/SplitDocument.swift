public import Records

/// A document as the splitter sees it.
public struct SplitDocument: Sendable, Hashable {
  /// Path of the source file.
  public var path: String
  /// Digest of the source file.
  public var sha256: ContentHash
  /// The language that its wording is compared in.
  public var language: Language
  /// Its clean text.
  public var text: String

  /// Names a document and its text.
  public init(path: String, sha256: ContentHash, language: Language, text: String) {
    self.path = path
    self.sha256 = sha256
    self.language = language
    self.text = text
  }

  /// A document and what cleaning left of it.
  public init(_ document: Document, _ clean: CleanDocument) {
    self.init(
      path: document.source.path, sha256: document.source.sha256, language: document.language, text: clean.text)
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

  private static func withoutSuffix(_ path: String) -> String {
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/"), dot > path.startIndex else { return path }
    return String(path[..<dot])
  }
}
