import PageContent
import Records

/// Nesting of list items by how far right they stand within one list.
enum ListLevels {
  static func assign(_ blocks: inout [DraftBlock]) {
    var edges: [Double] = []
    var page = 0
    var last: FlowLine?
    for index in blocks.indices {
      // What stands higher than the item before stands in another column: its places say nothing of those there.
      if let first = blocks[index].lines.first, let item = last, first.page == item.page,
        first.rect.midY < item.rect.y0
      {
        edges = []
      }
      guard blocks[index].kind == .listItem, let line = blocks[index].lines.first else {
        // A paragraph within an item does not end the list; anything further left does.
        if blocks[index].kind != .heading, let first = blocks[index].lines.first, let outer = edges.first,
          first.rect.x0 > outer + first.size
        {
          continue
        }
        edges = []
        continue
      }
      if line.page != page { edges = edges.isEmpty ? [] : [edges[0]] }
      page = line.page
      last = line
      let place = place(of: line)
      while let inner = edges.last, place < inner - 0.5 * line.size { edges.removeLast() }
      if edges.isEmpty || place > (edges.last ?? 0) + 0.5 * line.size { edges.append(place) }
      blocks[index].level = edges.count
    }
  }

  /// Where a line begins; Roman numbers are set so that their full stops stand one above the other: there it is where the
  /// shortest of them would begin.
  private static func place(of line: FlowLine) -> Double {
    guard line.marker?.kind == .number, let word = line.words.first, word.glyphs.count > 1, let end = word.glyphs.last,
      word.glyphs.dropLast().allSatisfy({ "ivx".unicodeScalars.contains($0.scalar) }),
      ".)".unicodeScalars.contains(end.scalar)
    else { return line.rect.x0 }
    return word.rect.x1 - shortestRoman * word.size
  }

  /// Ems that `i.` is wide.
  private static let shortestRoman = 0.56
}
