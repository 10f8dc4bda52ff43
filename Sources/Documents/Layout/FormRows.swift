import Records

/// The rows of a form that no lines rule, as notices and minutes have them at their top: short labels at one place, each
/// beside the middle of a value of one line or several. The white above and below tells which lines a value has.
enum FormRows {
  private static let fewestRows = 2
  /// Ems that a label is long, at most, and the white inside it and behind it.
  private static let longestLabel = 12.0
  private static let widestInLabel = 3.0
  private static let gap = 0.25...8.0
  /// Ems by which what is level, begins at one place, or stands in the middle may differ.
  private static let level = 0.25
  private static let aligned = 0.3
  private static let middle = 0.25
  /// Ems from one line of a value to the next, how unlike its steps may be, and how much further rows are.
  private static let pitch = 0.9...2.2
  private static let mostUneven = 0.15
  private static let leastApart = 0.2
  private static let widestApart = 3.5
  /// Ems of white from which what follows is another column.
  private static let widestSpace = 1.6

  /// What stands at one height: a label, a line of a value, or both.
  private struct Level {
    /// Which of the page's words they are, from left to right.
    var label: [Int] = []
    var line: [Int] = []
    var middle = 0.0
  }

  private struct Form {
    var rows: [(label: Level, lines: ArraySlice<Level>)]
    var edges: [Double]
  }

  /// Words beyond which a page is no form that somebody reads.
  private static let mostWords = 6_000

  /// Takes the words of forms out of a page's, and makes tables of them.
  static func take(from words: inout [Word], page: Int, frame: PageFrame) -> [TableGrid] {
    guard words.count > 3, words.count <= mostWords else { return [] }
    let heights = Heights(words)
    var tables: [TableGrid] = []
    var gone: Set<Int> = []
    var done = -Double.infinity
    for row in heights.rows.indices {
      for index in heights.rows[row] where words[index].rect.y0 > done {
        guard let (column, step) = value(beside: index, in: row, heights, words),
          let form = form(at: column, label: words[index], in: row, step: step, heights, words)
        else { continue }
        let own = form.rows.flatMap { $0.label.label + $0.lines.flatMap(\.line) }
        let rect = own.dropFirst().reduce(words[own[0]].rect) { $0.union(words[$1].rect) }
        // Nothing else stands among them.
        let inside = words.indices.filter { words[$0].rect.midY > rect.y0 && words[$0].rect.midY < rect.y1 }
        guard inside.count == own.count else { continue }
        done = rect.y1
        gone.formUnion(own)
        var grid = TableGrid(
          cells: form.rows.map { row in
            [[row.label.label.map { words[$0] }], row.lines.map { $0.line.map { words[$0] } }]
          }, spans: [], rect: rect, columnEdges: form.edges, page: page, frame: frame)
        grid.isRuled = false
        tables.append(grid)
      }
    }
    if !gone.isEmpty { words = words.indices.filter { !gone.contains($0) }.map { words[$0] } }
    return tables
  }

  /// A page's words by their heights, from top to bottom: those of a row are level with its first.
  private struct Heights {
    var rows: [[Int]] = []
    var middles: [Double] = []

    init(_ words: [Word]) {
      for index in words.indices.sorted(by: { words[$0].rect.midY < words[$1].rect.midY }) {
        let middle = words[index].rect.midY
        if let last = middles.last, middle - last < level * words[index].size {
          rows[rows.count - 1].append(index)
        } else {
          rows.append([index])
          middles.append(middle)
        }
      }
    }
  }

  /// Where the lines begin beside whose middle a word stands, and how far they are from each other.
  private static func value(
    beside index: Int, in row: Int, _ heights: Heights, _ words: [Word]
  ) -> (column: Double, step: Double)? {
    let label = words[index]
    let size = label.size
    guard size > 0 else { return nil }
    /// The beginning of a line that has nothing at the left of it, as far as a label may reach.
    func start(_ row: Int) -> Double? {
      let near = heights.rows[row].lazy.map { words[$0] }.filter {
        $0.rect.x1 > label.rect.x0 - longestLabel * size
          && $0.rect.x0 < label.rect.x1 + gap.upperBound * size
      }
      guard let first = near.map(\.rect.x0).min(), first >= label.rect.x1 - 0.1 * size,
        near.allSatisfy({ abs($0.size - size) < 0.1 * size || $0.glyphs.count < 3 })
      else { return nil }
      return first
    }
    for above in stride(from: row - 1, through: 0, by: -1) {
      let step = heights.middles[row] - heights.middles[above]
      guard step <= pitch.upperBound * size else { return nil }
      guard step > pitch.lowerBound / 2 * size, let column = start(above) else { continue }
      for below in (row + 1)..<max(heights.rows.count, row + 1) {
        let other = heights.middles[below] - heights.middles[row]
        guard other <= step + mostUneven * size else { break }
        guard abs(other - step) < mostUneven * size, let next = start(below), abs(next - column) < aligned * size else {
          continue
        }
        // Between two lines, or level with the middle one of three.
        return (column, step < pitch.upperBound / 2 * size ? 2 * step : step)
      }
    }
    return nil
  }

  /// The rows around a label; nil where they are not those of a form.
  private static func form(
    at column: Double, label: Word, in row: Int, step: Double, _ heights: Heights, _ words: [Word]
  ) -> Form? {
    let size = label.size
    let levels = levels(around: row, label, at: column, heights, words)
    let lines = levels.filter { !$0.line.isEmpty }
    // Lines of one value are as far from each other as those beside the label.
    var values: [ArraySlice<Level>] = []
    var start = 0
    for next in 1..<max(lines.count, 1) {
      let apart = lines[next].middle - lines[next - 1].middle
      if apart < step + mostUneven * size { continue }
      guard apart >= step + leastApart * size else { return nil }
      values.append(lines[start..<next])
      start = next
    }
    if start < lines.count { values.append(lines[start...]) }
    let named = values.map { value in levels.filter { !$0.label.isEmpty && isMiddle($0, of: value, size) } }
    guard
      let own = values.firstIndex(where: {
        ($0.first?.middle ?? 0) < label.rect.midY && ($0.last?.middle ?? 0) > label.rect.midY
      }), named[own].count == 1
    else { return nil }
    var range = own..<(own + 1)
    while range.lowerBound > 0, named[range.lowerBound - 1].count == 1 {
      range = (range.lowerBound - 1)..<range.upperBound
    }
    while range.upperBound < values.count, named[range.upperBound].count == 1 {
      range = range.lowerBound..<(range.upperBound + 1)
    }
    let rects = values[range].flatMap { $0.flatMap(\.line) }.map { words[$0].rect }
    guard range.count >= fewestRows, !hasGap(rects, size),
      let left = named[range.lowerBound][0].label.map({ words[$0].rect.x0 }).min(), let right = rects.map(\.x1).max()
    else { return nil }
    return Form(
      rows: range.map { (named[$0][0], values[$0]) }, edges: [left, column - gap.lowerBound * size / 2, right])
  }

  private static func isMiddle(_ label: Level, of value: ArraySlice<Level>, _ size: Double) -> Bool {
    guard let first = value.first, let last = value.last else { return false }
    return abs(label.middle - (first.middle + last.middle) / 2) < middle * size
  }

  /// What stands above and below a label at its own place and that of its value, up to what stands otherwise.
  private static func levels(
    around row: Int, _ label: Word, at column: Double, _ heights: Heights, _ words: [Word]
  ) -> [Level] {
    let size = label.size
    func level(_ row: Int) -> Level? { part(heights.rows[row], label, column, words) }
    guard let left = heights.rows[row].map({ words[$0].rect.x0 }).min(),
      left > column - (longestLabel + gap.upperBound) * size
    else { return [] }
    var found: [Level] = []
    for row in row..<heights.rows.count {
      guard let next = level(row), next.middle - (found.last?.middle ?? next.middle) < widestApart * size else { break }
      found.append(next)
    }
    for row in stride(from: row - 1, through: 0, by: -1) {
      guard let next = level(row), let first = found.first, first.middle - next.middle < widestApart * size else {
        break
      }
      found.insert(next, at: 0)
    }
    // All labels begin where this one's does.
    guard let place = found.first(where: { abs($0.middle - label.rect.midY) < Self.level * size })?.label.first else {
      return []
    }
    let edge = words[place].rect.x0
    func isAligned(_ level: Level) -> Bool {
      level.label.first.map { abs(words[$0].rect.x0 - edge) < aligned * size } ?? true
    }
    let middle = found.firstIndex { abs($0.middle - label.rect.midY) < Self.level * size } ?? 0
    let above = found[..<middle].reversed().prefix(while: isAligned).reversed()
    return above + found[middle...].prefix(while: isAligned)
  }

  /// The parts of a row before and behind the place where values begin; nil where it has others.
  private static func part(_ row: [Int], _ label: Word, _ column: Double, _ words: [Word]) -> Level? {
    let size = label.size
    let ordered = row.sorted { words[$0].rect.x0 < words[$1].rect.x0 }
    var found = Level()
    found.label = ordered.filter { words[$0].rect.x0 < column - aligned * size }
    found.line = ordered.filter { words[$0].rect.x0 >= column - aligned * size }
    found.middle = row.reduce(0) { $0 + words[$1].rect.midY } / Double(row.count)
    guard row.allSatisfy({ abs(words[$0].size - size) < 0.1 * size || words[$0].glyphs.count < 3 }) else { return nil }
    if let first = found.line.first, abs(words[first].rect.x0 - column) > aligned * size { return nil }
    if let first = found.label.first, let last = found.label.last {
      let end = words[last].rect.x1
      guard gap.contains((column - end) / size), end - words[first].rect.x0 < longestLabel * size,
        zip(found.label, found.label.dropFirst()).allSatisfy({
          words[$1].rect.x0 - words[$0].rect.x1 < widestInLabel * size
        })
      else { return nil }
    }
    return found
  }

  private static func hasGap(_ rects: [Rect], _ size: Double) -> Bool {
    var end = Double.infinity
    for rect in rects.sorted(by: { $0.x0 < $1.x0 }) {
      if rect.x0 - end > widestSpace * size { return true }
      end = max(end.isFinite ? end : rect.x1, rect.x1)
    }
    return false
  }
}
