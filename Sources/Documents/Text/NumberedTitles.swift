import Records

/// Section titles of a plain text that only their numbers tell: `1. 目的`, `１　目的`, `3.1 申請`, `1 Purpose`.
///
/// One such line may as well be an item. What tells is the whole count: titles have prose below them, and the items of a
/// list stand one below the other.
struct NumberedTitles {
  private enum Reading {
    case title(level: Int)
    /// An item, although it stands between empty lines.
    case item
  }

  private var readings: [Int: Reading] = [:]

  /// The level of the title in a line; nil where it is none.
  func level(at line: Int) -> Int? {
    guard case .title(let level) = readings[line] else { return nil }
    return level
  }

  /// Whether a line is an item of a list, be it alone or not.
  func isItem(at line: Int) -> Bool {
    guard case .item = readings[line] else { return false }
    return true
  }

  init(_ lines: [String], _ flow: LineFlow) {
    let finder = NumberedSeries.Finder(lines, flow)
    let series = finder.series
    var kinds = Array(repeating: NumberedSeries.Kind.unknown, count: series.count)
    // What is counted within another series has been opened behind it.
    for index in series.indices.reversed() {
      kinds[index] = finder.kind(of: series[index]) { kinds[$0] == .titles }
    }
    var levels: [Int: Int] = [:]
    for (index, one) in series.enumerated() {
      let parent = one.parents.last { kinds[$0] == .titles }
      if kinds[index] == .titles, one.form == .bracketed, parent == nil { kinds[index] = .unknown }
      switch kinds[index] {
      case .unknown: continue
      case .list: for member in one.members { readings[member.line] = .item }
      case .titles:
        let level = Self.level(of: one, parent: parent.map { (series[$0], levels[$0] ?? 1) })
        levels[index] = level
        for member in one.members { readings[member.line] = .title(level: level) }
      }
    }
  }

  /// One deeper than the titles that it is counted within; a count that begins again is of the same rank.
  private static func level(of series: NumberedSeries, parent: (series: NumberedSeries, level: Int)?) -> Int {
    if case .mark = series.form { return 3 }
    if let parent, case .mark = parent.series.form { return parent.level + 1 }
    if let parent { return parent.series.form == series.form ? parent.level : parent.level + 1 }
    return series.chapterLevel.map { $0 + 1 } ?? series.depth + 1
  }
}
