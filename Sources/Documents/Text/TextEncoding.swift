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
  }

  /// Decodes a whole file: by its mark where it has one, as UTF-8 where that is valid, else by what gives the most
  /// likely Japanese. Nil when it is no text at all.
  static func decode(_ data: Data) -> Decoded? {
    if let marked = decodeByMark(data) { return marked }
    if let wide = decodeUnmarkedUTF16(data) { return wide }
    if data.contains(0) { return nil }
    if data.contains(0x1B), isISO2022(data), let text = TextEncoding.iso2022JP.string(data) {
      return Decoded(text: text, encoding: .iso2022JP, isGuess: false)
    }
    if let text = String(validating: data, as: UTF8.self) {
      return Decoded(text: text, encoding: .utf8, isGuess: false)
    }
    let candidates = [TextEncoding.shiftJIS, .eucJP, .latin1].compactMap { encoding -> (Decoded, Int)? in
      guard let text = encoding.string(data) else { return nil }
      return (Decoded(text: text, encoding: encoding, isGuess: true), Self.likelihood(text))
    }
    return candidates.max { $0.1 < $1.1 }?.0
  }

  private static func decodeByMark(_ data: Data) -> Decoded? {
    let marks: [(TextEncoding, [UInt8])] = [
      (.utf8, [0xEF, 0xBB, 0xBF]), (.utf16LittleEndian, [0xFF, 0xFE]), (.utf16BigEndian, [0xFE, 0xFF]),
    ]
    for (encoding, mark) in marks where data.starts(with: mark) {
      return encoding.string(data.dropFirst(mark.count)).map { Decoded(text: $0, encoding: encoding, isGuess: false) }
    }
    return nil
  }

  /// UTF-16 without a mark shows by its zero bytes, which no other text has.
  private static func decodeUnmarkedUTF16(_ data: Data) -> Decoded? {
    guard data.count >= 4, data.count % 2 == 0, data.contains(0) else { return nil }
    let candidates = [TextEncoding.utf16LittleEndian, .utf16BigEndian].compactMap { encoding -> (Decoded, Int)? in
      guard let text = encoding.string(data) else { return nil }
      return (Decoded(text: text, encoding: encoding, isGuess: true), likelihood(text))
    }
    guard let best = candidates.max(by: { $0.1 < $1.1 }), best.1 >= leastLikely else { return nil }
    return best.0
  }

  /// Points a hundred characters below which something is no text: plain ASCII has 100.
  private static let leastLikely = 80

  /// Whether all bytes are ASCII and the escapes are those of Japanese mail.
  private static func isISO2022(_ data: Data) -> Bool {
    guard !data.contains(where: { $0 >= 0x80 }) else { return false }
    return [[0x1B, 0x24, 0x42], [0x1B, 0x24, 0x40], [0x1B, 0x28, 0x4A]].contains { data.range(of: Data($0)) != nil }
  }

  /// The text, or nil where a byte sequence does not exist in this encoding.
  func string(_ data: some DataProtocol) -> String? {
    let data = Data(data)
    switch self {
    case .utf8: return String(validating: data, as: UTF8.self)
    case .utf16LittleEndian: return Self.utf16(data) { UInt16($0) | UInt16($1) << 8 }
    case .utf16BigEndian: return Self.utf16(data) { UInt16($0) << 8 | UInt16($1) }
    case .shiftJIS: return converted(data, from: "CP932")
    case .eucJP: return converted(data, from: "EUC-JP-MS") ?? converted(data, from: "EUC-JP")
    case .iso2022JP: return converted(data, from: "ISO-2022-JP-2")
    case .latin1: return converted(data, from: "CP1252")
    }
  }

  private static func utf16(_ data: Data, _ unit: (UInt8, UInt8) -> UInt16) -> String? {
    guard data.count % 2 == 0 else { return nil }
    let bytes = [UInt8](data)
    let units = stride(from: 0, to: bytes.count, by: 2).map { unit(bytes[$0], bytes[$0 + 1]) }
    return String(validating: units, as: UTF16.self)
  }

  private func converted(_ data: Data, from name: String) -> String? {
    guard let bytes = CharacterConversion.toUTF8([UInt8](data), from: name) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Points for what Japanese and Western text is made of, against what only comes of a wrong decoding.
  private static func likelihood(_ text: String) -> Int {
    var score = 0
    var count = 0
    for scalar in text.unicodeScalars.prefix(20_000) {
      count += 1
      switch scalar.value {
      case 0x3041...0x3096, 0x30A1...0x30FC: score += 12  // kana
      case 0x3001, 0x3002, 0x300C, 0x300D, 0xFF08, 0xFF09, 0x30FB, 0x3000: score += 10
      case 0x4E00...0x9FFF: score += 5
      case 0xFF66...0xFF9F: score -= 6  // half-width kana: two of them for each wrong EUC character
      case 0xFF01...0xFF5E: score += 4
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
