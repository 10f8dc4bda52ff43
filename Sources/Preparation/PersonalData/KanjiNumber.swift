/// Numbers with a kanji for each digit, as vertical lines have them: 〇八二－二二八－一一一一, みなとみらい二―三―一.
///
/// 一 and 二 stand in many words: three groups with signs between them make a number, or ten digits on end.
enum KanjiNumber {
  private static let digits: [UInt32: UInt32] = Dictionary(
    uniqueKeysWithValues: "〇一二三四五六七八九".unicodeScalars.enumerated().map { ($1.value, UInt32(0x30 + $0)) })
  private static let signs: Set<UInt32> = [0x2D, 0x28, 0x29]

  /// Puts digits where such numbers stand in a folded text.
  static func fold(_ text: inout [UInt32]) {
    var index = 0
    while index < text.count {
      guard mayBeDigit(text[index]), digits[text[index]] != nil else {
        index += 1
        continue
      }
      let start = index
      while index < text.count, digits[text[index]] != nil || isSign(text, at: index) { index += 1 }
      let groups = text[start..<index].split(whereSeparator: signs.contains)
      guard groups.count > 2 || groups.reduce(0, { $0 + $1.count }) > 9 else { continue }
      for place in start..<index { text[place] = digits[text[place]] ?? text[place] }
    }
  }

  /// Most scalars are told apart without a look into the table.
  private static func mayBeDigit(_ value: UInt32) -> Bool { 0x4E00...0x56DB ~= value || value == 0x3007 }

  /// A sign between two digits.
  private static func isSign(_ text: [UInt32], at index: Int) -> Bool {
    signs.contains(text[index]) && digits[text[index - 1]] != nil && index + 1 < text.count
      && digits[text[index + 1]] != nil
  }
}
