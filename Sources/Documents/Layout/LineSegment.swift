import PageContent
import Records

/// Words on one line without a wide gap: a whole line of a paragraph, or one cell of a table.
struct LineSegment: Sendable {
  /// From left to right.
  var words: [Word]
  var rect: Rect
  var page: Int
  /// The frame in which the words' places are meant.
  var frame: PageFrame

  init(_ word: Word, page: Int, frame: PageFrame = PageFrame()) {
    words = [word]
    rect = word.rect
    self.page = page
    self.frame = frame
  }

  init(words: [Word], page: Int, frame: PageFrame = PageFrame()) {
    self.words = words
    self.page = page
    self.frame = frame
    rect = words.dropFirst().reduce(words[0].rect) { $0.union($1.rect) }
  }

  var glyphCount: Int { words.reduce(0) { $0 + $1.glyphs.count } }

  /// The size of most of its glyphs.
  var size: Double { words.max { $0.glyphs.count < $1.glyphs.count }?.size ?? 0 }

  var text: String { LineText.plain(words, in: frame) }

  /// Whether nearly all glyphs are in such a face: one bold word does not make a bold line.
  func isMostly(_ property: KeyPath<Face, Bool>) -> Bool {
    let count = words.reduce(0) { $0 + ($1.face[keyPath: property] ? $1.glyphs.count : 0) }
    return count * 10 >= glyphCount * 8
  }

  fileprivate mutating func append(_ other: LineSegment) {
    words += other.words
    words.sort { $0.rect.x0 < $1.rect.x0 }
    rect = rect.union(other.rect)
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
    for word in words {
      if let last = segments.indices.last, follows(segments[last], word, .narrow) {
        segments[last].words.append(word)
        segments[last].rect = segments[last].rect.union(word.rect)
      } else {
        segments.append(LineSegment(word, page: page, frame: frame))
      }
    }
    return joined(segments, .narrow)
  }

  private static func follows(_ segment: LineSegment, _ word: Word, _ width: Width) -> Bool {
    let last = segment.words[segment.words.count - 1]
    return last.rect.sharesLine(with: word.rect) && gapFits(segment, word, width)
  }

  private static func gapFits(_ segment: LineSegment, _ word: Word, _ width: Width) -> Bool {
    let last = segment.words[segment.words.count - 1]
    let gap = word.rect.x0 - last.rect.x1
    let size = max(last.size, word.size)
    guard gap > -0.5 * size else { return false }
    if word.before == .ideographicSpace { return gap < widestIdeographicSpace * size }
    // Where sizes differ, a wide gap is more likely one between a line and a heading beside it.
    let isEven = abs(last.size - word.size) < 0.12 * size
    if gap < (isEven ? width.rawValue : 0.35) * size { return true }
    return gap < widestLabelGap * size && ListMarker.isLabel(segment.text)
  }

  /// Joins neighbours that did not come one after the other.
  static func joined(_ segments: [LineSegment], _ width: Width) -> [LineSegment] {
    var result = segments.sorted { ($0.rect.x0, $0.rect.y0) < ($1.rect.x0, $1.rect.y0) }
    var position = 0
    while position < result.count {
      var next = position + 1
      while next < result.count {
        let reach = result[position].rect.x1 + widestLabelGap * max(result[position].size, 1)
        guard result[next].rect.x0 <= reach else { break }
        let last = result[position].words[result[position].words.count - 1]
        let first = result[next].words[0]
        if last.rect.sharesLine(with: first.rect), gapFits(result[position], first, width) {
          result[position].append(result[next])
          result.remove(at: next)
          next = position + 1
        } else {
          next += 1
        }
      }
      position += 1
    }
    return result
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

  /// Groups segments that stand beside each other, from top to bottom.
  static func rows(of segments: [LineSegment]) -> [Row] {
    var groups: [[LineSegment]] = []
    for segment in segments.sorted(by: { ($0.rect.midY, $0.rect.x0) < ($1.rect.midY, $1.rect.x0) }) {
      if let last = groups.indices.last, groups[last].contains(where: { $0.rect.sharesLine(with: segment.rect) }) {
        groups[last].append(segment)
      } else {
        groups.append([segment])
      }
    }
    return groups.map(Row.init)
  }
}
