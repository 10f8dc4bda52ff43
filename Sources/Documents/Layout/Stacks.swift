import PageContent
import Records

/// Two columns of lines that have nothing to do with each other, as letters and invoices begin: title and addressee at the
/// left, the sender at the right.
extension TableGrid {
  /// Lines that the right column has at least.
  private static let fewestLines = 4
  /// Ems by which the beginnings of lines that end at one place differ at least.
  private static let leastRagged = 2.0
  /// Share of such lines that hold words: amounts stand at the right edge of tables.
  private static let mostlyWords = 0.6

  /// How much larger than all lines below and beside it a title is, at least.
  private static let leastTitle = 1.35

  /// Whether rows are two stacks of lines: there is a title on one, or the lines of the other all end at the right edge.
  static func areStacks(_ rows: ArraySlice<Row>, _ separators: [Double]) -> Bool {
    guard separators.count == 1 else { return false }
    let left = rows.flatMap(\.segments).filter { $0.rect.midX <= separators[0] }
    let right = rows.flatMap(\.segments).filter { $0.rect.midX > separators[0] }
    return hasTitle(left, beside: right) || areSetRight(right, beside: left)
  }

  private static func hasTitle(_ left: [LineSegment], beside right: [LineSegment]) -> Bool {
    guard left.count >= fewestLines - 1, right.count >= fewestLines - 1, let title = left.first,
      left[1].rect.y0 > title.rect.midY
    else { return false }
    return title.isSetLarger(than: right, by: leastTitle) && title.isSetLarger(than: left.dropFirst(), by: leastTitle)
  }

  private static func areSetRight(_ right: [LineSegment], beside left: [LineSegment]) -> Bool {
    guard right.count >= fewestLines, let end = right.map(\.rect.x1).max(), let first = right.map(\.rect.x0).min(),
      let last = right.map(\.rect.x0).max()
    else { return false }
    let size = right[0].size
    let worded = right.count(where: \.isWorded)
    // At the heights of the lines at the left by chance alone.
    let level = right.count { segment in left.contains { abs($0.rect.midY - segment.rect.midY) < 0.15 * size } }
    return right.allSatisfy { end - $0.rect.x1 < 0.3 * size } && last - first > leastRagged * size
      && Double(worded) >= mostlyWords * Double(right.count) && level * 3 <= right.count * 2
  }

  /// The left lines, then the right ones.
  ///
  /// - Parameter areBroken: Whether the left ones are broken where their longest ends, as those of columns are.
  static func stacks(_ rows: ArraySlice<Row>, _ separator: Double, areBroken: Bool = false) -> [Piece] {
    let segments = rows.flatMap(\.segments)
    var left = segments.filter { $0.rect.midX <= separator }
    if areBroken {
      let edge = left.map(\.rect.x1).max()
      for index in left.indices { left[index].edge = edge }
    }
    return unruledPieces(of: left) + unruledPieces(of: segments.filter { $0.rect.midX > separator })
  }
}
