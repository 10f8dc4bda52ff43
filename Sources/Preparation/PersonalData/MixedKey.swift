/// A secret key of AWS, which begins like nothing in particular: forty letters, digits, `/` and `+`, well mixed.
///
/// Hashes have letters of one case; paths and names are made of words, which are runs of small letters.
enum MixedKey {
  private static let length = 40
  private enum Class { case small, capital, digit, sign }

  private static func kind(_ text: PersonalDataText, _ index: Int) -> Class? {
    guard text.original.indices.contains(index) else { return nil }
    switch text.original[index].value {
    case 0x61...0x7A: return .small
    case 0x41...0x5A: return .capital
    case 0x30...0x39: return .digit
    case 0x2B, 0x2F: return .sign
    default: return nil
    }
  }

  /// What joins a key to something longer.
  private static func joins(_ text: PersonalDataText, _ index: Int) -> Bool {
    kind(text, index) != nil
      || (text.original.indices.contains(index) && "=-_".unicodeScalars.contains(text.original[index]))
  }

  static func range(in text: PersonalDataText, at start: Int) -> Range<Int>? {
    let end = start + length
    guard end <= text.count, kind(text, start) != .sign else { return nil }
    // In `KEY=…` the sign announces the key; after a full stop, a hyphen or a line it is the rest of a link.
    if kind(text, start - 1) != nil || joins(text, end) { return nil }
    if start > 0, "._-~%".unicodeScalars.contains(text.original[start - 1]) { return nil }
    var classes: [Class] = []
    for index in start..<end {
      guard let kind = kind(text, index) else { return nil }
      classes.append(kind)
    }
    func count(_ kind: Class) -> Int { classes.count { $0 == kind } }
    guard count(.small) >= 5, count(.capital) >= 5, count(.digit) >= 1, count(.sign) <= 6 else { return nil }
    var changes = 0
    var words = 0
    var run = 0
    for (place, kind) in classes.enumerated() {
      if place > 0, kind != classes[place - 1] { changes += 1 }
      run = kind == .small ? run + 1 : 0
      if run == 4 { words += 1 }
    }
    return changes >= 12 && words <= 2 ? start..<end : nil
  }
}
