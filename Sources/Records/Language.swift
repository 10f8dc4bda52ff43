/// The two languages that Shikomi treats as equals.
public enum Language: String, Codable, Sendable, CaseIterable {
  case ja
  case en

  /// Guesses by the share of kana and kanji among the letters: above one tenth is Japanese.
  public init(guessing text: String) {
    var tally = LanguageTally()
    tally.add(text)
    self = tally.likeliest
  }
}

/// Counts letters of a text that comes piece by piece.
public struct LanguageTally: Sendable {
  private var japanese = 0
  private var letters = 0

  /// Nothing counted yet.
  public init() {}

  /// Counts the letters of one more piece.
  public mutating func add(_ text: String) {
    for scalar in text.unicodeScalars {
      if scalar.isJapanese {
        japanese += 1
        letters += 1
      } else if scalar.isAlphabetic {
        letters += 1
      }
    }
  }

  /// Japanese where kana and kanji are more than one tenth of the letters, else English.
  public var likeliest: Language { japanese * 10 > letters ? .ja : .en }
}

extension Unicode.Scalar {
  /// Hiragana, katakana (half width too), kanji and the marks 々〆ヶ.
  @inlinable public var isJapanese: Bool {
    switch value {
    case 0..<0x3005: false
    case 0x3005...0x3007, 0x3040...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
      0xFF66...0xFF9F, 0x20000...0x323AF:
      true
    default: false
    }
  }
}
