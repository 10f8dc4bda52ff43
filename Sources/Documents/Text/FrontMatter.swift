import Records

/// The lines before a Markdown text that say something about it: YAML between `---`, TOML between `+++`.
struct FrontMatter {
  /// Entries in the file's order; lists joined by commas, entries within entries by full stops.
  private(set) var entries: [MetadataEntry] = []
  /// How many lines it takes.
  let lines: Int

  /// `title:`, whatever its case.
  var title: String? { entries.first { $0.key.lowercased() == "title" && !$0.value.isEmpty }?.value }

  /// Nil where the text does not begin with one: a rule `---` above a text is none.
  init?(_ lines: [String]) {
    guard let mark = lines.first?.trimmed, mark == "---" || mark == "+++",
      let end = lines.dropFirst().firstIndex(where: { $0.trimmed == mark || mark == "---" && $0.trimmed == "..." })
    else { return nil }
    let inside = lines[1..<end]
    guard inside.allSatisfy({ Self.belongs($0, isTOML: mark == "+++") }) else { return nil }
    self.lines = end + 1
    for line in inside { take(line, separator: mark == "+++" ? "=" : ":") }
    // A key above others, and a value that is nothing but a comment, say nothing by themselves.
    entries.removeAll { $0.value.isEmpty }
  }

  /// A comment, an entry, an item of a list, or something indented below one.
  private static func belongs(_ line: String, isTOML: Bool) -> Bool {
    let text = line.trimmed
    if text.isEmpty || text.hasPrefix("#") || text.hasPrefix("- ") || text == "-" || line.first == " " { return true }
    if isTOML { return text.contains("=") || text.hasPrefix("[") || text.hasPrefix("]") || text.hasPrefix("\"") }
    guard let colon = text.firstIndex(of: ":") else { return text.hasPrefix("]") || text.hasPrefix("}") }
    let next = text[text.index(after: colon)...].first
    return (next == nil || next == " " || next == "\t") && text[..<colon].count <= 60
  }

  private var parent: String { entries.last.map { $0.key } ?? "" }

  private mutating func take(_ line: String, separator: Character) {
    let text = line.trimmed
    guard !text.isEmpty, !text.hasPrefix("#") else { return }
    let isInner = line.first == " "
    if text.hasPrefix("- ") {
      extend(Self.value(String(text.dropFirst(2))), joint: ", ")
    } else if let mark = text.firstIndex(of: separator), !isInner || Self.isKey(text[..<mark]) {
      let key = Self.value(String(text[..<mark]))
      let isBelow = isInner && entries.last?.value.isEmpty ?? false || isInner && parent.contains(".")
      let above = isBelow ? parent.split(separator: ".").first.map { $0 + "." } ?? "" : ""
      entries.append(MetadataEntry(key: above + key, value: Self.value(String(text[text.index(after: mark)...]))))
    } else {
      extend(Self.value(text), joint: " ")
    }
  }

  private static func isKey(_ text: Substring) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
  }

  private mutating func extend(_ value: String, joint: String) {
    guard !entries.isEmpty, !value.isEmpty else { return }
    let before = entries[entries.count - 1].value
    entries[entries.count - 1].value = before.isEmpty ? value : before + joint + value
  }

  /// Without quotation marks, brackets of a list in one line, and the signs of a text over several lines.
  private static func value(_ text: String) -> String {
    let text = text.trimmed
    if ["|", ">", "|-", ">-", "|+", ">+", "[]", "{}"].contains(text) { return "" }
    for mark in ["\"", "'"] where text.count >= 2 && text.hasPrefix(mark) && text.hasSuffix(mark) {
      return String(text.dropFirst().dropLast())
    }
    if text.hasPrefix("["), text.hasSuffix("]") {
      return text.dropFirst().dropLast().split(separator: ",").map { value(String($0)) }.joined(separator: ", ")
    }
    return text
  }
}
