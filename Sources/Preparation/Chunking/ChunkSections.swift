import Records

/// A run of units under one heading, up to the next heading of any level.
struct ChunkSection {
  /// Titles of the headings above the text, outermost first, its own last.
  var path: [String]
  /// The level of the heading it begins with; `Int.max` before the first heading.
  var level: Int
  private(set) var units: [ChunkUnit]
  /// Whether nothing stands under its headings. Kept, since a file may hold a million of them and nothing else.
  private(set) var isHeadingOnly: Bool

  init(path: [String], level: Int, first: ChunkUnit) {
    self.path = path
    self.level = level
    units = [first]
    isHeadingOnly = first.kind == .heading
  }

  mutating func append(_ unit: ChunkUnit) {
    units.append(unit)
    if unit.kind != .heading { isHeadingOnly = false }
  }

  var start: Int { units.first?.start ?? 0 }
  var end: Int { units.last?.end ?? 0 }
}

extension ChunkSection {
  /// Divides units at every heading. A heading with nothing under it goes with the section that follows it.
  static func divide(_ units: [ChunkUnit], _ clean: CleanDocument) -> [ChunkSection] {
    var sections: [ChunkSection] = []
    var path: [Section] = []
    var headings = clean.sections[...]
    for unit in units {
      if let heading = headings.first, unit.kind == .heading, unit.start == heading.start {
        headings.removeFirst()
        path.removeAll { $0.level >= heading.level }
        path.append(heading)
        let last = sections.count - 1
        if last >= 0, sections[last].isHeadingOnly {
          sections[last].path = path.map(\.title)
          sections[last].level = min(sections[last].level, heading.level)
          sections[last].append(unit)
        } else {
          sections.append(ChunkSection(path: path.map(\.title), level: heading.level, first: unit))
        }
      } else if sections.isEmpty {
        sections.append(ChunkSection(path: [], level: Int.max, first: unit))
      } else {
        sections[sections.count - 1].append(unit)
      }
    }
    return sections
  }
}
