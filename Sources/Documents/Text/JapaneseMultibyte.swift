/// EUC-JP and ISO-2022-JP, which hold the same tables of characters under other bytes.
enum JapaneseMultibyte {
  /// EUC-JP as the standard maps it; with characters that only Windows has (①, ㈱), by Microsoft's table; with some that
  /// only JIS X 0213 has (彅), by its own.
  static func fromEUC(_ bytes: [UInt8]) -> CharacterConversion.Result? {
    // A character that does not exist is passed over whole, unless reading on within it goes better: a byte is missing.
    let whole = CharacterConversion.toUTF8(bytes, from: "EUC-JP", length: length)
    if let whole, whole.invalid == 0 { return whole }
    let standard = [whole, CharacterConversion.toUTF8(bytes, from: "EUC-JP")].compactMap { $0 }.min {
      $0.invalid < $1.invalid
    }
    guard let standard else { return nil }
    if let microsoft = fromMicrosoftEUC(bytes), microsoft.invalid < standard.invalid { return microsoft }
    // The larger table makes something of nearly all bytes: it counts only where few characters ask for it.
    if standard.invalid * 20 <= bytes.count(where: { $0 >= 0x80 }),
      let extended = CharacterConversion.toUTF8(bytes, from: "EUC-JISX0213"), extended.invalid == 0
    {
      return extended
    }
    return standard
  }

  private static func fromMicrosoftEUC(_ bytes: [UInt8]) -> CharacterConversion.Result? {
    guard let microsoft = CharacterConversion.toUTF8(bytes, from: "EUC-JP-MS", length: length) else { return nil }
    var text = String.UnicodeScalarView()
    for scalar in String(decoding: microsoft.bytes, as: UTF8.self).unicodeScalars {
      text.append(standardForms[scalar] ?? scalar)
    }
    return CharacterConversion.Result(bytes: Array(String(text).utf8), invalid: microsoft.invalid)
  }

  /// How many bytes the character at an index has by its first one.
  private static func length(_ bytes: [UInt8], _ index: Int) -> Int {
    let count = bytes[index] == 0x8F ? 3 : bytes[index] == 0x8E || bytes[index] >= 0xA1 ? 2 : 1
    let isWhole = index + count <= bytes.count && bytes[(index + 1)..<(index + count)].allSatisfy { $0 >= 0xA1 }
    return isWhole ? count : 1
  }

  /// ISO-2022-JP; with the tables of its second edition (Korean, Chinese, Greek) where a text changes to one.
  static func fromISO2022(_ bytes: [UInt8]) -> CharacterConversion.Result? {
    let isExtended = bytes.indices.contains { index in
      bytes[index] == 0x1B && !escapes.contains { bytes[(index + 1)...].starts(with: $0.bytes) }
    }
    if isExtended, let extended = CharacterConversion.toUTF8(bytes, from: "ISO-2022-JP-2"), extended.invalid == 0 {
      return extended
    }
    return fromEUC(euc(ofISO2022: bytes))
  }

  /// Where Microsoft maps a character of the standard elsewhere: `〜` is no full-width tilde.
  private static let standardForms: [Unicode.Scalar: Unicode.Scalar] = [
    "\u{FF5E}": "\u{301C}", "\u{2225}": "\u{2016}", "\u{FF0D}": "\u{2212}", "\u{FFE0}": "\u{A2}",
    "\u{FFE1}": "\u{A3}", "\u{FFE2}": "\u{AC}",
  ]

  private enum Table { case ascii, kanji, katakana, supplement, unknown }

  /// The escapes of ISO-2022-JP and its relatives. JIS X 0201's Roman letters are read as ASCII, as everybody does.
  private static let escapes: [(bytes: [UInt8], table: Table)] = [
    ([0x28, 0x42], .ascii), ([0x28, 0x4A], .ascii), ([0x28, 0x48], .ascii), ([0x24, 0x42], .kanji),
    ([0x24, 0x40], .kanji), ([0x24, 0x28, 0x42], .kanji), ([0x28, 0x49], .katakana), ([0x24, 0x28, 0x44], .supplement),
  ]

  /// The same text in EUC-JP. A line that does not return to ASCII does so at its end.
  static func euc(ofISO2022 bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var table = Table.ascii
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x1B, let escape = escapes.first(where: { bytes[(index + 1)...].starts(with: $0.bytes) }) {
        table = escape.table
        index += 1 + escape.bytes.count
        continue
      }
      if byte == 0x1B {
        // A table that is not known here: intermediate bytes, then a final one.
        table = .unknown
        index += 1
        while index < bytes.count, (0x20...0x2F).contains(bytes[index]) { index += 1 }
        index += 1
        continue
      }
      switch byte {
      case 0x0A, 0x0D: table = .ascii
      case 0x0E: table = .katakana
      case 0x0F: table = .ascii
      default: break
      }
      index += append(bytes, index, table, to: &out)
    }
    return out
  }

  /// Appends one character and says how many bytes it took.
  private static func append(_ bytes: [UInt8], _ index: Int, _ table: Table, to out: inout [UInt8]) -> Int {
    let byte = bytes[index]
    guard (0x21...0x7E).contains(byte), table != .ascii else {
      if byte != 0x0E, byte != 0x0F { out.append(byte) }
      return 1
    }
    if table == .unknown {
      // No byte of EUC: it is counted and shown as one that cannot be read.
      out.append(0xFF)
      return 1
    }
    if table == .katakana {
      out += [0x8E, byte | 0x80]
      return 1
    }
    if table == .supplement { out.append(0x8F) }
    out.append(byte | 0x80)
    guard index + 1 < bytes.count, (0x21...0x7E).contains(bytes[index + 1]) else { return 1 }
    out.append(bytes[index + 1] | 0x80)
    return 2
  }
}
