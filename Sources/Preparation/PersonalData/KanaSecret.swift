/// Passwords with kana or kanji in them, as people make them up: パスワードはうみねこ2024である.
///
/// Rules for passwords are worded alike (パスワードは英数字8文字以上とする). What tells the value apart is that digits end it and
/// the sentence ends right behind, with no counter between.
enum KanaSecret {
  private static let announcements = WordList(["パスワード", "パスフレーズ"])
  private static let endings = WordList([
    "です", "である", "だ", "とする", "とします", "に設定", "に変更", "に変わ", "に統一", "。", "」", "』", "\n", "(", "）",
  ])
  /// What bounds a length or a time, or names a kind of sign, rather than being a password.
  private static let bounds = WordList([
    "最", "約", "計", "少なくとも", "半角", "全角", "英数", "英字", "数字", "文字", "以上", "以下", "でも", "から", "まで", "より", "ごと", "毎",
    "年", "月", "第", "規程", "様式", "番号", "手順", "を", "場合", "では",
  ])
  private static let least = 5
  private static let most = 32

  /// The value behind the word for a password that ends at a place.
  static func range(in text: PersonalDataText, after end: Int) -> Range<Int>? {
    guard (1...7).contains(where: { text.first(of: announcements, at: end - $0)?.upperBound == end }),
      let sign = AnnouncedSecret.sign(in: text, after: end)
    else { return nil }
    var start = AnnouncedSecret.skipSpaces(in: text, at: sign)
    if text.has([0x300C], at: start) || text.has([0x300E], at: start) { start += 1 }
    var index = start
    while index < min(text.count, start + most), isLetter(text, index), !text.isDigit(index) {
      if text.first(of: bounds, at: index) != nil { return nil }
      index += 1
    }
    let hasJapanese = (start..<index).contains { !text.isAlphanumeric($0) }
    let digits = index
    while text.isDigit(index) { index += 1 }
    guard hasJapanese, index - digits >= 2, index - start >= least,
      index == text.count || text.first(of: endings, at: index) != nil
    else { return nil }
    return start..<index
  }

  private static func isLetter(_ text: PersonalDataText, _ index: Int) -> Bool {
    text.isHiragana(index) || text.isKatakana(index) || text.isKanji(index) || text.isAlphanumeric(index)
  }
}
