/// What programs send to be let in: the password of a link, `postgres://report:…@db…`, and the token of a header,
/// `Authorization: Bearer …`.
enum Credentials {
  private static let scheme = PersonalDataText("://").folded
  private static let headers = WordList([
    "bearer ", "authorization: basic ", "authorization:basic ", "authorization: token ",
  ])
  /// What manuals write where everybody puts his own.
  private static let placeholders = Set(["password", "passwd", "pass", "pw", "pwd", "secret", "token", "パスワード"])
  private static let longest = 128
  private static let leastToken = 16

  static func range(in text: PersonalDataText, at start: Int) -> Range<Int>? {
    password(in: text, at: start) ?? token(in: text, at: start)
  }

  /// Between the colon and the sign of a link that names who opens it.
  private static func password(in text: PersonalDataText, at start: Int) -> Range<Int>? {
    guard text.has(scheme, at: start), text.isAlphanumeric(start - 1) else { return nil }
    var colon: Int?
    var index = start + scheme.count
    // The last sign before the host: a password may have one of its own.
    var sign: Int?
    while index < min(text.count, start + longest), 0x21...0x7E ~= text.original[index].value,
      !"/\"<>`".unicodeScalars.contains(text.original[index])
    {
      if text.folded[index] == 0x3A, colon == nil { colon = index }
      if text.folded[index] == 0x40 { sign = index }
      index += 1
    }
    guard let colon, let sign, colon + 1 < sign, text.isAlphanumeric(sign + 1) || text.has([0x5B], at: sign + 1) else {
      return nil
    }
    let range = colon + 1..<sign
    let words = text.words(range)
    let isPlaceholder =
      placeholders.contains(words.lowercased()) || ["$", "{", "%", "[", "("].contains(String(words.prefix(1)))
      || Set(words).count == 1
    return isPlaceholder ? nil : range
  }

  /// Sixteen signs of a token or more, with a digit.
  private static func token(in text: PersonalDataText, at start: Int) -> Range<Int>? {
    guard let header = text.first(of: headers, at: start), !text.isAlphanumeric(start - 1) else { return nil }
    var end = header.upperBound
    while end < text.count, 0x21...0x7E ~= text.original[end].value,
      text.isAlphanumeric(end) || "-._~+/=".unicodeScalars.contains(text.original[end])
    {
      end += 1
    }
    // The full stop of the sentence.
    while end > header.upperBound, text.folded[end - 1] == 0x2E { end -= 1 }
    let range = header.upperBound..<end
    return range.count >= leastToken && range.contains { text.isDigit($0) } ? range : nil
  }
}
