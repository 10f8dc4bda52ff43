public import Records

/// A stretch of one block's text.
struct BlockStretch {
  /// Index in `Document.blocks`.
  var block: Int
  /// UTF-8 offsets in the block's text.
  var range: Range<Int>
}

extension CleanDocument {
  /// The stretches of blocks that a range of the clean text comes from, in order.
  func stretches(of range: Range<Int>) -> [BlockStretch] {
    // Segments ascend.
    let first = segments.partitionPoint { $0.start + $0.length <= range.lowerBound }
    var found: [BlockStretch] = []
    for segment in segments[first...] {
      guard segment.start < range.upperBound else { break }
      let from = max(range.lowerBound, segment.start) - segment.start + segment.blockStart
      let to = min(range.upperBound, segment.start + segment.length) - segment.start + segment.blockStart
      if from < to { found.append(BlockStretch(block: segment.block, range: from..<to)) }
    }
    return found
  }

  /// The pages that a range of the clean text touches, ascending.
  func pages(of range: Range<Int>, in document: Document) -> [Int] {
    var pages: Set<Int> = []
    for stretch in stretches(of: range) {
      let block = document.blocks[stretch.block]
      let boxes = block.boxes.filter { $0.start < stretch.range.upperBound && $0.end > stretch.range.lowerBound }
      if boxes.isEmpty {
        pages.insert(block.page)
      } else {
        pages.formUnion(boxes.map(\.page))
      }
    }
    return pages.sorted()
  }

  /// The innermost section that holds a whole range; nil above the first heading.
  public func section(around range: Range<Int>) -> Section? {
    // They begin in their order and lie within one another: of those around a place the last is the innermost.
    sections.last { $0.start <= range.lowerBound && range.upperBound <= $0.end }
  }
}
