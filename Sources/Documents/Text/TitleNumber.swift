import Records

/// What a line that may be a section's title begins with: `1.`, `3.1`, `１　`, `（２）`, `●`, and the words behind it.
struct TitleNumber {
  /// How the number is written; lines of one list or of titles of one rank have the same.
  enum Form: Hashable {
    /// The closing mark; nil for `1 Purpose`.
    case figure(closing: Unicode.Scalar?)
    /// `2.1` and `2.1.3`, by how many numbers they have.
    case figures(Int)
    case bracketed
    case mark(Unicode.Scalar)
  }

  let form: Form
  /// 2 and 1 for `2.1`; none for a mark.
  let groups: [Int]
  let title: String

  init?(_ text: String) {
    guard let first = text.unicodeScalars.first, Self.mayBegin(first) else { return nil }
    let scalars = Array(text.unicodeScalars.prefix(Self.longestTitle))
    if Self.marks.contains(first) {
      // `○○株式会社` leaves a name out.
      guard scalars.count > 1, !Self.marks.contains(scalars[1]) else { return nil }
      self.init(.mark(first), [], scalars.dropFirst())
      return
    }
    let isBracketed = Self.isOpening(first)
    var position = isBracketed ? 1 : 0
    var groups: [Int] = []
    while let number = Self.number(scalars, &position) {
      groups.append(number)
      guard !isBracketed, position + 1 < scalars.count, Self.isDot(scalars[position]),
        ListMarker.isDigit(scalars[position + 1])
      else { break }
      position += 1
    }
    guard !groups.isEmpty, position < scalars.count else { return nil }
    let next = scalars[position]
    let closing = Self.closing(next, isBracketed: isBracketed)
    if closing != nil { position += 1 }
    guard position < scalars.count, closing != nil || !isBracketed else { return nil }
    let isApart = ListMarker.isSpace(scalars[position])
    guard isApart || closing != nil && scalars[position].isWide else { return nil }
    let form: Form =
      isBracketed ? .bracketed : groups.count > 1 ? .figures(groups.count) : .figure(closing: closing)
    self.init(form, groups, scalars.dropFirst(position))
    guard form != .figure(closing: nil) || title.unicodeScalars.first.map({ $0.isUppercase || $0.isWide }) == true
    else { return nil }
  }

  private init?(_ form: Form, _ groups: [Int], _ rest: ArraySlice<Unicode.Scalar>) {
    var title = String.UnicodeScalarView()
    title.append(contentsOf: rest.drop(while: ListMarker.isSpace))
    guard title.contains(where: \.isAlphabetic) else { return nil }
    self.form = form
    self.groups = groups
    self.title = String(title)
  }

  /// A longer line is no title.
  private static let longestTitle = 90
  private static let marks = Set("■◆●□◇○".unicodeScalars)

  /// Whether one can begin with a letter: most lines do not.
  static func mayBegin(_ scalar: Unicode.Scalar) -> Bool {
    ListMarker.isDigit(scalar) || isOpening(scalar) || marks.contains(scalar)
  }

  private static func isOpening(_ scalar: Unicode.Scalar) -> Bool { scalar == "(" || scalar == "（" }
  private static func isDot(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "．" }

  /// The mark behind a number, in half width.
  private static func closing(_ scalar: Unicode.Scalar, isBracketed: Bool) -> Unicode.Scalar? {
    switch scalar {
    case ")", "）": ")"
    case ".", "．", "、": isBracketed ? nil : scalar == "、" ? "、" : "."
    default: nil
    }
  }

  /// One or two figures.
  private static func number(_ scalars: [Unicode.Scalar], _ position: inout Int) -> Int? {
    let digits = scalars[position...].prefix { ListMarker.isDigit($0) }
    guard (1...2).contains(digits.count) else { return nil }
    position += digits.count
    // Figures of both widths end in their value.
    return digits.reduce(0) { $0 * 10 + Int($1.value & 0x0F) }
  }
}
