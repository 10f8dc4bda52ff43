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
    var label: [Word] = []
    var line: [Word] = []
    var middle = 0.0
  }

  private struct Form {
    var rows: [(label: Level, lines: ArraySlice<Level>)]
    var edges: [Double]
  }

  /// Puts tables in place of the lines that make them.
  static func join(_ segments: inout [LineSegment]) {
    guard segments.count > 3 else { return }
    let places = segments.indices.filter { segments[$0].isFree }.map { SegmentPlace(segments[$0], at: $0) }
      .sorted { $0.rect.midY < $1.rect.midY }
    var done = -Double.infinity
    var tables: [LineSegment] = []
    var gone: Set<Int> = []
    for number in places.indices where places[number].rect.y0 > done {
      let place = places[number]
      guard let (column, step) = value(beside: number, places),
        let form = form(at: column, label: place, step: step, segments.filter(\.isFree))
      else { continue }
      let words = form.rows.flatMap { $0.label.label + $0.lines.flatMap(\.line) }
      let rect = words.dropFirst().reduce(words[0].rect) { $0.union($1.rect) }
      let inside = places.filter { $0.rect.midY > rect.y0 && $0.rect.midY < rect.y1 }.map(\.index)
      // Nothing else stands among them.
      guard inside.reduce(0, { $0 + segments[$1].words.count }) == words.count else { continue }
      done = rect.y1
      gone.formUnion(inside)
      var grid = TableGrid(
        cells: form.rows.map { [[$0.label.label], $0.lines.map(\.line)] }, spans: [], rect: rect,
        columnEdges: form.edges, page: segments[place.index].page, frame: segments[place.index].frame)
      grid.isRuled = false
      tables.append(LineSegment(grid))
    }
    guard !tables.isEmpty else { return }
    segments = segments.indices.filter { !gone.contains($0) }.map { segments[$0] } + tables
  }

  /// Where the lines begin beside whose middle a segment stands, and how far they are from each other.
  private static func value(beside number: Int, _ places: [SegmentPlace]) -> (column: Double, step: Double)? {
    let label = places[number]
    let (size, middle) = (label.size, label.rect.midY)
    guard size > 0 else { return nil }
    func isBeside(_ place: SegmentPlace) -> Bool {
      place.rect.x0 > label.rect.x0 + size && place.rect.x0 - label.rect.x0 < (longestLabel + gap.upperBound) * size
        && abs(place.size - size) < 0.1 * size
    }
    for above in places[..<number].reversed() {
      let step = middle - above.rect.midY
      guard step <= pitch.upperBound * size else { return nil }
      guard step > pitch.lowerBound / 2 * size, isBeside(above) else { continue }
      for below in places[(number + 1)...] {
        let other = below.rect.midY - middle
        guard other <= step + mostUneven * size else { break }
        guard abs(other - step) < mostUneven * size, isBeside(below),
          abs(below.rect.x0 - above.rect.x0) < aligned * size
        else { continue }
        // Between two lines, or level with the middle one of three.
        let isBetween = step < pitch.upperBound / 2 * size && label.rect.x1 < above.rect.x0
        return (above.rect.x0, isBetween ? 2 * step : step)
      }
    }
    return nil
  }

  /// The rows around a label; nil where they are not those of a form.
  private static func form(
    at column: Double, label: SegmentPlace, step: Double, _ segments: [LineSegment]
  ) -> Form? {
    let size = label.size
    let levels = levels(around: label, at: column, segments)
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
    let words = values[range].flatMap { $0.flatMap(\.line) }
    guard range.count >= fewestRows, !hasGap(words, size), let left = named[own][0].label.map(\.rect.x0).min(),
      let right = words.map(\.rect.x1).max()
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
    around label: SegmentPlace, at column: Double, _ segments: [LineSegment]
  ) -> [Level] {
    let size = label.size
    let words = segments.flatMap(\.words).sorted { $0.rect.midY < $1.rect.midY }
    var rows: [[Word]] = []
    for word in words {
      if let first = rows.last?.first, word.rect.midY - first.rect.midY < level * size {
        rows[rows.count - 1].append(word)
      } else {
        rows.append([word])
      }
    }
    guard let own = rows.firstIndex(where: { abs($0[0].rect.midY - label.rect.midY) < level * size }) else { return [] }
    var found: [Level] = []
    for row in rows[own...] {
      guard let next = part(row, label, column), next.middle - (found.last?.middle ?? next.middle) < widestApart * size
      else { break }
      found.append(next)
    }
    for row in rows[..<own].reversed() {
      guard let next = part(row, label, column), let first = found.first,
        first.middle - next.middle < widestApart * size
      else { break }
      found.insert(next, at: 0)
    }
    return found
  }

  /// The parts of a row before and behind the place where values begin; nil where it has others.
  private static func part(_ row: [Word], _ label: SegmentPlace, _ column: Double) -> Level? {
    let size = label.size
    let ordered = row.sorted { $0.rect.x0 < $1.rect.x0 }
    var found = Level()
    found.label = ordered.filter { $0.rect.x0 < column - aligned * size }
    found.line = ordered.filter { $0.rect.x0 >= column - aligned * size }
    found.middle = (row.reduce(0) { $0 + $1.rect.midY }) / Double(row.count)
    guard row.allSatisfy({ abs($0.size - size) < 0.1 * size }) else { return nil }
    if let first = found.line.first, abs(first.rect.x0 - column) > aligned * size { return nil }
    if let first = found.label.first, let last = found.label.last {
      guard abs(first.rect.x0 - label.rect.x0) < aligned * size, gap.contains((column - last.rect.x1) / size),
        last.rect.x1 - first.rect.x0 < longestLabel * size,
        zip(found.label, found.label.dropFirst()).allSatisfy({ $1.rect.x0 - $0.rect.x1 < widestInLabel * size })
      else { return nil }
    }
    return found
  }

  private static func hasGap(_ words: [Word], _ size: Double) -> Bool {
    var end = Double.infinity
    for word in words.sorted(by: { $0.rect.x0 < $1.rect.x0 }) {
      if word.rect.x0 - end > widestSpace * size { return true }
      end = max(end.isFinite ? end : word.rect.x1, word.rect.x1)
    }
    return false
  }
}
