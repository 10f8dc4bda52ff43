import PageContent
import Records

/// Where a segment stands and how large its letters are. What looks at many pairs of a page's segments looks at these:
/// to copy them costs nothing.
struct SegmentPlace {
  var rect: Rect
  var size: Double
  var glyphCount: Int
  /// Which of the segments it is.
  var index: Int

  init(_ segment: LineSegment, at index: Int) {
    rect = segment.rect
    size = segment.size
    glyphCount = segment.glyphCount
    self.index = index
  }

  /// The area of places, of which there is at least one.
  static func rect(of places: [SegmentPlace]) -> Rect {
    places.dropFirst().reduce(places[0].rect) { $0.union($1.rect) }
  }

  /// Ems of white to a neighbour from which a segment is a cell or column of its own.
  private static let leastApart = 0.7

  /// Whether it is the next line under one of a row, both beside a third one that stands well apart, at the height
  /// between them: such a one touches both, and does not make them one line.
  func isUnder(_ row: [SegmentPlace]) -> Bool {
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
}

extension LineSegment {
  /// Letters from which a line holds words; kana and kanji say twice as much.
  private static let fewestInWords = 4

  /// Whether it holds words, and not figures alone or a sign.
  var isWorded: Bool {
    var letters = 0
    for index in words.indices {
      for glyph in words[index].glyphs where glyph.scalar.isAlphabetic {
        letters += glyph.scalar.isJapanese ? 2 : 1
        if letters >= Self.fewestInWords { return true }
      }
    }
    return false
  }

  /// Whether it is a title above other lines by its size.
  func isSetLarger(than lines: some Sequence<LineSegment>, by factor: Double) -> Bool {
    lines.allSatisfy { size >= factor * $0.size }
  }

  func holdsLetters(moreThan count: Int) -> Bool {
    var letters = 0
    for index in words.indices {
      for glyph in words[index].glyphs where glyph.scalar.isAlphabetic {
        letters += 1
        if letters > count { return true }
      }
    }
    return false
  }

  /// The size of most letters of some segments, in half points; nil where there are none. Of equally frequent sizes the
  /// smaller one, so that the answer does not depend on the dictionary's order.
  static func usualSize(of segments: some Collection<LineSegment>) -> Double? {
    var counts: [Int: Int] = [:]
    for index in segments.indices {
      counts[Int((2 * min(segments[index].size, largestSize)).rounded()), default: 0] += segments[index].glyphCount
    }
    return counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }.map { Double($0.key) / 2 }
  }

  /// Points beyond which nobody asks how large a letter is.
  private static let largestSize = 1e6
}
