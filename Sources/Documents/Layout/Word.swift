import PageContent
import Records

/// Glyphs that stand together on one line: an English word, a stretch of Japanese.
struct Word: Sendable {
  var glyphs: [Glyph]
  var rect: Rect
  /// The size of an em, in points.
  var size: Double
  var face: Face
  /// What stands before it, in the file or in the library's opinion.
  var before: Glyph.Separator
  /// Readings set beside it, of stretches of its glyphs.
  var readings: [(base: Range<Int>, text: String)] = []

  var first: Unicode.Scalar { glyphs[0].scalar }
  var last: Unicode.Scalar { glyphs[glyphs.count - 1].scalar }

  /// Nothing but digits and full stops.
  var isNumber: Bool { glyphs.allSatisfy { ListMarker.isDigit($0.scalar) || $0.scalar == "." } }

  var text: String {
    var scalars = String.UnicodeScalarView()
    for glyph in glyphs { scalars.append(glyph.scalar) }
    return String(scalars)
  }
}

/// What of a font matters for the kind of a block.
struct Face: Sendable, Hashable {
  var isBold: Bool
  var isItalic: Bool
  /// Japanese sans serif: the usual way to mark a heading above text in a Mincho face.
  var isGothic: Bool
  var isMonospaced: Bool

  init(isBold: Bool = false, isItalic: Bool = false, isGothic: Bool = false, isMonospaced: Bool = false) {
    self.isBold = isBold
    self.isItalic = isItalic
    self.isGothic = isGothic
    self.isMonospaced = isMonospaced
  }

  init(_ style: TextStyle) {
    let name = style.fontName.lowercased()
    isBold = style.isBold
    isItalic = style.isItalic
    isGothic = ["gothic", "ゴシック", "ｺﾞｼｯｸ", "kakugo", "kaku gothic"].contains { name.contains($0) }
    isMonospaced =
      !isGothic
      && ["mono", "courier", "consolas", "menlo", "cmtt", "sftt", "lmtt", "typewriter"].contains { name.contains($0) }
  }
}

extension Unicode.Scalar {
  /// Written without spaces between words: kana, kanji, and the full-width forms and marks that go with them. Korean is
  /// written with spaces.
  var isWide: Bool {
    switch value {
    case 0x3000...0x303F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x2460...0x24FF, 0x3200...0x33FF: true
    default: isJapanese
    }
  }

  /// Brackets, full stops and commas of full width.
  var isWideMark: Bool {
    switch value {
    case 0x3001...0x3003, 0x3008...0x301F, 0x30FB, 0xFF01...0xFF0F, 0xFF1A...0xFF20, 0xFF3B...0xFF40, 0xFF5B...0xFF65:
      true
    default: false
    }
  }

  /// Neither seen nor said: it has no place in the text.
  fileprivate var isNothing: Bool {
    switch value {
    case 0...0x1F, 0x7F...0x9F, 0x200B...0x200D, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }
}

/// Makes words from glyphs by the gaps between them. The library's own separators glue neighbouring table cells, so
/// they are a hint and no more.
struct WordBuilder {
  /// A gap between letters that is more than this many ems is a gap between words.
  private static let widestLetterGap = 0.25
  /// A step back by more than this many ems is not kerning.
  private static let widestOverlap = 0.5

  static func words(of glyphs: [Glyph], styles: [TextStyle]) -> [Word] {
    let faces = styles.map(Face.init)
    let ems = EmSizes(glyphs, styles)
    var words: [Word] = []
    for line in lines(of: glyphs) {
      let tracking = tracking(of: line, ems)
      for glyph in line {
        let rect = Rect(x0: Double(glyph.x0), y0: Double(glyph.y0), x1: Double(glyph.x1), y1: Double(glyph.y1))
        let size = ems.size(of: glyph)
        if let last = words.indices.last, continues(words[last], glyph, rect, size, tracking) {
          words[last].glyphs.append(glyph)
          words[last].rect = words[last].rect.union(rect)
        } else {
          words.append(
            Word(glyphs: [glyph], rect: rect, size: size, face: faces[Int(glyph.style)], before: glyph.before))
        }
      }
    }
    return words
  }

  /// The visible glyphs, line by line as the library sees lines.
  private static func lines(of glyphs: [Glyph]) -> [[Glyph]] {
    var lines: [[Glyph]] = []
    for glyph in glyphs where !glyph.scalar.isNothing {
      if glyph.before == .line || lines.isEmpty { lines.append([]) }
      lines[lines.count - 1].append(glyph)
    }
    return lines
  }

  /// How a line is letter-spaced: ems between its letters, and whether the file sets that room as spaces.
  private struct Tracking {
    var ems = 0.0
    var isSetAsSpaces = false
  }

  private static let fewestTrackedGaps = 4

  private static func tracking(of line: [Glyph], _ ems: EmSizes) -> Tracking {
    let pairs = zip(line, line.dropFirst())
    let spaces = pairs.count { $1.before == .space }
    // Leaders and columns of digits are no words.
    let isSetAsSpaces =
      (line.count > fewestTrackedGaps || isSpacedWord(line)) && spaces * 4 >= (line.count - 1) * 3
      && line.allSatisfy { $0.scalar.properties.isAlphabetic }
    var gaps = pairs.filter { isSetAsSpaces || $1.before == .none }
      .map { Double($1.x0 - $0.x1) / ems.size(of: $1) }
    guard gaps.count >= fewestTrackedGaps || isSetAsSpaces else { return Tracking() }
    gaps.sort()
    // Three quarters of all gaps are as wide: cells that the library glues to each other are few among letters.
    let usual = gaps[gaps.count / 4]
    return usual > 0.1 && usual < 1.5 ? Tracking(ems: usual, isSetAsSpaces: isSetAsSpaces) : Tracking()
  }

  /// `L a s t`: a capital and small letters, one as far from the next as all others.
  private static func isSpacedWord(_ line: [Glyph]) -> Bool {
    guard line.count >= 3, line[0].scalar.properties.isUppercase,
      line.dropFirst().allSatisfy({ $0.before == .space && $0.scalar.properties.isLowercase })
    else { return false }
    let gaps = zip(line, line.dropFirst()).map { $1.x0 - $0.x1 }
    guard let least = gaps.min(), let most = gaps.max() else { return false }
    return least > 0 && most - least < 0.1 * most
  }

  private static func continues(
    _ word: Word, _ glyph: Glyph, _ rect: Rect, _ size: Double, _ tracking: Tracking
  ) -> Bool {
    guard glyph.before == .none || tracking.isSetAsSpaces && glyph.before == .space,
      abs(size - word.size) < 0.2 * word.size,
      word.rect.sharesLine(with: rect)
    else { return false }
    let last = word.glyphs[word.glyphs.count - 1]
    let isRightToLeft = glyph.scalar.isRightToLeft && last.scalar.isRightToLeft
    let gap = isRightToLeft ? Double(last.x0) - rect.x1 : rect.x0 - Double(last.x1)
    return gap < (widestLetterGap + tracking.ems) * size && gap > -widestOverlap * size
  }
}

/// How large an em is. Some producers hide the size in a matrix (Type 3 fonts do); boxes are then the better witness,
/// and Japanese characters the best one, because they are one em wide.
private struct EmSizes {
  private let sizes: [Double]
  /// Em to height of box, where sizes cannot be believed.
  private let share: Double

  init(_ glyphs: [Glyph], _ styles: [TextStyle]) {
    sizes = styles.map { Double($0.size) }
    var shares: [Double] = []
    for glyph in glyphs where glyph.scalar.isJapanese {
      let height = Double(glyph.y1 - glyph.y0)
      guard height > 0, !Self.isBelievable(sizes[Int(glyph.style)], height: height) else { continue }
      shares.append(Double(glyph.x1 - glyph.x0) / height)
    }
    shares.sort()
    let middle = shares.isEmpty ? 1 : shares[shares.count / 2]
    share = middle > 0.3 && middle < 1.5 ? middle : 1
  }

  func size(of glyph: Glyph) -> Double {
    let size = sizes[Int(glyph.style)]
    let height = Double(glyph.y1 - glyph.y0)
    guard height > 0 else { return max(size, 1) }
    return Self.isBelievable(size, height: height) ? size : height * share
  }

  private static func isBelievable(_ size: Double, height: Double) -> Bool {
    size >= 0.4 * height && size <= 2 * height
  }
}

extension Rect {
  var midX: Double { (x0 + x1) / 2 }
  var midY: Double { (y0 + y1) / 2 }

  /// Whether the two overlap in height by half of the lower one.
  func sharesLine(with other: Rect) -> Bool {
    min(y1, other.y1) - max(y0, other.y0) >= 0.5 * min(height, other.height)
  }
}
