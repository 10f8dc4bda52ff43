import Records

/// A run of units under one heading, up to the next heading of any level.
struct ChunkSection {
  /// Titles of the headings above the text, outermost first, its own last.
  var path: [String]
  /// The level of the heading it begins with; `Int.max` before the first heading.
  var level: Int
  var units: [ChunkUnit]

  var start: Int { units.first?.start ?? 0 }
  var end: Int { units.last?.end ?? 0 }
  var isHeadingOnly: Bool { units.allSatisfy { $0.kind == .heading } }
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
        if let last = sections.last, last.isHeadingOnly {
          sections[sections.count - 1].path = path.map(\.title)
          sections[sections.count - 1].level = min(last.level, heading.level)
          sections[sections.count - 1].units.append(unit)
        } else {
          sections.append(ChunkSection(path: path.map(\.title), level: heading.level, units: [unit]))
        }
      } else if sections.isEmpty {
        sections.append(ChunkSection(path: [], level: Int.max, units: [unit]))
      } else {
        sections[sections.count - 1].units.append(unit)
      }
    }
    return sections
  }
}
