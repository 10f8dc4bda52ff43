/// Passwords and keys that a text announces in words: `password: …`, `the password of the printer is …`, `パスワードは「…」`.
enum AnnouncedSecret {
  private static let verbs = WordList(["is", "was", "reads", "has been set to", "is set to"])
  /// Marks that open a quotation, and those that close it, after folding.
  private static let closings: [UInt32: UInt32] = [
    0x22: 0x22, 0x27: 0x27, 0x60: 0x60, 0x300C: 0x300D, 0x300E: 0x300F, 0x201C: 0x201D, 0x28: 0x29,
  ]
  /// Signs of a sentence in full width, which end a value although their narrow forms may stand in one.
  private static let sentenceSigns: Set<UInt32> = [0xFF01, 0xFF08, 0xFF09, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F]
  /// What also opens doors and names settings: only a long value, well mixed, is a secret.
  private static let keys = WordList([
    "鍵", "接続キー", "共有キー", "ストレージキー", "接続文字列", "account key", "accountkey", "storage key", "shared key",
    "signing key", "encryption key", "connection string",
  ])
  private static let phrases = WordList(["passphrase", "pass phrase", "pass-phrase", "パスフレーズ"])
  /// Short for a password, and the beginning of many a code.
  private static let shortWords = WordList(["pw", "pwd"])
  /// What a few digits are the whole of.
  private static let pins = WordList(
    ["暗証番号", "パスコード", "passcode", "pinコード", "pin code", "pin number", "pin"] + SecretRules.doorWords)
  private static let pin = PersonalDataText("pin").folded

  /// The secret that a word at a place announces.
  static func range(in text: PersonalDataText, at start: Int) -> Range<Int>? {
    guard let word = announcement(in: text, at: start) else { return key(in: text, at: start) }
    let isPin = text.first(of: pins, at: start) != nil
    let isPhraseAsked = text.first(of: phrases, at: start) != nil
    if let range = KanaSecret.range(in: text, after: word.upperBound) { return range }
    // A colon, an equals sign, or は at once; the last two also with 及び and と before them.
    if let sign = sign(in: text, after: word.upperBound), let found = value(in: text, at: sign) {
      if isSecret(text, found.range, isQuoted: found.isQuoted, least: isPin ? 4 : 8) { return found.range }
      if !isPin, isPhrase(text, found.range), isPhraseAsked || found.isQuoted || endsLine(text, found.range) {
        return found.range
      }
      if !isPin, found.isQuoted, isQuotedWord(text, found.range) { return found.range }
    }
    if isPhraseAsked, let sign = sign(in: text, after: word.upperBound), let words = quotedWords(in: text, at: sign) {
      return words
    }
    if let range = beside(text, word), isPin && isNumber(text, range) || isPlain(text, range) { return range }
    if let range = following(text, word, isPhrase: isPhraseAsked) { return range }
    guard let verb = verb(in: text, after: word.upperBound), let found = value(in: text, at: verb) else { return nil }
    if isPhraseAsked, isPhrase(text, found.range) { return found.range }
    return isMixed(text, found.range) || isPin && isNumber(text, found.range) ? found.range : nil
  }

  /// A word that announces a secret. A pin is one in capitals.
  private static func announcement(in text: PersonalDataText, at start: Int) -> Range<Int>? {
    guard let word = text.first(of: SecretRules.words, at: start), !text.isAlphanumeric(start - 1) else { return nil }
    if text.first(of: shortWords, at: start) == word {
      return text.isAlphanumeric(word.upperBound) || text.has([0x2D], at: word.upperBound) ? nil : word
    }
    guard text.has(pin, at: start) else { return word }
    let isCapital = [0x49, 0xFF29].contains(text.original[start + 1].value)
    return isCapital && !text.isAlphanumeric(word.upperBound) ? word : nil
  }

  /// The long value that a word for a key announces, at once or behind `is`.
  private static func key(in text: PersonalDataText, at start: Int) -> Range<Int>? {
    guard let word = text.first(of: keys, at: start), !text.isAlphanumeric(start - 1) else { return nil }
    guard let place = sign(in: text, after: word.upperBound) ?? verb(in: text, after: word.upperBound),
      let found = value(in: text, at: place), isLong(text, found.range)
    else { return nil }
    return found.range
  }

  /// Sixteen signs or more, small letters, capitals and digits among them.
  private static func isLong(_ text: PersonalDataText, _ range: Range<Int>) -> Bool {
    range.count >= 16 && isPlain(text, range) && text.original[range].contains { 0x41...0x5A ~= $0.value }
  }

  /// What a question has for an answer that asks for a password or a key, where it looks like one: the whole of the answer,
  /// or a word within it.
  static func asked(_ question: PersonalDataText, _ answer: PersonalDataText) -> Range<Int>? {
    let words = (0..<question.count).filter { announcement(in: question, at: $0) != nil }
    guard !words.isEmpty else {
      guard (0..<question.count).contains(where: { question.first(of: keys, at: $0) != nil }),
        let found = value(in: answer, at: 0), answer.isWhole(found.range), isLong(answer, found.range)
      else { return nil }
      return found.range
    }
    if let found = value(in: answer, at: 0), answer.isWhole(found.range) || found.isQuoted, !isLink(answer, found.range)
    {
      let isPin = words.contains { question.first(of: pins, at: $0) != nil } && !isCounted(question)
      if isPhrase(answer, found.range) || isMixed(answer, found.range) || isPin && isNumber(answer, found.range)
        || isSecret(answer, found.range, isQuoted: true, least: 8)
      {
        return found.range
      }
    }
    for index in 0..<answer.count where !isSign(answer, index - 1) {
      if let found = value(in: answer, at: index), found.range.lowerBound >= index, isPlain(answer, found.range) {
        return found.range
      }
    }
    return nil
  }

  private static let counts = WordList([
    "何年", "何月", "何桁", "何回", "何文字", "いつ", "how many", "how often", "how long", "when is", "when was", "when did",
    "when are",
    "which year", "what year",
  ])

  /// Whether a question asks for a number that is no password itself.
  private static func isCounted(_ question: PersonalDataText) -> Bool {
    (0..<question.count).contains { question.first(of: counts, at: $0) != nil }
  }

  // MARK: Tables

  /// The whole of the cell or of the line behind the one that the word stands in: `Wi-Fi password | Tora2026xyz`.
  private static func beside(_ text: PersonalDataText, _ word: Range<Int>) -> Range<Int>? {
    var index = word.upperBound
    while index < min(text.count, word.upperBound + 48), !isCellEnd(text, index) {
      // A sentence says more.
      if [0x2E, 0x3B, 0x3002, 0x3A].contains(text.folded[index]) { return nil }
      index += 1
    }
    guard index < text.count, isCellEnd(text, index) else { return nil }
    return cell(text, behind: index)
  }

  private static func isCellEnd(_ text: PersonalDataText, _ index: Int) -> Bool {
    text.folded[index] == 0x0A || text.folded[index] == 0x7C && index > 0 && text.folded[index - 1] == 0x20
  }

  /// A cell or a line that is one word.
  private static func cell(_ text: PersonalDataText, behind end: Int) -> Range<Int>? {
    guard let found = value(in: text, at: end + 1) else { return nil }
    let next = skipSpaces(in: text, at: found.isQuoted ? found.range.upperBound + 1 : found.range.upperBound)
    return next >= text.count || isCellEnd(text, next) ? found.range : nil
  }

  /// The cells of a table whose column is headed by the word at a place: `System | Password` above `Wi-Fi | Tora2026xyz`.
  static func column(in text: PersonalDataText, at start: Int) -> [Range<Int>] {
    guard announcement(in: text, at: start) != nil else { return [] }
    func line(at index: Int) -> Range<Int> {
      let first = text.folded[..<index].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      return first..<(text.folded[index...].firstIndex(of: 0x0A) ?? text.count)
    }
    func bars(_ range: Range<Int>) -> [Int] { range.filter { text.folded[$0] == 0x7C && isCellEnd(text, $0) } }
    let head = line(at: start)
    let count = bars(head).count
    // Only the first of the rows heads the others.
    guard count > 0, head.lowerBound == 0 || bars(line(at: head.lowerBound - 1)).isEmpty else { return [] }
    let column = bars(head.lowerBound..<start).count
    var found: [Range<Int>] = []
    var end = head.upperBound
    while end + 1 < text.count {
      let row = line(at: end + 1)
      let ends = bars(row)
      guard ends.count == count else { break }
      if let range = cell(text, behind: column == 0 ? row.lowerBound - 1 : ends[column - 1]), isPlain(text, range) {
        found.append(range)
      }
      end = row.upperBound
    }
    return found
  }

  /// Where the value begins behind a colon, an equals sign or は.
  static func sign(in text: PersonalDataText, after end: Int) -> Int? {
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

  static func skipSpaces(in text: PersonalDataText, at start: Int) -> Int {
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
  private static func isSign(_ text: PersonalDataText, _ index: Int) -> Bool {
    text.original.indices.contains(index) && isSign(text.original[index].value)
  }

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

  /// 「kirisawa」: a word of letters alone in corner brackets, where no example is given and nothing forbidden.
  private static func isQuotedWord(_ text: PersonalDataText, _ range: Range<Int>) -> Bool {
    guard range.count >= 4, text.has([0x300D], at: range.upperBound) || text.has([0x300F], at: range.upperBound),
      range.allSatisfy({ text.isAlphanumeric($0) || [0x2D, 0x5F, 0x2E].contains(text.folded[$0]) })
    else { return false }
    let first = range.upperBound + 1
    guard !examples.contains(where: { text.has($0, at: first) }) else { return false }
    let rest = first..<min(text.count, first + 16)
    let end = rest.first { text.folded[$0] == 0x3002 || text.folded[$0] == 0x0A } ?? rest.upperBound
    return !(first..<end).contains { text.first(of: refusals, at: $0) != nil }
  }

  private static let examples = ["など", "等", "のよう", "や", "または", "又は", "か", "「", "、「", "という", "の"].map {
    PersonalDataText($0).folded
  }
  private static let refusals = WordList(["ない", "なら", "ません", "禁", "避", "不可", "以外", "欄", "項目"])

  /// What stands right behind the word: `pass phrase Correct-Horse-7`, `password Tora2026xyz`. Behind `password` it must look
  /// like nothing else: digits between letters, or a sign that no name has.
  private static func following(_ text: PersonalDataText, _ word: Range<Int>, isPhrase: Bool) -> Range<Int>? {
    guard text.has([0x20], at: word.upperBound), let found = value(in: text, at: word.upperBound),
      found.range.lowerBound == word.upperBound + 1, isPlain(text, found.range),
      found.range.contains(where: { 0x41...0x5A ~= text.original[$0].value })
    else { return nil }
    if isPhrase { return found.range }
    let hasSign = found.range.dropLast().contains { "!#$%&*+?^".unicodeScalars.contains(text.original[$0]) }
    return hasSign || hasInnerDigits(text, found.range) ? found.range : nil
  }

  /// Digits with letters right before and behind them.
  private static func hasInnerDigits(_ text: PersonalDataText, _ range: Range<Int>) -> Bool {
    func isLetter(_ index: Int) -> Bool { range.contains(index) && text.isAlphanumeric(index) && !text.isDigit(index) }
    var index = range.lowerBound
    while index < range.upperBound {
      let first = index
      while text.isDigit(index), index < range.upperBound { index += 1 }
      if index > first, isLetter(first - 1), isLetter(index) { return true }
      index = max(index, first + 1)
    }
    return false
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

  /// What nothing but its look tells to be a secret: mixed, and no address of a page or a file.
  private static func isPlain(_ text: PersonalDataText, _ range: Range<Int>) -> Bool {
    guard isMixed(text, range), !isLink(text, range) else { return false }
    let ending = text.folded[range].lastIndex(of: 0x2E).map { $0 + 1..<range.upperBound }
    return ending.map { $0.count > 4 || $0.contains(where: text.isDigit) || $0.count < 2 } ?? true
  }

  private static let scheme = PersonalDataText("://").folded

  private static func isLink(_ text: PersonalDataText, _ range: Range<Int>) -> Bool {
    range.contains { text.has(scheme, at: $0) }
  }

  /// Four digits or more, and nothing else but the key that ends them on a keypad.
  private static func isNumber(_ text: PersonalDataText, _ range: Range<Int>) -> Bool {
    let hasKey = range.last.map { [0x23, 0x2A].contains(text.folded[$0]) } ?? false
    let digits = range.lowerBound..<range.upperBound - (hasKey ? 1 : 0)
    return 4...12 ~= digits.count && digits.allSatisfy(text.isDigit)
  }

  /// `correct-horse-battery-staple`: three words or more with signs between them.
  private static func isPhrase(_ text: PersonalDataText, _ range: Range<Int>) -> Bool {
    range.count >= 12 && range.count { text.folded[$0] == 0x2D || text.folded[$0] == 0x5F } >= 2
      && range.allSatisfy { text.isAlphanumeric($0) || text.folded[$0] == 0x2D || text.folded[$0] == 0x5F }
  }
}
