import Records

/// One line of running text.
struct FlowLine: Sendable {
  var words: [Word]
  var rect: Rect
  var page: Int
  var frame: PageFrame
  var size: Double
  var isBold: Bool
  var isItalic: Bool
  var isGothic: Bool
  var isMonospaced: Bool
  var text: String
  var marker: ListMarker?
  var standing: Standing
  /// Where lines around it were broken, if that is not at the edge of the text: beside a picture or box.
  var edge: Double?

  init(_ row: Row) {
    let first = row.segments[0]
    let segment =
      row.segments.count == 1 && first.isFree
      ? first : LineSegment(words: row.segments.flatMap(\.words), page: first.page, frame: first.frame)
    words = WritingDirection.inReadingOrder(segment.words, in: segment.frame)
    frame = segment.frame
    rect = segment.rect
    page = segment.page
    size = segment.size
    edge = row.segments[row.segments.count - 1].edge
    standing = first.standing
    glyphCount = segment.glyphCount
    text = LineText.plain(ordered: words)
    marker = ListMarker(text) ?? (words.first?.isAfterBullet == true ? .drawnBullet : nil)
    let most = segment.commonFace
    isBold = most.isBold
    isItalic = most.isItalic
    isGothic = most.isGothic
    // A number is often set in another face than the title behind it.
    if !isBold, let marker, marker.kind != .bullet, words.count > 1, words[0].glyphs.count == marker.length {
      isBold = LineSegment(words: Array(words.dropFirst()), page: page).commonFace.isBold
    }
    isMonospaced = most.isMonospaced
  }

  let glyphCount: Int

  var endsSentence: Bool {
    guard let last = text.unicodeScalars.last(where: { !Self.closers.contains($0) }) else { return false }
    return Self.terminators.contains(last)
  }

  var endsWithHyphen: Bool {
    guard let last = text.unicodeScalars.last else { return false }
    return last == "-" || last == "\u{AD}" || last == "\u{2010}"
  }

  /// `……… 12`: a line of a table of contents.
  var hasLeaders: Bool {
    var run = 0
    // Most lines have one full stop, if any, and nothing else that leads.
    var points = 0
    for byte in text.utf8 where byte == 0x2E || byte >= 0xE2 { points += byte == 0x2E ? 1 : 4 }
    guard points >= 4 else { return false }
    for scalar in text.unicodeScalars {
      switch scalar {
      case ".", "…", "‥", "・": run += 1
      case " ": break
      default: run = 0
      }
      if run >= 3, scalar == "…" || run >= 4 { return true }
    }
    return false
  }

  static let terminators: Set<Unicode.Scalar> = [".", "。", "!", "?", "！", "？", "．", "｡", ":", "：", ";", "؟", "؛"]
  private static let closers: Set<Unicode.Scalar> = [
    ")", "）", "」", "』", "”", "\"", "'", "’", "]", "】",
    "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁾",
  ]
}

/// A block while it is being made.
struct DraftBlock: Sendable {
  enum Content: Sendable {
    case lines([FlowLine])
    case table(TableGrid)
  }

  var kind: Block.Kind
  var mark: BlockMark?
  var level: Int?
  /// The level that the document's own outline gives a heading.
  var outlineLevel: Int?
  var content: Content
  /// The right edge of the text around it: a line that reaches it was broken for want of room.
  var rightEdge: Double = 0
  /// The left edge of the text around it.
  var leftEdge: Double = 0
  /// The first in its region, and the last: where a column or page may have cut a paragraph.
  var isFirstInRegion = false
  var isLastInRegion = false

  var lines: [FlowLine] {
    if case .lines(let lines) = content { return lines }
    return []
  }

  var page: Int {
    switch content {
    case .lines(let lines): lines[0].page
    case .table(let grid): grid.page
    }
  }
}

/// What is usual in a document, against which sizes and distances are judged.
struct BodyStyle: Sendable {
  /// The size in which most of the text is set, by the length of its lines.
  var size = 10.0
  var isBold = false
  var isGothic = false
  /// From one line of a paragraph to the next, in ems.
  var pitch = 1.3
  /// Whether enough lines say so.
  var isPitchKnown = false
  private static let fewestPitches = 4

  /// Glyphs that make a line one of running text: labels of charts and forms say nothing about the body.
  private static let runningText = 12

  private static let fewestProse = 3
  /// The share of the tables' text that the running text must have to be the measure.
  private static let leastProse = 0.25

  /// Running text is the measure; where a document is tables and hardly anything else, their text is, so that titles
  /// above tables are larger than something.
  init(_ all: [FlowLine], tables: [TableGrid] = []) {
    var counts: [Int: (all: Int, bold: Int, gothic: Int)] = [:]
    if Self.isMostlyTables(all, tables) {
      for word in tables.lazy.flatMap({ $0.cells.joined().joined().joined() }) {
        let count = word.glyphs.count
        var entry = counts[Int((word.size * 2).rounded())] ?? (0, 0, 0)
        entry.all += count
        if word.face.isBold { entry.bold += count }
        if word.face.isGothic { entry.gothic += count }
        counts[Int((word.size * 2).rounded())] = entry
      }
    }
    let running = all.filter { $0.glyphCount >= Self.runningText }
    // Text explains code, however much code there is.
    let prose = running.filter { !$0.isMonospaced }
    let lines = prose.count >= Self.fewestProse ? prose : running.isEmpty ? all : running
    for line in lines {
      let count = line.glyphCount
      var entry = counts[Int((line.size * 2).rounded())] ?? (0, 0, 0)
      entry.all += count
      if line.isBold { entry.bold += count }
      if line.isGothic { entry.gothic += count }
      counts[Int((line.size * 2).rounded())] = entry
    }
    // Of equally frequent sizes the smaller one, so that the answer does not depend on the dictionary's order.
    let usual = counts.max { ($0.value.all * $0.key, -$0.key) < ($1.value.all * $1.key, -$1.key) }
    guard let usual else { return }
    size = Double(usual.key) / 2
    isBold = usual.value.bold * 2 > usual.value.all
    isGothic = usual.value.gothic * 2 > usual.value.all
    let pitches = Self.pitches(lines, size: size)
    // The lower third: distances within paragraphs are smaller than those between them.
    if !pitches.isEmpty { pitch = pitches[pitches.count / 3] }
    isPitchKnown = pitches.count >= Self.fewestPitches
  }

  private static func isMostlyTables(_ lines: [FlowLine], _ tables: [TableGrid]) -> Bool {
    guard !tables.isEmpty else { return false }
    let inTables = tables.reduce(0) { count, table in
      count + table.cells.joined().joined().joined().reduce(0) { $0 + $1.glyphs.count }
    }
    let prose = lines.reduce(0) { $0 + ($1.glyphCount >= 2 * runningText || $1.endsSentence ? $1.glyphCount : 0) }
    return Double(prose) < leastProse * Double(inTables)
  }

  /// The distances between neighbouring lines of a size, in ems, ascending.
  static func pitches(_ lines: [FlowLine], size: Double) -> [Double] {
    zip(lines, lines.dropFirst()).compactMap { above, below -> Double? in
      guard above.page == below.page, abs(above.size - size) < 0.6, abs(below.size - size) < 0.6 else { return nil }
      let pitch = (below.rect.y1 - above.rect.y1) / size
      return pitch > 0.9 && pitch < 2.5 ? pitch : nil
    }.sorted()
  }
}
