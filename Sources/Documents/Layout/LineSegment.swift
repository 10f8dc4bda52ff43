import PageContent
import Records

/// Where lines stand on a page.
enum Standing: Sendable {
  case amongText
  /// In a box with a ground or frame of its own.
  case inBox
  /// At the left of the text that they name.
  case beside
}

/// Words on one line without a wide gap: a whole line of a paragraph, or one cell of a table.
struct LineSegment: Sendable {
  /// From left to right.
  var words: [Word]
  var rect: Rect
  var page: Int
  /// The frame in which the words' places are meant.
  var frame: PageFrame
  /// A whole table that stands here: the segment holds its words and its place in the order of reading.
  var table: TableGrid?
  /// The box with a ground or frame of its own in which it stands, until the page's parts are put in order.
  var panel: Rect?
  /// Where on the page it stands, if that is not among the text.
  var standing = Standing.amongText
  /// Where lines beside such a box are broken.
  var edge: Double?

  init(_ word: Word, page: Int, frame: PageFrame = PageFrame()) {
    self.init(words: [word], page: page, frame: frame)
  }

  init(words: [Word], page: Int, frame: PageFrame = PageFrame()) {
    self.words = words
    self.page = page
    self.frame = frame
    rect = words[0].rect
    measure()
  }

  private mutating func measure() {
    (glyphCount, size) = (0, 0)
    var longest = 0
    for word in words {
      rect = rect.union(word.rect)
      glyphCount += word.glyphs.count
      if word.glyphs.count > longest { (longest, size) = (word.glyphs.count, word.size) }
    }
  }

  private(set) var glyphCount = 0
  /// The size of its longest word.
  private(set) var size = 0.0

  var text: String { LineText.plain(words, in: frame) }

  /// What nearly all glyphs have in common: one bold word does not make a bold line.
  var commonFace: Face {
    var (bold, italic, gothic, monospaced) = (0, 0, 0, 0)
    for word in words {
      if word.face.isBold { bold += word.glyphs.count }
      if word.face.isItalic { italic += word.glyphs.count }
      if word.face.isGothic { gothic += word.glyphs.count }
      if word.face.isMonospaced { monospaced += word.glyphs.count }
    }
    func isMost(_ count: Int) -> Bool { count * 10 >= glyphCount * 8 }
    return Face(
      isBold: isMost(bold), isItalic: isMost(italic), isGothic: isMost(gothic), isMonospaced: isMost(monospaced))
  }

  /// Ems of white to a neighbour from which a segment is a cell or column of its own.
  private static let leastApart = 0.7

  /// Whether it is the next line under one of a row, both beside a third one that stands well apart, at the height
  /// between them: such a one touches both, and does not make them one line.
  fileprivate func isUnder(_ row: [LineSegment]) -> Bool {
    guard glyphCount >= 3 else { return false }
    let isUnder = row.contains {
      rect.midY > $0.rect.y1 && rect.y0 > $0.rect.midY && $0.glyphCount >= 3
        && min(rect.x1, $0.rect.x1) - max(rect.x0, $0.rect.x0) > 0.5 * size
    }
    return isUnder
      && row.allSatisfy {
        !$0.rect.sharesLine(with: rect) || max($0.rect.x0 - rect.x1, rect.x0 - $0.rect.x1) > Self.leastApart * size
      }
  }

  fileprivate mutating func append(_ other: LineSegment) {
    words += other.words
    words.sort { $0.rect.x0 < $1.rect.x0 }
    measure()
  }
}

/// Joins words into segments.
enum SegmentBuilder {
  /// The widest gap within a segment, in ems.
  enum Width: Double {
    /// Narrower than what separates columns: a line of justified text may fall into several.
    case narrow = 0.65
    /// Justified English opens spaces to nearly one em.
    case wide = 1.0
  }

  /// A full-width space is one em by itself.
  private static let widestIdeographicSpace = 2.2
  /// From a bullet or number to the text it belongs to.
  private static let widestLabelGap = 4.0

  /// Segments as narrow as columns may need them.
  static func segments(of words: [Word], page: Int, frame: PageFrame = PageFrame()) -> [LineSegment] {
    var segments: [LineSegment] = []
    var start = 0
    while start < words.count {
      var end = start + 1
      // What comes one after the other is mostly one line.
      while end < words.count, words[end - 1].rect.sharesLine(with: words[end].rect),
        fits(words[start..<end], words[end], .narrow, frame)
      {
        end += 1
      }
      segments.append(LineSegment(words: Array(words[start..<end]), page: page, frame: frame))
      start = end
    }
    return joined(segments, .narrow)
  }

  /// Whether a word goes on with a line of words, by the white between them.
  private static func fits(_ line: ArraySlice<Word>, _ word: Word, _ width: Width, _ frame: PageFrame) -> Bool {
    guard let last = line.last else { return false }
    return fits(Joint(last), Joint(word), width) { ListMarker.isLabel(LineText.plain(Array(line), in: frame)) }
  }

  /// What of a segment's first or last word decides whether another goes on with it.
  private struct Joint {
    var rect: Rect
    var size: Double
    var before: Glyph.Separator

    init(_ word: Word) {
      rect = word.rect
      size = word.size
      before = word.before
    }
  }

  private static func fits(_ last: Joint, _ next: Joint, _ width: Width, isLabel: () -> Bool) -> Bool {
    let gap = next.rect.x0 - last.rect.x1
    let size = max(last.size, next.size)
    guard gap > -0.5 * size else { return false }
    if next.before == .ideographicSpace { return gap < widestIdeographicSpace * size }
    // Where sizes differ, a wide gap is more likely one between a line and a heading beside it.
    let isEven = abs(last.size - next.size) < 0.12 * size
    if gap < (isEven ? width.rawValue : 0.35) * size { return true }
    return gap < widestLabelGap * size && isLabel()
  }

  /// Joins neighbours that did not come one after the other.
  static func joined(_ segments: [LineSegment], _ width: Width) -> [LineSegment] {
    var result = segments.sorted { ($0.rect.x0, $0.rect.y0) < ($1.rect.x0, $1.rect.y0) }
    // Every pair is looked at: plain numbers, because taking words out of segments would cost more than the looking.
    let starts = result.map { Joint($0.words[0]) }
    var ends = result.map { Joint($0.words[$0.words.count - 1]) }
    var isGone = [Bool](repeating: false, count: result.count)
    for position in result.indices where !isGone[position] {
      var next = position + 1
      var reach = result[position].rect.x1 + widestLabelGap * max(result[position].size, 1)
      while next < result.count, starts[next].rect.x0 <= reach {
        if !isGone[next], ends[position].rect.sharesLine(with: starts[next].rect),
          fits(ends[position], starts[next], width, isLabel: { ListMarker.isLabel(result[position].text) })
        {
          result[position].append(result[next])
          ends[position] = Joint(result[position].words[result[position].words.count - 1])
          isGone[next] = true
          reach = result[position].rect.x1 + widestLabelGap * max(result[position].size, 1)
          next = position
        }
        next += 1
      }
    }
    return zip(result, isGone).filter { !$1 }.map(\.0)
  }
}

/// All segments of one line of a column.
struct Row: Sendable {
  /// From left to right.
  var segments: [LineSegment]
  var rect: Rect

  init(_ segments: [LineSegment]) {
    self.segments = segments.sorted { $0.rect.x0 < $1.rect.x0 }
    rect = segments.dropFirst().reduce(segments[0].rect) { $0.union($1.rect) }
  }

  var text: String { segments.map(\.text).joined(separator: " ") }

  /// The size of its longest segment.
  var size: Double { segments.max { $0.glyphCount < $1.glyphCount }?.size ?? 0 }

  /// `調査の概要 -------- 1頁`, `6.1 Registers . . . . . 9`: a line of a table of contents.
  var hasLeaders: Bool { segments.contains(where: Self.isLeader) || endsInPageNumber }

  /// Dots or dashes that stand apart.
  private static func isLeader(_ segment: LineSegment) -> Bool {
    let glyphs = segment.words.lazy.flatMap(\.glyphs)
    guard let first = glyphs.first?.scalar, leaders.contains(first) else { return false }
    return segment.glyphCount >= fewestLeaders && glyphs.allSatisfy { $0.scalar == first }
  }

  /// Dots or dashes that lead from words to a number at the end; a row of a table goes on with another number.
  private var endsInPageNumber: Bool {
    let words = segments.lazy.flatMap(\.words)
    guard let number = segments.last?.words.last, number.isNumber, number.glyphs.count <= 4,
      segments[0].words.contains(where: { !Self.leaders.contains($0.first) })
    else { return false }
    var run = 0
    for glyph in words.reversed().lazy.dropFirst().flatMap({ $0.glyphs.reversed() }) {
      guard Self.leaders.contains(glyph.scalar) else { break }
      run += 1
    }
    return run >= Self.fewestLeaders
  }

  private static let fewestLeaders = 6
  private static let leaders = Set("-.…‥・‐－―─_".unicodeScalars)

  /// How much smaller an index or exponent is than the text beside it.
  private static let smallShare = 0.8

  /// Letters of an index, exponent or limit that stands under or above what it belongs to.
  private static let longestIndex = 12

  /// Groups segments that stand beside each other, from top to bottom.
  ///
  /// Small ones are put to the line that they belong to at the end: between two lines of formulas they touch both, and
  /// would make one of them.
  static func rows(of segments: [LineSegment]) -> [Row] {
    var groups: [[LineSegment]] = []
    let ordered = segments.sorted(by: { ($0.rect.midY, $0.rect.x0) < ($1.rect.midY, $1.rect.x0) })
    let isSmall = small(in: ordered)
    for (segment, isSmall) in zip(ordered, isSmall) where !isSmall {
      if let last = groups.indices.last, groups[last].contains(where: { $0.rect.sharesLine(with: segment.rect) }),
        !segment.isUnder(groups[last])
      {
        groups[last].append(segment)
      } else {
        groups.append([segment])
      }
    }
    if isSmall.contains(true) {
      for (segment, isSmall) in zip(ordered, isSmall) where isSmall { place(segment, in: &groups) }
    }
    return groups.map(Row.init)
  }

  /// Which segments, in order of height, are an index or exponent: close beside a larger one, and not level with it.
  private static func small(in ordered: [LineSegment]) -> [Bool] {
    let sizes = ordered.map(\.size)
    var result = [Bool](repeating: false, count: ordered.count)
    guard let largest = sizes.max(), let smallest = sizes.min(), smallest < smallShare * largest else { return result }
    let reach = ordered.map(\.rect.height).max() ?? 0
    for (index, segment) in ordered.enumerated() where sizes[index] < smallShare * largest {
      func isBeside(_ other: Int) -> Bool {
        guard sizes[index] < smallShare * sizes[other] else { return false }
        let rect = ordered[other].rect
        let gap = max(rect.x0 - segment.rect.x1, segment.rect.x0 - rect.x1)
        let shared = min(rect.y1, segment.rect.y1) - max(rect.y0, segment.rect.y0)
        // A line of small type may touch the title above it.
        let isLine =
          shared < 0.2 * segment.rect.height && sizes[index] < 0.67 * sizes[other]
          && segment.words.reduce(0) { $0 + $1.glyphs.count { $0.scalar.isAlphabetic } } > longestIndex
        return gap < 0.5 * sizes[other] && shared > 0 && !isLine
      }
      var other = index - 1
      while other >= 0, !result[index], segment.rect.midY - ordered[other].rect.midY < reach {
        result[index] = isBeside(other)
        other -= 1
      }
      other = index + 1
      while other < ordered.count, !result[index], ordered[other].rect.midY - segment.rect.midY < reach {
        result[index] = isBeside(other)
        other += 1
      }
    }
    return result
  }

  /// Puts a small segment to the line whose text it stands closest to.
  private static func place(_ segment: LineSegment, in groups: inout [[LineSegment]]) {
    var best: (group: Int, distance: Double)?
    for (number, group) in groups.enumerated() {
      for other in group {
        guard min(other.rect.y1, segment.rect.y1) > max(other.rect.y0, segment.rect.y0) else { continue }
        let beside = max(other.rect.x0 - segment.rect.x1, segment.rect.x0 - other.rect.x1, 0)
        let distance = beside + abs(other.rect.midY - segment.rect.midY)
        if distance < best?.distance ?? .infinity { best = (number, distance) }
      }
    }
    if let best { groups[best.group].append(segment) } else { groups.append([segment]) }
  }
}
