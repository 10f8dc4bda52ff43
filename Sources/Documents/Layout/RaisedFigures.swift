import PageContent
import Records

/// Small figures set high behind others: marks of footnotes and powers. `812¹ people` are not 8121, and 10⁵ is not 105; they
/// are written with the characters that Unicode has for them.
enum RaisedFigures {
  /// How large they are beside what stands before them, at most, and by how much of its em their middle is higher.
  private static let largest = 0.8
  private static let leastRaised = 0.12
  /// Ems of white before them, at most.
  private static let widestGap = 0.25
  private static let raised: [Unicode.Scalar] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]

  static func mark(_ words: inout [Word]) {
    for index in words.indices.dropFirst() where words[index].size < largest * words[index - 1].size {
      let (before, word) = (words[index - 1], words[index])
      guard ListMarker.isDigit(before.last) || before.last == "%",
        before.rect.midY - word.rect.midY > leastRaised * before.size, word.rect.y1 > before.rect.y0,
        abs(word.rect.x0 - before.rect.x1) < widestGap * before.size, let glyphs = raised(word.glyphs)
      else { continue }
      words[index].glyphs = glyphs
    }
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
