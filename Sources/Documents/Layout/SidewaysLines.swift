import PageContent
import Records

/// Finds lines whose letters lie on their side or stand on their heads: notes along the edge of a page, tables printed
/// across it, pages that were scanned the wrong way round.
enum SidewaysLines {
  private static let fewestGlyphs = 3
  /// The share of steps from letter to letter that must go the same way.
  private static let leastAgreement = 0.8

  /// The glyphs of lines that run as `turn` says, and the others.
  static func part(_ glyphs: [Glyph], _ turn: PageFrame.Turn) -> (sideways: [Glyph], rest: [Glyph]) {
    var sideways: [Glyph] = []
    var kept: [Range<Int>] = []
    var start = 0
    while start < glyphs.count {
      var end = start + 1
      while end < glyphs.count, glyphs[end].before != .line { end += 1 }
      if runs(glyphs[start..<end], turn) {
        sideways += glyphs[start..<end]
      } else if let last = kept.last, last.upperBound == start {
        kept[kept.count - 1] = last.lowerBound..<end
      } else {
        kept.append(start..<end)
      }
      start = end
    }
    guard !sideways.isEmpty else { return ([], glyphs) }
    return (sideways, kept.flatMap { glyphs[$0] })
  }

  /// The lines whose letters all lie as `turn` says, where Japanese is among them, and the others. Wide letters are as
  /// high as wide and look alike in vertical writing: what the file says of their turn tells them apart.
  static func partLying(
    _ glyphs: [Glyph], _ turn: PageFrame.Turn, _ styles: [TextStyle]
  ) -> (sideways: [Glyph], rest: [Glyph]) {
    let quarterTurns: UInt8 = turn == .downwards ? 1 : 3
    guard styles.contains(where: { $0.quarterTurns == quarterTurns }) else { return ([], glyphs) }
    func lies(_ glyph: Glyph) -> Bool { styles[Int(glyph.style)].quarterTurns == quarterTurns }
    var lines: [Range<Int>] = []
    var japanese = 0
    var start = 0
    while start < glyphs.count {
      var end = start + 1
      while end < glyphs.count, glyphs[end].before != .line { end += 1 }
      if glyphs[start..<end].allSatisfy(lies) {
        lines.append(start..<end)
        // Marks and long vowels are turned in vertical writing, too, but stand alone.
        let count = glyphs[start..<end].count { $0.scalar.isJapanese }
        if count >= fewestGlyphs { japanese += count }
      }
      start = end
    }
    guard japanese >= fewestGlyphs * fewestGlyphs else { return ([], glyphs) }
    var rest: [Glyph] = []
    rest.reserveCapacity(glyphs.count)
    var next = 0
    for line in lines {
      rest += glyphs[next..<line.lowerBound]
      next = line.upperBound
    }
    return (lines.flatMap { glyphs[$0] }, rest + glyphs[next...])
  }

  /// Glyphs of lines found on their side that decide for the short ones.
  private static let fewestDeciding = 20

  /// How many times as many glyphs stand on their heads as in other lines, at least, on a page that does as a whole.
  private static let leastUpsideDown = 9

  /// Whether a page as a whole stands on its head: what else there is are lines too short to say how they run.
  static func isUpsideDown(_ glyphs: [Glyph]) -> Bool {
    var (turned, other) = (0, 0)
    var start = 0
    while start < glyphs.count {
      var end = start + 1
      while end < glyphs.count, glyphs[end].before != .line { end += 1 }
      if runs(glyphs[start..<end], .upsideDown) {
        turned += end - start
      } else if end - start >= fewestGlyphs {
        other += end - start
      }
      // Most pages say so in their first lines.
      if turned == 0, other > fewestDeciding * leastUpsideDown { return false }
      start = end
    }
    return turned >= fewestDeciding && turned >= leastUpsideDown * other
  }

  /// Adds what is too short to say how it runs, or was torn into single letters: where other lines run on their side, a
  /// letter in a box that is wider than high lies on its side, too.
  static func takeLying(from rest: inout [Glyph], into lines: inout [Glyph], _ turn: PageFrame.Turn) {
    guard turn == .downwards || turn == .upwards, lines.count >= fewestDeciding, rest.contains(where: isLying) else {
      return
    }
    var kept: [Glyph] = []
    kept.reserveCapacity(rest.count)
    var start = 0
    while start < rest.count {
      var end = start + 1
      while end < rest.count, rest[end].before != .line { end += 1 }
      let line = rest[start..<end]
      if line.contains(where: isLying), !line.contains(where: isStanding) {
        lines += rest[start..<end]
      } else {
        kept += rest[start..<end]
      }
      start = end
    }
    rest = kept
  }

  /// A box is as high as its font where letters stand upright, and no letter is as wide as that; dashes may be.
  private static func isLying(_ glyph: Glyph) -> Bool {
    glyph.width > 1.05 * glyph.height && !glyph.scalar.isWide && !glyph.scalar.isRightToLeft
      && !(0x2012...0x2015).contains(glyph.scalar.value)
  }

  private static func isStanding(_ glyph: Glyph) -> Bool {
    glyph.width < 0.9 * glyph.height || glyph.scalar.isWide || glyph.scalar.isRightToLeft
  }

  private static func runs(_ line: ArraySlice<Glyph>, _ turn: PageFrame.Turn) -> Bool {
    guard line.count >= fewestGlyphs else { return false }
    var steps = 0
    var agreeing = 0
    // With more of them against it than this, the rest cannot make up for it.
    let mostAgainst = (1 - leastAgreement) * Double(line.count - 1)
    for index in line.indices.dropFirst() {
      if Double(steps - agreeing) > mostAgainst { return false }
      let (last, next) = (line[index - 1], line[index])
      let (x, y) = (next.midX - last.midX, next.midY - last.midY)
      guard next.before == .none || next.before == .space, abs(x) + abs(y) > 0.1 else { continue }
      // Vertical Japanese stands upright and has a way of its own; Arabic and Hebrew run to the left anyhow.
      if next.scalar.isWide && turn != .upsideDown || next.scalar.isRightToLeft { return false }
      steps += 1
      let across = max(next.width, next.height)
      switch turn {
      case .downwards: if y > 0, abs(x) < 0.3 * across, y < 2.5 * across { agreeing += 1 }
      case .upwards: if y < 0, abs(x) < 0.3 * across, -y < 2.5 * across { agreeing += 1 }
      case .upsideDown: if x < 0, abs(y) < 0.3 * across, -x < 4 * across { agreeing += 1 }
      case .upright, .mirrored: break
      }
    }
    return steps >= fewestGlyphs - 1 && Double(agreeing) >= leastAgreement * Double(steps)
  }
}
