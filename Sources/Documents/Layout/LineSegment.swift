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
  /// A whole table that stands here: the segment holds its words and its place in the order of reading.
  var table: TableGrid?

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

  /// How much smaller an index or exponent is than the text beside it.
  private static let smallShare = 0.8

  /// Groups segments that stand beside each other, from top to bottom.
  ///
  /// Small ones are put to the line that they belong to at the end: between two lines of formulas they touch both, and
  /// would make one of them.
  static func rows(of segments: [LineSegment]) -> [Row] {
    var groups: [[LineSegment]] = []
    let ordered = segments.sorted(by: { ($0.rect.midY, $0.rect.x0) < ($1.rect.midY, $1.rect.x0) })
    let isSmall = small(in: ordered)
    for (segment, isSmall) in zip(ordered, isSmall) where !isSmall {
      if let last = groups.indices.last, groups[last].contains(where: { $0.rect.sharesLine(with: segment.rect) }) {
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
        return gap < 0.5 * sizes[other] && min(rect.y1, segment.rect.y1) > max(rect.y0, segment.rect.y0)
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
