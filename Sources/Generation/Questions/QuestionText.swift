import Foundation
import Records

/// Makes one clean question of what a model wrote.
enum QuestionText {
  private static let labels = [
    "question:", "q:", "reworded question:", "rewritten question:", "質問:", "質問：", "問:", "問：", "問題:", "問題：", "q：",
    "question：", "言い換え:", "言い換え：",
  ]
  private static let quotes: [(Character, Character)] = [
    ("\"", "\""), ("“", "”"), ("「", "」"), ("『", "』"), ("'", "'"), ("‘", "’"), ("*", "*"), ("`", "`"),
  ]

  /// The first line that says something, without label and quotation marks, cut after the first question mark, with the
  /// end mark that it lacks. Empty when nothing was written. What is no question stays none: that is a gate's finding.
  static func cleaned(_ raw: String, language: Language) -> String {
    var text =
      raw.split(whereSeparator: \.isNewline)
      .map { unlabelled(String($0)) }
      .first { !$0.isEmpty } ?? ""
    for _ in 0..<2 { text = unlabelled(unquoted(text)) }
    if let mark = text.firstIndex(where: { $0 == "?" || $0 == "？" }) { text = String(text[...mark]) }
    return ended(collapsed(text), language: language)
  }

  private static func unlabelled(_ line: String) -> String {
    var text = line.trimmingCharacters(in: .whitespaces)
    if let number = text.range(of: #"^(?:[-*•]|[0-9]{1,2}[.)])\s+"#, options: .regularExpression) {
      text.removeSubrange(number)
    }
    for label in labels where text.lowercased().hasPrefix(label) {
      text = String(text.dropFirst(label.count)).trimmingCharacters(in: .whitespaces)
      break
    }
    return text
  }

  private static func unquoted(_ line: String) -> String {
    // Markdown's bold, which would hide the mark at the end.
    var text = line.replacingOccurrences(of: "**", with: "")[...]
    while text.count >= 2, let first = text.first, let last = text.last,
      quotes.contains(where: { $0.0 == first && $0.1 == last }),
      !text.dropFirst().dropLast().contains(first)
    {
      text = text.dropFirst().dropLast()
    }
    return text.trimmingCharacters(in: .whitespaces)
  }

  private static func collapsed(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func ended(_ text: String, language: Language) -> String {
    guard let last = text.last, !"?？".contains(last) else { return text }
    switch language {
    case .ja:
      let core = text.hasSuffix("。") ? String(text.dropLast()) : text
      if core.hasSuffix("か") { return core + "？" }
      return text
    case .en:
      let first = Terms.words(String(text.prefix(40))).first ?? ""
      guard StopWords.questionOpeners.contains(first) else { return text }
      return (last == "." ? String(text.dropLast()) : text) + "?"
    }
  }

  /// Two questions that differ in marks, spaces or letter case alone are the same.
  static func same(_ left: String, _ right: String) -> Bool { Terms.letters(left) == Terms.letters(right) }
}
