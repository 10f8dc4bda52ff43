/// Numbers that belong to somebody, told apart by length, grouping and check digit.
enum NumberRules {
  static let phoneWords = WordList([
    "reached on", "reached at", "dial", "電話", "でんわ", "tel", "携帯", "fax", "ファックス", "ファクス", "phone", "mobile", "連絡先",
    "直通", "内線代表",
    "call us", "call ", "phone number", "which number",
  ])
  /// What announces a number that is nobody's.
  private static let codeWords = WordList([
    "型番", "品番", "部品番号", "注文番号", "製造番号", "伝票番号", "管理番号", "シリアル", "図番", "図面番号", "製品番号", "部品コード", "製品コード",
    "part no", "part number", "drawing no", "drawing number", "product number", "order no", "order number",
    "serial", "item no", "article", "model", "sku", "ref no",
  ])
  static let postalWords = WordList([
    "〒", "郵便番号", "郵便の宛先", "郵便の送付先", "郵便物の宛先", "郵便物の送付先", "zip", "postal code", "postcode",
  ])
  private static let addressWords = WordList(["住所", "所在地", "送付先", "郵送先", "宛先", "郵便", "postal", "address"])
  private static let sortWords = WordList(["sort code", "sort-code", "sortcode"])
  private static let routingWords = WordList(["routing", "aba number", "aba no"])
  private static let corporateWords = WordList(["法人番号", "登録番号", "corporate number", "インボイス"])
  static let accountWords = WordList([
    "(普)", "(当)", "口座番号", "口座", "普通預金", "当座預金", "貯蓄預金", "普通", "当座", "account number", "account no", "a/c no", "acc no",
  ])
  private static let bankWords = WordList(["銀行", "信用金庫", "信用組合", "農協", "支店", "預金", "貯金", "口座", "bank", "account"])
  private static let symbolWords = WordList(["記号"])
  private static let numberWords = WordList(["番号"])
  private static let areaWords = WordList(["市外局番"])

  /// The values among a run of groups; the longest that begins at a group is taken.
  static func values(
    of run: DigitGroups, in text: PersonalDataText, addresses: [PersonalData] = []
  ) -> [PersonalData] {
    var found: [PersonalData] = []
    var first = 0
    while first < run.groups.count {
      var next = first + 1
      for last in stride(from: min(run.groups.count, first + 5) - 1, through: first, by: -1) {
        let part = run.part(first...last)
        guard stands(part, in: text), let kind = kind(of: part, in: text, addresses) else { continue }
        // Four groups of four are no number of three.
        let neighbours = [first - 1, last + 1].filter(run.groups.indices.contains).map { run.groups[$0].count }
        if part.groups.count > 1, kind == .myNumber || kind == .card, neighbours.contains(4) { continue }
        var start = part.range.lowerBound
        if part.hasPlus || (start > 0 && text.folded[start - 1] == 0x28 && kind == .phone) { start -= 1 }
        let range = start..<part.range.upperBound
        found.append(PersonalData(kind: kind, start: range.lowerBound, end: range.upperBound, text: text.words(range)))
        next = last + 1
        break
      }
      first = next
    }
    return found
  }

  /// Whether a number begins and ends here, and is no part of a longer one, a decimal or a code.
  private static func stands(_ part: DigitGroups, in text: PersonalDataText) -> Bool {
    let before = part.range.lowerBound - 1
    let after = part.range.upperBound
    let isJoined: (Int, Int) -> Bool = { sign, digit in
      guard text.folded.indices.contains(sign) else { return false }
      return [0x2C, 0x2E, 0x2F].contains(text.folded[sign]) && text.isDigit(digit)
    }
    if isJoined(before, before - 1) || isJoined(after, after + 1) { return false }
    if text.isAlphanumeric(after) || (after < text.count && text.folded[after] == 0x5F) { return false }
    // T and thirteen digits: a corporate number as invoices give it.
    let isInvoice = before >= 0 && text.folded[before] == 0x74 && !text.isAlphanumeric(before - 1)
    return !text.isAlphanumeric(before) || (isInvoice && part.digits.count == 13)
  }

  private static func kind(
    of part: DigitGroups, in text: PersonalDataText, _ addresses: [PersonalData]
  ) -> PersonalDataKind? {
    if !part.hasPlus {
      if isCard(part) { return .card }
      if isMyNumber(part) { return .myNumber }
      if isCorporate(part, in: text) { return .corporateNumber }
      if isAccount(part, in: text) { return .bankAccount }
      if isPostal(part, in: text, addresses) { return .postalCode }
    }
    return isPhone(part, in: text) ? .phone : nil
  }

  /// ISO/IEC 7812: Luhn's digit, and a brand's own beginning, length and groups.
  static func isCard(_ part: DigitGroups) -> Bool {
    let digits = part.digits
    guard 14...19 ~= digits.count, luhn(digits) else { return false }
    guard [[4, 4, 4, 4], [4, 6, 5], [4, 6, 4], [digits.count]].contains(part.lengths) else { return false }
    let two = digits[0] * 10 + digits[1]
    let four = two * 100 + digits[2] * 10 + digits[3]
    switch digits.count {
    case 14: return two == 36 || two == 38 || two == 39 || 300...305 ~= four / 10
    case 15: return two == 34 || two == 37
    case 16:
      return digits[0] == 4 || 51...55 ~= two || 2221...2720 ~= four || 3528...3589 ~= four || four == 6011
        || two == 65 || two == 62
    default: return two == 62
    }
  }

  private static func luhn(_ digits: [Int]) -> Bool {
    var sum = 0
    for (place, digit) in digits.reversed().enumerated() {
      let doubled = place % 2 == 1 ? digit * 2 : digit
      sum += doubled > 9 ? doubled - 9 : doubled
    }
    return sum % 10 == 0 && digits.contains { $0 != 0 }
  }

  /// The check digit of 個人番号: 平成26年総務省令第85号, article 5.
  static func isMyNumber(_ part: DigitGroups) -> Bool {
    let digits = part.digits
    guard digits.count == 12, [[12], [4, 4, 4]].contains(part.lengths), Set(digits).count > 1 else { return false }
    var sum = 0
    for place in 1...11 { sum += digits[11 - place] * (place <= 6 ? place + 1 : place - 5) }
    let rest = sum % 11
    return digits[11] == (rest <= 1 ? 0 : 11 - rest)
  }

  /// The check digit of 法人番号: 平成26年財務省令第70号, article 2. A digit in nine fits by chance, and bar codes have as
  /// many digits; what is announced by nothing and checks as a bar code is taken for one.
  private static func isCorporate(_ part: DigitGroups, in text: PersonalDataText) -> Bool {
    let digits = part.digits
    guard digits.count == 13, [[13], [1, 4, 4, 4]].contains(part.lengths), digits[0] != 0 else { return false }
    var sum = 0
    for place in 1...12 { sum += digits[13 - place] * (place % 2 == 1 ? 1 : 2) }
    guard digits[0] == 9 - sum % 9 else { return false }
    let start = part.range.lowerBound
    if start > 0, text.folded[start - 1] == 0x74 { return true }
    if text.isAnnounced(by: corporateWords, before: start) { return true }
    var code = 0
    for (place, digit) in digits.reversed().enumerated() { code += digit * (place % 2 == 1 ? 3 : 1) }
    return code % 10 != 0
  }

  private static func isAccount(_ part: DigitGroups, in text: PersonalDataText) -> Bool {
    let start = part.range.lowerBound
    // ゆうちょ銀行: a symbol of five digits and a number of up to eight.
    if part.lengths.count == 2, part.lengths[0] == 5, 6...8 ~= part.lengths[1], part.digits[0] == 1 {
      return text.isAnnounced(by: bankWords, before: start, reach: 24)
    }
    if isPostalAccount(part, in: text) || isBritishAccount(part, in: text) || isAmericanAccount(part, in: text) {
      return true
    }
    guard part.groups.count == 1, 6...12 ~= part.digits.count else { return false }
    guard text.isAnnounced(by: accountWords, before: start, reach: 18) else { return false }
    // 普通 and 当座 are words of their own; seven digits after them are an account where a bank is named.
    return part.digits.count == 7 || text.isAnnounced(by: bankWords, before: start, reach: 40)
  }

  /// 記号12150 番号12345671, each of them announced: the first begins with 1 and ends with 0, the second ends with 1.
  private static func isPostalAccount(_ part: DigitGroups, in text: PersonalDataText) -> Bool {
    let start = part.range.lowerBound
    guard part.groups.count == 1, text.isAnnounced(by: bankWords, before: start, reach: 40) else { return false }
    switch part.digits.count {
    case 5:
      return part.digits[0] == 1 && part.digits[4] == 0 && text.isAnnounced(by: symbolWords, before: start, reach: 5)
    case 6...8:
      return part.digits[part.digits.count - 1] == 1 && text.isAnnounced(by: numberWords, before: start, reach: 5)
        && text.isAnnounced(by: symbolWords, before: start, reach: 16)
    default: return false
    }
  }

  /// A sort code, such as `12-34-56`, with the eight digits of the account or where it is announced, and the eight digits
  /// after one.
  private static func isBritishAccount(_ part: DigitGroups, in text: PersonalDataText) -> Bool {
    let start = part.range.lowerBound
    switch part.lengths {
    case [2, 2, 2, 8]:
      // The same sign between the pairs, as people write it; spaces alone where a bank is named.
      let signs = part.groups[..<2].map { text.folded[$0.upperBound] }
      return signs == [0x2D, 0x2D] || text.isAnnounced(by: sortWords, before: start, reach: 24)
        || text.isAnnounced(by: bankWords, before: start, reach: 24)
    case [2, 2, 2], [6]: return text.isAnnounced(by: sortWords, before: start, reach: 16)
    case [8]:
      return text.isAnnounced(by: sortWords, before: start, reach: 60)
        && text.isAnnounced(by: bankWords, before: start, reach: 16)
    default: return false
    }
  }

  /// The nine digits of a bank's routing number, the last of which checks the others, and the account behind one.
  private static func isAmericanAccount(_ part: DigitGroups, in text: PersonalDataText) -> Bool {
    guard part.groups.count == 1 else { return false }
    let start = part.range.lowerBound
    if part.digits.count == 9, text.isAnnounced(by: routingWords, before: start, reach: 24) {
      let weights = [3, 7, 1, 3, 7, 1, 3, 7, 1]
      return zip(part.digits, weights).reduce(0) { $0 + $1.0 * $1.1 } % 10 == 0
    }
    return 6...17 ~= part.digits.count && text.isAnnounced(by: routingWords, before: start, reach: 60)
      && text.isAnnounced(by: bankWords, before: start, reach: 20)
  }

  private static func isPostal(_ part: DigitGroups, in text: PersonalDataText, _ addresses: [PersonalData]) -> Bool {
    guard part.digits.count == 7, part.lengths == [3, 4] || part.lengths == [7] else { return false }
    let start = part.range.lowerBound
    if text.isAnnounced(by: postalWords, before: start, reach: 12) { return true }
    guard part.lengths == [3, 4], text.folded[part.groups[0].upperBound] == 0x2D else { return false }
    var next = part.range.upperBound
    while next < text.count, next < part.range.upperBound + 3, text.folded[next] == 0x20 { next += 1 }
    if text.first(of: AddressRule.prefectures, at: next) != nil { return true }
    guard !text.isAnnounced(by: codeWords, before: start) else { return false }
    if text.isAnnounced(by: addressWords, before: start, reach: 12) { return true }
    // An address after it, also on the next line, or just before it.
    return addresses.contains { 0...6 ~= $0.start - part.range.upperBound || 0...4 ~= start - $0.end }
  }

  /// British numbers by their usual groups: `0113 496 0123`, `020 7946 0018`, `01632 960001`, `07700 900123`.
  private static func isBritish(_ part: DigitGroups, in text: PersonalDataText) -> Bool {
    let digits = part.digits
    guard digits.count == 11, digits[0] == 0, !text.isAnnounced(by: codeWords, before: part.range.lowerBound) else {
      return false
    }
    // Part numbers have hyphens where people put a space into a number of many digits.
    let hasSpaces = part.groups.dropLast().allSatisfy { text.folded[$0.upperBound] != 0x2D }
    switch part.lengths {
    case [4, 3, 4]: return [1, 2, 3, 8].contains(digits[1])
    case [3, 4, 4]: return digits[1] == 2 && [0, 3, 4, 8, 9].contains(digits[2])
    case [5, 6], [5, 3, 3]: return hasSpaces && (digits[1] == 1 || digits[1] == 7)
    default: return false
    }
  }

  /// 09012345678 and 07700900123: mobile numbers without any separator.
  private static func isPlainMobile(_ part: DigitGroups, in text: PersonalDataText) -> Bool {
    let digits = part.digits
    guard part.lengths == [11], digits[0] == 0 else { return false }
    let isJapanese = [7, 8, 9].contains(digits[1]) && digits[2] == 0 && digits[3] != 0
    let isBritish = digits[1] == 7 && [1, 2, 3, 4, 5, 7, 8, 9].contains(digits[2])
    return (isJapanese || isBritish) && !text.isAnnounced(by: codeWords, before: part.range.lowerBound)
  }

  /// 0081-3-1234-5678: the prefix of calls abroad and a country. Of other countries than Japan and Britain only where a
  /// telephone is named, since part numbers begin with zeros too.
  private static func isInternational(_ part: DigitGroups, in text: PersonalDataText) -> Bool {
    let digits = part.digits
    guard digits.count > 11, digits[0] == 0, digits[1] == 0, digits[2] > 1, 12...15 ~= digits.count else {
      return false
    }
    let start = part.range.lowerBound
    if text.isAnnounced(by: codeWords, before: start) { return false }
    if text.isAnnounced(by: phoneWords, before: start) { return true }
    let country = digits[2] * 10 + digits[3]
    return (country == 81 || country == 44) && part.lengths[0] == 4 && part.groups.count > 2
      && (part.lengths.last ?? 0) > 2
  }

  /// Whether a letter goes on behind a hyphen, `045-123-4567-X`, but for an extension's, `-x12`, or the word right before names a
  /// code, with no more than は, a colon or `is` between.
  private static func isCode(_ part: DigitGroups, in text: PersonalDataText) -> Bool {
    var index = part.range.upperBound + 1
    if text.has([0x2D], at: index - 1), text.isAlphanumeric(index),
      text.folded[index] != 0x78 || !text.isDigit(index + 1),
      text.first(of: extensions, at: index) == nil
    {
      while text.isAlphanumeric(index) { index += 1 }
      if index - part.range.upperBound <= 4 { return true }
    }
    let start = part.range.lowerBound
    for first in max(0, start - 24)..<start {
      if let word = text.first(of: codeWords, at: first), word.upperBound <= start,
        text.folded[word.upperBound..<start].allSatisfy(betweens.contains)
          || text.folded[word.upperBound..<start].elementsEqual(verb)
      {
        return true
      }
    }
    return false
  }

  private static let extensions = WordList(["ext"])
  private static let betweens: Set<UInt32> = Set(" :=#.は「".unicodeScalars.map(\.value))
  private static let verb = PersonalDataText(" is ").folded

  private static func isPhone(_ part: DigitGroups, in text: PersonalDataText) -> Bool {
    let digits = part.digits
    let lengths = part.lengths
    if isCode(part, in: text) { return false }
    if part.hasPlus { return 8...15 ~= digits.count && digits[0] != 0 }
    if isBritish(part, in: text) || isPlainMobile(part, in: text) || isInternational(part, in: text) { return true }
    // 市外局番0742、27-8812.
    if [2, 3, 4].contains(lengths[0]), lengths.count == 2, lengths[1] == 4 {
      return text.isAnnounced(by: areaWords, before: part.range.lowerBound, reach: 12)
    }
    if digits[0] == 0, digits.count > 1, digits[1] != 0 {
      switch digits.count {
      case 10:
        if [[2, 4, 4], [3, 3, 4], [4, 2, 4], [5, 1, 4], [4, 3, 3]].contains(lengths) { return true }
      case 11:
        let isMobile = digits[2] == 0 && [2, 5, 7, 8, 9].contains(digits[1])
        if lengths == [3, 4, 4] && isMobile || lengths == [4, 3, 4] && digits.starts(with: [0, 8, 0, 0]) {
          return true
        }
      default: return false
      }
      return lengths.count == 1 && text.isAnnounced(by: phoneWords, before: part.range.lowerBound)
    }
    // North America: neither area nor exchange begins with 0 or 1.
    guard lengths == [3, 3, 4], digits[0] > 1, digits[3] > 1 else { return false }
    let start = part.range.lowerBound
    return text.isAnnounced(by: phoneWords, before: start) || (start > 0 && text.folded[start - 1] == 0x28)
      || text.folded[part.groups[0].upperBound] == 0x2D
  }
}
