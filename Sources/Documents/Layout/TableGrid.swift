import PageContent
import Records

/// Cells in rows and columns: ruled (see `RuledTables`), or found here by alignment alone.
struct TableGrid: Sendable {
  /// Row by row, the words of each cell line by line.
  var cells: [[[[Word]]]]
  var rect: Rect
  /// The page where it begins.
  var page: Int
  /// The page of each row: a table may go on over the next pages.
  var rowPages: [Int]
  /// The lines of each cell that stand before a page's end, for rows that one has cut.
  var cuts: [Int: [Int]] = [:]
  /// Whether lines rule it.
  var isRuled = false
  /// Whether it is a single ruled row at a page's end or beginning, and text unless a table goes on from it.
  var isOpen = false
  /// The frame in which the places of words are meant.
  var frame: PageFrame
  /// Cells over more than one row or column; their text stands in the first place.
  var spans: [CellSpan] = []
  /// How many of the first rows are the header; nil where none was seen.
  var headerRows: Int?
  /// Where columns begin and end, from left to right: one more than there are columns.
  var columnEdges: [Double]

  init(
    cells: [[[[Word]]]], spans: [CellSpan], rect: Rect, columnEdges: [Double], page: Int, frame: PageFrame
  ) {
    self.cells = cells
    isRuled = true
    rowPages = cells.map { _ in page }
    self.spans = spans
    self.rect = rect
    self.columnEdges = columnEdges
    self.page = page
    self.frame = frame
  }

  /// A stretch of a region: lines that flow, or a table.
  enum Piece {
    case lines([FlowLine])
    case table(TableGrid)
  }

  /// Line heights between the lines of a table.
  private static let widestRowGap = 3.0
  /// The same where all cells begin where those above do.
  private static let widestLevelGap = 5.0
  /// Ems between cells that stand close together.
  private static let narrowestCellGap = 0.62

  /// Splits a region's rows into flowing lines and tables.
  static func pieces(of segments: [LineSegment]) -> [Piece] {
    guard segments.contains(where: \.isTable) else { return unruledPieces(of: segments) }
    let ruled = segments.filter(\.isTable).sorted { $0.rect.midY < $1.rect.midY }
    var pieces: [Piece] = []
    var rest = segments.filter { !$0.isTable }
    for segment in ruled {
      let place = ListBesideTable.place(of: segment, among: rest)
      let above = rest.filter { $0.rect.midY < place }
      rest.removeAll { $0.rect.midY < place }
      pieces += unruledPieces(of: above)
      if let table = segment.table { pieces.append(.table(table)) }
    }
    return pieces + unruledPieces(of: rest)
  }

  static func unruledPieces(of segments: [LineSegment]) -> [Piece] {
    guard !segments.isEmpty else { return [] }
    let rows = Row.rows(of: SegmentBuilder.joined(segments, .wide))
    var pieces: [Piece] = []
    var flowing: [Row] = []
    var beside = SideBySide(rows)
    var position = 0
    while position < rows.count {
      if let (end, separator) = beside.blocks(from: position) {
        if !flowing.isEmpty { pieces.append(.lines(flowing.map(FlowLine.init))) }
        flowing = []
        pieces += stacks(rows[position..<end], separator, areBroken: true)
        position = end
      } else if rows[position].segments.count >= 2, !BlockKinds.isCaption(rows[position]), !rows[position].hasLeaders,
        let (start, end, separators) = table(in: rows, from: position)
      {
        if areStacks(rows[start..<end], separators) {
          if !flowing.isEmpty { pieces.append(.lines(flowing.map(FlowLine.init))) }
          flowing = []
          pieces += stacks(rows[start..<end], separators[0])
          position = end
          continue
        }
        var grid = TableGrid(rows[start..<end], separators)
        if grid.isFilled, !StretchedLines.are(rows[start..<end], separators), !grid.isList,
          !StretchedLines.areWithinParagraph(start..<end, of: rows), !SigningLines.areToSign(rows[start..<end])
        {
          // A header row whose cells stand close together looks like a line of text until the columns are known.
          flowing.removeLast(min(flowing.count, position - start))
          if !flowing.isEmpty { pieces.append(.lines(flowing.map(FlowLine.init))) }
          flowing = []
          TableHeader.find(in: &grid)
          pieces.append(.table(grid))
        } else {
          flowing += rows[position..<end]
        }
        position = end
      } else {
        flowing.append(rows[position])
        position += 1
      }
    }
    if !flowing.isEmpty { pieces.append(.lines(flowing.map(FlowLine.init))) }
    return pieces
  }

  /// The longest table that begins with the row at `start`: its rows and the places between its columns.
  private static func table(in rows: [Row], from first: Int) -> (start: Int, end: Int, separators: [Double])? {
    if statesUnit(rows[first]) { return nil }
    var start = first
    var end = start + 1
    var run = TableRun(rows[start])
    var gaps = run.columnGaps ?? []
    var filled = run.filled
    var parted = start
    // A single cell may be the second line of one above, or the only one that is filled; it may not end the table
    // unless it stands close under it.
    while end < rows.count {
      let above = rows[end - 1].rect
      let gap = rows[end].rect.y0 - above.y1
      let widest = isLevel(rows[end], with: rows[parted]) ? widestLevelGap : widestRowGap
      guard gap < widest * max(above.height, rows[end].rect.height), !BlockKinds.isCaption(rows[end]),
        !rows[end].hasLeaders, !isNote(rows[end], below: rows[start]), !closesText(rows[end], below: run, gap: gap)
      else { break }
      if end == start + 1, isTitle(rows[start], above: rows[end], gap: gap) { return nil }
      if rows[end].segments.count < 2 {
        guard
          namesGroup(end, in: rows, below: run, gaps)
            || !gaps.isEmpty
              && (isCell(rows[end], gaps, after: rows[end - 1], gap: gap) || isCrowded(rows[end], gaps.map(\.middle)))
        else { break }
        run.add(rows[end])
      } else {
        let above = TableRun.Shape(run, columns: gaps)
        run.add(rows[end])
        let joint = run.columnGaps ?? []
        guard !joint.isEmpty, !isOtherTable(end, in: rows, below: above, run, gap: gap),
          !isTextBelow(end, in: rows, below: above, gap: gap, joint.count)
        else { break }
        (gaps, filled) = (joint, run.filled)
        parted = end
      }
      end += 1
    }
    guard !gaps.isEmpty, filled >= 3 || filled >= 2 && gaps.count >= 2 else { return nil }
    let separators = gaps.map(\.middle)
    let found = rows[start..<end]
    if start > 0, rows[start - 1].segments.count == 1, !statesUnit(rows[start - 1]),
      isCrowded(rows[start - 1], separators),
      rows[start].rect.y0 - rows[start - 1].rect.y1 < 1.5 * rows[start].rect.height
    {
      start -= 1
    }
    while start > 0, !statesUnit(rows[start - 1]), beginsCell(start - 1, in: rows, of: found, separators) { start -= 1 }
    return (start, end, finest(rows[start..<end]) ?? separators)
  }

  /// The places between columns as the fullest rows have them: a header over several columns hides the white between
  /// these.
  private static func finest(_ rows: ArraySlice<Row>) -> [Double]? {
    let many = rows.filter { $0.segments.count >= 2 }
    let counts = many.map { row in row.segments.reduce(0) { $0 + cellRects(of: $1).count } }
    guard let most = counts.max() else { return nil }
    let full = zip(many, counts).filter { $0.1 * 4 >= most * 3 }.map(\.0)
    guard full.count >= 2, full.count * 3 >= many.count else { return nil }
    return separators(of: full[...])
  }

  /// Whether a line without wide gaps has a gap wherever columns meet: cells that stand close together.
  private static func isCrowded(_ row: Row, _ separators: [Double]) -> Bool {
    let words = row.segments.flatMap(\.words)
    guard row.rect.x0 < separators[0], row.rect.x1 > separators[separators.count - 1] else { return false }
    return separators.allSatisfy { separator in
      zip(words, words.dropFirst()).contains { left, right in
        left.rect.x1 <= separator + 1 && right.rect.x0 >= separator - 1
          && right.rect.x0 - left.rect.x1 >= narrowestCellGap * right.size
      }
    }
  }

  /// Whether a single segment can belong to a table: it stays within a column.
  private static func isCell(_ row: Row, _ gutters: [ColumnGap], after above: Row, gap: Double) -> Bool {
    let rect = row.rect
    // A line longer than the others of its column may go into the white before the next one.
    let crosses = gutters.contains { rect.x0 < $0.middle && rect.x1 > $0.end - 0.3 * row.segments[0].size }
    guard !crosses else { return false }
    let isFirstColumn = gutters.allSatisfy { rect.x0 < $0.start }
    // In the first column a line alone is more often the text after the table.
    return isFirstColumn ? gap < 0.3 * rect.height && above.segments.count >= 2 : gap < 1.2 * rect.height
  }

  /// The middles of the white stretches between columns; nil where no row has two cells.
  static func separators(of rows: ArraySlice<Row>) -> [Double]? {
    rows.isEmpty ? nil : TableRun(rows).columnGaps?.map(\.middle)
  }

  /// A segment's words, joined where their gap is too small to be one between cells.
  static func cellRects(of segment: LineSegment) -> [Rect] {
    var rects: [Rect] = []
    for word in segment.words {
      if let last = rects.last, word.rect.x0 - last.x1 < narrowestCellGap * word.size {
        rects[rects.count - 1] = last.union(word.rect)
      } else {
        rects.append(word.rect)
      }
    }
    return rects
  }

  /// Takes columns as given, and finds out which lines make a row.
  init(_ rows: ArraySlice<Row>, _ separators: [Double]) {
    rect = rows.dropFirst().reduce(rows[rows.startIndex].rect) { $0.union($1.rect) }
    columnEdges = [rect.x0] + separators + [rect.x1]
    page = rows[rows.startIndex].segments[0].page
    frame = rows[rows.startIndex].segments[0].frame
    let lines = rows.map { row in Self.split(row, separators) }
    let gaps = zip(rows, rows.dropFirst()).map { $1.rect.y0 - $0.rect.y1 }
    let threshold = Self.rowGap(gaps, of: lines) ?? Self.rowGap(gaps)
    rowPages = []
    cells = []
    for (index, line) in lines.enumerated() {
      let gap = index > 0 ? gaps[index - 1] : .infinity
      let isClose =
        Self.joins(index, lines, threshold)
        ?? threshold.map { gap < $0 } ?? (line[0].isEmpty && gap < 0.8 * rows[rows.startIndex].rect.height)
      if isClose, !Self.hasFiguresUnderFigures(line, cells.last), let last = cells.indices.last {
        for column in line.indices where !line[column].isEmpty { cells[last][column].append(line[column]) }
      } else {
        cells.append(line.map { $0.isEmpty ? [] : [$0] })
        rowPages.append(page)
      }
    }
  }

  /// Ems from the middle of one line of a cell to that of the next, at most, and by how much the next cell is further.
  private static let cellPitch = (most: 1.7, apart: 0.25)

  /// Whether a line goes on with the row above it; nil where the places of its words do not tell. A cell of several
  /// lines beside others of one has lines of its own above and below theirs: each belongs where it stands nearer.
  private static func joins(_ index: Int, _ lines: [[[Word]]], _ rowGap: Double?) -> Bool? {
    if let side = side(index, lines, rowGap) { return side == .above }
    guard index > 0, side(index - 1, lines, rowGap) == .below else { return nil }
    return true
  }

  private enum Side {
    case above, below
  }

  private static func side(_ index: Int, _ lines: [[[Word]]], _ rowGap: Double?) -> Side? {
    let filled = lines[index].indices.filter { !lines[index][$0].isEmpty }
    guard filled.count == 1, let column = filled.first, column > 0, let word = lines[index][column].first else {
      return nil
    }
    func distance(to other: Int) -> Double {
      guard lines.indices.contains(other), let next = lines[other][column].first else { return .infinity }
      return abs(next.rect.midY - word.rect.midY) / word.size
    }
    let (above, below) = (distance(to: index - 1), distance(to: index + 1))
    guard min(above, below) < cellPitch.most, abs(above - below) > cellPitch.apart else { return nil }
    if max(above, below) == .infinity {
      // Nothing above it in its column: then the distance between rows must tell.
      guard let rowGap, below < .infinity, (below - 1) * word.size < rowGap else { return nil }
    }
    return leads(from: index, by: above < below ? -1 : 1, in: column, lines) ? (above < below ? .above : .below) : nil
  }

  /// Whether lines of one cell lead to a line that begins a row.
  private static func leads(from index: Int, by step: Int, in column: Int, _ lines: [[[Word]]]) -> Bool {
    var index = index + step
    while lines.indices.contains(index), !lines[index][column].isEmpty {
      if !lines[index][0].isEmpty { return true }
      index += step
    }
    return false
  }

  /// Labels of a drawing stand in rows and columns too, but leave most places empty.
  private var isFilled: Bool {
    let places = cells.reduce(0) { $0 + $1.count }
    let filled = cells.reduce(0) { $0 + $1.count { !$0.isEmpty } }
    return Double(filled) >= Self.leastFilled * Double(places)
  }

  private static let leastFilled = 0.5

  /// Whether a line has a figure in a column where the row before has one: figures do not go on in a second line.
  private static func hasFiguresUnderFigures(_ line: [[Word]], _ row: [[[Word]]]?) -> Bool {
    guard let row else { return false }
    return zip(line, row).contains { words, above in
      isFigure(words) && above.last.map(isFigure) ?? false
    }
  }

  /// `12`, `3.5 %`, `(1 200)`, `-0,4*`: digits and the marks that stand around them.
  static func isFigure(_ words: [Word]) -> Bool {
    var hasDigit = false
    for scalar in words.lazy.flatMap(\.glyphs).map(\.scalar) {
      if ListMarker.isDigit(scalar) {
        hasDigit = true
      } else if !figureMarks.contains(scalar) {
        return false
      }
    }
    return hasDigit
  }

  private static let figureMarks = Set("%.,+-–−±()*:/$€£¥％．，（）￥△▲".unicodeScalars)

  /// Lines with several cells that tell how far rows are from each other, at least.
  private static let fewestTelling = 3

  /// The gap that tells lines of one cell from rows, where lines that begin in the first column stand further from those
  /// above than all others do; a header's distance from the rows says nothing about theirs.
  private static func rowGap(_ gaps: [Double], of lines: [[[Word]]]) -> Double? {
    var (within, between) = (-Double.infinity, Double.infinity)
    var telling = 0
    for (gap, line) in zip(gaps, lines.dropFirst()) {
      if line[0].isEmpty {
        within = max(within, gap)
      } else {
        // A label alone may go on in a second line.
        guard line.count(where: { !$0.isEmpty }) >= 2 else { return nil }
        between = min(between, gap)
        telling += 1
      }
    }
    guard telling >= fewestTelling, within > -.infinity, between - within > 2 else { return nil }
    return (within + between) / 2
  }

  /// The gap that tells lines of one cell from rows, where there are clearly two kinds.
  static func rowGap(_ gaps: [Double]) -> Double? {
    guard let smallest = gaps.min(), let largest = gaps.max(), largest - smallest > 3,
      largest > 1.8 * max(smallest, 0.5)
    else { return nil }
    let sorted = gaps.sorted()
    let jumps = zip(sorted, sorted.dropFirst()).map { ($1 - $0, ($0 + $1) / 2) }
    guard let widest = jumps.max(by: { $0.0 < $1.0 }), widest.0 > 2 else { return nil }
    // Lines of a header may overlap; what parts them from lines that touch does not part rows.
    if widest.1 <= 0, sorted.contains(where: { $0 > 0 }), smallest < 0 { return rowGap(gaps.map { max($0, 0) }) }
    return widest.1
  }

  /// The words of a line, column by column.
  private static func split(_ row: Row, _ separators: [Double]) -> [[Word]] {
    var cells = [[Word]](repeating: [], count: separators.count + 1)
    for segment in row.segments {
      var column = separators.count { $0 < segment.rect.x0 + 1 }
      // A header's word may begin a little before its column does.
      if column < separators.count, separators[column] - segment.rect.x0 < segment.size,
        segment.words[0].rect.midX > separators[column]
      {
        column += 1
      }
      for (index, word) in segment.words.enumerated() {
        let here = separators.count { $0 < word.rect.midX }
        // A cell that spans columns stays whole; one that only stands close to its neighbour is cut at the gap.
        if here > column, index > 0, segment.words[index - 1].rect.x1 <= separators[here - 1] + 1 {
          let gap = word.rect.x0 - segment.words[index - 1].rect.x1
          let early = separators[here - 1] - word.rect.x0
          if gap >= 0.4 * word.size && early <= 1 || gap >= narrowestCellGap * word.size && early < word.size {
            column = here
          }
        }
        cells[column].append(word)
      }
    }
    return cells
  }
}
