import Records

/// Lines that are each a title, a row of leader dots and a number: `第1章 総則 ………… 3`, and `コーヒー ………… 450` as well.
struct LeaderLines {
  /// What stands before the dots, line by line.
  private(set) var titles: [String] = []
  /// The number behind them; nil where it is no plain one, such as `iv` or `2-3`.
  private(set) var numbers: [Int?] = []

  /// Nil unless every line of the block is such a line.
  init?(_ block: Block) {
    guard block.kind == .paragraph || block.kind == .listItem || block.kind == .heading else { return nil }
    for line in block.text.split(separator: "\n") {
      guard Self.mayBeLeader(line), let (title, number) = Self.entry(String(line)) else { return nil }
      titles.append(title)
      numbers.append(number)
    }
    guard !titles.isEmpty else { return nil }
  }

  /// The normal form of a line is slow, and most lines are prose.
  private static func mayBeLeader(_ line: Substring) -> Bool {
    guard let last = line.unicodeScalars.last(where: { !$0.isWhitespace }) else { return false }
    return isNumberPart(last) || last.value >= 0x80
  }

  private static func isNumberPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.numericType != nil || "ivx-()".unicodeScalars.contains(scalar)
  }

  private static func entry(_ line: String) -> (title: String, number: Int?)? {
    let scalars = CompatibilityForm.scalars(of: line).filter { !$0.isWhitespace }
    let beforeNumber = scalars.reversed().drop(while: isNumberPart)
    guard beforeNumber.count < scalars.count else { return nil }
    let beforeLeaders = beforeNumber.drop { $0 == "." || $0 == "·" || $0 == "・" || $0 == "‥" || $0 == "_" }
    // An ellipsis is three dots after NFKC; a leader is longer than that.
    guard beforeNumber.count - beforeLeaders.count >= 5, !beforeLeaders.isEmpty else { return nil }
    var title = String.UnicodeScalarView()
    for scalar in beforeLeaders.reversed() { title.append(scalar) }
    var figures = String.UnicodeScalarView()
    for scalar in scalars.suffix(scalars.count - beforeNumber.count) { figures.append(scalar) }
    let number = String(figures).drop { "-(".contains($0) }.reversed().drop { "-)".contains($0) }
    return (String(title), Int(String(number.reversed())))
  }
}
