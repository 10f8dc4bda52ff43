import Records

/// Where a ruled table stands in the order of reading, if a list stands beside it, as slides have it: what stands at the left
/// is read first, and whole.
enum ListBesideTable {
  private static let fewestItems = 2
  /// Line heights of white within a list that goes on below the table's edge.
  private static let widestInList = 1.2

  /// The height above which lines are read before the table.
  static func place(of table: LineSegment, among rest: [LineSegment]) -> Double {
    let beside = rest.filter { $0.rect.midY > table.rect.y0 && $0.rect.midY < table.rect.y1 }
    let isLeft = beside.allSatisfy { $0.rect.x1 <= table.rect.x0 }
    guard beside.count >= fewestItems, isLeft || beside.allSatisfy({ $0.rect.x0 >= table.rect.x1 }),
      beside.count(where: \.beginsItem) >= fewestItems
    else { return table.rect.midY }
    if !isLeft {
      // What goes on from the lines above the table is read with them.
      let top = beside.map(\.rect.y0).min() ?? 0
      let goesOn = rest.contains { line in
        line.rect.midY < table.rect.y0 && line.rect.x1 > table.rect.x1
          && top - line.rect.y1 < widestInList * line.rect.height
      }
      return goesOn ? table.rect.midY : table.rect.y0
    }
    var end = table.rect.y1
    for line in rest.sorted(by: { $0.rect.midY < $1.rect.midY }) where line.rect.midY > end {
      guard line.rect.x1 <= table.rect.x0, line.rect.y0 - end < widestInList * line.rect.height else { break }
      end = line.rect.y1
    }
    return end
  }
}
