import Records

/// A Japanese verb, told from the stem before its ます: 付き is 付く, 起き is 起きる, 支給し is 支給する.
struct JapaneseVerb: Hashable {
  enum Group: Hashable {
    /// 付く, 戻す: the ending's vowel changes.
    case changing
    /// 起きる, 与える: る falls off.
    case falling
    /// する and nouns with it.
    case suru
    /// 来る.
    case kuru
  }

  /// Before ます.
  let stem: String
  let group: Group

  /// Nil where nobody can tell from the stem alone.
  init?(stem: String) {
    let scalars = Array(stem.unicodeScalars)
    guard let last = scalars.last else { return nil }
    self.stem = stem
    if stem.hasSuffix("来") {
      group = .kuru
    } else if last == "し" {
      guard let ending = PlainForm.ending(afterStem: String(stem.dropLast())) else { return nil }
      group = ending == "する" ? .suru : .changing
    } else if Self.eRow.contains(last) || last == "じ" {
      group = .falling
    } else if last.isKanji {
      guard Self.fallingKanji.contains(last) else { return nil }
      group = .falling
    } else if Self.dictionary[last] != nil {
      group = Self.isFalling(stem, scalars) ? .falling : .changing
    } else {
      return nil
    }
  }

  /// 付く, 起きる, 支給する.
  var plain: String {
    switch group {
    case .changing: body + last(Self.dictionary)
    case .falling: stem + "る"
    case .suru: body + "する"
    case .kuru: stem + "る"
    }
  }

  /// 付かない, 起きない, 支給しない.
  var negative: String {
    switch group {
    // ありません is ない.
    case .changing: isAru ? body.dropLast() + "ない" : body + last(Self.negatives) + "ない"
    case .falling, .suru, .kuru: stem + "ない"
    }
  }

  /// 付いた, 起きた, 支給した.
  var past: String {
    switch group {
    // 行きます is the one that doubles.
    case .changing: isIku ? body + "った" : body + last(Self.pasts)
    case .falling, .suru, .kuru: stem + "た"
    }
  }

  private var body: String { String(stem.dropLast()) }
  private var isAru: Bool { stem == "あり" || stem.hasSuffix("があり") || stem.hasSuffix("はあり") || stem.hasSuffix("であり") }
  private var isIku: Bool { stem.hasSuffix("行き") || stem.hasSuffix("ていき") }

  private func last(_ endings: [Unicode.Scalar: String]) -> String {
    stem.unicodeScalars.last.flatMap { endings[$0] } ?? ""
  }

  private static let eRow = Set("えけげせぜてでねへべぺめれ".unicodeScalars)
  private static let dictionary: [Unicode.Scalar: String] = [
    "い": "う", "き": "く", "ぎ": "ぐ", "し": "す", "ち": "つ", "に": "ぬ", "び": "ぶ", "み": "む", "り": "る",
  ]
  private static let negatives: [Unicode.Scalar: String] = [
    "い": "わ", "き": "か", "ぎ": "が", "し": "さ", "ち": "た", "に": "な", "び": "ば", "み": "ま", "り": "ら",
  ]
  private static let pasts: [Unicode.Scalar: String] = [
    "い": "った", "き": "いた", "ぎ": "いだ", "し": "した", "ち": "った", "に": "んだ", "び": "んだ", "み": "んだ", "り": "った",
  ]
  /// 見ます, 出ます: stems of one character.
  private static let fallingKanji = Set("見出得着似煮寝経居診干射".unicodeScalars)
  /// Stems that end as those of the changing group do and are none.
  private static let fallingStems = [
    "でき", "出来", "起き", "生き", "尽き", "飽き", "過ぎ", "すぎ", "落ち", "満ち", "朽ち", "伸び", "延び", "浴び", "帯び", "滅び", "詫び", "用い",
    "率い", "報い", "強い", "老い", "悔い", "試み", "省み", "顧み", "染み", "てみ", "でみ", "借り", "足り", "降り", "下り", "懲り", "ひき起き",
  ]

  private static func isFalling(_ stem: String, _ scalars: [Unicode.Scalar]) -> Bool {
    if fallingStems.contains(where: stem.hasSuffix) { return true }
    // 開いています, 会場にいます: the verb is い itself; もらい and 使い are not.
    guard scalars.last == "い", scalars.count > 1 else { return stem == "い" }
    return "てでにがはも、".unicodeScalars.contains(scalars[scalars.count - 2])
  }
}
