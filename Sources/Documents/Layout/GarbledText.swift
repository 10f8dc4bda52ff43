import PageContent

/// Text that a file's fonts map to the wrong characters, or that was decoded wrongly before it was printed. It looks right
/// on the page and makes no sense as text.
struct GarbledText {
  /// Glyphs that belong to words of garbled fonts.
  private(set) var glyphs = 0
  /// The fonts' names.
  private(set) var fonts: [String] = []

  /// Letters that a font must show before it is judged, and the share of them that must be vowels: two fifths are usual in
  /// languages written with Latin letters.
  private static let fewestLetters = 60
  private static let leastVowels = 0.24
  /// Letters of a word that is looked at.
  private static let shortestWord = 4
  /// Characters that a page must have before its Japanese is judged, and the share of those that only misread bytes
  /// make frequent.
  private static let fewestCharacters = 40
  private static let mostTelltales = 0.15

  init(_ content: PageContent) {
    var byFont: [String: (letters: Int, vowels: Int)] = [:]
    // Names of commands and files are full of consonants.
    let isCode = content.styles.map { Face($0).isMonospaced }
    for word in LatinWords(content.glyphs) where word.letters >= Self.shortestWord && !isCode[Int(word.style)] {
      let font = content.styles[Int(word.style)].fontName
      var entry = byFont[font] ?? (0, 0)
      entry.letters += word.letters
      entry.vowels += word.vowels
      byFont[font] = entry
    }
    for (font, entry) in byFont.sorted(by: { $0.key < $1.key })
    where entry.letters >= Self.fewestLetters && Double(entry.vowels) < Self.leastVowels * Double(entry.letters) {
      fonts.append(font)
      glyphs += entry.letters
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
    var vowels: Int
    var style: UInt16
  }

  private let glyphs: [Glyph]
  private var position = 0

  init(_ glyphs: [Glyph]) { self.glyphs = glyphs }

  mutating func next() -> Word? {
    while position < glyphs.count, !Self.isLetter(glyphs[position].scalar.value) { position += 1 }
    guard position < glyphs.count else { return nil }
    var word = Word(letters: 0, vowels: 0, style: glyphs[position].style)
    repeat {
      word.letters += 1
      word.vowels += Self.isVowel(glyphs[position].scalar.value) ? 1 : 0
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
