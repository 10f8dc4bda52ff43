import PageContent
import Records

/// One straight line along an axis: a row of dots, strokes cell by cell, and double lines count as one.
struct RuleLine: Sendable {
  /// Where it stands: y of a horizontal line, x of a vertical one.
  var position: Double
  var start: Double
  var end: Double

  var length: Double { end - start }

  /// How much of a stretch it covers, in points.
  func covered(_ from: Double, _ to: Double) -> Double { max(0, min(end, to) - max(start, from)) }
}

/// The lines of a page, sorted out by direction.
struct RuleLines: Sendable {
  var horizontal: [RuleLine]
  var vertical: [RuleLine]

  /// Points between lines that are meant as one, and between a line's pieces.
  static let sameness = 2.5
  /// Points that a line may miss the other one that it meets.
  private static let touch = 3.0
  /// Shorter than a letter is high: ticks of an axis, dots, bullets.
  private static let shortest = 5.0

  init(horizontal: [RuleLine] = [], vertical: [RuleLine] = []) {
    self.horizontal = horizontal
    self.vertical = vertical
  }

  init(_ rules: PageRules, in frame: PageFrame) {
    var across: [RuleLine] = []
    var down: [RuleLine] = []
    for box in rules.lines {
      let rect = frame.turned(Rect(x0: Double(box.x0), y0: Double(box.y0), x1: Double(box.x1), y1: Double(box.y1)))
      if rect.width >= rect.height {
        across.append(RuleLine(position: rect.midY, start: rect.x0, end: rect.x1))
      } else {
        down.append(RuleLine(position: rect.midX, start: rect.y0, end: rect.y1))
      }
    }
    horizontal = Self.merged(across)
    vertical = Self.merged(down)
  }

  private static func merged(_ lines: [RuleLine]) -> [RuleLine] {
    var result: [RuleLine] = []
    var group: [RuleLine] = []
    func finish() {
      for line in group.sorted(by: { $0.start < $1.start }) {
        if let last = result.indices.last, abs(result[last].position - line.position) <= 2 * sameness,
          result[last].start <= line.start, line.start - result[last].end <= sameness
        {
          result[last].end = max(result[last].end, line.end)
        } else {
          result.append(line)
        }
      }
      group = []
    }
    for line in lines.sorted(by: { ($0.position, $0.start) < ($1.position, $1.start) }) {
      if let first = group.first, line.position - first.position > sameness { finish() }
      group.append(line)
    }
    finish()
    return result.filter { $0.length >= shortest }
  }

  /// Groups of lines that meet, each perhaps a table; lines that meet no other are left out.
  func groups() -> [RuleLines] {
    var owner = [Int](repeating: -1, count: vertical.count)
    var groups: [RuleLines] = []
    for line in horizontal {
      var own = RuleLines(horizontal: [line])
      var merged: Set<Int> = []
      var met: [Int] = []
      for (index, other) in vertical.enumerated() where Self.meet(line, other) {
        if owner[index] >= 0 { merged.insert(owner[index]) } else { own.vertical.append(other) }
        met.append(index)
      }
      guard !met.isEmpty else { continue }
      for group in merged {
        own.horizontal += groups[group].horizontal
        own.vertical += groups[group].vertical
        groups[group] = RuleLines()
      }
      groups.append(own)
      for index in owner.indices where merged.contains(owner[index]) { owner[index] = groups.count - 1 }
      for index in met { owner[index] = groups.count - 1 }
    }
    return groups.filter { !$0.horizontal.isEmpty }
  }

  private static func meet(_ horizontal: RuleLine, _ vertical: RuleLine) -> Bool {
    vertical.position >= horizontal.start - touch && vertical.position <= horizontal.end + touch
      && horizontal.position >= vertical.start - touch && horizontal.position <= vertical.end + touch
  }
}
