import PageContent
import Records

/// Two blocks beside each other, each with a title of its own or a list, as slides have them. Their lines stand level, and
/// would be the rows of a table.
struct SideBySide {
  /// How much larger than the lines below a title is, at least.
  private static let leastLarger = 1.12
  /// Rows below the titles, or of two lists.
  private static let fewestBelow = 2
  private static let fewestItems = 2
  /// Line heights of white between rows.
  private static let widestApart = 2.2
  /// Share of lines that hold words: figures below a title are a table's column.
  private static let leastWorded = 0.8
  /// Share of the rows with lines on both sides from which the left ones may name what the right ones say, and how long
  /// those that do are: in ems, or as a share of the right ones' length.
  private static let mostLevel = 0.8
  private static let longestLabels = (ems: 6.0, share: 0.6)

  private let rows: [Row]
  /// Whether the segments of a row begin with bullets; nil where nobody has asked yet.
  private var items: [[Bool]?]
  /// Rows up to which no lists begin: a line further down, below all of them, belongs to none.
  private var noListsBefore = 0

  init(_ rows: [Row]) {
    self.rows = rows
    items = Array(repeating: nil, count: rows.count)
  }

  /// Where the two blocks that begin with a row end, and the place between them; nil where there are none.
  mutating func blocks(from start: Int) -> (end: Int, separator: Double)? {
    guard rows[start].segments.count == 2 else { return nil }
    let (left, right) = (rows[start].segments[0], rows[start].segments[1])
    // Nearly all rows begin neither, and show it themselves.
    let titles = abs(left.size - right.size) < 0.05 * left.size ? max(left.size, right.size) : nil
    let first = start + (nameLists(start) ? 1 : 0)
    let named = first == start ? namedSide(start) : nil
    let mayBeLists = first >= noListsBefore && (named != nil || beginsItem(first, 0) && beginsItem(first, 1))
    guard titles != nil || mayBeLists,
      let run = run(from: start, below: titles, orLists: mayBeLists)
    else { return nil }
    if titles != nil, areTitled(start, run.end, run.separator) { return run }
    return mayBeLists && areLists(first, run.end, run.separator, named: named) ? run : nil
  }

  /// Ems by which a list stands right of its name at most, and how many letters that has.
  private static let deepestIndent = 4.0
  private static let longestName = 40

  /// Whether a row may name two lists that begin right below it: each name begins where its list does, or left of it.
  private mutating func nameLists(_ row: Int) -> Bool {
    guard row + 1 < rows.count, rows[row + 1].segments.count == 2 else { return false }
    let isPlaced = zip(rows[row].segments, rows[row + 1].segments).allSatisfy { name, item in
      let indent = item.rect.x0 - name.rect.x0
      return indent > -0.5 * item.size && indent < Self.deepestIndent * item.size && name.glyphCount <= Self.longestName
    }
    return isPlaced && !beginsItem(row, 0) && !beginsItem(row, 1) && beginsItem(row + 1, 0) && beginsItem(row + 1, 1)
  }

  /// Rows below a list's name in which its first item is looked for: lines of the other list may stand between them.
  private static let rowsBelowName = 3

  /// Which of two segments names a list below it, beside one that begins a list without a name; nil where none does.
  private mutating func namedSide(_ row: Int) -> Int? {
    guard beginsItem(row, 0) != beginsItem(row, 1) else { return nil }
    let side = beginsItem(row, 0) ? 1 : 0
    let name = rows[row].segments[side]
    guard name.glyphCount <= Self.longestName else { return nil }
    for next in (row + 1)..<min(row + 1 + Self.rowsBelowName, rows.count) {
      for (index, item) in rows[next].segments.enumerated() {
        let indent = (item.rect.x0 - name.rect.x0) / item.size
        if indent > -0.5, indent < Self.deepestIndent { return beginsItem(next, index) ? side : nil }
      }
    }
    return nil
  }

  /// How far rows go on with white at one place, and where that is; nil where they neither are all smaller than titles of
  /// a size nor may be lists.
  private func run(from start: Int, below title: Double?, orLists: Bool) -> (end: Int, separator: Double)? {
    let (left, right) = (rows[start].segments[0].rect, rows[start].segments[1].rect)
    let edge = right.x0 - 2 * rows[start].segments[1].size
    var gutter = (from: left.x1, to: right.x0)
    var end = start + 1
    while end < rows.count {
      let gap = rows[end].rect.y0 - rows[end - 1].rect.y1
      guard gap < Self.widestApart * rows[end].rect.height, rows[end].segments.count <= 2 else { break }
      var next = gutter
      for index in rows[end].segments.indices {
        let rect = rows[end].segments[index].rect
        if rect.x0 < edge { next.from = max(next.from, rect.x1) } else { next.to = min(next.to, rect.x0) }
      }
      guard next.to - next.from > 1.5 * rows[end].size else { break }
      if !orLists, let title, rows[end].segments.contains(where: { $0.size * Self.leastLarger > title }) { return nil }
      gutter = next
      end += 1
    }
    return end > start + 1 ? (end, (gutter.from + gutter.to) / 2) : nil
  }

  /// Whether each of two lines is set larger than all those below it, which hold words on both sides.
  private func areTitled(_ start: Int, _ end: Int, _ separator: Double) -> Bool {
    let below = rows[(start + 1)..<end]
    guard below.count >= Self.fewestBelow else { return false }
    let lines = below.flatMap(\.segments)
    let sides = [lines.filter { $0.rect.midX < separator }, lines.filter { $0.rect.midX > separator }]
    return !areTerms(below, sides)
      && zip(rows[start].segments, sides).allSatisfy { title, lines in
        lines.count >= Self.fewestBelow && title.isSetLarger(than: lines, by: Self.leastLarger)
          && lines.contains { abs($0.rect.x0 - title.rect.x0) < 2.5 * title.size }
          && Double(lines.count(where: \.isWorded)) >= Self.leastWorded * Double(lines.count)
      }
  }

  /// Whether lines are the rows of a table of words: each a short one at the left, and level with it what it says.
  private func areTerms(_ below: ArraySlice<Row>, _ sides: [[LineSegment]]) -> Bool {
    guard Double(below.count { $0.segments.count == 2 }) >= Self.mostLevel * Double(below.count) else { return false }
    func length(_ lines: [LineSegment]) -> Double {
      lines.reduce(0) { $0 + $1.rect.width / max($1.size, 1) } / Double(max(lines.count, 1))
    }
    let left = length(sides[0])
    return left < Self.longestLabels.ems || left < Self.longestLabels.share * length(sides[1])
  }

  /// Whether every line begins with a bullet, or goes on with one that does.
  ///
  /// - Parameter named: Which of the first row's segments is the name of a list.
  private mutating func areLists(_ start: Int, _ end: Int, _ separator: Double, named: Int?) -> Bool {
    for isLeft in [true, false] {
      var lines: [(row: Int, rect: Rect, size: Double, isItem: Bool, isDrawn: Bool)] = []
      for row in start..<end {
        for (index, segment) in rows[row].segments.enumerated()
        where isLeft ? segment.rect.midX < separator : segment.rect.midX > separator {
          if row == start, index == named { continue }
          let isDrawn = segment.words[0].isAfterBullet
          lines.append((row, segment.rect, segment.size, beginsItem(row, index), isDrawn))
        }
      }
      // A drawn bullet stands left of its item's first word.
      let edge = lines.lazy.filter(\.isItem).map { $0.isDrawn ? $0.rect.x0 - $0.size : $0.rect.x0 }.min() ?? .infinity
      if let other = lines.last(where: { !$0.isItem && $0.rect.x0 <= edge + 0.4 * $0.size }) {
        noListsBefore = max(noListsBefore, other.row + 1)
        return false
      }
      guard lines.count(where: \.isItem) >= Self.fewestItems, lines.first?.isItem == true else { return false }
    }
    return true
  }

  private mutating func beginsItem(_ row: Int, _ index: Int) -> Bool {
    if let known = items[row] { return known[index] }
    let found = rows[row].segments.map(\.beginsItem)
    items[row] = found
    return found[index]
  }
}

extension LineSegment {
  /// Whether it begins with a bullet, be it a letter or drawn.
  var beginsItem: Bool {
    guard let first = words.first else { return false }
    if first.isAfterBullet { return true }
    let words = WritingDirection.inReadingOrder(words, in: frame)
    let next =
      words[0].glyphs.dropFirst().first?.scalar
      ?? words.dropFirst().first.map {
        LineText.separator(words[0], $0, isFirst: true)?.unicodeScalars.first ?? $0.first
      }
    return ListMarker.beginsItem(words[0].first, next)
  }
}
