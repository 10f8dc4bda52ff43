import PageContent

/// A quick look at whether text on a page stands in cells: only such pages are worth being drawn to find ruled lines,
/// since that interprets the page once more and takes about as long as reading its text.
enum CellSearch {
  /// Ems of white between two stretches of one line. Japanese has no spaces, so that less white says as much.
  private static let widestSpace: (latin: Float, japanese: Float) = (1.2, 0.7)
  /// Share of the page's width from which a stretch counts as a line of running text.
  private static let runningWidth: Float = 0.3
  /// Cells with a neighbour at their left and another cell in line above or below, from which on a page may hold a table.
  private static let fewestCells = 3
  /// Points by which the edges or middles of cells in one column differ.
  private static let alignment: Float = 1.5
  /// From a bullet or number to its text: letters of the label, ems of white.
  private static let label: (letters: Int, gap: Float) = (4, 3)

  private struct Stretch {
    var x0: Float
    var x1: Float
    var y0: Float
    var y1: Float
    var letters = 1

    var height: Float { y1 - y0 }
    var midX: Float { (x0 + x1) / 2 }
  }

  static func findsCells(on page: PageContent) -> Bool {
    let stretches = stretches(of: page.glyphs).sorted { $0.y0 < $1.y0 }
    let running = runningWidth * Float(page.width)
    var cells: [Stretch] = []
    for (index, stretch) in stretches.enumerated() {
      guard let right = rightNeighbour(of: index, in: stretches) else { continue }
      let isText = stretch.x1 - stretch.x0 > running && right.x1 - right.x0 > running
      let isLabel = stretch.letters <= label.letters && right.x0 - stretch.x1 < label.gap * stretch.height
      if !isText, !isLabel { cells.append(right) }
    }
    return countAligned(cells) >= fewestCells
  }

  /// How many have their left edge, middle or right edge where another one has it.
  private static func countAligned(_ cells: [Stretch]) -> Int {
    var aligned = [Bool](repeating: false, count: cells.count)
    for place in [\Stretch.x0, \Stretch.x1, \Stretch.midX] {
      let order = cells.indices.sorted { cells[$0][keyPath: place] < cells[$1][keyPath: place] }
      for (a, b) in zip(order, order.dropFirst())
      where cells[b][keyPath: place] - cells[a][keyPath: place] <= alignment
        && max(cells[a].y0, cells[b].y0) >= min(cells[a].y1, cells[b].y1)
      {
        aligned[a] = true
        aligned[b] = true
      }
    }
    return aligned.count { $0 }
  }

  private static func stretches(of glyphs: [Glyph]) -> [Stretch] {
    var result: [Stretch] = []
    for glyph in glyphs {
      if let last = result.indices.last, continues(result[last], glyph) {
        result[last].x1 = max(result[last].x1, glyph.x1)
        result[last].y0 = min(result[last].y0, glyph.y0)
        result[last].y1 = max(result[last].y1, glyph.y1)
        result[last].letters += 1
      } else {
        result.append(Stretch(x0: glyph.x0, x1: glyph.x1, y0: glyph.y0, y1: glyph.y1))
      }
    }
    return result
  }

  private static func continues(_ stretch: Stretch, _ glyph: Glyph) -> Bool {
    let height = glyph.y1 - glyph.y0
    guard glyph.before != .line, min(stretch.y1, glyph.y1) - max(stretch.y0, glyph.y0) > 0.5 * height else {
      return false
    }
    let gap = glyph.x0 - stretch.x1
    if glyph.before == .ideographicSpace { return gap < 2.2 * height }
    return gap < (glyph.scalar.value >= 0x3000 ? widestSpace.japanese : widestSpace.latin) * height && gap > -height
  }

  /// The nearest stretch to the right that shares the line; `stretches` from top to bottom.
  private static func rightNeighbour(of index: Int, in stretches: [Stretch]) -> Stretch? {
    let stretch = stretches[index]
    var nearest: Stretch?
    func consider(_ other: Stretch) {
      let shared = min(stretch.y1, other.y1) - max(stretch.y0, other.y0)
      guard shared > 0.5 * min(stretch.height, other.height), other.x0 >= stretch.x1 else { return }
      if other.x0 < nearest?.x0 ?? .infinity { nearest = other }
    }
    for other in stretches[(index + 1)...] {
      guard other.y0 < stretch.y1 else { break }
      consider(other)
    }
    // One that begins a little higher up: a few places back are enough.
    for other in stretches[max(0, index - 12)..<index] { consider(other) }
    return nearest
  }
}
