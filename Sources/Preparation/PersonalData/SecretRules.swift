/// Keys, passwords, addresses of mail and IBANs: words without spaces.
enum SecretRules {
  /// How keys of well-known services begin, and the least number of scalars that follow.
  private static let beginnings: [(words: [UInt32], least: Int)] = [
    ("AKIA", 16), ("ASIA", 16), ("ghp_", 30), ("gho_", 30), ("ghu_", 30), ("ghs_", 30), ("ghr_", 30),
    ("github_pat_", 30), ("glpat-", 20), ("xoxb-", 20), ("xoxa-", 20), ("xoxp-", 20), ("xoxr-", 20), ("xoxs-", 20),
    ("AIza", 35), ("sk-", 20), ("sk_live_", 16), ("sk_test_", 16), ("rk_live_", 16), ("hf_", 30), ("npm_", 30),
    ("pypi-", 40),
    ("dop_v1_", 40), ("SG.", 40), ("eyJ", 40), ("GOCSPX-", 20), ("ya29.", 30),
  ].map { (Array($0.0.unicodeScalars.map(\.value)), $0.1) }
  /// Addresses of which the rest lets anybody write there.
  private static let webhooks = WordList([
    "hooks.slack.com/services/", "discord.com/api/webhooks/", "discordapp.com/api/webhooks/",
  ])
  private static let privateKey = Array("PRIVATE KEY-----".unicodeScalars.map(\.value))
  static let words = WordList(
    [
      "password", "passwd", "passphrase", "pass phrase", "pass-phrase", "pass word", "pw", "pwd", "secret access key",
      "secret_access_key", "secret key", "secret_key",
      "passcode", "pin code", "pin number", "pin", "pinコード", "パスコード",
      "access key", "access_key", "auth token", "auth_token", "api key", "api_key", "apikey", "access token",
      "access_token", "client_secret", "secret", "パスワード", "暗証番号", "パスフレーズ",
      "シークレットキー", "シークレットアクセスキー", "apiキー", "アクセスキー", "アクセストークン",
    ] + doorWords)
  /// What a few digits open.
  static let doorWords = [
    "door code", "gate code", "entry code", "alarm code", "keypad code", "ドアコード", "解錠番号", "開錠番号", "解錠コード", "開錠コード",
  ]
  /// 例.example and its like belong to nobody: RFC 2606, RFC 6761.
  private static let reserved = [
    "example.com", "example.org", "example.net", ".example", ".test", ".invalid", ".localhost",
  ]

  static func values(in text: PersonalDataText) -> [PersonalData] {
    var found: [PersonalData] = []
    var index = 0
    while index < text.count {
      found += AnnouncedSecret.column(in: text, at: index).map { secret($0, in: text) }
      guard let (kind, range) = value(in: text, at: index) else {
        index += 1
        continue
      }
      found.append(PersonalData(kind: kind, start: range.lowerBound, end: range.upperBound, text: text.words(range)))
      index = range.upperBound
    }
    return found
  }

  private static func value(in text: PersonalDataText, at index: Int) -> (PersonalDataKind, Range<Int>)? {
    if let range = Credentials.range(in: text, at: index) { return (.secret, range) }
    if text.folded[index] == 0x40 { return email(in: text, at: index).map { (.email, $0) } }
    if let sign = SpelledEmail.sign(in: text, at: index) {
      return SpelledEmail.range(in: text, sign: sign).map { (.email, $0) }
    }
    if !text.isAlphanumeric(index - 1) {
      if let range = webhook(in: text, at: index) ?? key(in: text, at: index) ?? MixedKey.range(in: text, at: index) {
        return (.secret, range)
      }
      if let range = iban(in: text, at: index) { return (.bankAccount, range) }
      if let range = IdentityNumber.range(in: text, at: index) { return (.identityNumber, range) }
    }
    return AnnouncedSecret.range(in: text, at: index).map { (.secret, $0) }
  }

  private static func isToken(_ value: UInt32) -> Bool {
    switch value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }

  private static func webhook(in text: PersonalDataText, at start: Int) -> Range<Int>? {
    guard let host = text.first(of: webhooks, at: start) else { return nil }
    var end = host.upperBound
    while end < text.count, isToken(text.original[end].value) || text.folded[end] == 0x2F { end += 1 }
    while end > start, text.folded[end - 1] == 0x2E { end -= 1 }
    return end - host.upperBound >= 20 ? start..<end : nil
  }

  /// A key by its beginning, in the letters' own case, with a digit and letters in it; a private key to its end.
  private static func key(in text: PersonalDataText, at start: Int) -> Range<Int>? {
    func own(_ words: [UInt32], at index: Int) -> Bool {
      guard index + words.count <= text.count else { return false }
      return words.indices.allSatisfy { text.original[index + $0].value == words[$0] }
    }
    for (words, least) in beginnings where own(words, at: start) {
      var end = start + words.count
      while end < text.count, isToken(text.original[end].value) { end += 1 }
      // The full stop of the sentence.
      while end > start, text.folded[end - 1] == 0x2E { end -= 1 }
      let hasDigit = (start + words.count..<end).contains { text.isDigit($0) }
      if end - start - words.count >= least, hasDigit { return start..<end }
    }
    guard own(privateKey, at: start) else { return nil }
    var end = start + privateKey.count
    while end < text.count, end < start + 8_000, !own(privateKey, at: end) { end += 1 }
    return start..<min(text.count, end < text.count ? end + privateKey.count : end)
  }

  /// What a question about a password or a key has for an answer, where it looks like one.
  static func asked(_ question: PersonalDataText, _ answer: PersonalDataText) -> PersonalData? {
    AnnouncedSecret.asked(question, answer).map { secret($0, in: answer) }
  }

  private static func secret(_ range: Range<Int>, in text: PersonalDataText) -> PersonalData {
    PersonalData(kind: .secret, start: range.lowerBound, end: range.upperBound, text: text.words(range))
  }

  /// The address around its sign.
  static func email(in text: PersonalDataText, at sign: Int) -> Range<Int>? {
    func isLocal(_ index: Int) -> Bool {
      text.isAlphanumeric(index) || (index >= 0 && [0x2E, 0x5F, 0x25, 0x2B, 0x2D].contains(text.folded[index]))
    }
    func isDomain(_ index: Int) -> Bool {
      text.isAlphanumeric(index) || (index < text.count && [0x2E, 0x2D].contains(text.folded[index]))
    }
    var start = sign
    while start > 0, isLocal(start - 1) { start -= 1 }
    var end = sign + 1
    while isDomain(end) { end += 1 }
    while end > sign, !text.isAlphanumeric(end - 1) { end -= 1 }
    guard start < sign, !isInLink(text, start) else { return nil }
    if let end = japaneseDomain(in: text, at: sign + 1) { return start..<end }
    guard end > sign + 1 else { return nil }
    var name = String.UnicodeScalarView()
    name.append(contentsOf: text.folded[sign + 1..<end].compactMap(Unicode.Scalar.init))
    let domain = String(name)
    let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count > 1, labels.allSatisfy({ !$0.isEmpty }), let last = labels.last, last.count > 1,
      last.allSatisfy(\.isLetter)
    else { return nil }
    let isReserved = reserved.contains { domain == $0 || domain.hasSuffix($0.hasPrefix(".") ? $0 : "." + $0) }
    return isReserved ? nil : start..<end
  }

  /// `https://user:password@host`: what stands before the sign opens a link, and is no mailbox.
  private static func isInLink(_ text: PersonalDataText, _ start: Int) -> Bool {
    guard start > 0, text.folded[start - 1] == 0x3A else { return false }
    var index = start - 1
    while index > max(0, start - 64), text.folded[index] > 0x20 {
      if text.has(scheme, at: index) { return true }
      index -= 1
    }
    return false
  }

  private static let scheme = PersonalDataText("://").folded

  /// The end of a domain with Japanese letters, such as 青葉.jp; what ends it is written in few letters, so that a sentence
  /// is none.
  private static func japaneseDomain(in text: PersonalDataText, at start: Int) -> Int? {
    func isLetter(_ index: Int) -> Bool {
      text.isAlphanumeric(index) || text.isKanji(index) || text.isHiragana(index) || text.isKatakana(index)
        || index < text.count && text.folded[index] == 0x2D
    }
    var index = start
    while isLetter(index), index < start + 64 { index += 1 }
    guard index > start, !(start..<index).allSatisfy({ text.folded[$0] < 0x80 }), index < text.count,
      text.folded[index] == 0x2E, let last = text.first(of: japaneseEndings, at: index),
      !text.isAlphanumeric(last.upperBound)
    else { return nil }
    return last.upperBound
  }

  private static let japaneseEndings = WordList([".co.jp", ".jp", ".com", ".net", ".org", ".biz", ".info", ".日本"])

  /// ISO 13616: two letters, two digits, and the remainder 1 by 97.
  private static func iban(in text: PersonalDataText, at start: Int) -> Range<Int>? {
    func isLetter(_ index: Int) -> Bool { text.isAlphanumeric(index) && !text.isDigit(index) }
    guard isLetter(start), isLetter(start + 1), text.isDigit(start + 2), text.isDigit(start + 3) else { return nil }
    var places: [Int] = []
    var index = start
    while index < text.count, places.count < 34 {
      if text.isAlphanumeric(index) {
        places.append(index)
      } else if text.folded[index] != 0x20 || places.count % 4 != 0 {
        break
      }
      index += 1
    }
    guard !text.isAlphanumeric(index) else { return nil }
    // What follows in words may look like more of it: the longest beginning that checks is taken.
    while places.count >= 15 {
      let turned = places[4...] + places[..<4]
      var rest = 0
      for place in turned {
        let value = Int(text.folded[place])
        rest = value <= 0x39 ? (rest * 10 + value - 0x30) % 97 : (rest * 100 + value - 0x57) % 97
      }
      if rest == 1, let last = places.last, !text.isAlphanumeric(last + 1) { return start..<last + 1 }
      places.removeLast()
    }
    return nil
  }
}
