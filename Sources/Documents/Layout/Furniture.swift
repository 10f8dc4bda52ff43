import Records

/// Running headers, footers and page numbers: what repeats at the same place of the pages, digits aside.
struct Furniture {
  /// Share of the page's height, at the top and at the bottom, in which furniture is looked for.
  private static let zone = 0.14
  private static let pageNumberZone = 0.2
  /// Points by which the place may differ.
  private static let tolerance = 5.0

  private struct Key: Hashable {
    var text: String
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
    let rows = pages.map { Row.rows(of: $0.segments) }
    var counts: [Key: Set<Int>] = [:]
    for (index, page) in pages.enumerated() {
      for row in rows[index] {
        guard let key = key(of: row, on: page.page) else { continue }
        // Both steps around, so that a place at the edge of a step is not torn apart.
        for step in -1...1 {
          counts[Key(text: key.text, isTop: key.isTop, place: key.place + step), default: []].insert(index)
        }
      }
    }
    let needed = max(2, min(3, Int((Double(pages.count) * 0.5).rounded(.up))))
    return pages.indices.map { index in
      separate(rows[index], of: pages[index].page, pages: pages.count) { key in
        (counts[key]?.count ?? 0) >= needed
      }
    }
  }

  /// Walks from the edges inward, and stops at the first row that is the page's own.
  private static func separate(_ rows: [Row], of page: Page, pages: Int, repeats: (Key) -> Bool) -> Separated {
    var result = Separated()
    var body = rows[...]
    while let row = body.first, let key = key(of: row, on: page), key.isTop, repeats(key) || hasPageNumber(row, body) {
      result.headers.append(row)
      body.removeFirst()
    }
    while let row = body.last, let key = key(of: row, on: page), !key.isTop,
      repeats(key) || isPageNumber(row.text)
    {
      result.footers.insert(row, at: 0)
      body.removeLast()
    }
    // A document that consists of furniture has none.
    if body.isEmpty, pages == 1 { return Separated(body: rows.flatMap(\.segments)) }
    result.body = body.flatMap(\.segments)
    return result
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

  private static func key(of row: Row, on page: Page) -> Key? {
    let height = page.height
    guard height > 0 else { return nil }
    let isTop = row.rect.midY < zone * height
    // Some pages leave much room under a number that stands alone.
    let isBottom =
      row.rect.midY > (1 - zone) * height || row.rect.midY > (1 - pageNumberZone) * height && isPageNumber(row.text)
    guard isTop || isBottom else { return nil }
    let distance = isTop ? row.rect.midY : height - row.rect.midY
    let text = row.segments.map { normalized($0.text) }.joined()
    return Key(text: text, isTop: isTop, place: Int((distance / tolerance).rounded()))
  }

  /// The text without digits and spaces.
  private static func normalized(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !ListMarker.isDigit(scalar) && !scalar.properties.isWhitespace {
      scalars.append(scalar)
    }
    return String(scalars).lowercased()
  }

  /// `12`, `- 3 -`, `3 / 10`, `Page 3 of 10`, `3ページ`, `iv`.
  static func isPageNumber(_ text: String) -> Bool {
    var rest = text.lowercased().unicodeScalars.filter { !$0.properties.isWhitespace }.map { $0 }
    func drop(_ word: String) {
      let letters = Array(word.unicodeScalars)
      if rest.starts(with: letters) { rest.removeFirst(letters.count) }
    }
    let dashes: Set<Unicode.Scalar> = ["-", "–", "—", "－", "‐", "―", "|", "｜", "[", "]", "(", ")", "（", "）"]
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
