import PageContent
import Records

/// Glyphs that stand together on one line: an English word, a stretch of Japanese.
struct Word: Sendable {
  /// A stretch of the page's glyphs: words share one array.
  var glyphs: ArraySlice<Glyph>
  var rect: Rect
  /// The size of an em, in points.
  var size: Double
  var face: Face
  /// What stands before it, in the file or in the library's opinion.
  var before: Glyph.Separator
  /// Whether a space of the file stands before it, where Japanese and Latin meet.
  var isAfterSpace = false
  /// Whether a bullet is drawn before it.
  var isAfterBullet = false
  /// Readings set beside it, of stretches of its glyphs.
  var readings: [(base: Range<Int>, text: String)] = []

  var first: Unicode.Scalar { glyphs[glyphs.startIndex].scalar }
  var last: Unicode.Scalar { glyphs[glyphs.endIndex - 1].scalar }

  /// Whether none of its glyphs is to be seen.
  var isInvisible: Bool { glyphs.allSatisfy(\.isInvisible) }

  /// Nothing but capital letters.
  var isCapitals: Bool { glyphs.allSatisfy { $0.scalar.isUppercase } }

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

  private static let gothicNames = ["gothic", "ゴシック", "ｺﾞｼｯｸ", "kakugo"].map { Array($0.utf8) }
  private static let monospacedNames = [
    "mono", "courier", "consolas", "menlo", "cmtt", "sftt", "lmtt", "txtt", "typewriter",
  ].map { Array($0.utf8) }

  init(_ style: TextStyle) {
    let name = Array(style.fontName.lowercased().utf8)
    isBold = style.isBold
    isItalic = style.isItalic
    isGothic = Self.gothicNames.contains { name.holds($0) }
    isMonospaced = !isGothic && Self.monospacedNames.contains { name.holds($0) }
  }
}

extension [UInt8] {
  /// Whether the bytes stand in these somewhere.
  fileprivate func holds(_ other: [UInt8]) -> Bool {
    guard let first = other.first, other.count <= count else { return false }
    for start in 0...(count - other.count) where self[start] == first && self[start...].starts(with: other) {
      return true
    }
    return false
  }
}

extension Unicode.Scalar {
  /// Written without spaces between words: kana, kanji, and the full-width forms and marks that go with them. Korean is
  /// written with spaces.
  var isWide: Bool {
    switch value {
    case 0..<0x2460: false
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

  static func words(of all: [Glyph], styles: [TextStyle]) -> [Word] {
    let seen = all.contains { $0.scalar.isNothing } ? withoutNothing(all) : all
    let faces = styles.map(Face.init)
    let ems = EmSizes(seen, styles)
    let glyphs = ems.areTall ? seen.map(ems.lowered) : seen
    var words: [Word] = []
    words.reserveCapacity(glyphs.count / 4 + 1)
    var start = 0
    while start < glyphs.count {
      var end = start + 1
      while end < glyphs.count, glyphs[end].before != .line { end += 1 }
      append(wordsOf: glyphs[start..<end], ems, faces, to: &words)
      start = end
    }
    return words
  }

  /// The words of one line as the library sees lines.
  private static func append(wordsOf line: ArraySlice<Glyph>, _ ems: EmSizes, _ faces: [Face], to words: inout [Word]) {
    let tracking = tracking(of: line, ems)
    var start = line.startIndex
    var rect = line[start].rect
    var size = ems.size(of: line[start])
    func finish(at end: Int) {
      let first = line[start]
      words.append(
        Word(glyphs: line[start..<end], rect: rect, size: size, face: faces[Int(first.style)], before: first.before))
    }
    for index in line.indices.dropFirst() {
      let glyph = line[index]
      let own = glyph.rect
      let ownSize = ems.size(of: glyph)
      if continues(line[index - 1], rect, size, with: glyph, own, ownSize, tracking) {
        rect = rect.union(own)
      } else {
        finish(at: index)
        (start, rect, size) = (index, own, ownSize)
      }
    }
    finish(at: line.endIndex)
  }

  /// A line that began with nothing begins with the next glyph.
  private static func withoutNothing(_ all: [Glyph]) -> [Glyph] {
    var glyphs: [Glyph] = []
    glyphs.reserveCapacity(all.count)
    var beginsLine = false
    for var glyph in all {
      if glyph.scalar.isNothing {
        beginsLine = beginsLine || glyph.before == .line
        continue
      }
      if beginsLine { glyph.before = .line }
      beginsLine = false
      glyphs.append(glyph)
    }
    return glyphs
  }

  /// How a line is letter-spaced: ems between its letters, and whether the file sets that room as spaces.
  private struct Tracking {
    var ems = 0.0
    var isSetAsSpaces = false
  }

  private static let fewestTrackedGaps = 4

  private static func tracking(of line: ArraySlice<Glyph>, _ ems: EmSizes) -> Tracking {
    let pairs = zip(line, line.dropFirst())
    let spaces = pairs.count { $1.before == .space }
    // Leaders and columns of digits are no words.
    let isSetAsSpaces =
      (line.count > fewestTrackedGaps || isSpacedWord(line)) && spaces * 4 >= (line.count - 1) * 3
      && line.allSatisfy { $0.scalar.isAlphabetic }
    // Letters that stand as close as usual are the common case, and need no list of gaps.
    guard isSetAsSpaces || mayBeTracked(line, ems) else { return Tracking() }
    var gaps = pairs.filter { isSetAsSpaces || $1.before == .none }
      .map { Double($1.x0 - $0.x1) / ems.size(of: $1) }
    guard gaps.count >= fewestTrackedGaps || isSetAsSpaces else { return Tracking() }
    gaps.sort()
    // Three quarters of all gaps are as wide: cells that the library glues to each other are few among letters.
    let usual = gaps[gaps.count / 4]
    return usual > leastTracking && usual < 1.5 ? Tracking(ems: usual, isSetAsSpaces: isSetAsSpaces) : Tracking()
  }

  /// Whether more than a quarter of the gaps are not too small for letter-spacing.
  private static func mayBeTracked(_ line: ArraySlice<Glyph>, _ ems: EmSizes) -> Bool {
    var narrow = 0
    var all = 0
    for index in line.indices.dropFirst() where line[index].before == .none {
      all += 1
      if Double(line[index].x0 - line[index - 1].x1) <= leastTracking * ems.size(of: line[index]) { narrow += 1 }
    }
    return narrow * 4 <= all
  }

  private static let leastTracking = 0.1

  /// `L a s t`: a capital and small letters, one as far from the next as all others.
  private static func isSpacedWord(_ line: ArraySlice<Glyph>) -> Bool {
    guard line.count >= 3, line[line.startIndex].scalar.isUppercase,
      line.dropFirst().allSatisfy({ $0.before == .space && $0.scalar.isLowercase })
    else { return false }
    let gaps = zip(line, line.dropFirst()).map { $1.x0 - $0.x1 }
    guard let least = gaps.min(), let most = gaps.max() else { return false }
    return least > 0 && most - least < 0.1 * most
  }

  /// Whether one of two is a small figure set high beside the other, as marks of footnotes are.
  private static func isMark(
    _ last: Glyph, _ word: Rect, _ wordSize: Double, beside glyph: Glyph, _ rect: Rect, _ size: Double
  ) -> Bool {
    let rise = word.midY - rect.midY
    return size < wordSize
      ? ListMarker.isDigit(glyph.scalar) && rise > RaisedFigures.surelyRaised * wordSize
      : ListMarker.isDigit(last.scalar) && -rise > RaisedFigures.surelyRaised * size
  }

  private static func continues(
    _ last: Glyph, _ word: Rect, _ wordSize: Double, with glyph: Glyph, _ rect: Rect, _ size: Double,
    _ tracking: Tracking
  ) -> Bool {
    guard glyph.before == .none || tracking.isSetAsSpaces && glyph.before == .space,
      abs(size - wordSize) < 0.2 * wordSize, word.sharesLine(with: rect),
      abs(size - wordSize) < 0.1 * wordSize || !isMark(last, word, wordSize, beside: glyph, rect, size)
    else { return false }
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

  /// Whether a style's boxes are so high that those of neighbouring lines overlap.
  private let isTall: [Bool]

  init(_ glyphs: [Glyph], _ styles: [TextStyle]) {
    let factors = Self.factors(glyphs, styles)
    sizes = zip(styles, factors).map { Double($0.size) * $1 }
    isTall = factors.map { $0 != 1 }
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

  /// Whether any style's boxes are.
  var areTall: Bool { isTall.contains(true) }

  /// The glyph in a box that is little higher than an em, around the same middle.
  func lowered(_ glyph: Glyph) -> Glyph {
    guard isTall[Int(glyph.style)] else { return glyph }
    let half = Float(0.6 * sizes[Int(glyph.style)])
    guard glyph.height > 3 * half else { return glyph }
    var glyph = glyph
    let middle = glyph.midY
    (glyph.y0, glyph.y1) = (middle - half, middle + half)
    return glyph
  }

  /// What a font's sizes must be taken times, by its kana and kanji, which are one em wide, or by its small letters, which
  /// are half as wide on the average. Chromium's Type 3 fonts say twice their size.
  private static func factors(_ glyphs: [Glyph], _ styles: [TextStyle]) -> [Double] {
    // By style at first: a page has many glyphs and few of these.
    var wide = [[Float]](repeating: [], count: styles.count)
    var small = [(count: Int, width: Float)](repeating: (0, 0), count: styles.count)
    for glyph in glyphs where glyph.width > 0.1 {
      let style = Int(glyph.style)
      if isSmallLetter(glyph.scalar.value) {
        small[style].count += 1
        small[style].width += glyph.width
      } else if isWholeEm(glyph.scalar.value) {
        wide[style].append(glyph.width)
      }
    }
    var widths: [String: [Float]] = [:]
    var letters: [String: (count: Int, width: Float)] = [:]
    for (index, style) in styles.enumerated() where style.size > 0 {
      if !wide[index].isEmpty { widths[style.fontName, default: []] += wide[index].map { $0 / style.size } }
      letters[style.fontName, default: (0, 0)].count += small[index].count
      letters[style.fontName, default: (0, 0)].width += small[index].width / style.size
    }
    return styles.map { style in
      guard let ratios = widths[style.fontName], let least = ratios.min(), let most = ratios.max(),
        ratios.count >= fewestKanji || ratios.count >= fewestAlike && most - least < 0.05
      else {
        let (count, width) = letters[style.fontName] ?? (0, 0)
        return count >= fewestLetters && width / Float(count) < narrowestLetters ? 0.5 : 1
      }
      // The middle one is usual where all are, as on nearly all pages: nothing to put in order.
      if usualRatio.contains(Double(least)), usualRatio.contains(Double(most)) { return 1 }
      let middle = Double(ratios.sorted()[ratios.count / 2])
      return usualRatio.contains(middle) ? 1 : middle
    }
  }

  /// Small letters that tell a font's size, and the ems that they are wide at least on the average: condensed fonts have
  /// 0.31 and more, and what says twice its size 0.25 to 0.28.
  private static let fewestLetters = 20
  private static let narrowestLetters: Float = 0.29

  private static func isSmallLetter(_ value: UInt32) -> Bool { (0x61...0x7A).contains(value) }

  private static let fewestKanji = 8
  /// Ems that kana and kanji may be wide in a font whose size is believed.
  private static let usualRatio = 0.7...1.5
  /// As many say so where they are all as wide.
  private static let fewestAlike = 3

  private static func isWholeEm(_ value: UInt32) -> Bool {
    switch value {
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF: true
    default: false
    }
  }

  func size(of glyph: Glyph) -> Double {
    let size = sizes[Int(glyph.style)]
    let height = Double(glyph.y1 - glyph.y0)
    guard height > 0, !isTall[Int(glyph.style)] else { return max(size, 1) }
    return Self.isBelievable(size, height: height) ? size : height * share
  }

  private static func isBelievable(_ size: Double, height: Double) -> Bool {
    size >= 0.4 * height && size <= 1.6 * height
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
