/// British postcodes, such as `LS1 4AB`: an area of Royal Mail's, a district, and a digit with two letters.
///
/// Part numbers look alike, so a postcode counts where it is announced, stands at an address, follows a town's name and a
/// comma, or is all that the text holds.
enum UKPostcode {
  private static let areas = Set(
    ("AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU "
      + "GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX "
      + "PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN "
      + "WR WS WV YO ZE")
      .split(separator: " ").map(String.init))
  private static let inward = Set("ABDEFGHJLNPQRSTUWXYZ".unicodeScalars.map(\.value))
  private static let words = WordList(["postcode", "post code", "postal", "address", "住所", "所在地", "郵便"])

  static func values(in text: PersonalDataText, addresses: [PersonalData]) -> [PersonalData] {
    var found: [PersonalData] = []
    var index = 0
    while index < text.count {
      guard !text.isAlphanumeric(index - 1), let end = end(in: text, at: index),
        text.isWhole(index..<end) || text.isAnnounced(by: words, before: index, reach: 24)
          || addresses.contains(where: { 0...40 ~= index - $0.end && text.isOneLine($0.end..<index) })
          || followsTown(text, index)
      else {
        index += 1
        continue
      }
      found.append(PersonalData(kind: .postalCode, start: index, end: end, text: text.words(index..<end)))
      index = end
    }
    return found
  }

  private static func isCapital(_ text: PersonalDataText, _ index: Int) -> Bool {
    index >= 0 && index < text.count && 0x41...0x5A ~= text.original[index].value
  }

  private static func end(in text: PersonalDataText, at start: Int) -> Int? {
    var index = start
    var area = ""
    while isCapital(text, index), area.count < 3 {
      area.unicodeScalars.append(text.original[index])
      index += 1
    }
    guard areas.contains(area), text.isDigit(index) else { return nil }
    index += 1
    // A second digit, or in London a letter.
    if text.isDigit(index) || isCapital(text, index) { index += 1 }
    guard index + 3 < text.count, text.folded[index] == 0x20, text.isDigit(index + 1) else { return nil }
    let letters = [index + 2, index + 3]
    guard letters.allSatisfy({ isCapital(text, $0) && inward.contains(text.original[$0].value) }),
      !text.isAlphanumeric(index + 4), index + 4 >= text.count || text.folded[index + 4] != 0x2D
    else { return nil }
    return index + 4
  }

  /// Whether `…, Leeds ` or `Leeds, ` stands before: a word with a capital, and a comma at its one end or the other.
  private static func followsTown(_ text: PersonalDataText, _ start: Int) -> Bool {
    func isLetter(_ index: Int) -> Bool { text.isAlphanumeric(index) && !text.isDigit(index) }
    var index = start - 1
    guard index > 0, text.folded[index] == 0x20 else { return false }
    index -= 1
    let hasComma = text.folded[index] == 0x2C
    if hasComma { index -= 1 }
    let last = index
    while isLetter(index) { index -= 1 }
    guard last - index >= 3, isCapital(text, index + 1), !isCapital(text, index + 2) else { return false }
    return hasComma || (index > 0 && text.folded[index] == 0x20 && text.folded[index - 1] == 0x2C)
  }
}
