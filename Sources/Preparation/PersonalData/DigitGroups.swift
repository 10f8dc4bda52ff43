/// Digits with single separators between them, such as `03-1234-5678` or `(415) 555 0199`.
struct DigitGroups {
  /// Each group's scalars.
  var groups: [Range<Int>]
  /// All digits, 0 to 9.
  var digits: [Int]
  /// Whether a plus stands before the first.
  var hasPlus: Bool

  var range: Range<Int> { groups[0].lowerBound..<groups[groups.count - 1].upperBound }
  var lengths: [Int] { groups.map(\.count) }

  /// The groups from one to another.
  func part(_ range: ClosedRange<Int>) -> DigitGroups {
    let before = groups[..<range.lowerBound].reduce(0) { $0 + $1.count }
    let length = groups[range].reduce(0) { $0 + $1.count }
    return DigitGroups(
      groups: Array(groups[range]), digits: Array(digits[before..<before + length]),
      hasPlus: hasPlus && range.lowerBound == 0)
  }

  /// All such runs of a text, from left to right.
  static func all(in text: PersonalDataText) -> [DigitGroups] {
    var found: [DigitGroups] = []
    var index = 0
    while index < text.count {
      guard text.isDigit(index) else {
        index += 1
        continue
      }
      let run = run(in: text, at: index)
      index = run.range.upperBound
      found.append(run)
    }
    return found
  }

  private static func run(in text: PersonalDataText, at start: Int) -> DigitGroups {
    var run = DigitGroups(groups: [], digits: [], hasPlus: start > 0 && text.folded[start - 1] == 0x2B)
    var index = start
    while true {
      let first = index
      while text.isDigit(index) {
        run.digits.append(Int(text.folded[index]) - 0x30)
        index += 1
      }
      run.groups.append(first..<index)
      let next =
        afterSeparator(in: text, at: index) ?? (run.hasPlus ? beforeTrunk(in: text, at: index) : nil)
        ?? inBrackets(in: text, at: index)
      guard let next, run.groups.count < 8 else { return run }
      index = next
    }
  }

  /// The 0 of ` (0)`, as in `+44 (0)113 496 0123`.
  private static func beforeTrunk(in text: PersonalDataText, at index: Int) -> Int? {
    text.has(trunk, at: index) && text.isDigit(index + trunk.count) ? index + 2 : nil
  }

  /// The digits of ` (228)` between others, as in `059 (228) 1234`.
  private static func inBrackets(in text: PersonalDataText, at index: Int) -> Int? {
    guard index + 2 < text.count, text.folded[index] == 0x20, text.folded[index + 1] == 0x28 else { return nil }
    var end = index + 2
    while text.isDigit(end) { end += 1 }
    guard 2...4 ~= end - index - 2, end < text.count, text.folded[end] == 0x29 else { return nil }
    return afterSeparator(in: text, at: end) == nil ? nil : index + 2
  }

  private static let trunk = PersonalDataText(" (0)").folded

  /// Where the next group begins: after `-`, a space, `.`, `)`, `) `, `)-` or `(`.
  private static func afterSeparator(in text: PersonalDataText, at index: Int) -> Int? {
    guard index < text.count else { return nil }
    var next = index
    switch text.folded[index] {
    // A full stop between groups of two digits or more is none of a decimal: 0263.55.1234.
    case 0x2E where text.isDigit(index - 2) && text.isDigit(index + 2): next += 1
    case 0x2D, 0x20, 0x28: next += 1
    case 0x29:
      next += 1
      if next < text.count, text.folded[next] == 0x20 || text.folded[next] == 0x2D { next += 1 }
    default: return nil
    }
    return text.isDigit(next) ? next : nil
  }
}
