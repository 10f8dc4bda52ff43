import PageContent
import Records

/// Titles whose letters stand far apart, over the page's whole width: `A N N U A L  R E P O R T`, `年　次　報　告`. Each letter
/// would be a line of its own, and stand above a column of the text below.
enum SpacedLetters {
  /// Letters that such a title has at least; kana and kanji say more.
  private static let fewest = 5
  private static let fewestJapanese = 3
  /// How much larger than the page's text a title is, at least.
  private static let leastLarger = 1.25
  /// How much further than the nearest two letters others of one word may stand from each other.
  private static let mostUneven = 1.3

  /// Ems of white between such letters, at least.
  private static let leastWhite = 0.3

  /// Joins the letters of such titles, so that each is one line.
  static func join(_ segments: inout [LineSegment]) {
    let spaced = segments.indices.filter { isSpaced(segments[$0]) }
    guard spaced.count >= 2, spaced.count < segments.count, let usual = LineSegment.usualSize(of: segments) else {
      return
    }
    let large = spaced.filter { segments[$0].size >= leastLarger * usual }.sorted {
      (segments[$0].rect.midY, segments[$0].rect.x0) < (segments[$1].rect.midY, segments[$1].rect.x0)
    }
    var taken: Set<Int> = []
    var titles: [LineSegment] = []
    var start = 0
    while start < large.count {
      var end = start + 1
      while end < large.count, segments[large[end]].rect.sharesLine(with: segments[large[start]].rect) { end += 1 }
      let row = large[start..<end].sorted { segments[$0].rect.x0 < segments[$1].rect.x0 }
      start = end
      guard row.count >= 2, isAlone(row, in: segments), let title = title(row.map { segments[$0] }),
        !namesColumns(row.map { segments[$0] }, above: segments)
      else { continue }
      titles.append(title)
      taken.formUnion(row)
    }
    guard !titles.isEmpty else { return }
    segments = segments.indices.filter { !taken.contains($0) }.map { segments[$0] } + titles
  }

  /// Whether nothing but letters stand in a line, and no two of them close together.
  private static func isSpaced(_ segment: LineSegment) -> Bool {
    guard !segment.isTable, segment.glyphCount <= 40 else { return false }
    var last: Glyph?
    for glyph in segment.words.lazy.flatMap(\.glyphs) {
      guard glyph.scalar.isAlphabetic else { return false }
      if let last, Double(glyph.x0 - last.x1) < leastWhite * segment.size { return false }
      last = glyph
    }
    return true
  }

  /// Whether nothing else stands in the line.
  private static func isAlone(_ row: [Int], in segments: [LineSegment]) -> Bool {
    guard let first = row.first else { return false }
    return !segments.indices.contains { segments[$0].rect.sharesLine(with: segments[first].rect) && !row.contains($0) }
  }

  /// Rows below letters in which cells are looked for: a month's first week may be a day long. And how far below the
  /// letters they stand, in ems of these.
  private static let rowsBelow = 3
  private static let furthestBelow = 12.0
  /// Share of the letters that have a cell of its own below each.
  private static let leastNamed = 0.7

  /// Whether there are short cells below the middles of single letters: `M T W T F S S` above the days of a month.
  private static func namesColumns(_ letters: [LineSegment], above segments: [LineSegment]) -> Bool {
    guard letters.count >= fewestJapanese, letters.allSatisfy({ $0.glyphCount == 1 }) else { return false }
    let (bottom, size) = (letters[0].rect.y1, letters[0].size)
    let middles = letters.map(\.rect.midX)
    let step = zip(middles, middles.dropFirst()).map { $1 - $0 }.min() ?? 0
    let below = segments.filter {
      $0.rect.midY > bottom && $0.rect.y0 < bottom + furthestBelow * size && $0.rect.width < step
    }
    let rows = Row.rows(of: below).prefix(rowsBelow)
    let most = rows.map { row in
      middles.count { middle in row.segments.contains { abs($0.rect.midX - middle) < 0.25 * step } }
    }.max()
    return Double(most ?? 0) >= leastNamed * Double(middles.count)
  }

  /// The letters as one line of words; nil where they do not stand evenly.
  private static func title(_ segments: [LineSegment]) -> LineSegment? {
    let letters = segments.flatMap(\.words).flatMap { word in
      word.glyphs.map { glyph -> Word in
        var letter = word
        (letter.glyphs, letter.rect, letter.readings) = ([glyph], glyph.rect, [])
        return letter
      }
    }
    let isJapanese = letters.allSatisfy { $0.first.isJapanese }
    guard letters.count >= (isJapanese ? fewestJapanese : fewest), isJapanese || !isAlphabet(letters),
      letters.allSatisfy({ abs($0.size - letters[0].size) < 0.1 * letters[0].size })
    else { return nil }
    let pairs = zip(letters, letters.dropFirst())
    // Set one by one, their left edges or middles stand evenly; spaced by a program, the white between them does.
    let steps = [
      pairs.map { $1.rect.x0 - $0.rect.x0 }, pairs.map { $1.rect.midX - $0.rect.midX },
      pairs.map { $1.rect.x0 - $0.rect.x1 },
    ]
    guard let ends = steps.lazy.compactMap({ endsOfWords($0, isJapanese: isJapanese) }).first else { return nil }
    return LineSegment(words: joined(letters, at: ends), page: segments[0].page, frame: segments[0].frame)
  }

  /// After which letters a word ends: few of them, and well further from the next.
  private static func endsOfWords(_ steps: [Double], isJapanese: Bool) -> Set<Int>? {
    guard let least = steps.min(), least > 0 else { return nil }
    var ends: Set<Int> = []
    for (index, step) in steps.enumerated() where step > mostUneven * least {
      guard !isJapanese, step > 1.6 * least else { return nil }
      ends.insert(index)
    }
    return ends.count * 3 <= steps.count ? ends : nil
  }

  /// `A B C D E` names columns.
  private static func isAlphabet(_ letters: [Word]) -> Bool {
    zip(letters, letters.dropFirst()).allSatisfy { $1.first.value == $0.first.value + 1 }
  }

  private static func joined(_ letters: [Word], at ends: Set<Int>) -> [Word] {
    var words: [Word] = []
    for (index, letter) in letters.enumerated() {
      if index > 0, !ends.contains(index - 1), let last = words.indices.last {
        words[last].glyphs = (Array(words[last].glyphs) + [letter.glyphs[letter.glyphs.startIndex]])[...]
        words[last].rect = words[last].rect.union(letter.rect)
      } else {
        words.append(letter)
        if index > 0 { words[words.count - 1].before = .space }
      }
    }
    return words
  }
}
