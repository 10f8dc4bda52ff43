import PageContent
import Records

/// Large letters that are printed across a page's text: `DRAFT` on a slant, 見本 behind the lines. One page is enough to
/// know them; what stands at the same place of many pages, `Watermarks` finds.
struct Stamps {
  /// Each stamp's letters in the order of reading.
  private(set) var stamps: [ArraySlice<Glyph>] = []
  /// The page's other glyphs.
  private(set) var rest: [Glyph]

  /// Times the size of most of the page's text.
  private static let leastSize: Float = 2
  /// Glyphs of one large style beyond which it is text.
  private static let mostGlyphs = 120
  private static let fewestLetters = 3
  /// Ems from one letter to the next.
  private static let widestStep: Float = 1.7
  /// The tangents of the flattest and steepest slant: what is flatter or steeper is a line, or lies on its side.
  private static let slants: ClosedRange<Float> = 0.18...5.6

  init(_ content: PageContent) {
    rest = content.glyphs
    let large = Self.largeStyles(of: content)
    guard !large.isEmpty else { return }
    var taken: Set<Int> = []
    for style in large {
      let size = content.styles[style].size
      let members = content.glyphs.indices.filter { Int(content.glyphs[$0].style) == style }
      for chain in Self.chains(members, content.glyphs, size: size)
      where Self.isStamp(chain, content.glyphs, size: size) {
        stamps.append(chain.map { content.glyphs[$0] }[...])
        taken.formUnion(chain)
      }
    }
    guard !taken.isEmpty else { return }
    rest = Self.without(taken, content.glyphs)
  }

  /// Styles of few glyphs that are much larger than the text.
  private static func largeStyles(of content: PageContent) -> [Int] {
    guard content.styles.count > 1 else { return [] }
    var counts = [Int](repeating: 0, count: content.styles.count)
    for glyph in content.glyphs { counts[Int(glyph.style)] += 1 }
    let usual = zip(content.styles, counts).max { ($0.1, $1.0.size) < ($1.1, $0.0.size) }?.0.size ?? 0
    return content.styles.indices.filter {
      (2...mostGlyphs).contains(counts[$0]) && content.styles[$0].size >= leastSize * usual && usual > 1
    }
  }

  /// Letters that stand close together and on one line, whatever its slant, in the order of reading.
  private static func chains(_ members: [Int], _ glyphs: [Glyph], size: Float) -> [[Int]] {
    var open = members.filter { !glyphs[$0].isInvisible }
    var chains: [[Int]] = []
    while let first = open.popLast() {
      var cluster = [first]
      var position = 0
      while position < cluster.count {
        let own = glyphs[cluster[position]]
        let near = open.filter { distance(glyphs[$0], own) < widestStep * size }
        open.removeAll(where: near.contains)
        cluster += near
        position += 1
      }
      if let chain = aligned(cluster, glyphs, size: size) { chains.append(chain) }
    }
    return chains
  }

  private static func distance(_ a: Glyph, _ b: Glyph) -> Float {
    let (x, y) = (a.midX - b.midX, a.midY - b.midY)
    return (x * x + y * y).squareRoot()
  }

  /// The letters along the line from the two that are furthest apart; nil where they stand on none. The library puts
  /// letters of a slanted word into one box, side by side: hence the room beside the line.
  private static func aligned(_ cluster: [Int], _ glyphs: [Glyph], size: Float) -> [Int]? {
    guard cluster.count > 1 else { return nil }
    let some = glyphs[cluster[0]]
    func farthest(from glyph: Glyph) -> Glyph {
      cluster.map { glyphs[$0] }.max { distance($0, glyph) < distance($1, glyph) } ?? glyph
    }
    let one = farthest(from: some)
    let other = farthest(from: one)
    let (start, end) = one.midX <= other.midX ? (one, other) : (other, one)
    let (a, b) = (end.midX - start.midX, end.midY - start.midY)
    let length = max((a * a + b * b).squareRoot(), 0.01)
    let isOn = cluster.allSatisfy {
      abs(a * (glyphs[$0].midY - start.midY) - b * (glyphs[$0].midX - start.midX)) < widestAside * size * length
    }
    guard isOn, a > 0.3 * size else { return nil }
    return cluster.sorted {
      a * glyphs[$0].midX + b * glyphs[$0].midY < a * glyphs[$1].midX + b * glyphs[$1].midY
    }
  }

  /// Ems that a letter's middle may lie beside its line.
  private static let widestAside: Float = 0.6

  /// Whether letters run on a slant, or lines of other text run through most of them.
  private static func isStamp(_ chain: [Int], _ glyphs: [Glyph], size: Float) -> Bool {
    guard let first = chain.first.map({ glyphs[$0] }), let last = chain.last.map({ glyphs[$0] }) else { return false }
    let slant = abs(last.midY - first.midY) / max(last.midX - first.midX, 0.01)
    if slants.contains(slant) { return chain.count >= fewestLetters }
    guard slant < slants.lowerBound else { return false }
    let covered = chain.count { number in
      let glyph = glyphs[number]
      // Boxes are higher than letters: only the middle says that something runs through one.
      let (middle, reach) = (glyph.midY, 0.25 * size)
      return glyphs.contains { other in
        other.style != glyph.style && abs(other.midY - middle) < reach && other.midX > glyph.x0 && other.midX < glyph.x1
          && other.height < 0.8 * glyph.height && !other.isInvisible
      }
    }
    return covered * 3 >= chain.count * 2
  }

  /// What is left; a line whose first glyph went begins with the next one.
  private static func without(_ taken: Set<Int>, _ glyphs: [Glyph]) -> [Glyph] {
    var rest: [Glyph] = []
    rest.reserveCapacity(glyphs.count)
    var lost: Glyph.Separator?
    for (index, var glyph) in glyphs.enumerated() {
      if taken.contains(index) {
        if glyph.before != .none, lost != .line { lost = glyph.before }
        continue
      }
      if let separator = lost, glyph.before != .line { glyph.before = separator == .line ? .line : .space }
      lost = nil
      rest.append(glyph)
    }
    return rest
  }

  /// A stamp as a line.
  static func segment(_ stamp: ArraySlice<Glyph>, styles: [TextStyle], page: Int) -> LineSegment? {
    guard let first = stamp.first else { return nil }
    let style = styles[Int(first.style)]
    let rect = stamp.dropFirst().reduce(first.rect) { $0.union($1.rect) }
    let word = Word(glyphs: stamp, rect: rect, size: Double(style.size), face: Face(style), before: .line)
    return LineSegment(word, page: page)
  }
}
