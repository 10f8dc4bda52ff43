import Foundation
import Records

/// Text as the rules and gates compare it: compatibility forms folded, lower case, words and runs of characters.
enum Terms {
  /// NFKC and lower case, with the apostrophes and hyphens that are typed.
  static func folded(_ text: String) -> String {
    let form = text.precomposedStringWithCompatibilityMapping.lowercased()
    guard form.unicodeScalars.contains(where: { $0.asTyped != $0 }) else { return form }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: form.unicodeScalars.lazy.map(\.asTyped))
    return String(view)
  }

  /// English words and numbers, in order, folded.
  static func words(_ text: String) -> [String] {
    folded(text).unicodeScalars
      .split { !(CharacterSet.alphanumerics.contains($0) || $0 == "'" || $0 == "’") }
      .map { String(String.UnicodeScalarView($0)) }
      .map { $0.hasSuffix("'s") || $0.hasSuffix("’s") ? String($0.dropLast(2)) : $0 }
      .filter { !$0.isEmpty }
  }

  /// The letters and digits of a Japanese text, folded, without marks and spaces.
  static func letters(_ text: String) -> [Unicode.Scalar] {
    folded(text).unicodeScalars.filter { CharacterSet.alphanumerics.contains($0) || $0 == "ー" }
  }

  /// Words that carry content: in English what is no stop word, in Japanese runs of kanji, of katakana and of letters.
  static func content(of text: String, language: Language) -> [String] {
    switch language {
    case .en: words(text).filter { !StopWords.english.contains($0) }
    case .ja: runs(text).filter { !StopWords.japanese.contains($0) }
    }
  }

  /// Whether a content term stands in a text that `folded` has been over. English endings are allowed to differ.
  static func occurs(_ term: String, in foldedText: String, words: Set<String>, language: Language) -> Bool {
    if language == .ja { return foldedText.contains(term) }
    if words.contains(term) { return true }
    guard term.count >= 4 else { return false }
    let stem = term.prefix(max(4, term.count - 3))
    return words.contains { $0.hasPrefix(stem) }
  }

  private enum Kind { case kanji, katakana, letter, other }

  private static func runs(_ text: String) -> [String] {
    var out: [String] = []
    var current = String.UnicodeScalarView()
    var kind = Kind.other
    for scalar in folded(text).unicodeScalars {
      let next = self.kind(scalar)
      if next != kind, !current.isEmpty {
        out.append(String(current))
        current = String.UnicodeScalarView()
      }
      if next != .other { current.append(scalar) }
      kind = next
    }
    if !current.isEmpty { out.append(String(current)) }
    return out
  }

  private static func kind(_ scalar: Unicode.Scalar) -> Kind {
    switch scalar.value {
    case 0x30A1...0x30FA, 0x30FC...0x30FF: .katakana
    case 0x3005, 0x3007, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF: .kanji
    default: CharacterSet.alphanumerics.contains(scalar) && !scalar.isJapanese ? .letter : .other
    }
  }
}
