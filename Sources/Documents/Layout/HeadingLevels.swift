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
    func covers(_ other: Look) -> Bool { isHeavy == other.isHeavy && size <= other.size + 1 }

    static func < (left: Look, right: Look) -> Bool {
      (left.size, left.isHeavy ? 1 : 0) < (right.size, right.isHeavy ? 1 : 0)
    }
  }

  static func assign(_ blocks: inout [DraftBlock]) {
    let headings = blocks.indices.filter { blocks[$0].kind == .heading }
    var counts: [Look: Int] = [:]
    for index in headings { counts[Look(blocks[index].lines[0]), default: 0] += 1 }
    var level = 1
    var top: Look?
    var members: [Int] = []
    func finish() {
      guard !members.isEmpty else { return }
      level += max(1, number(members, from: level, &blocks))
      members = []
    }
    for look in counts.keys.sorted(by: >) {
      // A look that occurs once between others is no level of its own.
      let isOwn = top.map { !$0.covers(look) && (counts[look, default: 0] > 1 || level == 1) } ?? true
      if isOwn {
        finish()
        top = look
      }
      members += headings.filter { Look(blocks[$0].lines[0]) == look }
    }
    finish()
    nest(headings, &blocks)
    lift(headings, &blocks)
    follow(outline: headings, &blocks)
    part(headings, &blocks)
  }

  /// Levels of headings of one look, one for each form of numbering among them; how many there are.
  private static func number(_ members: [Int], from level: Int, _ blocks: inout [DraftBlock]) -> Int {
    let depths = members.map { depth(of: blocks[$0].lines[0]) }
    let numbered = Set(depths.compactMap { $0 }).sorted()
    // A title in the look of the numbered headings below it stands above them.
    let first = members.min()
    let isTitled =
      level == 1 && members.count > 2 && depths.count { $0 == nil } == 1
      && zip(members, depths).contains { $0 == first && $1 == nil }
    // One look may hold several depths (`1` and `1.1` in the same bold), one level each.
    for (member, depth) in zip(members, depths) {
      let step = depth.flatMap { numbered.firstIndex(of: $0) } ?? 0
      blocks[member].level = min(6, level + step + (isTitled && member != first ? 1 : 0))
    }
    return numbered.count + (isTitled ? 1 : 0)
  }

  /// `1.2` stands one level below `1`, and `第1節` below `第1章`, whatever they look like.
  private static func nest(_ headings: [Int], _ blocks: inout [DraftBlock]) {
    for isJapanese in [false, true] {
      let family = headings.compactMap { index -> (index: Int, depth: Int)? in
        let line = blocks[index].lines[0]
        guard case .section(let depth) = line.marker?.kind, line.text.hasPrefix("第") == isJapanese else { return nil }
        return (index, depth)
      }
      guard let first = family.map(\.depth).min() else { continue }
      let levels = family.filter { $0.depth == first }.compactMap { blocks[$0.index].level }.sorted()
      guard !levels.isEmpty else { continue }
      let base = levels[levels.count / 2]
      for (index, depth) in family { blocks[index].level = min(6, base + depth - first) }
    }
  }

  /// `別表第1` and `Appendix A` stand above the numbered headings that follow on them at once, however small they are set.
  private static func lift(_ headings: [Int], _ blocks: inout [DraftBlock]) {
    let labels = Set(headings.filter { isLabel(blocks[$0].lines[0]) })
    guard let own = labels.compactMap({ blocks[$0].level }).min() else { return }
    let below = labels.compactMap { label -> Int? in
      guard let next = blocks[(label + 1)...].first(where: { !$0.kind.isFurniture }), next.kind == .heading,
        next.lines[0].marker?.kind == .number
      else { return nil }
      return next.level
    }
    guard below.count * 2 > labels.count, let level = below.min(), level <= own else { return }
    // They leave a level empty, or share it with others, which then move as well.
    let others = headings.filter { !labels.contains($0) }
    let last = others.contains { blocks[$0].level == own } ? 6 : own
    for index in labels { blocks[index].level = level }
    for index in others {
      if let old = blocks[index].level, (level..<last).contains(old) { blocks[index].level = old + 1 }
    }
  }

  private static func isLabel(_ line: FlowLine) -> Bool {
    line.marker?.kind == .label || line.marker?.kind == .section(depth: 1) && line.text.hasPrefix("Appendix")
  }

  /// Where the document has an outline, its levels count; what it leaves out keeps its distance to the heading before.
  private static func follow(outline headings: [Int], _ blocks: inout [DraftBlock]) {
    guard headings.contains(where: { blocks[$0].outlineLevel != nil }) else { return }
    var last: (look: Int, outline: Int)?
    var known: [Int: Int] = [:]
    for index in headings {
      let look = blocks[index].level ?? 1
      if let level = blocks[index].outlineLevel {
        last = (look, level)
        known[look] = level
        blocks[index].level = min(6, level)
      } else if let last {
        // What looked the same before has the same level.
        blocks[index].level = min(6, known[look] ?? max(1, last.outline + look - last.look))
      }
    }
  }

  /// `2.1` stands below the `2` before it, whatever outline and tags say: their levels often are those of a look.
  private static func part(_ headings: [Int], _ blocks: inout [DraftBlock]) {
    // The headings that are still open, each with its number.
    var open: [(number: SectionNumber, level: Int)] = []
    for index in headings {
      guard let number = SectionNumber(blocks[index].lines[0]), let level = blocks[index].level else { continue }
      // `3.` deeper than `3.2` numbers parts of that in a way of its own.
      if let last = open.last, !number.isWithin(last.number), level > last.level { continue }
      while let last = open.last, !number.isWithin(last.number) { open.removeLast() }
      let own = open.last.map { max(level, min(6, $0.level + 1)) } ?? level
      blocks[index].level = own
      open.append((number, own))
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
