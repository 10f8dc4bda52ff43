import PageContent
import Records

/// Small figures set high behind others: marks of footnotes and powers. `812¹ people` are not 8121, and 10⁵ is not 105; they
/// are written with the characters that Unicode has for them, and so are the marks of footnotes behind words.
enum RaisedFigures {
  /// How large they are beside what stands before them, at most, and by how much of its em their middle is higher.
  private static let largest = 0.86
  private static let leastRaised = 0.12
  /// The same behind letters and at the end of a sentence, where small figures may be anything.
  static let surelyRaised = 0.2
  /// Ems of white before them, at most.
  private static let widestGap = 0.25
  private static let raised: [Unicode.Scalar] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]

  static func mark(_ words: inout [Word]) {
    for index in words.indices.dropFirst() where words[index].size < largest * words[index - 1].size {
      let (before, word) = (words[index - 1], words[index])
      let least =
        ListMarker.isDigit(before.last) || before.last == "%" ? leastRaised : endsWord(before) ? surelyRaised : nil
      guard let least, before.rect.midY - word.rect.midY > least * before.size, word.rect.y1 > before.rect.y0,
        abs(word.rect.x0 - before.rect.x1) < widestGap * before.size, let glyphs = raised(word.glyphs)
      else { continue }
      words[index].glyphs = glyphs
    }
  }

  /// Letters that a word has before a footnote's mark: `m` and `x` have powers.
  private static let fewestLetters = 3

  /// Whether a word or sentence ends here, and no unit or variable.
  private static func endsWord(_ word: Word) -> Bool {
    if word.last.isJapanese || ".,;:!?)]”’\"。、．，；：！？）」』】".unicodeScalars.contains(word.last) { return true }
    return word.glyphs.count >= fewestLetters && word.glyphs.suffix(fewestLetters).allSatisfy(\.scalar.isAlphabetic)
  }

  /// Figures, and a bracket that may close them; nil where there is anything else.
  private static func raised(_ glyphs: ArraySlice<Glyph>) -> ArraySlice<Glyph>? {
    var found: [Glyph] = []
    for glyph in glyphs {
      var glyph = glyph
      if ListMarker.isDigit(glyph.scalar) {
        glyph.scalar = raised[Int(glyph.scalar.value & 0x0F)]
      } else if glyph.scalar == ")", !found.isEmpty {
        glyph.scalar = "⁾"
      } else {
        return nil
      }
      found.append(glyph)
    }
    return found[...]
  }
}
