import Foundation
import Records

/// What stands around a number and turns what it says round: a minus, 前 or 後, 以上 or 以下.
struct NumberRelation: Hashable {
  /// Counted backwards from something (`21 days before`), or forwards.
  enum Side { case before, after }
  /// The least or the most that is allowed.
  enum Bound { case least, most }

  var side: Side?
  var bound: Bound?

  /// Nothing said.
  init() {}

  /// Reads what stands before a number that begins at a place, and behind its unit.
  init(before start: Int, behind end: Int, in text: [Unicode.Scalar]) {
    let ahead = String(String.UnicodeScalarView(text[max(0, start - Self.reach)..<start]))
    let behind = String(String.UnicodeScalarView(text[min(end, text.count)..<min(end + Self.reach, text.count)]))
    if Self.earlier.matches(behind) { side = .before } else if Self.later.matches(behind) { side = .after }
    if Self.leastBehind.matches(behind) || Self.leastAhead.matches(ahead) { bound = .least }
    if Self.mostBehind.matches(behind) || Self.mostAhead.matches(ahead) { bound = .most }
  }

  /// Whether both say something and not the same. Who leaves it out says nothing.
  func excludes(_ other: NumberRelation) -> Bool {
    if let side, let theirs = other.side, side != theirs { return true }
    if let bound, let theirs = other.bound, bound != theirs { return true }
    return false
  }

  /// So many characters around a number are looked at.
  private static let reach = 24
  private static let earlier = Pattern(
    #"^(?:間)?(?:の)?前(?![後期半年月日者任])|^\s(?:before|prior|ago|earlier|beforehand|ahead|in\sadvance)\b"#)
  private static let later = Pattern(#"^(?:間)?(?:の)?後(?![期半者任])|^\s(?:after|later|following|afterwards|from\snow)\b"#)
  private static let leastBehind = Pattern(#"^(?:間)?以上|^\sor\s(?:more|longer|older|above)\b"#)
  private static let mostBehind = Pattern(#"^(?:間)?以[下内]|^\sor\s(?:less|fewer|below|shorter|younger)\b"#)
  private static let leastAhead = Pattern(#"\b(?:at\sleast|(?:not?\s)(?:less|fewer)\sthan|a\sminimum\sof)\s[$€£¥]?$"#)
  private static let mostAhead = Pattern(
    #"\b(?:at\smost|not?\smore\sthan|up\sto|a\smaximum\sof|not\sexceed(?:ing)?)\s[$€£¥]?$"#)

  // MARK: Sign

  private static let minusWords = ["マイナス", "minus", "氷点下", "零下"].map { Array($0.unicodeScalars) }
  private static let temperatures: Set<String> = ["celsius", "fahrenheit", "degree"]
  /// Of these nobody has fewer than none.
  private static let neverNegative: Set<String> = [
    "person", "second", "minute", "hour", "day", "night", "workday", "week", "month", "year", "age", "clock",
    "occurrence",
  ]

  /// Whether the number that begins at a place is below zero. A hyphen behind a letter or a figure parts words, and one at
  /// the beginning of a line may be the mark of a list.
  static func isNegative(_ start: Int, _ beside: Units.Beside, in text: [Unicode.Scalar]) -> Bool {
    var place = start - 1
    if place >= 0, text[place] == " " { place -= 1 }
    if minusWords.contains(where: { text[..<(place + 1)].suffix($0.count).elementsEqual($0) }) { return true }
    guard place == start - 1, place >= 0, "-−–".unicodeScalars.contains(text[place]), beside.thing == nil,
      !(beside.name.map(neverNegative.contains) ?? false)
    else { return false }
    let isTemperature = beside.name.map(temperatures.contains) ?? false
    guard place > 0 else { return isTemperature || text[place] != "–" }
    let before = text[place - 1]
    if before.isJapanese { return isTemperature && !KanjiNumerals.counters.contains(before) }
    if before.properties.isAlphabetic || before.properties.numericType != nil || ")]%°~".unicodeScalars.contains(before)
    {
      // 5~-5 °C
      return before == "~" && isTemperature
    }
    guard before.properties.isWhitespace else { return true }
    let last = text[..<(place - 1)].last { $0 != " " }
    if let last, last.properties.numericType != nil { return false }
    return text[place] != "–" || isTemperature
  }
}
