import Records

/// The lines of a cover: a title, and under it, large and alone, who wrote the document and when. Only the title heads what
/// stands on the pages behind it.
enum CoverLines {
  private static let fewestPages = 3
  private static let most = 12
  private static let longest = 120

  static func mark(_ blocks: inout [DraftBlock]) {
    guard let first = blocks.first?.page, let last = blocks.last?.page, last - first + 1 >= fewestPages else { return }
    let cover = blocks.indices.prefix { blocks[$0].page == first }.filter { !blocks[$0].kind.isFurniture }
    let titles = cover.filter { blocks[$0].kind == .heading }
    guard cover.count <= most, titles.count >= 2, cover.allSatisfy({ isCoverLine(blocks[$0]) }),
      let title = titles.map({ blocks[$0].lines[0].size }).max()
    else { return }
    for index in titles where blocks[index].lines[0].size < 0.95 * title && blocks[index].outlineLevel == nil {
      blocks[index].kind = .paragraph
    }
  }

  /// A few words that are no sentence, and no numbered title: with those text begins.
  private static func isCoverLine(_ block: DraftBlock) -> Bool {
    switch block.kind {
    case .heading, .paragraph, .caption: break
    default: return false
    }
    guard block.lines.reduce(0, { $0 + $1.glyphCount }) <= longest, let last = block.lines.last else { return false }
    return !block.lines.contains { $0.marker != nil || $0.hasLeaders || $0.text.contains("。") }
      && !BlockKinds.leadsIn(last) && !(last.endsSentence && last.words.count > 4)
  }
}
