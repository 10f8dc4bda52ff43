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
    for (index, segment) in segments.enumerated() where segment.table == nil && segment.panel == nil {
      guard segment.glyphCount <= AddressLine.mostCharacters else { continue }
      if AddressLine(segment.text).isMarked { marked.insert(index) }
    }
    return marked.count >= 2 * fewestMarked ? marked : nil
  }

  private static func pair(of marked: Set<Int>, in segments: [LineSegment]) -> (left: [Int], right: [Int])? {
    let blocks = blocks(around: marked, in: segments)
    for left in blocks {
      for right in blocks {
        let (a, b) = (rect(of: left, in: segments), rect(of: right, in: segments))
        let shared = min(a.y1, b.y1) - max(a.y0, b.y0)
        guard b.x0 - a.x1 >= narrowestGutter * segments[left[0]].size, shared >= 0.5 * min(a.height, b.height) else {
          continue
        }
        return (left, right)
      }
    }
    return nil
  }

  /// Lines close under each other, with enough marked ones among them.
  private static func blocks(around marked: Set<Int>, in segments: [LineSegment]) -> [[Int]] {
    var free = Set(segments.indices.filter { segments[$0].table == nil && segments[$0].panel == nil })
    var blocks: [[Int]] = []
    for seed in marked.sorted(by: { segments[$0].rect.y0 < segments[$1].rect.y0 }) where free.contains(seed) {
      var block = [seed]
      free.remove(seed)
      var next = 0
      while next < block.count, block.count <= lines.upperBound {
        let line = segments[block[next]]
        let near = free.filter { isClose(segments[$0], line) }
        block += near.sorted()
        free.subtract(near)
        next += 1
      }
      block.sort { segments[$0].rect.y0 < segments[$1].rect.y0 }
      if isBlock(block, marked, in: segments) { blocks.append(block) }
    }
    return blocks
  }

  private static func isClose(_ one: LineSegment, _ other: LineSegment) -> Bool {
    let height = min(one.rect.height, other.rect.height)
    let gap = max(one.rect.y0 - other.rect.y1, other.rect.y0 - one.rect.y1)
    let beside = max(one.rect.x0 - other.rect.x1, other.rect.x0 - one.rect.x1)
    guard abs(one.size - other.size) < 0.35 * max(one.size, other.size) else { return false }
    return gap < widestGap * height && beside < 0 || gap < 0 && beside < narrowestGutter * one.size
  }

  private static func isBlock(_ block: [Int], _ marked: Set<Int>, in segments: [LineSegment]) -> Bool {
    guard lines.contains(block.count), block.count(where: marked.contains) >= fewestMarked else { return false }
    return block.count { AddressLine(segments[$0].text).namesCompany } <= mostCompanies
  }

  private static func rect(of block: [Int], in segments: [LineSegment]) -> Rect {
    block.dropFirst().reduce(segments[block[0]].rect) { $0.union(segments[$1].rect) }
  }
}
