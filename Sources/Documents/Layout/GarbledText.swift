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
    var byStyle = [(letters: Int, vowels: Int)](repeating: (0, 0), count: content.styles.count)
    for word in LatinWords(content.glyphs) where word.letters >= Self.shortestWord {
      byStyle[Int(word.style)].letters += word.letters
      byStyle[Int(word.style)].vowels += word.vowels
    }
    var byFont: [String: (letters: Int, vowels: Int)] = [:]
    // Names of commands and files are full of consonants.
    for (style, found) in zip(content.styles, byStyle) where found.letters > 0 && !Face(style).isMonospaced {
      byFont[style.fontName, default: (0, 0)].letters += found.letters
      byFont[style.fontName, default: (0, 0)].vowels += found.vowels
    }
    for (font, entry) in byFont.sorted(by: { $0.key < $1.key })
    where entry.letters >= Self.fewestLetters && Double(entry.vowels) < Self.leastVowels * Double(entry.letters) {
      fonts.append(font)
      glyphs += entry.letters
    }
    findMojibake(content)
    findCodes(content)
  }

  private struct Counts {
    var all = 0
    var controls = 0
    /// Letters and marks of Latin-1 and its extensions.
    var accented = 0
    /// Marks that are no part of usual writing in such number, leaders and rules aside.
    var marks = 0
  }

  /// Glyphs of a font that are looked at, at least.
  private static let fewestCodes = 40
  /// The share of control characters, of accented letters, and of marks that no text has.
  private static let mostControls = 0.05
  private static let mostAccented = 0.34
  private static let mostMarks = 0.6

  /// A font without a mapping gives its codes for characters: control characters, which no text holds; or little but
  /// marks; or accented letters one after the other.
  private mutating func findCodes(_ content: PageContent) {
    var byStyle = [Counts](repeating: Counts(), count: content.styles.count)
    for glyph in content.glyphs { Self.count(glyph.scalar.value, in: &byStyle[Int(glyph.style)]) }
    var byFont: [String: Counts] = [:]
    for (style, counts) in zip(content.styles, byStyle) where counts.all > 0 {
      byFont[style.fontName, default: Counts()].all += counts.all
      byFont[style.fontName, default: Counts()].controls += counts.controls
      byFont[style.fontName, default: Counts()].accented += counts.accented
      byFont[style.fontName, default: Counts()].marks += counts.marks
    }
    for (font, counts) in byFont.sorted(by: { $0.key < $1.key }) where counts.all >= Self.fewestCodes {
      let all = Double(counts.all)
      guard
        Double(counts.controls) > Self.mostControls * all || Double(counts.accented) > Self.mostAccented * all
          || Double(counts.marks) > Self.mostMarks * all, !fonts.contains(font)
      else { continue }
      fonts.append(font)
      glyphs += counts.all
    }
    glyphs = min(glyphs, content.glyphs.count)
  }

  private static func count(_ value: UInt32, in counts: inout Counts) {
    switch value {
    // Leaders, rules and bullets stand in long rows.
    case 0x2A, 0x2D, 0x2E, 0x3D, 0x5F, 0xB7: return
    case 0..<0x20, 0x7F...0x9F: counts.controls += 1
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: break
    case 0x21..<0x7F: counts.marks += 1
    case 0xA1...0x2FF: counts.accented += 1
    // Everything else is no code by itself.
    default: return
    }
    counts.all += 1
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
