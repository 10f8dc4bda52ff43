/// EUC-JP and ISO-2022-JP, which hold the same tables of characters under other bytes.
enum JapaneseMultibyte {
  /// EUC-JP as the standard maps it; with characters that only Windows has (①, ㈱), by Microsoft's table.
  static func fromEUC(_ bytes: [UInt8]) -> CharacterConversion.Result? {
    let standard = CharacterConversion.toUTF8(bytes, from: "EUC-JP")
    if let standard, standard.invalid == 0 { return standard }
    guard let microsoft = CharacterConversion.toUTF8(bytes, from: "EUC-JP-MS") else { return standard }
    guard microsoft.invalid < standard?.invalid ?? Int.max else { return standard }
    var text = String.UnicodeScalarView()
    for scalar in String(decoding: microsoft.bytes, as: UTF8.self).unicodeScalars {
      text.append(standardForms[scalar] ?? scalar)
    }
    return CharacterConversion.Result(bytes: Array(String(text).utf8), invalid: microsoft.invalid)
  }

  /// Where Microsoft maps a character of the standard elsewhere: `〜` is no full-width tilde.
  private static let standardForms: [Unicode.Scalar: Unicode.Scalar] = [
    "\u{FF5E}": "\u{301C}", "\u{2225}": "\u{2016}", "\u{FF0D}": "\u{2212}", "\u{FFE0}": "\u{A2}",
    "\u{FFE1}": "\u{A3}", "\u{FFE2}": "\u{AC}",
  ]

  private enum Table { case ascii, kanji, katakana, supplement }

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
