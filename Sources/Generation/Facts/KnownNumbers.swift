/// The numbers of a text, as they are asked for: a number is there where it has the same value beside the same unit, or
/// what it measures is certainly the same in another unit (2.5 kg and 2,500 g), or the same time of the day (午後6時 and 18:00).
struct KnownNumbers {
  private let byValue: [String: [StatedNumber]]
  private let converted: [StatedNumber]

  init(_ numbers: [StatedNumber]) {
    byValue = Dictionary(grouping: numbers, by: \.value)
    converted = numbers.filter { $0.hour != nil || $0.quantity != nil }
  }

  /// What a number is to those of the text.
  enum Match {
    case same, otherUnit, none
  }

  /// A number without a unit beside it may be of any: it may stand in a table whose header names the unit.
  func match(_ number: StatedNumber) -> Match {
    // The same hour of the other half of the day is another one.
    let near = (byValue[number.value] ?? []).filter { $0.hour == nil || number.hour == nil || $0.hour == number.hour }
    let same = near.filter(number.mayCountTheSame)
    if same.contains(where: { !$0.relation.excludes(number.relation) }) { return .same }
    if converted.contains(where: { number.measuresTheSame($0) && !number.relation.excludes($0.relation) }) {
      return .same
    }
    return near.isEmpty || !same.isEmpty ? .none : .otherUnit
  }

  /// Whether a number is there.
  func holds(_ number: StatedNumber) -> Bool { match(number) == .same }

  private static let forenoon: Set<String> = ["午前", "am", "a.m"]
  private static let afternoon: Set<String> = ["午後", "pm", "p.m", "p"]

  /// Whether the text has a time of the half of the day that a word names, however it writes it.
  func hasTime(of word: String) -> Bool {
    if Self.forenoon.contains(word) { return converted.contains { $0.hour.map { $0 < 12 } ?? false } }
    return Self.afternoon.contains(word) && converted.contains { $0.hour.map { $0 >= 12 } ?? false }
  }
}

extension StatedNumber {
  /// Whether units or what is counted leave open that two numbers of one value are one. People are counted by many nouns.
  func mayCountTheSame(_ other: StatedNumber) -> Bool {
    switch (unit, other.unit) {
    case (let one?, let two?): Units.agree(one, two)
    case (let known?, nil): other.thing.map { !$0.isEmpty && known == "person" } ?? true
    case (nil, let known?): thing.map { !$0.isEmpty && known == "person" } ?? true
    case (nil, nil): thing == nil || other.thing == nil || (thing == "") == (other.thing == "")
    }
  }

  /// Whether another number is this one beside the same unit, or counts or numbers something as this one does.
  func isSurely(_ other: StatedNumber) -> Bool {
    if measuresTheSame(other) { return true }
    guard value == other.value, hour == other.hour else { return false }
    return unit.map { one in other.unit.map { Units.agree(one, $0) } ?? false }
      ?? (thing != nil && thing == other.thing)
  }

  /// Whether two numbers of other values say one thing for certain.
  func measuresTheSame(_ other: StatedNumber) -> Bool {
    if let hour, hour == other.hour { return true }
    guard let one = quantity, let two = other.quantity, one.kind == two.kind else { return false }
    return abs(one.amount - two.amount) <= 1e-9 * max(abs(one.amount), abs(two.amount))
  }

  /// How much of what it is; nil where the unit is not one of several for the same.
  var quantity: (kind: String, amount: Double)? {
    guard let unit, let (kind, factor) = Units.factors[unit], let value = Double(value) else { return nil }
    return (kind, value * factor)
  }
}
