import PageContent
import Records

/// Japanese set in vertical lines, found by where the characters stand: each close under the one before it.
///
/// The library's own order cannot be used. Depending on the producer it runs down the line, across the lines, or joins
/// two characters in one box (measured on LuaLaTeX, LibreOffice and Chromium).
struct VerticalWriting {
  /// Glyphs of horizontal lines: a page number, a running header.
  let rest: [Glyph]
  private let vertical: [Cell]

  /// One place in a vertical line: a character, a few figures side by side, or letters that lie on their side.
  struct Cell {
    /// From left to right; from top to bottom where they lie on their side.
    var glyphs: [Glyph]
    var midX: Float
    var midY: Float
    /// Points from one character to the next in its line.
    var em: Float
    /// Points along the line of letters on their side; nil for a place of one em.
    var length: Float?

    var top: Float { midY - (length ?? em) / 2 }
    var bottom: Float { midY + (length ?? em) / 2 }
    /// The middle of its first em, and that of its last.
    var startY: Float { length.map { midY - max($0 - em, 0) / 2 } ?? midY }
    var endY: Float { length.map { midY + max($0 - em, 0) / 2 } ?? midY }
  }

  /// Fewer characters than this are no vertical text.
  private static let fewestCharacters = 8
  /// The share of characters with a close neighbour beside them that makes looking further needless.
  private static let mostBeside = 0.5
  /// Ems from the middle of one character to that of the next, at most, where both stand in one line.
  private static let widestStep: Float = 1.3

  /// Ems by which neighbours in a line may stand out of it: some producers move characters to make room for a reading.
  private static let leaning: Float = 0.48

  /// Nil where the page is not mostly vertical.
  init?(_ glyphs: [Glyph]) {
    guard Self.mayBeVertical(glyphs) else { return nil }
    let (runs, others) = SidewaysRun.part(glyphs)
    let cells = Self.cells(Self.parted(others))
    let index = CellIndex(cells.map { ($0.midX, $0.midY) }, step: Self.commonEm(cells))
    var below = 0
    var beside = 0
    var isVertical = [Bool](repeating: false, count: cells.count)
    for (number, cell) in cells.enumerated() {
      let neighbours = index.neighbours(of: number, within: Self.widestStep * cell.em)
      let hasLine = neighbours.contains { Self.isUnder(cells[$0], cell) || Self.isUnder(cell, cells[$0]) }
      let hasRow = neighbours.contains { Self.isBeside(cells[$0], cell) }
      isVertical[number] = hasLine
      guard cell.glyphs.contains(where: { $0.scalar.isWide }) else { continue }
      if hasLine, !hasRow { below += 1 }
      if hasRow, !hasLine { beside += 1 }
    }
    guard below >= Self.fewestCharacters, below > 2 * beside else { return nil }
    var vertical: [Cell] = []
    var rest: [Glyph] = []
    for (number, cell) in cells.enumerated() {
      // A character alone in its line (the last of a paragraph) has no neighbour but is no horizontal line either.
      let isHorizontal =
        !isVertical[number]
        && (cell.glyphs.allSatisfy { !$0.scalar.isWide }
          || index.neighbours(of: number, within: Self.widestStep * cell.em).contains { Self.isBeside(cells[$0], cell) })
      if isHorizontal { rest += cell.glyphs } else { vertical.append(cell) }
    }
    let columns = Self.columns(of: vertical)
    for run in runs {
      if let cell = run.cell(among: columns) { vertical.append(cell) } else { rest += run.glyphs }
    }
    self.vertical = vertical
    self.rest = rest
  }

  /// A look at the order of the glyphs, cheap enough for every page: in horizontal Japanese nearly every character has
  /// the next one beside it.
  private static func mayBeVertical(_ glyphs: [Glyph]) -> Bool {
    var japanese = 0
    var beside = 0
    for index in glyphs.indices.dropFirst() where glyphs[index].scalar.isJapanese {
      let (last, next) = (glyphs[index - 1], glyphs[index])
      japanese += 1
      let em = max(next.width, 1)
      if abs(next.midY - last.midY) < 0.3 * em, next.x0 - last.x1 < 0.3 * em, next.midX > last.midX { beside += 1 }
    }
    // A few full-width brackets in a page of Korean or English say nothing.
    return japanese >= fewestCharacters && japanese * 2 >= glyphs.count
      && Double(beside) < mostBeside * Double(japanese)
  }

  /// Characters that share one box are set one under the other.
  private static func parted(_ glyphs: [Glyph]) -> [Glyph] {
    var result: [Glyph] = []
    result.reserveCapacity(glyphs.count)
    var start = 0
    while start < glyphs.count {
      var end = start + 1
      while end < glyphs.count, glyphs[end].y0 == glyphs[start].y0, glyphs[end].y1 == glyphs[start].y1,
        glyphs[end - 1].width < 0.1 * glyphs[end - 1].height, glyphs[end].before == .none
      {
        end += 1
      }
      let em = glyphs[end - 1].width
      let count = Float(end - start)
      for index in start..<end {
        var glyph = glyphs[index]
        if end - start > 1 {
          let top = (glyph.y0 + glyph.y1 - em * count) / 2
          (glyph.x0, glyph.x1) = (glyphs[end - 1].x0, glyphs[end - 1].x1)
          (glyph.y0, glyph.y1) = (top + em * Float(index - start), top + em * Float(index - start + 1))
        }
        result.append(glyph)
      }
      start = end
    }
    return result
  }

  /// Every wide character is a cell; figures and letters side by side are one together.
  private static func cells(_ glyphs: [Glyph]) -> [Cell] {
    var cells: [Cell] = []
    for glyph in glyphs {
      if !glyph.scalar.isWide, let last = cells.indices.last, let neighbour = cells[last].glyphs.last,
        !neighbour.scalar.isWide, abs(neighbour.midY - glyph.midY) < 0.2 * glyph.height,
        abs(glyph.x0 - neighbour.x1) < 0.3 * glyph.height, glyph.before != .line
      {
        cells[last].glyphs.append(glyph)
        cells[last].midX = (cells[last].glyphs[0].x0 + glyph.x1) / 2
        cells[last].em = max(cells[last].em, glyph.x1 - cells[last].glyphs[0].x0)
        continue
      }
      let em = glyph.scalar.isWide ? glyph.width : max(glyph.width, 0.7 * min(glyph.height, 2 * glyph.width))
      cells.append(Cell(glyphs: [glyph], midX: glyph.midX, midY: glyph.midY, em: max(em, 1)))
    }
    return cells
  }

  private static func commonEm(_ cells: [Cell]) -> Float {
    let ems = cells.map(\.em).sorted()
    return ems.isEmpty ? 10 : ems[ems.count / 2]
  }

  private static func isUnder(_ lower: Cell, _ upper: Cell) -> Bool {
    let em = max(lower.em, upper.em)
    let step = lower.midY - upper.midY
    return abs(lower.midX - upper.midX) < leaning * em && step > 0.4 * em && step < widestStep * em
  }

  private static func isBeside(_ a: Cell, _ b: Cell) -> Bool {
    let em = max(a.em, b.em)
    let step = abs(a.midX - b.midX)
    // A reading stands beside its character, too.
    return min(a.em, b.em) > 0.62 * em && abs(a.midY - b.midY) < 0.3 * em && step > 0.4 * em && step < widestStep * em
  }

  // MARK: - Lines

  /// The glyphs as the frame sees them, line after line, each in a box of its own.
  func lines(in frame: PageFrame) -> [Glyph] {
    var result: [Glyph] = []
    for line in Self.columns(of: vertical) {
      var end: Float?
      for (number, cell) in line.enumerated() {
        let shift = Self.shift(of: number, in: line)
        let gap = end.map { cell.top + shift - $0 }
        end = cell.bottom + shift
        for (index, glyph) in cell.glyphs.enumerated() {
          var glyph = glyph
          (glyph.y0, glyph.y1) = Self.place(index, in: cell, shift)
          (glyph.x0, glyph.x1) = (cell.midX - cell.em / 2, cell.midX + cell.em / 2)
          glyph.before =
            index > 0 ? (cell.length == nil ? .none : glyph.before) : Self.separator(gap: gap, em: cell.em)
          result.append(frame.turned(glyph))
        }
      }
    }
    return result
  }

  /// Points by which letters on their side must move to stand in the middle between the places around them: their boxes
  /// are as far off as their font is uneven.
  private static func shift(of number: Int, in line: [Cell]) -> Float {
    let cell = line[number]
    guard cell.length != nil, number > 0, number + 1 < line.count else { return 0 }
    let before = cell.top - line[number - 1].bottom
    let after = line[number + 1].top - cell.bottom
    return max(abs(before), abs(after)) < cell.em ? (after - before) / 2 : 0
  }

  /// From where to where one of a place's glyphs goes along the line.
  private static func place(_ index: Int, in cell: Cell, _ shift: Float) -> (Float, Float) {
    guard cell.length == nil else { return (cell.glyphs[index].y0 + shift, cell.glyphs[index].y1 + shift) }
    let step = cell.em / Float(cell.glyphs.count)
    return (cell.top + step * Float(index), cell.top + step * Float(index + 1))
  }

  private static func separator(gap: Float?, em: Float) -> Glyph.Separator {
    guard let gap else { return .line }
    if gap < 0.7 * em { return .none }
    return gap < 1.4 * em ? .ideographicSpace : .line
  }

  /// The vertical lines from right to left, each from top to bottom.
  private static func columns(of cells: [Cell]) -> [[Cell]] {
    var columns: [[Cell]] = []
    // Open lines whose end is not yet too far above.
    var open: [Int] = []
    for cell in cells.sorted(by: { ($0.startY, $1.midX) < ($1.startY, $0.midX) }) {
      open.removeAll { cell.startY - (columns[$0].last?.endY ?? 0) > 3 * widestStep * (columns[$0].last?.em ?? 1) }
      let fitting = open.first { number in
        guard let last = columns[number].last else { return false }
        let em = max(last.em, cell.em)
        let step = cell.startY - last.endY
        let reach = step < widestStep * em ? leaning : 0.3
        return abs(last.midX - cell.midX) < reach * em && step < 2.5 * em && min(last.em, cell.em) > 0.62 * em
      }
      if let fitting {
        columns[fitting].append(cell)
      } else {
        open.append(columns.count)
        columns.append([cell])
      }
    }
    return columns.sorted { ($1[0].midX, $0[0].midY) < ($0[0].midX, $1[0].midY) }
  }
}

/// Finds what stands near a place without looking at everything.
private struct CellIndex {
  private struct Square: Hashable {
    var x: Int32
    var y: Int32
  }

  private let places: [(x: Float, y: Float)]
  private let step: Float
  private var squares: [Square: [Int]] = [:]

  init(_ places: [(Float, Float)], step: Float) {
    self.places = places
    self.step = max(step, 1) * 1.5
    for (number, place) in places.enumerated() { squares[square(place.0, place.1), default: []].append(number) }
  }

  private func square(_ x: Float, _ y: Float) -> Square {
    Square(x: Self.number(x / step), y: Self.number(y / step))
  }

  /// Places come from files, and may be anything.
  private static func number(_ value: Float) -> Int32 {
    value.isFinite ? Int32(max(-1e9, min(1e9, value))) : 0
  }

  func neighbours(of number: Int, within reach: Float) -> [Int] {
    let place = places[number]
    let low = square(place.x - reach, place.y - reach)
    let high = square(place.x + reach, place.y + reach)
    // A single huge character has everything near it; that is not what is asked for.
    guard high.x - low.x < 16, high.y - low.y < 16 else { return [] }
    var result: [Int] = []
    for x in low.x...high.x {
      for y in low.y...high.y {
        for other in squares[Square(x: x, y: y)] ?? [] where other != number { result.append(other) }
      }
    }
    return result
  }
}
