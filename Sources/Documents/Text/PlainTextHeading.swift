import Records

/// Which lines of a plain text are headings.
enum PlainTextHeading {
  /// `第1章 総則`, `1.2 Purpose`, `■ お問い合わせ`, `【概要】`, `INTRODUCTION`, and the first line that stands alone; nil for a
  /// line that is none.
  static func level(
    _ line: TextLine, before next: TextLine, isAlone: Bool, isFirst: Bool, _ flow: LineFlow
  ) -> Int? {
    let text = line.text
    guard text.count <= 60, !line.endsSentence, !text.hasSuffix("、"), !text.hasSuffix(",") else { return nil }
    if isAppendix(text) { return 2 }
    // Half a sentence is no heading, however it begins.
    if !next.text.isEmpty, ListMarker(next.text) == nil, !next.isBracketed, flow.goesOn(line, next) { return nil }
    if let marker = ListMarker(text) {
      switch marker.kind {
      case .section(let depth):
        return text.hasPrefix("第") || text.first?.isLetter == true || isAlone ? depth + 1 : nil
      case .article: return isArticleTitle(text, marker) ? 4 : nil
      case .label: return text.unicodeScalars.count == marker.length && !text.hasPrefix("問") ? 2 : 3
      case .note: return nil
      case .number: return isAlone && text.first?.isNumber == true ? 2 : nil
      case .bullet: return "■◆●□◇".contains(text.prefix(1)) && isAlone ? 3 : nil
      }
    }
    if text.hasPrefix("【"), text.hasSuffix("】") || text.hasSuffix("】：") { return 3 }
    if isFirst, isAlone { return 1 }
    let letters = text.unicodeScalars.filter { $0.isAlphabetic }
    guard isAlone, letters.count >= 4 else { return nil }
    if letters.allSatisfy({ $0.isUppercase }) { return 2 }
    return isShortTitle(text) ? 3 : nil
  }

  /// `第1条（目的）`, `第1条　目的`, `Article 5 Scope`: the number and a title. `第1条　社員は、` is the article itself, and so
  /// is `第3条　削除`.
  private static func isArticleTitle(_ text: String, _ marker: ListMarker) -> Bool {
    guard text.count <= 40 else { return false }
    let rest = String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(marker.length))).trimmed
    if rest.isEmpty || TextLine(rest).isBracketed { return true }
    return rest != "削除" && !rest.contains { "、，。".contains($0) }
      && !(Language(guessing: rest) == .ja && rest.count > 20)
  }

  /// `附則`, `別表第１（第５条関係）`, `様式第2号`, `別紙`: parts that stand beside the chapters.
  static func isAppendix(_ text: String) -> Bool {
    guard text.count <= 40 else { return false }
    var rest = text[...]
    guard let name = ["附則", "附　則", "附 則", "付則", "付　則", "別表", "別紙", "別記", "様式", "付表"].first(where: rest.hasPrefix)
    else { return false }
    rest = rest.dropFirst(name.count)
    if rest.first == "第" { rest = rest.dropFirst() }
    rest = rest.drop { $0.isNumber || "一二三四五六七八九十".contains($0) }
    if rest.first == "号" { rest = rest.dropFirst() }
    let behind = String(rest).trimmed
    return behind.isEmpty || TextLine(behind).isBracketed
  }

  /// A few words alone on a line that say no sentence: `Known problems`, `お問い合わせ先`.
  private static func isShortTitle(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, !text.contains(where: { "、。,;:：".contains($0) }) else { return false }
    // `以　上` ends a letter.
    let words = text.filter { !$0.isWhitespace }
    if ["以上", "敬具", "草々", "記", "謹言"].contains(words) || TextLine(text).isContact { return false }
    if Language(guessing: text) == .ja { return text.count <= 25 }
    return first.isUppercase && text.split(separator: " ").count <= 8
  }

  /// A line of marks alone, between parts of a text.
  static func isRule(_ text: String) -> Bool {
    let marks: Set<Character> = ["-", "=", "*", "_", "─", "━", "―", "＝", "～", "~", "#"]
    return text.count >= 3 && text.allSatisfy { marks.contains($0) || $0 == " " }
  }

  /// A line of `=` (level 1) or `-` (level 2) under a short text.
  static func underline(_ rule: String, of text: String) -> Int? {
    guard rule.count >= 3, text.count <= 60, !isRule(text), let first = rule.first, rule.allSatisfy({ $0 == first })
    else { return nil }
    if "=＝━".contains(first) { return 1 }
    return "-─―~～".contains(first) ? 2 : nil
  }
}
