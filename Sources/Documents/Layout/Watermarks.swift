import Records

/// Finds what stands at the same place of many pages, large across the text or turned along its edge: `CONFIDENTIAL`, 社外秘,
/// the name of a chapter on a side bar.
struct Watermarks {
  /// Times the usual size of a page's text, for what stands upright.
  private static let leastSize = 1.8
  private static let fewestPages = 3
  private static let leastShare = 0.6
  /// Points by which the place may differ.
  private static let tolerance = 6.0

  private struct Key: Hashable {
    var text: String
    var x: Int
    var y: Int
  }

  private var repeated: Set<Key> = []

  init(_ pages: [PageLines]) {
    guard pages.count >= Self.fewestPages else { return }
    var counts: [Key: Int] = [:]
    for page in pages {
      let candidates = Self.candidates(on: page)
      for key in Set(candidates.map(Self.key)) { counts[key, default: 0] += 1 }
    }
    let needed = max(Self.fewestPages, Int((Double(pages.count) * Self.leastShare).rounded(.up)))
    repeated = Set(counts.filter { $0.value >= needed }.map(\.key))
  }

  /// Takes watermarks out of a page; one row for all of them that stand upright, and one for each other frame.
  func take(from page: inout PageLines) -> [Row] {
    guard !repeated.isEmpty else { return [] }
    var rows: [Row] = []
    let least = Self.leastSize * Self.usualSize(of: page)
    let upright = page.segments.filter { $0.size >= least && repeated.contains(Self.key($0)) }
    if !upright.isEmpty {
      page.segments.removeAll { $0.size >= least && repeated.contains(Self.key($0)) }
      rows.append(Row(upright))
    }
    for index in page.turned.indices where page.turned[index].frame.turn != .downwards || !page.isMostlyTurned {
      let found = page.turned[index].segments.filter { repeated.contains(Self.key($0)) }
      guard !found.isEmpty else { continue }
      page.turned[index].segments.removeAll { repeated.contains(Self.key($0)) }
      rows.append(Row(found))
    }
    return rows
  }

  private static func candidates(on page: PageLines) -> [LineSegment] {
    let least = leastSize * usualSize(of: page)
    return page.segments.filter { $0.size >= least } + page.turned.flatMap(\.segments)
  }

  private static func usualSize(of page: PageLines) -> Double { LineSegment.usualSize(of: page.segments) ?? .infinity }

  private static func key(_ segment: LineSegment) -> Key {
    Key(
      text: segment.text, x: step(segment.rect.x0), y: step(segment.rect.midY))
  }

  private static func step(_ place: Double) -> Int { Int(max(-1e6, min(1e6, place / tolerance)).rounded()) }
}
