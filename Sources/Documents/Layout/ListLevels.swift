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
      while let inner = edges.last, line.rect.x0 < inner - 0.5 * line.size { edges.removeLast() }
      if edges.isEmpty || line.rect.x0 > (edges.last ?? 0) + 0.5 * line.size { edges.append(line.rect.x0) }
      blocks[index].level = edges.count
    }
  }
}
