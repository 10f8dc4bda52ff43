import Records

/// Single ruled rows at the beginnings and ends of pages: the header or the last row of a table that a page's end cut off,
/// or words in boxes that have nothing to do with any.
enum OpenRows {
  /// Makes text of the rows from which no table goes on.
  static func settle(_ pages: inout [PageLines]) {
    let tables = pages.map { $0.segments.compactMap(\.table).sorted { $0.rect.y0 < $1.rect.y0 } }
    for index in pages.indices where tables[index].contains(where: \.isOpen) {
      pages[index].segments = pages[index].segments.flatMap { segment -> [LineSegment] in
        guard let table = segment.table, table.isOpen else { return [segment] }
        let next = tables.indices.contains(index + 1) ? tables[index + 1].first : nil
        let previous = tables.indices.contains(index - 1) ? tables[index - 1].last : nil
        let goesOn =
          next.map { !$0.isOpen && TableJoining.continues(table, $0) } ?? false
          || previous.map { !$0.isOpen && TableJoining.continues($0, table) } ?? false
        return goesOn ? [segment] : segment.text(of: table)
      }
    }
    for index in pages.indices {
      for part in pages[index].turned.indices
      where pages[index].turned[part].segments.contains(where: { $0.table?.isOpen == true }) {
        pages[index].turned[part].segments = pages[index].turned[part].segments.flatMap { segment in
          segment.table.map { $0.isOpen ? segment.text(of: $0) : [segment] } ?? [segment]
        }
      }
    }
  }
}

extension LineSegment {
  /// The words of a row that is no table, as they would stand among the others.
  fileprivate func text(of table: TableGrid) -> [LineSegment] {
    let parts = SegmentBuilder.segments(of: table.cells.joined().joined().joined().map { $0 }, page: page, frame: frame)
    return parts.map { part in
      var part = part
      part.panel = panel
      part.standing = standing
      return part
    }
  }
}
