/// Passwords and keys that a text announces in words: `password: …`, `the password of the printer is …`, `パスワードは「…」`.
enum AnnouncedSecret {
  private static let verbs = WordList(["is", "was", "reads", "has been set to", "is set to"])
  private static let closings: [UInt32: UInt32] = [
    0x22: 0x22, 0x27: 0x27, 0x60: 0x60, 0x300C: 0x300D, 0x201C: 0x201D, 0x28: 0x29,
  ]
  private static let phrase = PersonalDataText("passphrase").folded
  private static let pin = PersonalDataText("暗証番号").folded

  /// The secret that a word at a place announces.
  static func range(in text: PersonalDataText, at start: Int) -> Range<Int>? {
    guard let word = text.first(of: SecretRules.words, at: start), !text.isAlphanumeric(start - 1) else { return nil }
    let isPin = text.has(pin, at: start)
    // A colon, an equals sign, or は at once; the last two also with 及び and と before them.
    if let sign = sign(in: text, after: word.upperBound), let found = value(in: text, at: sign) {
      if isSecret(text, found.range, isQuoted: found.isQuoted, least: isPin ? 4 : 8) { return found.range }
    }
    guard let verb = verb(in: text, after: word.upperBound), let found = value(in: text, at: verb) else { return nil }
    if text.has(phrase, at: start), isPhrase(text, found.range) { return found.range }
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

  /// ASCII signs without a space, in quotation marks or not; without the full stop behind them.
  private static func value(in text: PersonalDataText, at start: Int) -> (range: Range<Int>, isQuoted: Bool)? {
    var first = skipSpaces(in: text, at: start)
    var closing: UInt32?
    if first < text.count, let mark = closings[text.original[first].value] {
      closing = mark
      first += 1
    }
    var end = first
    while end < text.count, 0x21...0x7E ~= text.original[end].value, ![0x22, 0x27, 0x60].contains(text.folded[end]) {
      end += 1
    }
    let isQuoted = end < text.count && closing == text.original[end].value
    while end > first, !isQuoted, [0x2E, 0x2C, 0x3B, 0x3A].contains(text.folded[end - 1]) { end -= 1 }
    return end > first ? (first..<end, isQuoted) : nil
  }

  /// Letters and digits among eight signs or more; in quotation marks among six.
  private static func isSecret(_ text: PersonalDataText, _ range: Range<Int>, isQuoted: Bool, least: Int) -> Bool {
    let hasDigit = range.contains { text.isDigit($0) }
    let hasLetter = range.contains { text.isAlphanumeric($0) && !text.isDigit($0) }
    if least < 8 { return hasDigit && range.count >= least }
    return hasDigit && hasLetter && range.count >= (isQuoted ? 6 : least)
  }

  /// Small and large letters and digits, as no code of a form or a product has them: behind `is` stands anything.
  private static func isMixed(_ text: PersonalDataText, _ range: Range<Int>) -> Bool {
    let scalars = range.map { text.original[$0] }
    return range.count >= 8 && range.contains { text.isDigit($0) } && scalars.contains { 0x61...0x7A ~= $0.value }
  }

  /// `correct-horse-battery-staple`: three words or more with signs between them.
  private static func isPhrase(_ text: PersonalDataText, _ range: Range<Int>) -> Bool {
    range.count >= 12 && range.count { text.folded[$0] == 0x2D || text.folded[$0] == 0x5F } >= 2
      && range.allSatisfy { text.isAlphanumeric($0) || text.folded[$0] == 0x2D || text.folded[$0] == 0x5F }
  }
}
