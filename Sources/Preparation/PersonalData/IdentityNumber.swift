/// Numbers that an office gave a person: of a passport, a pension, an insurance, a licence.
///
/// None of them has a check digit that is told without the register, and part numbers look alike: only behind its own
/// word, and in its own shape, is one found.
enum IdentityNumber {
  /// `A` is a letter, `9` a digit; spaces and hyphens may stand between any two.
  private static let forms: [(words: WordList, shapes: [[UInt32]])] = [
    (["national insurance number", "national insurance no", "ni number", "ni no", "nino"], ["AA999999A"]),
    (["social security number", "social security no", "ssn"], ["999999999"]),
    (
      ["旅券番号", "旅券の番号", "パスポート番号", "パスポートの番号", "passport number", "passport no"],
      ["AA9999999", "A99999999", "999999999"]
    ),
    (["基礎年金番号", "年金番号", "年金手帳の番号"], ["9999999999"]),
    (["運転免許証番号", "運転免許証の番号", "免許証番号", "免許証の番号", "免許番号"], ["999999999999"]),
    (["雇用保険被保険者番号", "雇用保険の被保険者番号", "雇用保険番号"], ["99999999999"]),
  ].map { words, shapes in (WordList(words), shapes.map { $0.unicodeScalars.map(\.value) }) }
  /// Scalars between the word and its number: は「, `of the driver is `.
  private static let reach = 24

  /// The number that a word at a place announces.
  static func range(in text: PersonalDataText, at start: Int) -> Range<Int>? {
    guard !text.isAlphanumeric(start - 1) else { return nil }
    for (words, shapes) in forms {
      guard let word = text.first(of: words, at: start), !text.isCut(word.upperBound) else { continue }
      let end = min(text.count, word.upperBound + reach)
      for index in word.upperBound..<end {
        if [0x0A, 0x3002, 0x3B].contains(text.folded[index]) { break }
        guard text.isAlphanumeric(index), !text.isAlphanumeric(index - 1) else { continue }
        if let range = shapes.lazy.compactMap({ match($0, in: text, at: index) }).first { return range }
      }
    }
    return nil
  }

  private static func match(_ shape: [UInt32], in text: PersonalDataText, at start: Int) -> Range<Int>? {
    var index = start
    for (place, kind) in shape.enumerated() {
      if place > 0, text.has([0x20], at: index) || text.has([0x2D], at: index) { index += 1 }
      guard text.isAlphanumeric(index), text.isDigit(index) == (kind == 0x39) else { return nil }
      index += 1
    }
    let goesOn = text.isAlphanumeric(index) || text.has([0x2D], at: index) && text.isAlphanumeric(index + 1)
    return goesOn ? nil : start..<index
  }
}
