import PageContent
import Records

/// Undoes what fonts do to letters: ligatures, the forms that marks take in vertical lines, radicals that stand in for
/// the characters they look like, bullets of symbol fonts. Variants of kanji, full and half width stay as they are.
enum GlyphForms {
  /// The page's glyphs with ordinary letters; the same array where there is nothing to undo.
  static func ordinary(_ glyphs: [Glyph]) -> [Glyph] {
    guard let first = glyphs.firstIndex(where: { isForm($0.scalar.value) }) else { return glyphs }
    var result = Array(glyphs[..<first])
    result.reserveCapacity(glyphs.count + 8)
    for glyph in glyphs[first...] {
      if isForm(glyph.scalar.value) { result += letters(of: glyph) } else { result.append(glyph) }
    }
    return result
  }

  private static func isForm(_ value: UInt32) -> Bool {
    switch value {
    case 0..<0x2E80: false
    // Radicals: 0x2E9F and 0x2EF3 are the only ones of the supplement that Unicode equates with a character.
    case 0x2E9F, 0x2EF3, 0x2F00...0x2FD5: true
    // Latin and Armenian ligatures, Hebrew and Arabic presentation forms.
    case 0xFB00...0xFDFB: true
    // Forms for vertical lines; small variants are left alone.
    case 0xFE10...0xFE19, 0xFE30...0xFE44, 0xFE47...0xFE48: true
    case 0xFE70...0xFEFC: true
    case 0xF0A7, 0xF0B7: true
    default: false
    }
  }

  /// A glyph for each letter, the room shared out evenly.
  private static func letters(of glyph: Glyph) -> [Glyph] {
    let scalars = letters(of: glyph.scalar)
    guard !scalars.isEmpty else { return [glyph] }
    let step = glyph.width / Float(scalars.count)
    return scalars.enumerated().map { index, scalar in
      var letter = glyph
      letter.scalar = scalar
      (letter.x0, letter.x1) = (glyph.x0 + step * Float(index), glyph.x0 + step * Float(index + 1))
      if index > 0 { letter.before = .none }
      return letter
    }
  }

  private static func letters(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    // The full form of brackets and commas is what the same text has in horizontal lines.
    if let mark = verticalMarks[scalar] ?? bullets[scalar] { return [mark] }
    return CompatibilityForm.scalars(of: String(scalar)).filter { !$0.isWhitespace }
  }

  /// Word processors set bullets in symbol fonts, whose characters have no code of their own.
  private static let bullets: [Unicode.Scalar: Unicode.Scalar] = ["\u{F0A7}": "▪", "\u{F0B7}": "•"]

  private static let verticalMarks: [Unicode.Scalar: Unicode.Scalar] = [
    "︐": "，", "︑": "、", "︒": "。", "︓": "：", "︔": "；", "︕": "！", "︖": "？", "︗": "〖", "︘": "〗", "︙": "…",
    "︰": "：", "︱": "―", "︲": "–", "︵": "（", "︶": "）", "︷": "｛", "︸": "｝", "︹": "〔", "︺": "〕", "︻": "【", "︼": "】",
    "︽": "《", "︾": "》", "︿": "〈", "﹀": "〉", "﹁": "「", "﹂": "」", "﹃": "『", "﹄": "』", "﹇": "［", "﹈": "］",
  ]
}
