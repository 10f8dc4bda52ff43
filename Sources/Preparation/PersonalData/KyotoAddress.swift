/// Addresses of Kyoto's old quarters, which go by the streets that cross: `京都市中京区烏丸通御池上る二条殿町552`.
///
/// Up, down, east or west from a crossing stands in no other address, so that one number at the end is enough.
enum KyotoAddress {
  private static let beginnings = WordList([
    "京都府京都市", "京都市", "上京区", "中京区", "下京区", "左京区", "右京区", "西京区", "東山区", "山科区", "伏見区",
  ])
  private static let turns = WordList([
    "上る", "上ル", "下る", "下ル", "上がる", "下がる", "東入", "西入", "東入る", "西入る", "東入ル", "西入ル", "入る", "入ル",
  ])
  /// One of these alone may stand within the name of a quarter.
  private static let connecting: Set<UInt32> = Set("のがつりケヶ".unicodeScalars.map(\.value))
  private static let longest = 48

  /// The address that begins at a place.
  static func range(in text: PersonalDataText, at start: Int) -> Range<Int>? {
    guard let beginning = text.first(of: beginnings, at: start) else { return nil }
    var index = beginning.upperBound
    var hasTurn = false
    while index < min(text.count, start + longest) {
      if let turn = text.first(of: turns, at: index) {
        hasTurn = true
        index = turn.upperBound
      } else if hasTurn, text.isDigit(index) || numberOfPlot(text, index) {
        guard let end = number(in: text, at: index) else { return nil }
        return start..<end
      } else if text.isKanji(index) || text.isKatakana(index) || text.isDigit(index) || text.folded[index] == 0x20
        || connecting.contains(text.folded[index])
      {
        index += 1
      } else {
        return nil
      }
    }
    return nil
  }

  /// 五番地 in kanji; 二丁目 and 三条町 are parts of names.
  private static func numberOfPlot(_ text: PersonalDataText, _ start: Int) -> Bool {
    var index = start
    while text.isNumeral(index) { index += 1 }
    return index > start && text.has(plot, at: index)
  }

  private static let plot = PersonalDataText("番地").folded

  /// The end of `552`, `552-1`, `552番地の1`; nothing that it would count stands behind.
  private static func number(in text: PersonalDataText, at start: Int) -> Int? {
    var index = start
    while true {
      while text.isNumeral(index) { index += 1 }
      if let block = text.first(of: AddressRule.blocks, at: index) { index = block.upperBound }
      guard index < text.count, text.folded[index] == 0x2D || text.folded[index] == 0x306E, text.isNumeral(index + 1)
      else { break }
      index += 1
    }
    return text.isKanji(index) || text.isKatakana(index) || text.isAlphanumeric(index) ? nil : index
  }
}
