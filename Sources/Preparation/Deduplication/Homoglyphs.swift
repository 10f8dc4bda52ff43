import Records

/// Greek, Cyrillic and Armenian letters that look like Latin ones, small or capital: `раrking` with two of them is the same
/// word to a reader.
enum Homoglyphs {
  private static let latin: [UInt32: Unicode.Scalar] = {
    let letters: [(latin: String, others: String)] = [
      ("a", "аα"), ("b", "вβ"), ("c", "сϲ"), ("d", "ԁ"), ("e", "еε"), ("g", "ց"), ("h", "һнη"), ("i", "іι"),
      ("j", "јϳ"),
      ("k", "кκ"), ("l", "ӏ"), ("m", "м"), ("n", "ո"), ("o", "оοօ"), ("p", "рρ"), ("q", "ԛ"), ("s", "ѕ"), ("t", "тτ"),
      ("u", "սυ"), ("v", "ѵν"), ("w", "ԝ"), ("x", "хχ"), ("y", "у"), ("z", "ζ"),
    ]
    var latin: [UInt32: Unicode.Scalar] = [:]
    for (letter, others) in letters {
      for other in others.unicodeScalars { latin[other.value] = letter.unicodeScalars.first }
    }
    return latin
  }()

  /// Whether a scalar may be such a letter.
  static func mayBe(_ scalar: Unicode.Scalar) -> Bool { 0x370...0x58F ~= scalar.value }

  /// A form whose letters are small, with Latin letters for those: where a word has both, in all its words. Words that are
  /// Greek or Russian throughout stay as they are where no other is mixed.
  static func folded(_ form: [Unicode.Scalar]) -> [Unicode.Scalar] {
    let words = form.split { $0 == " " || $0.isJapanese }
    let isMixed = words.contains { word in
      word.contains { 0x61...0x7A ~= $0.value } && word.contains { latin[$0.value] != nil }
    }
    return isMixed ? form.map { latin[$0.value] ?? $0 } : form
  }
}
