import Records

/// Headings set hardly larger than the text: 11 points over 10, in the same face. One such line says nothing; several that
/// stand alone above text, with white above them, in a size that nothing else has, are headings.
struct SlightlyLargerTitles {
  private static let leastLarger = 1.06
  private static let fewestAlike = 2
  /// Share of the blocks in that size that stand as titles do.
  private static let leastShare = 0.75
  private static let longest = 80
  private static let longestJapanese = 40
  /// Ems of white above a title, and the share of its column's width that it may fill.
  private static let leastAbove = 0.6
  private static let mostFilled = 0.8

  private let body: BodyStyle

  init(body: BodyStyle) { self.body = body }

  func mark(_ blocks: inout [DraftBlock]) {
    var all: [Int: Int] = [:]
    var titles: [Int: [Int]] = [:]
    for index in blocks.indices where [.paragraph, .listItem].contains(blocks[index].kind) {
      guard let line = blocks[index].lines.first, line.size >= Self.leastLarger * body.size else { continue }
      let size = Int((line.size * 2).rounded())
      all[size, default: 0] += 1
      if isTitle(index, in: blocks) { titles[size, default: []].append(index) }
    }
    for (size, found) in titles where found.count >= Self.fewestAlike {
      guard Double(found.count) >= Self.leastShare * Double(all[size] ?? 0) else { continue }
      for index in found { blocks[index].kind = .heading }
    }
  }

  private func isTitle(_ index: Int, in blocks: [DraftBlock]) -> Bool {
    let block = blocks[index]
    guard block.kind == .paragraph, block.lines.count == 1, let line = block.lines.first, line.marker == nil,
      line.standing == .amongText, !line.endsSentence, !BlockKinds.endsWithin(line), !line.hasLeaders,
      line.text.unicodeScalars.contains(where: \.isAlphabetic), BlockKinds.isBalanced(line.text),
      line.rect.width < Self.mostFilled * (block.rightEdge - block.leftEdge),
      line.text.count <= (Language(guessing: line.text) == .ja ? Self.longestJapanese : Self.longest)
    else { return false }
    guard let next = blocks[(index + 1)...].first(where: { !$0.kind.isFurniture && $0.kind != .footnote }),
      next.kind == .paragraph || next.kind == .listItem || next.kind == .table
    else { return false }
    if let below = next.lines.first {
      guard below.page == line.page, line.size >= Self.leastLarger * below.size,
        below.rect.y0 > line.rect.y0 - line.size,
        below.rect.y0 - line.rect.y1 < 3 * line.size, next.kind == .listItem || below.glyphCount >= line.glyphCount
      else { return false }
    }
    guard let before = blocks[..<index].last(where: { !$0.kind.isFurniture && $0.kind != .footnote }),
      let above = before.lines.last, above.page == line.page, above.rect.y1 <= line.rect.y1
    else { return true }
    return line.rect.y0 - above.rect.y1 >= Self.leastAbove * line.size
  }
}
