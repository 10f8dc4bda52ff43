import Records

/// Words that mean nothing, for texts of any length.
enum MadeUpWords {
  static let syllables = [
    "ka", "ren", "to", "mil", "vo", "sha", "ber", "ni", "gul", "pe", "dor", "fi", "lan", "su", "wex", "yo",
  ]

  /// Three syllables, one of 4,096 words.
  static func word(_ random: inout SeededRandom) -> String {
    (0..<3).map { _ in syllables[Int(random.next() % 16)] }.joined()
  }

  /// Any of the 4,096 first unified ideographs.
  static func kanji(_ length: Int, _ random: inout SeededRandom) -> String {
    String(
      String.UnicodeScalarView(
        (0..<length).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0x4E00..<0x5E00, using: &random)) }))
  }
}
