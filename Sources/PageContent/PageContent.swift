/// What one page of a PDF holds, before anyone interprets it: glyphs in the order in which the library gives them.
///
/// The reader process sends these; words, lines and blocks are made of them in the program, in safe Swift.
public struct PageContent: Sendable, Hashable {
  /// From 1.
  public var number: Int
  /// Points, already rotated.
  public var width: Double
  /// Points, already rotated.
  public var height: Double
  /// Degrees by which the page's own coordinates were turned.
  public var rotation: Int
  /// The fonts and sizes that glyphs refer to, at most 65,535; the first stands for text whose font is not known.
  public var styles: [TextStyle]
  /// The visible characters on the page. White space is not among them, see `Glyph.before`.
  public var glyphs: [Glyph]
  /// Share of the page that pictures cover, 0 to 1. Looked at only on pages with little text, and in files so large that
  /// pages may be scanned.
  public var imageCoverage: Double?
  /// Share of the page's height with ink that no glyph accounts for, 0 to 1. Looked at only where pictures cover a page
  /// with little text: on a scan with no more than a stamp for a text layer nearly all of it.
  public var unreadHeight: Double?
  /// The lines and areas that may rule a table; nil where there are none, or so many that the page is a drawing.
  public var rules: PageRules?
  /// Something about the text could not be read: text and boxes did not agree, and the rest was left out.
  public var isTextCutShort: Bool
  /// Why nothing of the page could be read; nil for a page that was.
  public var loss: PageLoss?
  /// Links, form fields and annotations.
  public var parts = PageParts()
  /// Whether the page was interpreted more than once: to see which of its text leaves ink.
  public var isInterpretedAgain = false

  /// Takes the values as they are; an empty page when only number and size are given.
  public init(
    number: Int, width: Double, height: Double, rotation: Int = 0, styles: [TextStyle] = [], glyphs: [Glyph] = [],
    imageCoverage: Double? = nil, rules: PageRules? = nil, isTextCutShort: Bool = false
  ) {
    self.number = number
    self.width = width
    self.height = height
    self.rotation = rotation
    self.styles = styles
    self.glyphs = glyphs
    self.imageCoverage = imageCoverage
    self.rules = rules
    self.isTextCutShort = isTextCutShort
  }
}

/// Why nothing of a page could be read. The others of its document are still worth having.
public enum PageLoss: UInt8, Sendable, Hashable {
  /// The page is not where the file says, or is no page.
  case unreadable = 1
  /// It holds more than a reader may send.
  case tooLarge
  /// It took too long.
  case timedOut
  /// The reader process died of it.
  case readerDied
}

/// One Unicode scalar with its box, in points from the page's top left.
public struct Glyph: Sendable, Hashable {
  /// What the library thinks stands before a glyph. A hint only: it glues neighbouring table cells.
  public enum Separator: UInt8, Sendable {
    case none, space, line
    /// A full-width space (U+3000) stands in the file.
    case ideographicSpace
  }

  /// What the character is in Unicode, by the file's own table; U+FFFD or private use where that says nothing.
  public var scalar: Unicode.Scalar
  /// Left edge.
  public var x0: Float
  /// Upper edge.
  public var y0: Float
  /// Right edge.
  public var x1: Float
  /// Lower edge.
  public var y1: Float
  /// Index in `PageContent.styles`.
  public var style: UInt16
  /// What lies between this glyph and the one before it in `PageContent.glyphs`; `line` for the first.
  public var before: Separator
  /// Nothing is to be seen in its box. Looked for only on pages that a picture covers.
  public var isInvisible = false

  /// Takes the values as they are; `style` must be an index that the page has.
  public init(
    _ scalar: Unicode.Scalar, x0: Float, y0: Float, x1: Float, y1: Float, style: UInt16 = 0, before: Separator = .none
  ) {
    self.scalar = scalar
    self.x0 = x0
    self.y0 = y0
    self.x1 = x1
    self.y1 = y1
    self.style = style
    self.before = before
  }
}

/// A font at a size.
public struct TextStyle: Sendable, Hashable {
  /// Without the six letters that mark a subset, such as `NotoSansJP-Bold`.
  public var fontName: String
  /// Points.
  public var size: Float
  /// Guessed from the font's name, such as `Bold`, `Heavy`, `W6`, 太; a font that hides its weight is not bold.
  public var isBold: Bool
  /// Guessed from the font's name, such as `Italic` or `Oblique`.
  public var isItalic: Bool
  /// Quarter turns, clockwise, by which letters lie on their side: 1 for text that runs downwards, 3 for text that runs
  /// upwards. None in vertical writing, whose letters stand.
  public var quarterTurns: UInt8 = 0

  /// Takes weight and slant as given, and the name without looking for a subset's letters.
  public init(fontName: String, size: Float, isBold: Bool, isItalic: Bool) {
    self.fontName = fontName
    self.size = size
    self.isBold = isBold
    self.isItalic = isItalic
  }

  /// Takes weight and slant from the font's name, the only place where a PDF text run tells them.
  public init(fontName: String, size: Float) {
    var name = fontName
    if let plus = name.firstIndex(of: "+"), name.distance(from: name.startIndex, to: plus) == 6 {
      name = String(name[name.index(after: plus)...])
    }
    let lower = name.lowercased()
    let heavy = ["bold", "black", "heavy", "demi", "-w6", "-w7", "-w8", "-w9", "太"]
    let slanted = ["italic", "oblique", "-it", "slanted"]
    self.init(
      fontName: name, size: size, isBold: heavy.contains { lower.contains($0) } || Self.isBoldTeXFont(lower),
      isItalic: slanted.contains { lower.contains($0) })
  }

  /// Computer Modern says bold with `bx` or `b` before its size: `CMBX12`, `SFBX1200`, `CMSSBX10`.
  private static func isBoldTeXFont(_ lower: String) -> Bool {
    (lower.hasPrefix("cm") || lower.hasPrefix("sf") || lower.hasPrefix("lm")) && lower.contains("bx")
  }
}
