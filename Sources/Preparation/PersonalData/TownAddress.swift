/// Japanese addresses that begin with a town: `松本市中央1-2-3`, `横浜市中区本町1丁目2番3号`.
///
/// Without a prefecture a town's sign may stand in any word (`都市`, `市場`, `工区`), so more is asked of the number: two
/// parts at least, and what stands between town and number must be a place's name and no sentence.
enum TownAddress {
  private static let signs: Set<UInt32> = scalars("市区町村")
  /// Words of which a town's sign is a part.
  private static let otherWords = [
    "都市", "地区", "工区", "学区", "校区", "特区", "管区", "選挙区", "鉱区", "市区", "市町", "町村", "各市", "当市", "同市", "他市", "全市", "両市", "見本市",
    "朝市", "農村", "漁村", "山村",
  ].map { PersonalDataText($0).folded }
  /// What follows the sign in `市場`, `市内`, `区分` and the like.
  private static let continuations: Set<UInt32> = scalars("内場販民役議立営街分域画間別切制")
  /// What comes before a town without being a part of its name.
  private static let labels = WordList([
    "所在地", "住所", "本社", "本店", "支店", "支社", "営業所", "工場", "事務所", "送付先", "宛先", "会場", "場所", "現在", "在住",
  ])
  /// Towns written in hiragana.
  private static let hiragana = WordList([
    "さいたま", "つくば", "いわき", "さくら", "みどり", "ひたちなか", "かすみがうら", "つくばみらい", "かほく", "あわら", "いなべ", "うるま",
    "うきは", "えびの", "おいらせ", "かつらぎ", "さぬき", "たつの", "つがる", "にかほ", "ふじみ野", "みやま", "みよし", "むつ", "あきる野", "あま",
    "いすみ", "いちき串木野", "せたな", "まんのう", "東かがわ",
  ])
  /// One of these alone may stand within a place's name.
  private static let connecting: Set<UInt32> = scalars("のがつり")
  /// With one of these begins no place's name of hiragana, but a phrase.
  private static let particles: Set<UInt32> = scalars("にではをとかへも")
  private static let ends: Set<UInt32> = scalars("。、，．「」（）()：:;；\n\t・！？!?")

  private static func scalars(_ text: String) -> Set<UInt32> { Set(text.unicodeScalars.map(\.value)) }

  /// The address whose first town's sign stands at a place; it begins before it, at `least` or later.
  static func range(in text: PersonalDataText, sign: Int, notBefore least: Int) -> Range<Int>? {
    guard signs.contains(text.folded[sign]), let start = beginning(in: text, of: sign, notBefore: least) else {
      return nil
    }
    guard !otherWords.contains(where: { text.has($0, at: sign + 1 - $0.count) }) else { return nil }
    var index = sign + 1
    while index < min(text.count, sign + 18), !ends.contains(text.folded[index]) {
      let isFirstDigit = text.isNumeral(index) && !text.isNumeral(index - 1)
      if isFirstDigit, let number = number(in: text, at: index) {
        return isPlace(text, sign + 1..<index, isStrong: number.isStrong, sign: sign) ? start..<number.end : nil
      }
      index += 1
    }
    return nil
  }

  private static func beginning(in text: PersonalDataText, of sign: Int, notBefore least: Int) -> Int? {
    for start in stride(from: sign - 1, through: max(least, sign - 6), by: -1) {
      if let name = text.first(of: hiragana, at: start), name.upperBound == sign { return start }
    }
    var start = sign
    // 諏訪郡下諏訪町: with its county a town's name is longer.
    let longest = text.folded[max(least, sign - 6)..<sign].contains(0x90E1) ? 9 : 5
    while start > least, sign - start < longest, text.isKanji(start - 1) || text.isKatakana(start - 1),
      !(1...3).contains(where: { length in
        guard start >= length, let label = text.first(of: labels, at: start - length) else { return false }
        return label.upperBound == start
      })
    {
      start -= 1
    }
    return start < sign ? start : nil
  }

  /// Whether what stands between the sign and the number is a part of an address.
  private static func isPlace(_ text: PersonalDataText, _ range: Range<Int>, isStrong: Bool, sign: Int) -> Bool {
    var between = range
    while let last = between.last, text.folded[last] == 0x20 { between = between.dropLast() }
    while let first = between.first, text.folded[first] == 0x20 { between = between.dropFirst() }
    // A ward has quarters; a quarter has its number at once.
    guard let first = between.first else {
      // 旭川市4条通9丁目.
      if gridNumber(in: text, at: range.upperBound) != nil { return true }
      // 諏訪郡下諏訪町4611-40: the county tells a town from a quarter's name.
      let isInCounty = text.folded[max(0, sign - 6)..<sign].contains(0x90E1)
      return isStrong && text.folded[sign] == 0x753A || isInCounty && [0x753A, 0x6751].contains(text.folded[sign])
    }
    guard text.folded[first] != 0x306E, isStrong || !continuations.contains(text.folded[first]) else { return false }
    if between.count == 1, continuations.contains(text.folded[first]) { return false }
    var index = first
    while index < between.upperBound {
      guard text.isHiragana(index) else {
        let isPart =
          text.isKanji(index) || text.isKatakana(index) || text.folded[index] == 0x20
          || (isStrong && text.isNumeral(index))
        if !isPart { return false }
        index += 1
        continue
      }
      let begin = index
      while index < between.upperBound, text.isHiragana(index) { index += 1 }
      if index - begin == 1 ? !connecting.contains(text.folded[begin]) : index - begin == 2 { return false }
      if index - begin > 2, particles.contains(text.folded[begin]) { return false }
    }
    return true
  }

  /// The end of `1-2-3`, `1丁目2番3号`, `三丁目5-7`, `1234番地5`; weak is `1-2` with nothing counted after it.
  private static func number(in text: PersonalDataText, at start: Int) -> (end: Int, isStrong: Bool)? {
    if let end = gridNumber(in: text, at: start) { return (end, true) }
    var index = start
    var parts: [Range<Int>] = []
    var blocks = 0
    var isLot = false
    var end = start
    while text.isNumeral(index) {
      let first = index
      while text.isNumeral(index) { index += 1 }
      parts.append(first..<index)
      end = index
      guard let block = text.first(of: AddressRule.blocks, at: index) else {
        guard index < text.count, text.folded[index] == 0x2D, text.isDigit(index + 1) else { break }
        index += 1
        continue
      }
      blocks += 1
      isLot = isLot || text.has(Self.lot, at: index)
      index = block.upperBound
      end = index
      if index < text.count, text.folded[index] == 0x2D || text.folded[index] == 0x306E { index += 1 }
    }
    if isLot { return (end, true) }
    guard parts.count > 1, parts.allSatisfy({ $0.count <= 4 }), !isDate(text, parts) else { return nil }
    if blocks > 0 || parts.count > 2 {
      return parts.count <= 5 && isFree(text, end, ofUnits: blocks == 0) ? (end, true) : nil
    }
    return isFree(text, end, ofUnits: true) ? (end, false) : nil
  }

  /// The end of `3条西6丁目`, `3条西6丁目1-2`, `四条通九丁目12番地`: towns of Hokkaido are laid out in rows and blocks.
  private static func gridNumber(in text: PersonalDataText, at start: Int) -> Int? {
    var index = start
    while text.isNumeral(index) { index += 1 }
    guard text.has(row, at: index) else { return nil }
    index += 1
    if text.has(street, at: index) { index += 1 }
    if index < text.count, quarters.contains(text.folded[index]) { index += 1 }
    let second = index
    while text.isNumeral(index) { index += 1 }
    guard index > second, text.has(block, at: index) else { return nil }
    index += block.count
    var end = index
    while text.isDigit(index) {
      while text.isDigit(index) { index += 1 }
      let block = text.first(of: AddressRule.blocks, at: index)
      index = block?.upperBound ?? index
      // What the number counts is no part of the address: 6丁目3軒.
      let goesOn = text.isDigit(block == nil && text.has([0x2D], at: index) ? index + 1 : index)
      guard goesOn || isFree(text, index, ofUnits: true) else { break }
      end = index
      if index < text.count, text.folded[index] == 0x2D || text.folded[index] == 0x306E { index += 1 }
    }
    return end
  }

  private static let row = PersonalDataText("条").folded
  private static let street = PersonalDataText("通").folded
  private static let block = PersonalDataText("丁目").folded
  private static let quarters: Set<UInt32> = scalars("東西南北")
  private static let lot = PersonalDataText("番地").folded

  private static func isDate(_ text: PersonalDataText, _ parts: [Range<Int>]) -> Bool {
    guard parts[0].count == 4, parts.count < 4, text.isDigit(parts[0].lowerBound) else { return false }
    let year = parts[0].reduce(0) { $0 * 10 + Int(text.folded[$1]) - 0x30 }
    return 1900...2100 ~= year && parts.dropFirst().allSatisfy { $0.count <= 2 }
  }

  /// Nothing that the last number would count, and no more of a code.
  private static func isFree(_ text: PersonalDataText, _ end: Int, ofUnits: Bool) -> Bool {
    guard end < text.count else { return true }
    if text.isAlphanumeric(end) || text.folded[end] == 0x2D { return false }
    if [0x2C, 0x2E, 0x2F].contains(text.folded[end]), text.isDigit(end + 1) { return false }
    return !ofUnits || !(text.isKanji(end) || text.isKatakana(end) || text.folded[end] == 0x25)
  }
}
