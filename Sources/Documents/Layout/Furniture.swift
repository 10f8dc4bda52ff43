import PageContent
import Records

/// Running headers, footers and page numbers: what repeats at the same place of the pages, digits aside.
struct Furniture {
  /// Share of the page's height, at the top and at the bottom, in which furniture is looked for.
  private static let zone = 0.14
  private static let pageNumberZone = 0.2
  /// Points by which the place may differ.
  private static let tolerance = 5.0

  private struct Key: Hashable {
    /// The number of its text: to look for that itself, time and again, would cost more than all the rest.
    var text: Int
    var isTop: Bool
    /// Distance from the page's edge, in steps of the tolerance.
    var place: Int
  }

  /// For each page, its header rows, its footer rows, and everything else.
  struct Separated {
    var headers: [Row] = []
    var footers: [Row] = []
    var body: [LineSegment] = []
  }

  static func separate(_ pages: [PageLines]) -> [Separated] {
    // Where lines are not put in order, nobody can say what stands at the page's edge.
    let rows = pages.map { $0.isCrowded ? [] : Row.rows(of: $0.segments) }
    var texts: [String: Int] = [:]
    let keys = zip(rows, pages).map { rows, page in rows.map { key(of: $0, on: page.page, &texts) } }
    // For each text at a place, the pages that have it, each with the figures in it.
    var found: [Key: [Int: [Int]]] = [:]
    for index in pages.indices {
      for (row, key) in zip(rows[index], keys[index]) {
        guard let key else { continue }
        let figures = numbers(in: row)
        // Both steps around, so that a place at the edge of a step is not torn apart.
        for step in -1...1 {
          found[Key(text: key.text, isTop: key.isTop, place: key.place + step), default: [:]][index] = figures
        }
      }
    }
    let needed = max(2, min(3, Int((Double(pages.count) * 0.5).rounded(.up))))
    let usualGap = middleGap(rows.flatMap { zip($0, $0.dropFirst()).map { $1.rect.y0 - $0.rect.y1 } })
    let repeated = Set(found.filter { $0.value.count >= needed && isRunning($0.value) }.map(\.key))
    return pages.indices.map { index in
      guard !pages[index].isCrowded else { return Separated(body: pages[index].segments) }
      let usual = repeated.isEmpty ? 0 : LineSegment.usualSize(of: pages[index].segments) ?? 0
      return separate(rows[index], keys[index], pages: pages.count, usualGap) { row, key in
        guard repeated.contains(key), let figures = found[key] else { return false }
        if key.isTop, CountingTitle.isOne(row, on: index, usualSize: usual, figures: figures) {
          return false
        }
        return row.size <= largestShare * usual
          // A large line that counts the pages is the title on the first one alone.
          || index > 0 && countsPages(figures)
      }
    }
  }

  /// How much wider than between the page's lines the white between furniture and text is, at least.
  private static let leastApart = 1.35
  private static let fewestGaps = 3

  /// The white between lines that is usual; nil where there are too few.
  private static func middleGap(_ gaps: [Double]) -> Double? {
    let gaps = gaps.filter { $0 > -2 }.sorted()
    return gaps.count >= fewestGaps ? gaps[gaps.count / 2] : nil
  }

  /// Gives rows back that go on with the text at its own pitch and in its size: rows of a table that is cut by the page's
  /// end, lines that end alike; and a table's header that is repeated on its pages.
  private static func giveBack(_ found: inout Separated, _ body: inout ArraySlice<Row>, _ usualGap: Double?) {
    let rows = found.headers + Array(body) + found.footers
    // The last page of a long table may hold two rows: then the others' pitch is the measure.
    if body.isEmpty, found.headers.count > 1, let last = found.headers.popLast() { body = [last] }
    guard !body.isEmpty,
      let usual = middleGap(zip(body, body.dropFirst()).map { $1.rect.y0 - $0.rect.y1 }) ?? usualGap
    else { return }
    let widest = max(leastApart * usual, 0.3)
    func goesOn(_ row: Row, _ next: Row, _ gap: Double) -> Bool {
      gap <= widest && abs(row.size - next.size) < 0.06 * next.size
    }
    var first = found.headers.count
    var last = first + body.count
    while first > 0,
      goesOn(rows[first - 1], rows[first], rows[first].rect.y0 - rows[first - 1].rect.y1)
        || TableHeader.isRepeated(rows[first - 1], above: rows[first..<last])
    {
      first -= 1
    }
    while last < rows.count, !isPageNumber(rows[last]) || isInColumn(rows[last], below: rows[first..<last]),
      goesOn(rows[last], rows[last - 1], rows[last].rect.y0 - rows[last - 1].rect.y1)
    {
      last += 1
    }
    found.headers = Array(rows[..<first])
    found.footers = Array(rows[last...])
    body = rows[first..<last]
  }

  /// How much larger than a page's text furniture may be: a title is larger.
  private static let largestShare = 1.3

  /// Whether the figures in a text stay the same from page to page, or count the pages: `別表第1` and `別表第2` are titles.
  private static func isRunning(_ pages: [Int: [Int]]) -> Bool {
    let ordered = pages.sorted { $0.key < $1.key }
    let fitting = zip(ordered, ordered.dropFirst()).count { earlier, later in
      goesOn(earlier.value, later.value, pages: later.key - earlier.key)
    }
    return fitting * 5 >= (ordered.count - 1) * 3
  }

  /// Whether the figures are those of the same text so many pages later. One may count pages; where more of the others
  /// changed than stayed, they are the figures of two rows of a table.
  private static func goesOn(_ earlier: [Int], _ later: [Int], pages: Int) -> Bool {
    guard earlier != later else { return true }
    guard earlier.count == later.count, let first = earlier.first, let second = later.first else { return false }
    // The number changes sides with the page, and its place among the other figures with it.
    var (before, after) = (earlier.filter { $0 >= 0 }, later.filter { $0 >= 0 })
    func take(_ figure: Int, _ next: Int) -> Bool {
      guard let one = before.firstIndex(of: figure), let other = after.firstIndex(of: next) else { return false }
      before.remove(at: one)
      after.remove(at: other)
      return true
    }
    let counting = before.filter { take($0, $0 + pages) }.count
    // A number apart from the text counts pages, even where a file leaves some out.
    let countsApart = first < 0 && second < first
    if countsApart { while take(-first - 1, -second - 1) {} }
    guard counting > 0 || countsApart else { return false }
    let same = before.filter { take($0, $0) }.count
    return before.count <= same + counting
  }

  /// Whether a figure in a text grows by one from page to page.
  private static func countsPages(_ pages: [Int: [Int]]) -> Bool {
    let ordered = pages.sorted { $0.key < $1.key }
    return zip(ordered, ordered.dropFirst()).allSatisfy { earlier, later in
      zip(earlier.value, later.value).contains { $1 - $0 == later.key - earlier.key }
    }
  }

  /// The figures in a row; first, below zero, the number that stands at one of its ends as a word of its own.
  private static func numbers(in row: Row) -> [Int] {
    var numbers: [Int] = []
    let words = row.segments.flatMap(\.words)
    if words.count > 1, let word = [words.first, words.last].compactMap({ $0 }).first(where: \.isNumber),
      let number = Int(word.text)
    {
      numbers.append(-number - 1)
    }
    for word in words {
      var isOpen = false
      for glyph in word.glyphs {
        guard ListMarker.isDigit(glyph.scalar) else {
          isOpen = false
          continue
        }
        // Both half and full width end in the digit's value. Long numbers are no page's.
        let digit = Int(glyph.scalar.value & 0x0F)
        if isOpen, let last = numbers.last {
          numbers[numbers.count - 1] = min(last * 10 + digit, 1_000_000)
        } else {
          numbers.append(digit)
        }
        isOpen = true
      }
    }
    return numbers
  }

  /// Walks from the edges inward, and stops at the first row that is the page's own.
  private static func separate(
    _ rows: [Row], _ keys: [Key?], pages: Int, _ usualGap: Double?, repeats: (Row, Key) -> Bool
  ) -> Separated {
    var result = Separated()
    var body = rows[...]
    while let row = body.first, let key = keys[body.startIndex], key.isTop,
      repeats(row, key) || hasPageNumber(row, body)
    {
      result.headers.append(row)
      body.removeFirst()
    }
    while let row = body.last, let key = keys[body.endIndex - 1], !key.isTop,
      repeats(row, key) || isPageNumber(row) && !isInColumn(row, below: body.dropLast())
    {
      result.footers.insert(row, at: 0)
      body.removeLast()
    }
    giveBack(&result, &body, usualGap)
    // A document that consists of furniture has none.
    if body.isEmpty, pages == 1 { return Separated(body: rows.flatMap(\.segments)) }
    result.body = body.flatMap(\.segments)
    return result
  }

  /// Rows above a number in which its column is looked for, and how far below them it stands at most, in ems.
  private static let rowsOfCell = 3
  private static let widestInCell = 0.6

  /// Whether a number is the last line of a table's cell: close below rows of several cells, one of which begins or ends
  /// where it does.
  private static func isInColumn(_ row: Row, below rows: ArraySlice<Row>) -> Bool {
    guard row.segments.count == 1, let number = row.segments.first, number.words.allSatisfy(\.isNumber) else {
      return false
    }
    let above = rows.suffix(rowsOfCell)
    guard above.contains(where: { $0.segments.count >= 3 }),
      let bottom = above.map(\.rect.y1).max(), number.rect.y0 - bottom <= widestInCell * number.size
    else { return false }
    return above.contains { other in
      abs(other.size - row.size) < 0.06 * row.size
        && other.segments.contains { cell in
          min(abs(cell.rect.x0 - number.rect.x0), abs(cell.rect.x1 - number.rect.x1)) < 0.3 * number.size
        }
    }
  }

  /// A title and the page's number at the two ends of a line of its own, which no other page has to repeat.
  private static func hasPageNumber(_ row: Row, _ rows: ArraySlice<Row>) -> Bool {
    guard row.segments.count == 2, let next = rows.dropFirst().first, let first = row.segments.first,
      let last = row.segments.last
    else { return false }
    let isAtEnd = [first, last].contains { segment in
      segment.glyphCount <= 3 && segment.words.allSatisfy(\.isNumber)
    }
    return isAtEnd && last.rect.x0 - first.rect.x1 > 2 * last.size && next.rect.y0 - row.rect.y1 > 0.8 * last.size
      && next.segments.count == 1
  }

  private static func key(of row: Row, on page: Page, _ known: inout [String: Int]) -> Key? {
    let height = page.height
    guard height > 0 else { return nil }
    let isTop = row.rect.midY < zone * height
    // Some pages leave much room under a number that stands alone.
    let isBottom =
      row.rect.midY > (1 - zone) * height || row.rect.midY > (1 - pageNumberZone) * height && isPageNumber(row)
    guard isTop || isBottom else { return nil }
    let distance = isTop ? row.rect.midY : height - row.rect.midY
    let texts = row.segments.map(\.text)
    let text = (isTop ? chapter(texts[0]) : "") + texts.map(normalized).joined()
    let number = known[text] ?? known.count
    known[text] = number
    return Key(text: number, isTop: isTop, place: Int((distance / tolerance).rounded()))
  }

  /// `第2章`, `Chapter 2` with its figure, where a line begins with one: that of the next chapter, one page on, is another
  /// title and counts no pages. Empty where it does not.
  private static func chapter(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, !ListMarker.isDigit(first), let marker = ListMarker(text) else {
      return ""
    }
    switch marker.kind {
    case .section, .article, .label: return String(text.unicodeScalars.prefix(marker.length))
    case .bullet, .number, .note: return ""
    }
  }

  /// The text without digits and spaces.
  private static func normalized(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !ListMarker.isDigit(scalar) && !scalar.isWhitespace {
      scalars.append(scalar)
    }
    return String(scalars).lowercased()
  }

  /// Whether a row is a page's number and nothing else. Most hold a letter that none has, and need not be made a text.
  private static func isPageNumber(_ row: Row) -> Bool {
    row.segments.allSatisfy { segment in
      segment.words.indices.allSatisfy { segment.words[$0].glyphs.allSatisfy { mayNumberPages($0.scalar) } }
    } && isPageNumber(row.text)
  }

  private static func mayNumberPages(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "0"..."9", "０"..."９": true
    // Those of `Page`, `p.`, `of` and Roman numbers.
    case "a", "e", "f", "g", "i", "l", "o", "p", "v", "x", "A", "E", "F", "G", "I", "L", "O", "P", "V", "X": true
    case ".", "/", "／", "第", "ペ", "ー", "ジ", "頁": true
    default: dashes.contains(scalar) || scalar.isWhitespace
    }
  }

  private static let dashes: Set<Unicode.Scalar> = [
    "-", "–", "—", "－", "‐", "―", "|", "｜", "[", "]", "(", ")", "（", "）",
  ]

  /// `12`, `- 3 -`, `3 / 10`, `Page 3 of 10`, `3ページ`, `iv`.
  static func isPageNumber(_ text: String) -> Bool {
    var rest = text.lowercased().unicodeScalars.filter { !$0.isWhitespace }.map { $0 }
    func drop(_ word: String) {
      let letters = Array(word.unicodeScalars)
      if rest.starts(with: letters) { rest.removeFirst(letters.count) }
    }
    rest.removeAll { dashes.contains($0) }
    drop("page")
    drop("p.")
    drop("第")
    let digits = rest.prefix { ListMarker.isDigit($0) }.count
    if digits == 0 { return !rest.isEmpty && rest.count <= 4 && rest.allSatisfy { "ivxl".unicodeScalars.contains($0) } }
    guard digits <= 4 else { return false }
    rest.removeFirst(digits)
    for word in ["ページ", "頁", "of", "/", "／"] { drop(word) }
    rest.removeFirst(rest.prefix { ListMarker.isDigit($0) }.count)
    drop("ページ")
    drop("頁")
    return rest.isEmpty
  }
}
