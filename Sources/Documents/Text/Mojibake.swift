import Records

/// Repairs text that somebody read in the wrong encoding and saved again: `cafÃ©` was `café`, `縺薙ｓ` was `こん`.
///
/// Only what is certain is repaired: a stretch must be valid in the encoding that it came from, say something that people
/// write, and stand where it makes sense. `MARQUÉ…` would be valid as well (as `MARQUɅ`), and stays.
enum Mojibake {
  /// A line as it should have been, or nil where nothing is certainly wrong.
  static func repaired(_ line: String) -> String? {
    guard line.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
    if let text = readAsShiftJIS(line) ?? readAsWestern(line) { return text }
    var scalars = Array(line.unicodeScalars)
    var isChanged = false
    // Some texts went through it twice, hardly any more often than three times.
    for _ in 0..<4 {
      guard let next = decodedOnce(scalars) else { break }
      scalars = next
      isChanged = true
    }
    // Of what is beyond repair, this would be no more than a change.
    if !isGarbled(line), let next = withoutControls(scalars) {
      scalars = next
      isChanged = true
    }
    return isChanged ? String(String.UnicodeScalarView(scalars)) : nil
  }

  /// Whether a line is beyond repair: UTF-8 read as Shift_JIS, of which bytes were lost.
  static func isGarbled(_ line: String) -> Bool { shiftJISMarks(line) >= 3 || holdsBrokenShiftJIS(line) }

  // MARK: - Japanese

  /// What the first bytes of kana in UTF-8 look like in Shift_JIS.
  private static func shiftJISMarks(_ line: String) -> Int {
    line.unicodeScalars.count { "縺繧繝縲".unicodeScalars.contains($0) }
  }

  private static func readAsShiftJIS(_ line: String) -> String? {
    guard shiftJISMarks(line) >= 2 || line.unicodeScalars.contains(where: leads.contains),
      let bytes = CharacterConversion.bytes(of: line, in: "CP932"), let text = String(validating: bytes, as: UTF8.self),
      kana(text) >= 2 || isJapanese(text)
    else { return nil }
    return text
  }

  /// Kanji that the first two bytes of kana and kanji in UTF-8 look like in Shift_JIS. All are rare, and a text with a
  /// common one next to them is not valid as UTF-8.
  private static let leads: Set<Unicode.Scalar> = {
    let codes = (UInt8(0xE3)...0xE9).flatMap { first in (UInt8(0x80)...0xBF).flatMap { [first, $0] } }
    let text = CharacterConversion.toUTF8(codes, from: "CP932")?.bytes ?? []
    return Set(String(decoding: text, as: UTF8.self).unicodeScalars).subtracting(["\u{FFFD}"])
  }()

  /// Whether all that is not ASCII is Japanese, and two characters or more: six bytes are not valid by accident.
  private static func isJapanese(_ text: String) -> Bool {
    let wide = text.unicodeScalars.filter { $0.value >= 0x80 }
    return wide.count >= 2
      && wide.allSatisfy { $0.isJapanese && !(0xFF61...0xFF9F).contains($0.value) || $0.isWide || $0.isWideMark }
  }

  /// Whether pieces between lost bytes are what Japanese in UTF-8 looks like in Shift_JIS.
  private static func holdsBrokenShiftJIS(_ line: String) -> Bool {
    guard line.unicodeScalars.contains("\u{FFFD}"), line.unicodeScalars.contains(where: leads.contains) else {
      return false
    }
    let pieces = line.split { $0 == "\u{FFFD}" || $0.isASCII }
    var (found, wrong) = (0, 0)
    for piece in pieces {
      guard let bytes = CharacterConversion.bytes(of: String(piece), in: "CP932") else { return false }
      for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
        if scalar == "\u{FFFD}" {
          wrong += 1
        } else if isJapanese(String([Character(scalar), Character(scalar)])) {
          found += 1
        }
      }
    }
    return found >= 2 && found > wrong
  }

  /// Shift_JIS or EUC-JP read as Western text: `‚±‚ñ`, `¤³¤ó`.
  private static func readAsWestern(_ line: String) -> String? {
    let marks = line.unicodeScalars.count { "\u{82}\u{83}‚ƒ¤¥".unicodeScalars.contains($0) }
    guard marks >= 3, let bytes = WesternPage.windows.bytes(of: line) ?? WesternPage.latin.bytes(of: line) else {
      return nil
    }
    for result in [JapaneseMultibyte.fromEUC(bytes), CharacterConversion.toUTF8(bytes, from: "CP932")] {
      guard let result, result.invalid == 0, let text = String(validating: result.bytes, as: UTF8.self) else {
        continue
      }
      let wide = text.unicodeScalars.count { $0.value >= 0x80 }
      let japanese = text.unicodeScalars.count { $0.isJapanese && !(0xFF61...0xFF9F).contains($0.value) }
      if kana(text) >= 3, japanese * 10 >= wide * 7 { return text }
    }
    return nil
  }

  private static func kana(_ text: String) -> Int {
    text.unicodeScalars.count { (0x3041...0x30FE).contains($0.value) }
  }

  // MARK: - UTF-8 read as a Western page

  private static func decodedOnce(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar]? {
    let wide = scalars.count { $0.value >= 0x80 }
    var best: (score: [Int], sequences: [Sequence])?
    for page in WesternPage.all {
      let sequences = page.sequences(in: scalars).filter { $0.certainty != .none }
      guard let score = score(sequences, wide: wide) else { continue }
      if best.map({ $0.score.lexicographicallyPrecedes(score) }) ?? true { best = (score, sequences) }
    }
    guard let best else { return nil }
    var out: [Unicode.Scalar] = []
    var position = 0
    for sequence in best.sequences {
      out += scalars[position..<sequence.range.lowerBound] + [sequence.scalar]
      position = sequence.range.upperBound
    }
    return out + scalars[position...]
  }

  /// How well a page explains the letters of a line beyond ASCII; nil where it may be an accident. Where it leaves some
  /// unexplained, two sequences must each be certain by themselves, or one that is three bytes long.
  private static func score(_ sequences: [Sequence], wide: Int) -> [Int]? {
    guard !sequences.isEmpty else { return nil }
    let covered = sequences.reduce(0) { $0 + $1.range.count }
    let left = wide - covered
    let certain = sequences.filter { $0.isCertain }
    let isExplained =
      left == 0
      ? !certain.isEmpty || Set(sequences.map(\.scalar)).count >= 2
      : certain.count >= 2 || certain.contains { $0.range.count >= 3 }
    guard isExplained, left <= covered else { return nil }
    return [covered - left, certain.count, sequences.count { $0.scalar.isAlphabetic }]
  }

  /// U+0080 to U+009F are letters of Windows that somebody took for Latin-1; no text has them otherwise.
  private static func withoutControls(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar]? {
    guard scalars.contains(where: { (0x80...0x9F).contains($0.value) }) else { return nil }
    var out: [Unicode.Scalar] = []
    for scalar in scalars {
      guard (0x80...0x9F).contains(scalar.value) else {
        out.append(scalar)
        continue
      }
      guard let letter = WesternPage.windows.scalar(of: UInt8(scalar.value)), letter != scalar else { return nil }
      out.append(letter)
    }
    return out
  }

  /// Scalars that are the bytes of one scalar in UTF-8.
  struct Sequence {
    var range: Range<Int>
    var scalar: Unicode.Scalar
    fileprivate var certainty = Certainty.none
    fileprivate var isCertain: Bool { certainty == .alone }
  }

  fileprivate enum Certainty { case none, inCompany, alone }
}

extension Mojibake.Sequence {
  /// How sure it is that the scalar was meant.
  fileprivate func certainty(in text: [Unicode.Scalar]) -> Mojibake.Certainty {
    let plausible = Self.plausibility(of: scalar.value)
    guard plausible == .alone, range.count == 2 else { return plausible }
    let (lead, next) = (text[range.lowerBound], text[range.lowerBound + 1])
    let before = range.lowerBound > 0 ? text[range.lowerBound - 1].properties : nil
    let after = range.upperBound < text.count ? text[range.upperBound].properties : nil
    let isBefore = before?.isAlphabetic ?? false
    let isAfter = after?.isAlphabetic ?? false
    if next == "\u{A0}" {
      return (lead == "Ã" || lead == "Â") && isBefore && after?.isLowercase ?? false ? .alone : .inCompany
    }
    // `RETWEET SE VOCÊ…`: a word in capitals, and a sign behind it.
    if lead.isUppercase, before?.isUppercase ?? false, !isAfter { return .none }
    if "‘’‚‛“”„…–—".unicodeScalars.contains(next), !(isBefore && isAfter) { return .inCompany }
    guard scalar.value >= 0xC0 else { return lead == "Â" ? .alone : .inCompany }
    return isAfter || isBefore && !next.isUppercase ? .alone : .inCompany
  }

  /// By what the scalar is: letters and signs of European and Japanese texts may stand alone, letters of other scripts
  /// come in company.
  private static func plausibility(of value: UInt32) -> Mojibake.Certainty {
    switch value {
    case 0xA0...0x17E, 0x218...0x21B, 0x1EA0...0x1EF9, 0x2010...0x2044, 0x20AC, 0x2122, 0x2190...0x2BFF,
      0x3000...0x30FF, 0xFB01, 0xFB02, 0xFF00...0xFFEF, 0xFFFD, 0x1F000...0x1FAFF:
      .alone
    case 0x2C0...0x52F, 0x590...0x6FF, 0x900...0xEFF, 0x3400...0x9FFF, 0xAC00...0xD7A3, 0xFE00...0xFE0F: .inCompany
    default: .none
    }
  }
}

/// A set of 256 characters, one for each byte.
struct WesternPage: Sendable {
  private let bytes: [Unicode.Scalar: UInt8]
  private let scalars: [Unicode.Scalar?]

  /// The pages that UTF-8 is most often mistaken for, the likeliest first.
  static let all = [windows, latin] + ["CP1251", "MACINTOSH", "ISO-8859-2", "CP1250", "CP437"].map(WesternPage.init)
  static let windows = WesternPage("CP1252")
  static let latin = WesternPage("ISO-8859-1")

  private init(_ name: String) {
    var bytes: [Unicode.Scalar: UInt8] = [:]
    var scalars: [Unicode.Scalar?] = (0..<0x80).map { Unicode.Scalar($0) }
    // One byte a line, so that one conversion tells them all.
    let lines = CharacterConversion.toUTF8((UInt8(0x80)...0xFF).flatMap { [$0, 0x0A] }, from: name)?.bytes ?? []
    for (index, line) in lines.split(separator: 0x0A, omittingEmptySubsequences: false).prefix(0x80).enumerated() {
      let byte = UInt8(0x80 + index)
      let found = String(decoding: line, as: UTF8.self).unicodeScalars.first
      // Bytes that a page leaves free pass through programs as they are.
      let scalar = found.flatMap { $0 == "\u{FFFD}" ? nil : $0 } ?? Unicode.Scalar(byte)
      scalars.append(scalar)
      if bytes[scalar] == nil { bytes[scalar] = byte }
    }
    self.bytes = bytes
    self.scalars = scalars
  }

  func scalar(of byte: UInt8) -> Unicode.Scalar? { scalars[Int(byte)] }

  /// The bytes of a text; nil where it holds a character that the page lacks.
  func bytes(of text: String) -> [UInt8]? {
    var out: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard let byte = byte(of: scalar) else { return nil }
      out.append(byte)
    }
    return out
  }

  private func byte(of scalar: Unicode.Scalar) -> UInt8? { scalar.isASCII ? UInt8(scalar.value) : bytes[scalar] }

  /// Every stretch whose bytes are one scalar in UTF-8, or one surrogate pair in CESU-8.
  func sequences(in text: [Unicode.Scalar]) -> [Mojibake.Sequence] {
    var out: [Mojibake.Sequence] = []
    var index = 0
    while index < text.count {
      guard !text[index].isASCII, let sequence = sequence(in: text, at: index) else {
        index += 1
        continue
      }
      var found = sequence
      found.certainty = sequence.certainty(in: text)
      out.append(found)
      index = sequence.range.upperBound
    }
    return out
  }

  private func sequence(in text: [Unicode.Scalar], at start: Int) -> Mojibake.Sequence? {
    guard let lead = bytes[text[start]] else { return nil }
    let length =
      switch lead {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    guard length > 0, let bytes = self.tail(of: text, at: start, length) else { return nil }
    if let scalar = String(validating: bytes, as: UTF8.self)?.unicodeScalars.first {
      return Mojibake.Sequence(range: start..<start + length, scalar: scalar)
    }
    guard lead == 0xED, let pair = self.tail(of: text, at: start, 6), let scalar = Self.surrogatePair(pair) else {
      return nil
    }
    return Mojibake.Sequence(range: start..<start + 6, scalar: scalar)
  }

  private func tail(of text: [Unicode.Scalar], at start: Int, _ length: Int) -> [UInt8]? {
    guard start + length <= text.count else { return nil }
    let found = text[start..<start + length].compactMap { bytes[$0] }
    return found.count == length ? found : nil
  }

  private static func surrogatePair(_ bytes: [UInt8]) -> Unicode.Scalar? {
    func unit(_ start: Int) -> UInt32 {
      UInt32(bytes[start] & 0x0F) << 12 | UInt32(bytes[start + 1] & 0x3F) << 6 | UInt32(bytes[start + 2] & 0x3F)
    }
    let (high, low) = (unit(0), unit(3))
    guard bytes[3] == 0xED, (0xD800...0xDBFF).contains(high), (0xDC00...0xDFFF).contains(low) else { return nil }
    return Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
  }
}
