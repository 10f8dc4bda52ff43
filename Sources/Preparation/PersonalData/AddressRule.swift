/// Postal addresses down to a number: from a prefecture or a town (`TownAddress`) to 丁目, 番, 号 or 1-2-3, by the streets of
/// Kyoto (`KyotoAddress`), and those in English (`StreetAddress`).
enum AddressRule {
  /// The forty-seven prefectures.
  static let prefectures = WordList([
    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県", "群馬県", "埼玉県", "千葉県",
    "東京都", "神奈川県", "新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県", "愛知県", "三重県",
    "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県",
    "香川県", "愛媛県", "高知県", "福岡県", "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県",
  ])
  private static let municipalities: Set<UInt32> = Set("市区町村郡".unicodeScalars.map(\.value))
  static let blocks = WordList(["丁目", "番地", "番", "号"])
  private static let kanjiDigits: Set<UInt32> = Set("一二三四五六七八九十".unicodeScalars.map(\.value))
  /// What no place's name holds.
  private static let ends: Set<UInt32> = Set("。、，．「」（）()：:;；\n\t・！？!?".unicodeScalars.map(\.value))

  static func values(in text: PersonalDataText) -> [PersonalData] {
    var found: [PersonalData] = []
    var index = 0
    while index < text.count {
      guard
        let range = KyotoAddress.range(in: text, at: index) ?? japanese(in: text, at: index)
          ?? StreetAddress.range(in: text, at: index)
          ?? TownAddress.range(in: text, sign: index, notBefore: found.last?.end ?? 0)
      else {
        index += 1
        continue
      }
      found.append(
        PersonalData(kind: .address, start: range.lowerBound, end: range.upperBound, text: text.words(range)))
      index = range.upperBound
    }
    return found
  }

  private static func japanese(in text: PersonalDataText, at start: Int) -> Range<Int>? {
    guard let prefecture = text.first(of: prefectures, at: start) else { return nil }
    // A town within eight scalars, the number within twenty more.
    var index = prefecture.upperBound
    var town: Int?
    while index < min(text.count, (town ?? prefecture.upperBound) + 20), !ends.contains(text.folded[index]) {
      if municipalities.contains(text.folded[index]) { town = town ?? index }
      if town != nil, let end = number(in: text, at: index) { return start..<end }
      index += 1
    }
    return nil
  }

  /// The end of `1-2-3`, `三丁目5番7号`, `12番地`.
  private static func number(in text: PersonalDataText, at start: Int) -> Int? {
    func isNumber(_ index: Int) -> Bool {
      text.isDigit(index) || (index < text.count && kanjiDigits.contains(text.folded[index]))
    }
    var index = start
    var end: Int?
    while isNumber(index) {
      let first = index
      while isNumber(index) { index += 1 }
      if let block = text.first(of: blocks, at: index) {
        index = block.upperBound
        end = index
        if index < text.count, text.folded[index] == 0x2D || text.folded[index] == 0x306E { index += 1 }
      } else if index < text.count, text.folded[index] == 0x2D, text.isDigit(index + 1), text.isDigit(first) {
        index += 1
      } else {
        // The last number counts where another stood before it; 五 also begins words, such as 五階.
        if first > start, text.isDigit(first) || !continues(text, index) { end = index }
        break
      }
    }
    return end
  }

  /// Whether a number in kanji goes on as a word.
  private static func continues(_ text: PersonalDataText, _ index: Int) -> Bool {
    text.isKanji(index) || text.isKatakana(index) || (index < text.count && text.folded[index] == 0x3064)
  }
}
