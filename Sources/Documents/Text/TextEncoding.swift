import Foundation

/// The encodings that text files come in here, and which of them one is in.
enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "UTF-8"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"
  case shiftJIS = "Shift_JIS (CP932)"
  case eucJP = "EUC-JP"
  case iso2022JP = "ISO-2022-JP"
  case latin1 = "Windows-1252"

  /// A text, its encoding, and whether that had to be guessed from how likely the letters are.
  struct Decoded {
    var text: String
    var encoding: TextEncoding
    var isGuess: Bool
    /// Bytes that do not exist in the encoding; U+FFFD stands for each.
    var invalidBytes = 0
    /// U+0000, which no text has and nobody sees: left out.
    var nulls = 0
  }

  /// Decodes a whole file: by its mark where it has one, as UTF-8 where that is valid, else by what gives the most
  /// likely Japanese. Nil when it is no text at all.
  static func decode(_ data: Data) -> Decoded? {
    if let marked = decodeByMark(data) { return marked }
    if let wide = decodeUnmarkedUTF16(data) { return wide }
    guard data.contains(0) else { return decodeBytes(data) }
    let bytes = data.filter { $0 != 0 }
    let nulls = data.count - bytes.count
    // Some zero bytes are an accident; a file full of them, or of other control bytes, is no text.
    guard nulls * 20 <= data.count, bytes.filter(isControl).count * 100 <= bytes.count, var decoded = decodeBytes(bytes)
    else { return nil }
    decoded.nulls = nulls
    return decoded
  }

  /// What has neither a mark nor zero bytes.
  private static func decodeBytes(_ data: Data) -> Decoded? {
    if data.contains(0x1B), isISO2022(data) { return TextEncoding.iso2022JP.decoded(data, isGuess: false) }
    if let text = String(validating: data, as: UTF8.self) {
      return Decoded(text: text, encoding: .utf8, isGuess: false)
    }
    if let damaged = decodeDamagedUTF8(data) { return damaged }
    let candidates = [TextEncoding.shiftJIS, .eucJP, .latin1].compactMap { encoding -> (Decoded, Int)? in
      guard let decoded = encoding.decoded(data, isGuess: true) else { return nil }
      return (decoded, Self.likelihood(decoded.text))
    }
    return candidates.max { $0.1 < $1.1 }?.0
  }

  private static func decodeByMark(_ data: Data) -> Decoded? {
    let marks: [(TextEncoding, [UInt8])] = [
      (.utf8, [0xEF, 0xBB, 0xBF]), (.utf16LittleEndian, [0xFF, 0xFE]), (.utf16BigEndian, [0xFE, 0xFF]),
    ]
    for (encoding, mark) in marks where data.starts(with: mark) {
      return encoding.decoded(data.dropFirst(mark.count), isGuess: false)
    }
    return nil
  }

  /// UTF-8 that was cut off or damaged in a few places: of what is not ASCII, nearly all is valid.
  private static func decodeDamagedUTF8(_ data: Data) -> Decoded? {
    guard let decoded = TextEncoding.utf8.decoded(data, isGuess: false) else { return nil }
    let wide = decoded.text.unicodeScalars.count { $0.value >= 0x80 && $0.value != 0xFFFD }
    return wide >= 10 * decoded.invalidBytes ? decoded : nil
  }

  /// UTF-16 without a mark shows by what it says: as the wrong order of bytes, or as no UTF-16 at all, it is a
  /// salad of rare Chinese characters.
  private static func decodeUnmarkedUTF16(_ data: Data) -> Decoded? {
    guard data.count >= 4, data.count % 2 == 0 else { return nil }
    let hasZeros = data.contains(0)
    let candidates = [TextEncoding.utf16LittleEndian, .utf16BigEndian].compactMap { encoding -> (Decoded, Double)? in
      // The first pages tell; only what may be UTF-16 is decoded whole.
      guard let start = encoding.decoded(data.prefix(20_000), isGuess: true), start.invalidBytes <= 1,
        let share = plausibleShare(start.text, hasZeros: hasZeros), share >= 0.9,
        let decoded = encoding.decoded(data, isGuess: true)
      else { return nil }
      return (decoded, share)
    }
    return candidates.max { $0.1 < $1.1 }?.0
  }

  /// How much of a text is letters that Japanese and Western texts are made of; nil where it may be an accident.
  /// Without a single zero byte (no line end, no digit), only text with kana counts as UTF-16.
  private static func plausibleShare(_ text: String, hasZeros: Bool) -> Double? {
    var (count, kana, kanji, usual, lineEnds) = (0, 0, 0, 0, 0)
    for scalar in text.unicodeScalars {
      count += 1
      switch scalar.value {
      case 0x0A, 0x0D: (lineEnds, usual) = (lineEnds + 1, usual + 1)
      case 0x3041...0x30FE: kana += 1
      case 0x4E00...0x9FFF, 0x3005: kanji += 1
      case 0x09, 0x20...0x7E, 0xA0...0x24F, 0x2010...0x2044, 0x2190...0x2312, 0x2460...0x25FF, 0x3000...0x303F,
        0xFF01...0xFFEF:
        usual += 1
      default: break
      }
    }
    guard count > 0, hasZeros || kana * 5 >= count else { return nil }
    let kanjiCount = kana * 20 >= count || lineEnds > 0 ? kanji : 0
    return Double(kana + kanjiCount + usual) / Double(count)
  }

  private static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && ![0x09, 0x0A, 0x0C, 0x0D, 0x1B].contains(byte)
  }

  /// Whether all bytes are ASCII and the escapes are those of Japanese mail.
  private static func isISO2022(_ data: Data) -> Bool {
    guard !data.contains(where: { $0 >= 0x80 }) else { return false }
    return [[0x1B, 0x24, 0x42], [0x1B, 0x24, 0x40], [0x1B, 0x28, 0x4A], [0x1B, 0x28, 0x49]].contains {
      data.range(of: Data($0)) != nil
    }
  }

  /// The text with U+FFFD for what does not exist in this encoding; nil where the system does not know it.
  private func decoded(_ data: some DataProtocol, isGuess: Bool) -> Decoded? {
    let bytes = [UInt8](data)
    switch self {
    case .utf8:
      let text = String(decoding: bytes, as: UTF8.self)
      let invalid =
        String(validating: bytes, as: UTF8.self) == nil ? text.unicodeScalars.count { $0.value == 0xFFFD } : 0
      return Decoded(text: text, encoding: self, isGuess: isGuess, invalidBytes: invalid)
    case .utf16LittleEndian: return utf16(bytes, isGuess: isGuess) { UInt16($0) | UInt16($1) << 8 }
    case .utf16BigEndian: return utf16(bytes, isGuess: isGuess) { UInt16($0) << 8 | UInt16($1) }
    case .shiftJIS: return converted(CharacterConversion.toUTF8(bytes, from: "CP932"), isGuess: isGuess)
    case .eucJP: return converted(JapaneseMultibyte.fromEUC(bytes), isGuess: isGuess)
    case .iso2022JP: return converted(JapaneseMultibyte.fromISO2022(bytes), isGuess: isGuess)
    case .latin1: return converted(CharacterConversion.toUTF8(bytes, from: "CP1252"), isGuess: isGuess)
    }
  }

  private func utf16(_ bytes: [UInt8], isGuess: Bool, _ unit: (UInt8, UInt8) -> UInt16) -> Decoded {
    let units = stride(from: 0, to: bytes.count - 1, by: 2).map { unit(bytes[$0], bytes[$0 + 1]) }
    let valid = String(validating: units, as: UTF16.self)
    let text = valid ?? String(decoding: units, as: UTF16.self)
    let invalid = (valid == nil ? text.unicodeScalars.count { $0.value == 0xFFFD } : 0) + bytes.count % 2
    return Decoded(
      text: text.replacing("\0", with: ""), encoding: self, isGuess: isGuess, invalidBytes: invalid,
      nulls: units.count { $0 == 0 })
  }

  private func converted(_ result: CharacterConversion.Result?, isGuess: Bool) -> Decoded? {
    guard let result, let text = String(validating: result.bytes, as: UTF8.self) else { return nil }
    return Decoded(text: text, encoding: self, isGuess: isGuess, invalidBytes: result.invalid)
  }

  /// Points for what Japanese and Western text is made of, against what only comes of a wrong decoding.
  private static func likelihood(_ text: String) -> Int {
    var score = 0
    var count = 0
    var run = 0
    for scalar in text.unicodeScalars.prefix(20_000) {
      count += 1
      let isHalfWidth = (0xFF61...0xFF9F).contains(scalar.value)
      run = isHalfWidth ? run + 1 : 0
      switch scalar.value {
      case 0x3041...0x3096, 0x30A1...0x30FC: score += 12  // kana
      case 0x3001, 0x3002, 0x300C, 0x300D, 0xFF08, 0xFF09, 0x30FB, 0x3000: score += 10
      case 0x4E00...0x9FFF: score += 5
      // Half-width kana: one by one what umlauts look like, and two of them for each wrong EUC character; in a row what
      // banks write.
      case 0xFF61...0xFF9F: score += run < 3 ? -6 : run == 3 ? 21 : 3
      case 0xFF01...0xFF5E: score += 4
      case 0xFFFD: score -= 100
      case 0xE000...0xF8FF, 0x80...0x9F: score -= 30
      case 0xC0...0xFF: score += 3
      case 0xA0...0xBF: score -= 2
      case 0x20...0x7E, 0x0A, 0x0D, 0x09: score += 1
      default: score -= 3
      }
    }
    return count == 0 ? 0 : score * 100 / count
  }
}
