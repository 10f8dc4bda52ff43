import Records

/// Levels of headings from what a document's headings look like: the larger, the higher; numbering decides within one
/// look.
enum HeadingLevels {
  private struct Look: Hashable, Comparable {
    /// Half points.
    var size: Int
    var isHeavy: Bool

    init(_ line: FlowLine) {
      size = Int((line.size * 2).rounded())
      isHeavy = line.isBold || line.isGothic
    }

    /// Half a point less is no other look: sizes are rounded, and faces of one size come out a little different.
    func covers(_ other: Look) -> Bool { isHeavy == other.isHeavy && size == other.size + 1 }

    static func < (left: Look, right: Look) -> Bool {
      (left.size, left.isHeavy ? 1 : 0) < (right.size, right.isHeavy ? 1 : 0)
    }
  }

  static func assign(_ blocks: inout [DraftBlock]) {
    let headings = blocks.indices.filter { blocks[$0].kind == .heading }
    let all = Set(headings.map { Look(blocks[$0].lines[0]) }).sorted(by: >)
    let looks = all.filter { look in !all.contains { $0.covers(look) } }
    var level = 1
    for look in looks {
      let members = headings.filter { index in
        let own = Look(blocks[index].lines[0])
        return own == look || look.covers(own)
      }
      let depths = members.map { depth(of: blocks[$0].lines[0]) }
      let numbered = Set(depths.compactMap { $0 }).sorted()
      // One look may hold several depths (`1` and `1.1` in the same bold), one level each.
      for (member, depth) in zip(members, depths) {
        let step = depth.flatMap { numbered.firstIndex(of: $0) } ?? 0
        blocks[member].level = min(6, level + step)
      }
      level += max(1, numbered.count)
    }
    follow(outline: headings, &blocks)
  }

  /// Where the document has an outline, its levels count; what it leaves out keeps its distance to the heading before.
  private static func follow(outline headings: [Int], _ blocks: inout [DraftBlock]) {
    guard headings.contains(where: { blocks[$0].outlineLevel != nil }) else { return }
    var last: (look: Int, outline: Int)?
    for index in headings {
      let look = blocks[index].level ?? 1
      if let level = blocks[index].outlineLevel {
        last = (look, level)
        blocks[index].level = min(6, level)
      } else if let last {
        blocks[index].level = min(6, max(1, last.outline + look - last.look))
      }
    }
  }

  /// How deep a form of numbering usually stands below others; only the order means something.
  private static func depth(of line: FlowLine) -> Int? {
    guard let marker = line.marker else { return line.text.hasPrefix("（") ? 31 : nil }
    switch marker.kind {
    case .section(let depth): return line.text.hasPrefix("第") ? depth : 4 + depth
    case .article: return 30
    case .label: return 3
    case .number:
      switch ListMarker.form(of: line.text, marker).unicodeScalars.first {
      case "9", "一": return 5
      case "(", "⑴": return 20
      case "①": return 21
      default: return 22
      }
    case .bullet, .note: return nil
    }
  }
}
