import PageContent
import Records

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
    let first = segment.words[0].first
    return isLeader(first) && segment.glyphCount >= fewestLeaders
      && segment.words.allSatisfy { $0.glyphs.allSatisfy { $0.scalar == first } }
  }

  /// Dots or dashes that lead from words to a number at the end; a row of a table goes on with another number.
  private var endsInPageNumber: Bool {
    guard let number = segments.last?.words.last, number.glyphs.count <= 4, number.isNumber,
      segments[0].words.contains(where: { !Self.isLeader($0.first) })
    else { return false }
    var run = 0
    var isNumber = true
    for segment in segments.reversed() {
      for word in segment.words.reversed() {
        guard !isNumber else {
          isNumber = false
          continue
        }
        for glyph in word.glyphs.reversed() {
          guard Self.isLeader(glyph.scalar) else { return false }
          run += 1
          if run >= Self.fewestLeaders { return true }
        }
      }
    }
    return false
  }

  private static let fewestLeaders = 6

  private static func isLeader(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "-", ".", "…", "‥", "・", "‐", "－", "―", "─", "_": true
    default: false
    }
  }

  /// Whether its segments hold words, and not figures alone or a sign.
  var isWorded: Bool { segments.contains(where: \.isWorded) }

  /// How much smaller an index or exponent is than the text beside it.
  private static let smallShare = 0.8

  /// Letters of an index, exponent or limit that stands under or above what it belongs to.
  private static let longestIndex = 12

  /// Groups segments that stand beside each other, from top to bottom.
  ///
  /// Small ones are put to the line that they belong to at the end: between two lines of formulas they touch both, and
  /// would make one of them.
  static func rows(of segments: [LineSegment]) -> [Row] {
    guard segments.count > 1 else { return segments.isEmpty ? [] : [Row(segments)] }
    // Places are compared and moved instead of segments, which are large.
    let places = segments.indices.map { SegmentPlace(segments[$0], at: $0) }.sorted {
      ($0.rect.midY, $0.rect.x0) < ($1.rect.midY, $1.rect.x0)
    }
    let isSmall = small(in: places, of: segments)
    var groups: [[SegmentPlace]] = []
    for (place, isSmall) in zip(places, isSmall) where !isSmall {
      if let last = groups.indices.last, groups[last].contains(where: { $0.rect.sharesLine(with: place.rect) }),
        !place.isUnder(groups[last])
      {
        groups[last].append(place)
      } else {
        groups.append([place])
      }
    }
    if isSmall.contains(true) {
      for (place, isSmall) in zip(places, isSmall) where isSmall { put(place, in: &groups) }
    }
    return groups.map { Row($0.map { segments[$0.index] }) }
  }

  /// Which segments, in order of height, are an index or exponent: close beside a larger one, and not level with it.
  private static func small(in places: [SegmentPlace], of segments: [LineSegment]) -> [Bool] {
    var result = [Bool](repeating: false, count: places.count)
    guard let largest = places.lazy.map(\.size).max(), let smallest = places.lazy.map(\.size).min(),
      smallest < smallShare * largest
    else { return result }
    let reach = places.lazy.map(\.rect.height).max() ?? 0
    for (index, place) in places.enumerated() where place.size < smallShare * largest {
      let isWorded = segments[place.index].holdsLetters(moreThan: longestIndex)
      func isBeside(_ other: SegmentPlace) -> Bool {
        guard place.size < smallShare * other.size else { return false }
        let gap = max(other.rect.x0 - place.rect.x1, place.rect.x0 - other.rect.x1)
        let shared = min(other.rect.y1, place.rect.y1) - max(other.rect.y0, place.rect.y0)
        // A line of small type may touch the title above it.
        let isLine = isWorded && shared < 0.2 * place.rect.height && place.size < 0.67 * other.size
        return gap < 0.5 * other.size && shared > 0 && !isLine
      }
      var other = index - 1
      while other >= 0, !result[index], place.rect.midY - places[other].rect.midY < reach {
        result[index] = isBeside(places[other])
        other -= 1
      }
      other = index + 1
      while other < places.count, !result[index], places[other].rect.midY - place.rect.midY < reach {
        result[index] = isBeside(places[other])
        other += 1
      }
    }
    return result
  }

  /// Puts a small segment to the line whose text it stands closest to.
  private static func put(_ place: SegmentPlace, in groups: inout [[SegmentPlace]]) {
    var best: (group: Int, distance: Double)?
    for (number, group) in groups.enumerated() {
      for other in group {
        guard min(other.rect.y1, place.rect.y1) > max(other.rect.y0, place.rect.y0) else { continue }
        let beside = max(other.rect.x0 - place.rect.x1, place.rect.x0 - other.rect.x1, 0)
        let distance = beside + abs(other.rect.midY - place.rect.midY)
        if distance < best?.distance ?? .infinity { best = (number, distance) }
      }
    }
    if let best { groups[best.group].append(place) } else { groups.append([place]) }
  }
}
