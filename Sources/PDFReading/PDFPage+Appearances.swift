import CPopplerPages
import PageContent
import Records

/// Words that only the appearance of an annotation has: a signature's, a stamp's, those of a field without a value.
extension PDFPage {
  private static let longestAppearance = 20_000

  /// Adds to a page's parts what people see of its annotations, and what none of their texts says.
  ///
  /// - Returns: Whether some of it was left out.
  func readAppearances(into parts: inout PageParts) -> Bool {
    let appearances = document.interpreter.appearances(page: number)
    for appearance in appearances.found {
      let rect = appearance.rect
      guard rect.x1 > 0, rect.y1 > 0, rect.x0 < width, rect.y0 < height else { continue }
      let text = String(appearance.text.prefix(Self.longestAppearance))
      let written = parts.annotations.firstIndex { $0.kind == appearance.kind && isSame($0.rect, rect) }
      if let written {
        // What a stamp shows, and what was noted with it.
        let note = parts.annotations[written].text
        if !Self.says(note, text) { parts.annotations[written].text = text + "\n" + note }
      } else {
        parts.annotations.append(Annotation(page: number, kind: appearance.kind, text: text, rect: rect))
      }
    }
    return appearances.isCutShort
  }

  /// Whether a note has the same words, however they are broken.
  private static func says(_ note: String, _ text: String) -> Bool {
    func letters(_ text: String) -> String { String(text.filter { !$0.isWhitespace }) }
    return letters(note).contains(letters(text))
  }
}

/// What an annotation shows.
struct Appearance {
  /// `signature`, `field`, or an annotation's kind.
  var kind: String
  var rect: Rect
  /// Its lines as they stand on the page.
  var text: String
}

extension Appearance {
  /// Ems of white that part two words where the library has none between them.
  private static let space: Float = 0.25

  /// The lines of a text; words are parted where the library says so, or where they stand apart.
  static func text(_ text: page_text) -> String {
    let characters = UnsafeBufferPointer(start: text.characters, count: text.character_count)
    var result = String.UnicodeScalarView()
    var last: page_character?
    for character in characters {
      guard let scalar = Unicode.Scalar(character.scalar) else { continue }
      switch scalar.value {
      case 0x0A, 0x0C, 0x0D:
        result.append("\n")
        last = nil
      case ...0x20, 0xA0:
        if last != nil { result.append(" ") }
        last = nil
      default:
        if let last, character.x0 - last.x1 > space * (character.y1 - character.y0) { result.append(" ") }
        result.append(scalar)
        last = character
      }
    }
    return String(result).split(separator: "\n").map { line in
      line.split(separator: " ").joined(separator: " ")
    }.filter { !$0.isEmpty }.joined(separator: "\n")
  }
}
