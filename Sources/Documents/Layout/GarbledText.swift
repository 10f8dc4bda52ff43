import PageContent

/// Text that a file's fonts map to the wrong characters, or that was decoded wrongly before it was printed. It looks right
/// on the page and makes no sense as text.
struct GarbledText {
  /// Glyphs that belong to words of garbled fonts.
  private(set) var glyphs = 0
  /// The fonts' names.
  private(set) var fonts: [String] = []

  /// Words that a font must show before it is judged, and the share of them that must hold a vowel.
  private static let fewestWords = 12
  private static let leastVowels = 0.7
  /// Letters of a word that is looked at.
  private static let shortestWord = 4
  /// Characters that a page must have before its Japanese is judged, and the share of those that only misread bytes
  /// make frequent.
  private static let fewestCharacters = 40
  private static let mostTelltales = 0.15

  init(_ content: PageContent) {
    var byFont: [String: (words: Int, voweled: Int, glyphs: Int)] = [:]
    for word in LatinWords(content.glyphs) where word.letters >= Self.shortestWord {
      let font = content.styles[Int(word.style)].fontName
      var entry = byFont[font] ?? (0, 0, 0)
      entry.words += 1
      entry.voweled += word.hasVowel ? 1 : 0
      entry.glyphs += word.letters
      byFont[font] = entry
    }
    for (font, entry) in byFont.sorted(by: { $0.key < $1.key })
    where entry.words >= Self.fewestWords && Double(entry.voweled) < Self.leastVowels * Double(entry.words) {
      fonts.append(font)
      glyphs += entry.glyphs
    }
    findMojibake(content)
  }

  /// UTF-8 read as Shift_JIS is full of 縺, 繧 and 繝; Shift_JIS read as Latin-1 of ƒ and ‚.
  private mutating func findMojibake(_ content: PageContent) {
    var all = 0
    var telltales = 0
    for glyph in content.glyphs where glyph.scalar.value >= 0x80 {
      all += 1
      switch glyph.scalar {
      case "縺", "繧", "繝", "ƒ", "‚", "Ã", "ã": telltales += 1
      default: break
      }
    }
    guard all >= Self.fewestCharacters, Double(telltales) > Self.mostTelltales * Double(all) else { return }
    glyphs = max(glyphs, all)
    if fonts.isEmpty { fonts = Set(content.styles.map(\.fontName)).sorted() }
  }
}

/// Runs of Latin letters, with what is needed to tell words from nonsense.
private struct LatinWords: Sequence, IteratorProtocol {
  struct Word {
    var letters: Int
    var hasVowel: Bool
    var style: UInt16
  }

  private let glyphs: [Glyph]
  private var position = 0

  init(_ glyphs: [Glyph]) { self.glyphs = glyphs }

  mutating func next() -> Word? {
    while position < glyphs.count, !Self.isLetter(glyphs[position].scalar.value) { position += 1 }
    guard position < glyphs.count else { return nil }
    var word = Word(letters: 0, hasVowel: false, style: glyphs[position].style)
    repeat {
      word.letters += 1
      word.hasVowel = word.hasVowel || Self.isVowel(glyphs[position].scalar.value)
      position += 1
    } while position < glyphs.count && glyphs[position].before == .none && Self.isLetter(glyphs[position].scalar.value)
    return word
  }

  private static func isLetter(_ value: UInt32) -> Bool {
    switch value {
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F: true
    default: false
    }
  }

  /// With y, and every letter with an accent: those are vowels in nearly all languages.
  private static func isVowel(_ value: UInt32) -> Bool {
    switch value {
    case 0x41, 0x45, 0x49, 0x4F, 0x55, 0x59, 0x61, 0x65, 0x69, 0x6F, 0x75, 0x79, 0xC0...0x24F: true
    default: false
    }
  }
}
