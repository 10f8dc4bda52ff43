import PageContent
import Records

/// Where lines stand on a page.
enum Standing: Sendable {
  case amongText
  /// In a box with a ground or frame of its own.
  case inBox
  /// At the left of the text that they name.
  case beside
  /// In the block of an address, where every line was ended on purpose.
  case inAddress
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
  var table: TableGrid? {
    get { ownTable?.grid }
    set { ownTable = newValue.map(OwnTable.init) }
  }
  private var ownTable: OwnTable?
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
    (glyphCount, size, longest) = (0, 0, 0)
    for word in words {
      rect = rect.union(word.rect)
      glyphCount += word.glyphs.count
      if word.glyphs.count > longest { (longest, size) = (word.glyphs.count, word.size) }
    }
  }

  private(set) var glyphCount = 0
  /// The size of its longest word.
  private(set) var size = 0.0
  /// The glyphs of that word.
  private var longest = 0

  /// Few segments are tables, and all are moved about: what is large stands elsewhere.
  private final class OwnTable: Sendable {
    let grid: TableGrid

    init(_ grid: TableGrid) { self.grid = grid }
  }

  var isTable: Bool { ownTable != nil }

  /// Whether it stands among others, and is neither a table nor in a box.
  var isFree: Bool { ownTable == nil && panel == nil }

  var text: String { LineText.plain(words, in: frame) }

  /// Whether it is a bullet or number and nothing else.
  fileprivate var isLabel: Bool { glyphCount <= ListMarker.longestLabel && ListMarker.isLabel(text) }

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

  fileprivate mutating func append(_ other: LineSegment) {
    let isInOrder = words[words.count - 1].rect.x0 <= other.words[0].rect.x0
    words += other.words
    if isInOrder {
      rect = rect.union(other.rect)
      glyphCount += other.glyphCount
      if other.longest > longest { (longest, size) = (other.longest, other.size) }
    } else {
      words.sort { $0.rect.x0 < $1.rect.x0 }
      measure()
    }
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
    let segments = inFileOrder(words, page: page, frame: frame)
    return segments.count <= TurnedLines.mostSegments ? joined(segments, .narrow) : segments
  }

  /// Segments of words that come one after the other.
  static func inFileOrder(_ words: [Word], page: Int, frame: PageFrame = PageFrame()) -> [LineSegment] {
    var segments: [LineSegment] = []
    var start = 0
    while start < words.count {
      var end = start + 1
      // What comes one after the other is mostly one line.
      while end < words.count, words[end - 1].rect.sharesLine(with: words[end].rect),
        isNext(end, to: start, in: words, frame)
      {
        end += 1
      }
      segments.append(LineSegment(words: Array(words[start..<end]), page: page, frame: frame))
      start = end
    }
    return segments
  }

  /// Whether a word goes on with the line that begins at another, by the white before it.
  private static func isNext(_ next: Int, to start: Int, in words: [Word], _ frame: PageFrame) -> Bool {
    fits(Joint(words[next - 1]), Joint(words[next]), .narrow) {
      (start..<next).reduce(0) { $0 + words[$1].glyphs.count } <= ListMarker.longestLabel
        && ListMarker.isLabel(LineText.plain(Array(words[start..<next]), in: frame))
    }
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

  /// Ems between words that a line is spread over, at most, and by how much what stands level may be apart in height.
  private static let widestSpread = 6.0
  private static let mostUneven = 0.2

  /// Whether a dash or number stands at the end of a line that its words are spread over, and not before the next one:
  /// the line's last word is nearer to it, or level with it while the next one is not.
  private static func goesOn(_ label: Joint, after others: some Sequence<Joint>, before next: Joint) -> Bool {
    func isLevel(_ other: Joint) -> Bool { abs(other.rect.midY - label.rect.midY) < mostUneven * label.size }
    let gap = isLevel(next) ? next.rect.x0 - label.rect.x1 : widestSpread * label.size
    return others.contains { other in
      let apart = label.rect.x0 - other.rect.x1
      return apart >= 0 && apart < gap && isLevel(other)
    }
  }

  /// Joins neighbours that did not come one after the other.
  static func joined(_ segments: [LineSegment], _ width: Width) -> [LineSegment] {
    guard segments.count > 1 else { return segments }
    var result = segments.indices.map { SegmentPlace(segments[$0], at: $0) }
      .sorted { ($0.rect.x0, $0.rect.y0) < ($1.rect.x0, $1.rect.y0) }.map { segments[$0.index] }
    // Every pair is looked at: plain numbers, because taking words out of segments would cost more than the looking.
    let starts = result.map { Joint($0.words[0]) }
    var ends = result.map { Joint($0.words[$0.words.count - 1]) }
    var isGone = [Bool](repeating: false, count: result.count)
    for position in result.indices where !isGone[position] {
      var next = position + 1
      var reach = result[position].rect.x1 + widestLabelGap * max(result[position].size, 1)
      while next < result.count, starts[next].rect.x0 <= reach {
        if !isGone[next], ends[position].rect.sharesLine(with: starts[next].rect),
          fits(
            ends[position], starts[next], width,
            isLabel: {
              result[position].isLabel
                && !goesOn(
                  starts[position], after: (0..<position).lazy.filter { !isGone[$0] }.map { ends[$0] },
                  before: starts[next])
            })
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
    return isGone.contains(true) ? result.indices.filter { !isGone[$0] }.map { result[$0] } : result
  }
}
