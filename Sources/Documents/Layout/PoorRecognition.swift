import PageContent
import Records

/// A text layer that a program guessed from a picture, and guessed badly. Looked for only where pictures cover the page:
/// there the text is the picture's, and words alone tell whether it was read right.
struct PoorRecognition {
  /// Characters that make no sense.
  private(set) var glyphs = 0

  /// Share of the page from which a picture is what people read.
  static let covering = 0.5
  /// Words that a page must have before they are judged, and the share of them that are none.
  private static let fewestWords = 15
  private static let mostNonsense = 0.4
  /// Kana and kanji that a page must have, and the share of mistaken signs among them.
  private static let fewestJapanese = 30
  private static let mostMistaken = 0.03

  init(_ content: PageContent) {
    guard content.imageCoverage ?? 0 >= Self.covering else { return }
    let visible = content.glyphs.filter { !$0.isInvisible }
    judgeWords(visible)
    judgeJapanese(visible)
  }

  /// `~s.gX6 .,;:tiA kfj &^%`: signs without letters, letters without vowels, signs within words.
  private mutating func judgeWords(_ visible: [Glyph]) {
    var (words, nonsense, wrong) = (0, 0, 0)
    var start = 0
    while start < visible.count {
      var end = start + 1
      while end < visible.count, visible[end].before == .none { end += 1 }
      let word = visible[start..<end].map(\.scalar)
      // Japanese is judged by itself, and leaders and rules are no words.
      if !word.contains(where: { $0.value >= 0x2E80 }), !Self.isRow(word) {
        words += 1
        if !Self.isWord(word) { (nonsense, wrong) = (nonsense + 1, wrong + word.count) }
      }
      start = end
    }
    guard words >= Self.fewestWords, Double(nonsense) > Self.mostNonsense * Double(words) else { return }
    glyphs = max(glyphs, wrong)
  }

  /// `......`, `-----`, `•`: one sign, again and again.
  private static func isRow(_ word: [Unicode.Scalar]) -> Bool {
    !word.contains { $0.isAlphabetic || $0.properties.numericType != nil } && Set(word).count == 1
  }

  private static func isWord(_ word: [Unicode.Scalar]) -> Bool {
    let letters = word.count(where: \.isAlphabetic)
    let digits = word.count { $0.properties.numericType != nil }
    // Sentence marks, currency, units and the joints of numbers and names.
    let marks = word.count { ".,:;!?'\"()[]%/-–—’‘“”€$£¥#&@+*=°·•".unicodeScalars.contains($0) }
    if letters + digits == 0 { return word.count == 1 }
    guard letters + digits + marks == word.count, marks <= letters + digits + 3 else { return false }
    // Codes and numbers are what they are; so are abbreviations in capitals.
    if digits > 0 { return letters <= 3 || word.allSatisfy { !$0.isLowercase } || digits * 3 <= letters }
    if word.allSatisfy({ !$0.isLowercase }) { return true }
    return letters <= 2 || word.contains { "aeiouyAEIOUY".unicodeScalars.contains($0) || $0.value >= 0xC0 }
  }

  /// `第l9条`, `につLlて`, `ょ|)`: strokes of kana and kanji taken for slender Latin letters and signs, in the midst of
  /// Japanese.
  private mutating func judgeJapanese(_ visible: [Glyph]) {
    var (japanese, mistaken) = (0, 0)
    var index = 0
    while index < visible.count {
      if visible[index].scalar.isJapanese {
        japanese += 1
        index += 1
        continue
      }
      var end = index
      while end < visible.count, end == index || visible[end].before == .none, Self.isSlender(visible[end].scalar) {
        end += 1
      }
      let isAmongJapanese =
        index > 0 && visible[index - 1].scalar.isJapanese && visible[index].before == .none && end < visible.count
        && visible[end].before == .none && (visible[end].scalar.isJapanese || visible[end].scalar.isDigit)
      if end > index, end - index <= 2, isAmongJapanese { mistaken += end - index }
      index = max(end, index + 1)
    }
    guard japanese >= Self.fewestJapanese, Double(mistaken) > Self.mostMistaken * Double(japanese) else { return }
    glyphs = max(glyphs, japanese)
  }

  private static func isSlender(_ scalar: Unicode.Scalar) -> Bool { "lIiLJjrtf|!\\/".unicodeScalars.contains(scalar) }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { (0x30...0x39).contains(value) }
}
