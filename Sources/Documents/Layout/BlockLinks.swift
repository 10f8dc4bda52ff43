import PageContent
import Records

/// Puts a page's links where they belong in the text.
enum BlockLinks {
  /// The blocks with the links that lie over their words.
  static func attach(_ links: [Int: [PageParts.Link]], to blocks: inout [Block]) {
    guard !links.isEmpty else { return }
    for index in blocks.indices {
      var found: [Link] = []
      for (position, box) in blocks[index].boxes.enumerated() {
        guard let target = links[box.page]?.first(where: { covers($0.rect, box.rect) })?.target else { continue }
        // What stands between two linked words is linked, too.
        if let last = found.last, last.target == target,
          position > 0, blocks[index].boxes[position - 1].end == last.end
        {
          found[found.count - 1].end = box.end
        } else {
          found.append(Link(start: box.start, end: box.end, target: target))
        }
      }
      if !found.isEmpty { blocks[index].links = found }
    }
  }

  private static func covers(_ link: Rect, _ word: Rect) -> Bool {
    word.midX >= link.x0 && word.midX <= link.x1 && word.midY >= link.y0 - 1 && word.midY <= link.y1 + 1
  }
}
