/// Passwords and keys that a text announces in words: `password: …`, `the password of the printer is …`, `パスワードは「…」`.
enum AnnouncedSecret {
  private static let verbs = WordList(["is", "was", "reads", "has been set to", "is set to"])
  /// Marks that open a quotation, and those that close it, after folding.
  private static let closings: [UInt32: UInt32] = [
    0x22: 0x22, 0x27: 0x27, 0x60: 0x60, 0x300C: 0x300D, 0x300E: 0x300F, 0x201C: 0x201D, 0x28: 0x29,
  ]
  /// Signs of a sentence in full width, which end a value although their narrow forms may stand in one.
  private static let sentenceSigns: Set<UInt32> = [0xFF01, 0xFF08, 0xFF09, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F]
  private static let phrases = WordList(["passphrase", "パスフレーズ"])
  private static let pin = PersonalDataText("暗証番号").folded

  /// The secret that a word at a place announces.
  static func range(in text: PersonalDataText, at start: Int) -> Range<Int>? {
    guard let word = text.first(of: SecretRules.words, at: start), !text.isAlphanumeric(start - 1) else { return nil }
    let isPin = text.has(pin, at: start)
    let isPhraseAsked = text.first(of: phrases, at: start) != nil
    // A colon, an equals sign, or は at once; the last two also with 及び and と before them.
    if let sign = sign(in: text, after: word.upperBound), let found = value(in: text, at: sign) {
      if isSecret(text, found.range, isQuoted: found.isQuoted, least: isPin ? 4 : 8) { return found.range }
      if !isPin, isPhrase(text, found.range), isPhraseAsked || found.isQuoted || endsLine(text, found.range) {
        return found.range
      }
    }
    if isPhraseAsked, let sign = sign(in: text, after: word.upperBound), let words = quotedWords(in: text, at: sign) {
      return words
    }
    guard let verb = verb(in: text, after: word.upperBound), let found = value(in: text, at: verb) else { return nil }
    if isPhraseAsked, isPhrase(text, found.range) { return found.range }
    return isMixed(text, found.range) ? found.range : nil
  }

  /// The whole of a text, where it is no more than one word that looks like a secret.
  static func whole(_ text: PersonalDataText) -> Range<Int>? {
    guard let found = value(in: text, at: 0), text.isWhole(found.range) || found.isQuoted else { return nil }
    return isPhrase(text, found.range) || isMixed(text, found.range)
      || isSecret(text, found.range, isQuoted: true, least: 8)
      ? found.range : nil
  }

  private static func sign(in text: PersonalDataText, after end: Int) -> Int? {
    let index = skipSpaces(in: text, at: end)
    guard index < text.count, [0x3A, 0x3D, 0x306F].contains(text.folded[index]) else { return nil }
    return index + 1
  }

  /// Behind `is`, with what the password opens in between: `password of the label printer is`.
  private static func verb(in text: PersonalDataText, after end: Int) -> Int? {
    var index = end
    while index < min(text.count, end + 48), ![0x0A, 0x2E, 0x3B].contains(text.folded[index]) {
      if text.folded[index] == 0x20, let verb = text.first(of: verbs, at: index + 1),
        !text.isAlphanumeric(verb.upperBound)
      {
        return verb.upperBound
      }
      index += 1
    }
    return nil
  }

  private static func skipSpaces(in text: PersonalDataText, at start: Int) -> Int {
    var index = start
    while index < text.count, text.folded[index] == 0x20 { index += 1 }
    return index
  }

  /// ASCII signs of any width without a space; in quotation marks to the mark that closes them, otherwise without what ends
  /// the sentence behind them.
  private static func value(in text: PersonalDataText, at start: Int) -> (range: Range<Int>, isQuoted: Bool)? {
    let first = skipSpaces(in: text, at: start)
    guard first < text.count else { return nil }
    func end(_ from: Int, _ closing: UInt32?) -> Int {
      var end = from
      while end < text.count, isSign(text.original[end].value), text.folded[end] != closing { end += 1 }
      return end
    }
    if let closing = closings[text.folded[first]] {
      let end = end(first + 1, closing)
      if end > first + 1, end < text.count, text.folded[end] == closing { return (first + 1..<end, true) }
    }
    let isOpened = closings[text.folded[first]] != nil
    let from = isOpened ? first + 1 : first
    var end = end(from, nil)
    while end > from, [0x2E, 0x2C, 0x3B, 0x3A, 0x22, 0x27, 0x60].contains(text.folded[end - 1]) { end -= 1 }
    return end > from ? (from..<end, false) : nil
  }

  /// ASCII, its full-width forms, and the apostrophes and hyphens that programs put in their place.
  private static func isSign(_ value: UInt32) -> Bool {
    switch value {
    case 0x21...0x7E, 0x2010, 0x2011, 0x2018, 0x2019, 0x2212: true
    case 0xFF01...0xFF5E: !sentenceSigns.contains(value)
    default: false
    }
  }

  private static func endsLine(_ text: PersonalDataText, _ range: Range<Int>) -> Bool {
    range.upperBound == text.count || [0x0A, 0x2E, 0x3002].contains(text.folded[range.upperBound])
  }

  /// Three words or more in quotation marks: `“correct horse battery staple”`.
  private static func quotedWords(in text: PersonalDataText, at start: Int) -> Range<Int>? {
    let first = skipSpaces(in: text, at: start) + 1
    guard first < text.count, let closing = closings[text.folded[first - 1]] else { return nil }
    var (end, spaces) = (first, 0)
    while end < min(text.count, first + 80), text.folded[end] != closing {
      guard text.isAlphanumeric(end) || text.folded[end] == 0x20 else { return nil }
      if text.folded[end] == 0x20 { spaces += 1 }
      end += 1
    }
    return spaces >= 2 && end - first >= 12 && end < text.count && text.folded[end] == closing ? first..<end : nil
  }

  /// Letters and digits among eight signs or more; in quotation marks among six.
  private static func isSecret(_ text: PersonalDataText, _ range: Range<Int>, isQuoted: Bool, least: Int) -> Bool {
    let hasDigit = range.contains { text.isDigit($0) }
    let hasLetter = range.contains { text.isAlphanumeric($0) && !text.isDigit($0) }
    if least < 8 { return hasDigit && range.count >= least }
    return hasDigit && hasLetter && range.count >= (isQuoted ? 6 : least)
  }

  /// Small letters and digits, as codes of forms and products seldom have them: behind `is` stands anything.
  private static func isMixed(_ text: PersonalDataText, _ range: Range<Int>) -> Bool {
    let isSmall: (Unicode.Scalar) -> Bool = { 0x61...0x7A ~= $0.value || 0xFF41...0xFF5A ~= $0.value }
    return range.count >= 8 && range.contains { text.isDigit($0) } && text.original[range].contains(where: isSmall)
  }

  /// `correct-horse-battery-staple`: three words or more with signs between them.
  private static func isPhrase(_ text: PersonalDataText, _ range: Range<Int>) -> Bool {
    range.count >= 12 && range.count { text.folded[$0] == 0x2D || text.folded[$0] == 0x5F } >= 2
      && range.allSatisfy { text.isAlphanumeric($0) || text.folded[$0] == 0x2D || text.folded[$0] == 0x5F }
  }
}
