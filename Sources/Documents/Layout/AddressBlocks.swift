import PageContent
import Records

/// Two blocks beside each other as letters and invoices begin: whom it is for at the left, who sends it at the right. Their
/// lines stand level by chance, and are no rows of a table.
enum AddressBlocks {
  /// Lines of a block.
  private static let lines = 2...14
  /// Line heights between a block's lines, at most.
  private static let widestGap = 1.1
  /// Ems of white between two blocks.
  private static let narrowestGutter = 1.5
  /// How many names of companies a block holds at most: a list of companies holds more.
  private static let mostCompanies = 2
  /// How many of a block's lines must be those of an address.
  private static let fewestMarked = 2

  /// The parts of a region in reading order: what stands above both blocks, the left one, the right one, the rest.
  static func parts(of segments: [LineSegment]) -> [[LineSegment]]? {
    guard segments.count >= 2 * lines.lowerBound,
      let marked = markedLines(segments), let (left, right) = pair(of: marked, in: segments)
    else { return nil }
    let (a, b) = (rect(of: left, in: segments), rect(of: right, in: segments))
    let top = min(a.y0, b.y0)
    let taken = Set(left + right)
    let rest = segments.indices.filter { !taken.contains($0) }
    // Something else between or beside them, and it is none of these two blocks.
    let bottom = min(a.y1, b.y1)
    guard !rest.contains(where: { segments[$0].rect.midY > top && segments[$0].rect.midY < bottom }) else { return nil }
    let parts = [
      rest.filter { segments[$0].rect.midY <= top }, left, right, rest.filter { segments[$0].rect.midY > top },
    ]
    return parts.map { $0.map { segments[$0] } }
  }

  /// The lines that only an address has; nil where there are too few for two blocks.
  private static func markedLines(_ segments: [LineSegment]) -> Set<Int>? {
    var marked: Set<Int> = []
    for (index, segment) in segments.enumerated() where segment.isFree {
      guard segment.glyphCount <= AddressLine.mostCharacters else { continue }
      if AddressLine(segment).isMarked { marked.insert(index) }
    }
    return marked.count >= 2 * fewestMarked ? marked : nil
  }

  private static func pair(of marked: Set<Int>, in segments: [LineSegment]) -> (left: [Int], right: [Int])? {
    let blocks = blocks(around: marked, in: segments)
    let places = blocks.map { (rect: rect(of: $0, in: segments), size: segments[$0[0]].size) }
    for left in blocks.indices {
      for right in blocks.indices {
        let (a, b) = (places[left].rect, places[right].rect)
        let shared = min(a.y1, b.y1) - max(a.y0, b.y0)
        guard b.x0 - a.x1 >= narrowestGutter * places[left].size, shared >= 0.5 * min(a.height, b.height) else {
          continue
        }
        return (blocks[left], blocks[right])
      }
    }
    return nil
  }

  /// Lines close under each other, with enough marked ones among them.
  private static func blocks(around marked: Set<Int>, in segments: [LineSegment]) -> [[Int]] {
    // From top to bottom, so that only those near a line are asked whether they are close to it.
    let places = segments.indices.filter { segments[$0].isFree }.map { SegmentPlace(segments[$0], at: $0) }
      .sorted { $0.rect.y0 < $1.rect.y0 }
    let tallest = places.lazy.map(\.rect.height).max() ?? 0
    var isTaken = [Bool](repeating: false, count: places.count)
    var blocks: [[Int]] = []
    for seed in places.indices where marked.contains(places[seed].index) && !isTaken[seed] {
      var block = [seed]
      isTaken[seed] = true
      var next = 0
      while next < block.count, block.count <= lines.upperBound {
        let line = places[block[next]]
        let reach = widestGap * line.rect.height
        var other = places.partitionPoint { $0.rect.y0 <= line.rect.y0 - reach - tallest }
        while other < places.count, places[other].rect.y0 < line.rect.y1 + reach {
          if !isTaken[other], isClose(places[other], line) {
            isTaken[other] = true
            block.append(other)
          }
          other += 1
        }
        next += 1
      }
      let found = block.sorted().map { places[$0].index }
      if isBlock(found, marked, in: segments) { blocks.append(found) }
    }
    return blocks
  }

  private static func isClose(_ one: SegmentPlace, _ other: SegmentPlace) -> Bool {
    let height = min(one.rect.height, other.rect.height)
    let gap = max(one.rect.y0 - other.rect.y1, other.rect.y0 - one.rect.y1)
    let beside = max(one.rect.x0 - other.rect.x1, other.rect.x0 - one.rect.x1)
    guard abs(one.size - other.size) < 0.35 * max(one.size, other.size) else { return false }
    return gap < widestGap * height && beside < 0 || gap < 0 && beside < narrowestGutter * one.size
  }

  private static func isBlock(_ block: [Int], _ marked: Set<Int>, in segments: [LineSegment]) -> Bool {
    guard lines.contains(block.count), block.count(where: marked.contains) >= fewestMarked else { return false }
    return block.count { AddressLine(segments[$0]).namesCompany } <= mostCompanies
  }

  private static func rect(of block: [Int], in segments: [LineSegment]) -> Rect {
    block.dropFirst().reduce(segments[block[0]].rect) { $0.union(segments[$1].rect) }
  }
}
