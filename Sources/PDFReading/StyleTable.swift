import CPoppler
import CPopplerPages
import PageContent

/// What the fonts of a document look like, by their names: guessed once, not on every page.
struct FontLooks {
  private var styles: [String: TextStyle] = [:]

  mutating func style(named name: String, size: Float) -> TextStyle {
    var style = styles[name] ?? TextStyle(fontName: name, size: size)
    styles[name] = style
    style.size = size
    return style
  }
}

/// The distinct styles of a page, in the order in which they occur.
struct StyleTable {
  private struct Key: Hashable {
    var name: String
    var size: Float
    var quarterTurns: UInt8
  }

  private(set) var styles: [TextStyle] = []
  private var indices: [Key: UInt16] = [:]

  /// The index of a style whose font name may be in any encoding.
  mutating func index(of style: page_style, _ looks: inout FontLooks) -> UInt16 {
    let name = style.font_name.map(Self.decoded) ?? ""
    return index(of: name, size: style.size, quarterTurns: UInt8(style.quarter_turns & 3), &looks)
  }

  mutating func index(
    of name: String, size: Double, quarterTurns: UInt8 = 0, _ looks: inout FontLooks
  ) -> UInt16 {
    // A tenth of a point: sizes come out of matrix products and are hardly ever round.
    let rounded = size.isFinite ? Float((size * 10).rounded() / 10) : 0
    let key = Key(name: name, size: rounded, quarterTurns: quarterTurns)
    if let known = indices[key] { return known }
    guard styles.count < Int(UInt16.max) else { return 0 }
    let index = UInt16(styles.count)
    indices[key] = index
    styles.append(looks.style(named: name, size: rounded))
    styles[styles.count - 1].quarterTurns = quarterTurns
    return index
  }

  /// Font names may be raw Shift_JIS: the name decides what counts as bold, so it is worth decoding.
  private static func decoded(_ name: UnsafePointer<CChar>) -> String {
    if let text = String(validatingCString: name) { return text }
    var written: gsize = 0
    guard let converted = g_convert(name, -1, "UTF-8", "CP932", nil, &written, nil) else {
      return String(cString: name)
    }
    defer { g_free(converted) }
    return String(cString: converted)
  }
}
