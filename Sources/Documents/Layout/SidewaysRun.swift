import PageContent

/// Letters and figures that lie on their side in a line of vertical Japanese, one under the other.
struct SidewaysRun {
  var glyphs: [Glyph]

  /// From the first glyph's upper edge to the last one's lower edge.
  private var top: Float { glyphs.first?.y0 ?? 0 }
  private var bottom: Float { glyphs.last?.y1 ?? 0 }
  /// How far apart ends may be that meet, in ems: fonts whose letters are uneven around the line put them off.
  private static let reach: Float = 0.8

  /// Takes the runs out of a page's glyphs.
  static func part(_ glyphs: [Glyph]) -> (runs: [SidewaysRun], rest: [Glyph]) {
    var runs: [SidewaysRun] = []
    var rest: [Glyph] = []
    var start = 0
    while start < glyphs.count {
      var end = start + 1
      while end < glyphs.count, isUnder(glyphs[end], glyphs[end - 1]) { end += 1 }
      let isBackward = end == start + 1 && end < glyphs.count && isAbove(glyphs[end], glyphs[start])
      while isBackward, end < glyphs.count, isAbove(glyphs[end], glyphs[end - 1]) { end += 1 }
      // A glyph on its side is as wide as the font is high, and as high as it would be wide.
      if glyphs[start..<end].contains(where: { !$0.scalar.isWide && $0.width > 1.2 * $0.height }),
        !glyphs[start].scalar.isWide
      {
        runs.append(SidewaysRun(glyphs: isBackward ? turnedAround(glyphs[start..<end]) : Array(glyphs[start..<end])))
      } else {
        rest += glyphs[start..<end]
      }
      start = end
    }
    return (paired(runs), rest)
  }

  /// Two figures side by side in one place (縦中横) are one run: some producers' boxes stand one under the other all the
  /// same, each aside of the last, and in any order.
  private static func paired(_ runs: [SidewaysRun]) -> [SidewaysRun] {
    guard runs.count <= mostRuns else { return runs }
    var runs = runs
    var index = 0
    while index < runs.count {
      let next = runs.indices.first { other in
        guard other != index, let above = runs[index].glyphs.last, let below = runs[other].glyphs.first else {
          return false
        }
        let aside = abs(above.midX - below.midX)
        return aside > 0.2 * above.width && aside < 1.1 * above.width
          && abs(below.y0 - above.y1) < 0.1 * above.height && abs(above.width - below.width) < 0.1 * above.width
      }
      guard let next else {
        index += 1
        continue
      }
      runs[index].glyphs += runs[next].glyphs.map { glyph in
        var glyph = glyph
        glyph.before = .none
        return glyph
      }
      runs.remove(at: next)
      if next < index { index -= 1 }
    }
    return runs
  }

  /// Runs beyond which a page is no text that anybody set so.
  private static let mostRuns = 400

  /// The glyphs from the last to the first: some files' words come from the bottom to the top.
  private static func turnedAround(_ glyphs: ArraySlice<Glyph>) -> [Glyph] {
    var result = Array(glyphs.reversed())
    // What stood between two letters still does.
    for (index, glyph) in glyphs.dropFirst().enumerated() { result[result.count - 1 - index].before = glyph.before }
    if let first = glyphs.first { result[0].before = first.before }
    return result
  }

  private static func isAbove(_ next: Glyph, _ last: Glyph) -> Bool {
    guard next.before == .none || next.before == .space,
      next.width > 1.2 * next.height || last.width > 1.2 * last.height
    else { return false }
    var upper = next
    var lower = last
    (upper.before, lower.before) = (last.before, next.before)
    return isUnder(lower, upper)
  }

  private static func isUnder(_ next: Glyph, _ last: Glyph) -> Bool {
    guard !next.scalar.isWide, !last.scalar.isWide, next.before == .none || next.before == .space else { return false }
    let gap = next.y0 - last.y1
    let aside = abs(next.midX - last.midX)
    return aside < 0.2 * last.width && gap > -0.3 * last.height && gap < 0.8 * last.width
  }

  /// The place of the run in the one of the lines that it stands in: the one whose room it fills best.
  func cell(among columns: [[VerticalWriting.Cell]]) -> VerticalWriting.Cell? {
    guard let x0 = glyphs.map(\.x0).min(), let x1 = glyphs.map(\.x1).max() else { return nil }
    var best: (misfit: Float, distance: Float, column: Float, em: Float)?
    for column in columns {
      let middle = column[column.count / 2]
      let em = middle.em
      guard middle.midX > x0 - 0.2 * em, middle.midX < x1 + 0.2 * em, let misfit = misfit(column, em: em)
      else { continue }
      // Of two lines with as much room the nearer one.
      let distance = abs(middle.midX - (x0 + x1) / 2)
      if let best, (best.misfit, best.distance) <= (misfit, distance) { continue }
      best = (misfit, distance, middle.midX, em)
    }
    return best.map {
      VerticalWriting.Cell(
        glyphs: glyphs, midX: $0.column, midY: (top + bottom) / 2, em: $0.em, length: max(bottom - top, 1))
    }
  }

  /// Points by which the room in a line is more or less than the run is long; nil where it touches nothing in it, or
  /// would cover what stands there.
  private func misfit(_ column: [VerticalWriting.Cell], em: Float) -> Float? {
    let middle = (top + bottom) / 2
    let above = column.last { $0.midY < middle }
    let below = column.first { $0.midY >= middle }
    let before = above.map { abs($0.bottom - top) }
    let after = below.map { abs($0.top - bottom) }
    guard min(before ?? .infinity, after ?? .infinity) < Self.reach * em else { return nil }
    guard let above, let below else { return before ?? after }
    let room = below.top - above.bottom
    return room > 0.7 * (bottom - top) ? abs(room - (bottom - top)) : nil
  }
}
