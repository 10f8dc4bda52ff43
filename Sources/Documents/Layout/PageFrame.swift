import PageContent
import Records

/// How the page must be turned so that its text runs from left to right, line under line.
///
/// Everything that finds words, lines, columns and paragraphs works in a frame; places are turned back at the end.
/// Vertical Japanese (from top to bottom, the next line to the left) is horizontal writing on a page turned by 90°.
struct PageFrame: Sendable, Hashable {
  enum Turn: UInt8, Sendable {
    /// As the page stands.
    case upright
    /// The text runs downwards, its lines from right to left: vertical writing, or text turned clockwise.
    case downwards
    /// The text runs upwards, its lines from left to right: turned counterclockwise.
    case upwards
    case upsideDown
    /// A page that is read from right to left, as a mirror shows it.
    case mirrored
  }

  var turn: Turn
  /// The upright page's size in points.
  var width: Double
  var height: Double

  init(_ turn: Turn = .upright, width: Double = 0, height: Double = 0) {
    self.turn = turn
    self.width = width
    self.height = height
  }

  /// A place on the page, as the frame sees it.
  func turned(_ rect: Rect) -> Rect {
    switch turn {
    case .upright: rect
    case .downwards: Rect(x0: rect.y0, y0: width - rect.x1, x1: rect.y1, y1: width - rect.x0)
    case .upwards: Rect(x0: height - rect.y1, y0: rect.x0, x1: height - rect.y0, y1: rect.x1)
    case .upsideDown:
      Rect(x0: width - rect.x1, y0: height - rect.y1, x1: width - rect.x0, y1: height - rect.y0)
    case .mirrored: Rect(x0: width - rect.x1, y0: rect.y0, x1: width - rect.x0, y1: rect.y1)
    }
  }

  /// A place in the frame, as it is on the page.
  func onPage(_ rect: Rect) -> Rect {
    switch turn {
    case .upright: rect
    case .downwards: Rect(x0: width - rect.y1, y0: rect.x0, x1: width - rect.y0, y1: rect.x1)
    case .upwards: Rect(x0: rect.y0, y0: height - rect.x1, x1: rect.y1, y1: height - rect.x0)
    case .upsideDown, .mirrored: turned(rect)
    }
  }

  /// The height of the page as the frame sees it.
  var frameHeight: Double { turn == .downwards || turn == .upwards ? width : height }

  /// The page's width as the frame sees it.
  var frameWidth: Double { turn == .downwards || turn == .upwards ? height : width }

  func turned(_ word: Word) -> Word {
    guard turn != .upright else { return word }
    var word = word
    word.rect = turned(word.rect)
    word.glyphs = word.glyphs.map(turned)[...]
    return word
  }

  func turned(_ glyph: Glyph) -> Glyph {
    guard turn != .upright else { return glyph }
    let rect = turned(glyph.rect)
    var glyph = glyph
    (glyph.x0, glyph.y0) = (Float(rect.x0), Float(rect.y0))
    (glyph.x1, glyph.y1) = (Float(rect.x1), Float(rect.y1))
    return glyph
  }
}

extension Glyph {
  var rect: Rect { Rect(x0: Double(x0), y0: Double(y0), x1: Double(x1), y1: Double(y1)) }
  var midX: Float { (x0 + x1) / 2 }
  var midY: Float { (y0 + y1) / 2 }
  var width: Float { x1 - x0 }
  var height: Float { y1 - y0 }
}
