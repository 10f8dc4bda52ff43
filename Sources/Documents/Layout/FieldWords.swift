import PageContent
import Records

/// What was filled into a form, as words at the field's place: a file need not draw it.
enum FieldWords {
  /// Points, where the field is no lower.
  private static let size = 9.0

  static func words(of fields: [FormField], besides glyphs: [Glyph]) -> [Word] {
    fields.flatMap { field -> [Word] in
      guard !field.value.isEmpty, field.value != "on", field.value != "off", field.rect.width > 2,
        field.rect.height > 2, !glyphs.contains(where: { isIn($0, field.rect) })
      else { return [] }
      return words(of: field)
    }
  }

  private static func isIn(_ glyph: Glyph, _ rect: Rect) -> Bool {
    let (x, y) = (Double(glyph.midX), Double(glyph.midY))
    return x > rect.x0 && x < rect.x1 && y > rect.y0 && y < rect.y1
  }

  /// One stretch a line; its glyphs share the field's width as far as they need it.
  private static func words(of field: FormField) -> [Word] {
    let lines = field.value.split(whereSeparator: \.isNewline).prefix(200)
    let height = min(field.rect.height / Double(max(1, lines.count)), 1.4 * size)
    return lines.enumerated().flatMap { number, line -> [Word] in
      let top = field.rect.y0 + (lines.count == 1 ? (field.rect.height - height) / 2 : Double(number) * height)
      let units = line.unicodeScalars.reduce(0.0) { $0 + ($1.isWide ? 1 : 0.5) }
      let em = min(height / 1.2, field.rect.width / max(units, 1))
      return words(of: line, at: (field.rect.x0, top), em: em, height: height)
    }
  }

  private static func words(
    of line: Substring, at place: (x: Double, y: Double), em: Double, height: Double
  ) -> [Word] {
    var words: [[Glyph]] = []
    var x = place.x
    var beginsWord = true
    for scalar in line.unicodeScalars {
      let width = em * (scalar.isWide ? 1 : 0.5)
      if scalar.isWhitespace {
        beginsWord = true
      } else {
        let glyph = Glyph(
          scalar, x0: Float(x), y0: Float(place.y), x1: Float(x + width), y1: Float(place.y + height),
          before: beginsWord ? .space : .none)
        if beginsWord { words.append([]) }
        words[words.count - 1].append(glyph)
        beginsWord = false
      }
      x += width
    }
    return words.map { glyphs in
      Word(
        glyphs: glyphs[...], rect: glyphs.dropFirst().reduce(glyphs[0].rect) { $0.union($1.rect) }, size: em,
        face: Face(), before: .space)
    }
  }
}
