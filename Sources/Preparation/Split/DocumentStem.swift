import Records

/// A document's path without its extension and without the mark of its language: `corpora/rules.ja.pdf`,
/// `corpora/rules_en.md` and `corpora/en/rules.md` are translations of one another and all `corpora/rules`.
enum DocumentStem {
  static func stem(of path: String) -> String {
    let extensionless = withoutSuffix(path)
    if let name = withoutMark(extensionless) { return name }
    var folders = extensionless.split(separator: "/", omittingEmptySubsequences: false)
    guard let place = folders.dropLast().lastIndex(where: { marks.contains($0.lowercased()) }), folders.count > 1 else {
      return extensionless
    }
    folders.remove(at: place)
    return folders.joined(separator: "/")
  }

  /// Whether the path names its language.
  static func namesLanguage(_ path: String) -> Bool { withoutSuffix(path) != stem(of: path) }

  /// In lower case, without the dot; empty where there is none.
  static func fileExtension(of path: String) -> String {
    String(path.dropFirst(withoutSuffix(path).count).dropFirst()).lowercased()
  }

  private static let marks: Set<String> = [
    "ja", "en", "jp", "jpn", "eng", "ja-jp", "en-us", "en-gb", "japanese", "english", "日本語", "英語", "日本語版", "英語版", "和文",
    "英文",
  ]
  private static let openers = Set(".-_ (（[【")

  /// A name that ends in a mark, set off by a dot, a line, a space or brackets; nil where it ends otherwise.
  private static func withoutMark(_ path: String) -> String? {
    let plain = path.last.map { ")）]】".contains($0) } == true ? String(path.dropLast()) : path
    for (place, character) in zip(plain.indices, plain).reversed() {
      guard character != "/" else { return nil }
      guard openers.contains(character), marks.contains(plain[plain.index(after: place)...].lowercased()) else {
        continue
      }
      let name = String(plain[..<place].reversed().drop { openers.contains($0) }.reversed())
      return name.isEmpty || name.hasSuffix("/") ? nil : name
    }
    return nil
  }

  private static func withoutSuffix(_ path: String) -> String {
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/"), dot > path.startIndex else { return path }
    return String(path[..<dot])
  }
}
