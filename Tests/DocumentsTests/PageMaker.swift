import PageContent
import Records

@testable import Documents

/// Makes pages without a PDF: lines of text at places, with Latin letters half an em wide and Japanese ones a whole.
struct PageMaker {
  var page: PageContent

  init(_ number: Int = 1, width: Double = 595, height: Double = 842) {
    page = PageContent(number: number, width: width, height: height)
  }

  /// Adds a line and gives its right edge; `space` is how many ems a space is wide.
  @discardableResult
  mutating func line(
    _ text: String, x: Double, y: Double, size: Double = 10, font: String = "Serif", space: Double = 0.5
  ) -> Double {
    let style = TextStyle(fontName: font, size: Float(size))
    let index = page.styles.firstIndex(of: style) ?? page.styles.count
    if index == page.styles.count { page.styles.append(style) }
    var position = x
    var before = Glyph.Separator.line
    for scalar in text.unicodeScalars {
      let width = size * (scalar == " " ? space : scalar.isWide || scalar == "\u{3000}" ? 1 : 0.5)
      if scalar == " " || scalar == "\u{3000}" {
        before = scalar == " " ? .space : .ideographicSpace
      } else {
        page.glyphs.append(
          Glyph(
            scalar, x0: Float(position), y0: Float(y), x1: Float(position + width), y1: Float(y + size),
            style: UInt16(index), before: before))
        before = .none
      }
      position += width
    }
    return position
  }

  /// Adds one glyph in a box, as the library gives those that are turned.
  mutating func glyph(
    _ scalar: Unicode.Scalar, _ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double, size: Double = 10,
    font: String = "Serif", before: Glyph.Separator = .line
  ) {
    let style = TextStyle(fontName: font, size: Float(size))
    let index = page.styles.firstIndex(of: style) ?? page.styles.count
    if index == page.styles.count { page.styles.append(style) }
    page.glyphs.append(
      Glyph(
        scalar, x0: Float(x0), y0: Float(y0), x1: Float(x1), y1: Float(y1), style: UInt16(index), before: before))
  }

  /// Adds lines one under the other.
  mutating func lines(_ texts: [String], x: Double, y: Double, pitch: Double = 13, size: Double = 10) {
    for (index, text) in texts.enumerated() { line(text, x: x, y: y + Double(index) * pitch, size: size) }
  }
}

/// The blocks of some pages.
func blocks(_ pages: PageMaker...) -> [Block] { DocumentLayout(pages.map { PageLines($0.page) }).blocks() }
