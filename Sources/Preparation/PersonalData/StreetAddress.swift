/// Addresses in English: `12 High Street`, `P.O. Box 4410`, and what an American one has behind it, `Suite 1400, Austin,
/// TX 78701`.
enum StreetAddress {
  private static let streets = WordList([
    "street", "st.", "st", "avenue", "ave.", "ave", "close", "court", "place", "mews", "grove", "road", "rd.", "rd",
    "lane",
    "boulevard", "blvd", "drive", "square", "terrace", "parkway", "pkwy", "highway", "hwy", "crescent", "gardens",
  ])
  private static let boxes = WordList(["p.o. box ", "p.o.box ", "po box ", "p. o. box ", "post office box "])
  private static let states = Set(
    ("AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA "
      + "PR RI SC SD TN TX UT VT VA WA WV WI WY")
      .split(separator: " ").map(String.init))
  private static let ordinals = WordList(["st", "nd", "rd", "th"])
  /// How far the state may stand from the street.
  private static let reach = 64

  /// The address that begins at a place.
  static func range(in text: PersonalDataText, at start: Int) -> Range<Int>? {
    guard !text.isAlphanumeric(start - 1), let end = street(in: text, at: start) ?? box(in: text, at: start) else {
      return nil
    }
    return start..<(state(in: text, after: end) ?? end)
  }

  private static func street(in text: PersonalDataText, at start: Int) -> Int? {
    guard text.isDigit(start) else { return nil }
    var index = start
    while text.isDigit(index) { index += 1 }
    guard index - start <= 5 else { return nil }
    // 221B Baker Street.
    if text.isAlphanumeric(index), !text.isAlphanumeric(index + 1) { index += 1 }
    // One to three words with a capital, and a kind of street behind them.
    for word in 0..<4 {
      guard index + 1 < text.count, text.folded[index] == 0x20 else { return nil }
      let first = index + 1
      guard isCapital(text, first) || isOrdinal(text, first) else { return nil }
      if word > 0, let street = text.first(of: streets, at: first), !text.isAlphanumeric(street.upperBound) {
        return street.upperBound
      }
      index = first
      while text.isAlphanumeric(index) { index += 1 }
      // 100 N. Main Street.
      if index - first == 1, index < text.count, text.folded[index] == 0x2E { index += 1 }
    }
    return nil
  }

  private static func box(in text: PersonalDataText, at start: Int) -> Int? {
    guard let word = text.first(of: boxes, at: start) else { return nil }
    var index = word.upperBound
    while text.isDigit(index) { index += 1 }
    return index > word.upperBound && !text.isAlphanumeric(index) ? index : nil
  }

  /// The end of the state and its code, where nothing stands before it but names and numbers.
  private static func state(in text: PersonalDataText, after end: Int) -> Int? {
    var index = end
    while index < min(text.count, end + reach) {
      guard text.isAlphanumeric(index) else {
        guard [0x20, 0x2C, 0x2E, 0x23, 0x0A].contains(text.folded[index]) else { return nil }
        index += 1
        continue
      }
      guard isCapital(text, index) || text.isDigit(index) else { return nil }
      let first = index
      while text.isAlphanumeric(index) || index < text.count && [0x27, 0x2D].contains(text.folded[index]) { index += 1 }
      if states.contains(text.words(first..<index)), let code = zipCode(in: text, after: index) { return code }
    }
    return nil
  }

  /// Five digits, or nine.
  private static func zipCode(in text: PersonalDataText, after end: Int) -> Int? {
    func digits(_ start: Int) -> Int {
      var index = start
      while text.isDigit(index) { index += 1 }
      return index - start
    }
    guard end < text.count, text.folded[end] == 0x20, digits(end + 1) == 5 else { return nil }
    var index = end + 6
    if index < text.count, text.folded[index] == 0x2D, digits(index + 1) == 4 { index += 5 }
    return text.isAlphanumeric(index) ? nil : index
  }

  private static func isCapital(_ text: PersonalDataText, _ index: Int) -> Bool {
    text.original.indices.contains(index) && text.original[index].properties.isUppercase
  }

  /// The 5th of `350 5th Avenue`.
  private static func isOrdinal(_ text: PersonalDataText, _ start: Int) -> Bool {
    var index = start
    while text.isDigit(index) { index += 1 }
    guard index > start, let ending = text.first(of: ordinals, at: index) else { return false }
    return !text.isAlphanumeric(ending.upperBound)
  }
}
