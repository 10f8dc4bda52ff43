public import Records

/// From a stretch of a chunk to the verbatim quote, its page and its rectangles. Code finds the place, never a model.
public enum EvidenceLocator {
  /// The evidence at UTF-8 offsets `start..<end` of the chunk's text.
  ///
  /// The offsets must lie in the chunk's text on character boundaries; `clean` and `document` must be those that the
  /// chunk was cut from.
  public static func locate(
    chunk: Chunk, start: Int, end: Int, clean: CleanDocument, document: Document
  ) -> Evidence {
    precondition(0 <= start && start < end && end <= chunk.end - chunk.start, "evidence outside its chunk")
    let quote = String(decoding: Array(chunk.text.utf8)[start..<end], as: UTF8.self)
    let stretches = clean.stretches(of: chunk.start + start..<chunk.start + end)
    let rects = stretches.flatMap { rectangles(of: $0, in: document.blocks[$0.block]) }
    let page = rects.first?.page ?? stretches.first.map { document.blocks[$0.block].page } ?? chunk.pages.first ?? 1
    return Evidence(
      document: chunk.path, sha256: document.source.sha256, chunk: chunk.id, start: start, end: end, quote: quote,
      page: page, rects: rects)
  }

  /// The boxes that the stretch touches, joined along lines; the whole block's rectangles where it has no boxes.
  private static func rectangles(of stretch: BlockStretch, in block: Block) -> [Evidence.PageRect] {
    guard !block.boxes.isEmpty else {
      return block.rects.map { Evidence.PageRect(page: block.page, rect: $0) }
    }
    var lines: [Evidence.PageRect] = []
    for box in block.boxes where box.start < stretch.range.upperBound && box.end > stretch.range.lowerBound {
      if let last = lines.last, last.page == box.page, continues(last.rect, box.rect) {
        lines[lines.count - 1].rect = last.rect.union(box.rect)
      } else {
        lines.append(Evidence.PageRect(page: box.page, rect: box.rect))
      }
    }
    return lines
  }

  /// Whether a box goes on where a line stopped: beside it, or (vertical Japanese) below it in the same column.
  private static func continues(_ line: Rect, _ box: Rect) -> Bool {
    let sharedHeight = min(line.y1, box.y1) - max(line.y0, box.y0)
    if sharedHeight > 0.5 * min(line.height, box.height) {
      let gap = max(box.x0 - line.x1, line.x0 - box.x1)
      return gap < 2 * max(line.height, box.height)
    }
    let sharedWidth = min(line.x1, box.x1) - max(line.x0, box.x0)
    let inColumn = sharedWidth > 0.5 * min(line.width, box.width) && line.width < 1.5 * box.width
    return inColumn && box.y0 >= line.y0 && box.y0 - line.y1 < 0.5 * box.height
  }
}
