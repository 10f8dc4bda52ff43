import CPoppler
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
  }

  private(set) var styles: [TextStyle] = []
  private var indices: [Key: UInt16] = [:]

  /// The index of a style whose font name may be in any encoding.
  mutating func index(of name: UnsafePointer<CChar>?, size: Double, _ looks: inout FontLooks) -> UInt16 {
    index(of: name.map(Self.decoded) ?? "", size: size, &looks)
  }

  mutating func index(of name: String, size: Double, _ looks: inout FontLooks) -> UInt16 {
    // A tenth of a point: sizes come out of matrix products and are hardly ever round.
    let rounded = size.isFinite ? Float((size * 10).rounded() / 10) : 0
    let key = Key(name: name, size: rounded)
    if let known = indices[key] { return known }
    guard styles.count < Int(UInt16.max) else { return 0 }
    let index = UInt16(styles.count)
    indices[key] = index
    styles.append(looks.style(named: name, size: rounded))
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
