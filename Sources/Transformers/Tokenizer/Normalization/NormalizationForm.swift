internal import Foundation

/// Unicode's normalization forms, as of the version that the `tokenizers` library has.
enum NormalizationForm: String, Sendable {
  case nfc = "NFC"
  case nfd = "NFD"
  case nfkc = "NFKC"
  case nfkd = "NFKD"

  func apply(_ text: inout NormalizedText) {
    guard let first = text.bytes.withUnsafeBufferPointer({ firstUnsettled($0) }) else { return }
    let normalized = normalized(text.bytes[...], from: first)
    if text.beginning > first {
      // What the beginning becomes may join what stands behind it, and is as many characters as it would be by itself.
      let alone = self.normalized(text.bytes[..<text.beginning], from: first)
      text.beginning = Self.end(of: UTF8Scalar.count(alone), in: normalized)
    }
    text.bytes = normalized
  }

  /// Where the first `count` characters end.
  private static func end(of count: Int, in bytes: [UInt8]) -> Int {
    var end = 0
    for _ in 0..<count where end < bytes.count { end += UTF8Scalar.length(bytes[end]) }
    return end
  }

  /// - Parameter first: What stands before it stays as it is.
  private func normalized(_ bytes: ArraySlice<UInt8>, from first: Int) -> [UInt8] {
    let unknown = UnicodeVersions.unknownToNormalization
    var out = Array(bytes[..<first])
    out.reserveCapacity(bytes.count + 16)
    bytes.withUnsafeBufferPointer { bytes in
      // Characters that the reference does not know divide the text: nothing composes across them.
      var start = first
      var index = first
      while index < bytes.count {
        let (value, next) = UTF8Scalar.read(bytes, index)
        if unknown.contains(value) {
          out.append(contentsOf: normalized(bytes[start..<index]))
          out.append(contentsOf: bytes[index..<next])
          start = next
        }
        index = next
      }
      out.append(contentsOf: normalized(bytes[start...]))
    }
    return out
  }

  private func normalized(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String.UTF8View {
    let text = String(decoding: bytes, as: UTF8.self)
    return switch self {
    case .nfc: text.precomposedStringWithCanonicalMapping.utf8
    case .nfd: text.decomposedStringWithCanonicalMapping.utf8
    // In two steps: Foundation's own leaves a sound mark at the end of a text apart (ハ and U+3099 from ﾊﾞ), and does not put
    // it in order with other marks (U+3099 before U+0301).
    case .nfkc: text.decomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping.utf8
    case .nfkd: text.decomposedStringWithCompatibilityMapping.decomposedStringWithCanonicalMapping.utf8
    }
  }

  /// Where the first character stands that may change, or the one before it, which it may join; nil where none does.
  private func firstUnsettled(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var index = 0
    var before = 0
    while index < bytes.count {
      if bytes[index] < 0x80 {
        before = index
        index += 1
        continue
      }
      let (value, next) = UTF8Scalar.read(bytes, index)
      guard isSettled(value) else { return before }
      before = index
      index = next
    }
    return nil
  }

  /// Characters that stay as they are, whatever stands beside them: not all of them, but most of what texts are made of.
  func isSettled(_ value: UInt32) -> Bool {
    switch value {
    case 0..<0x80: true
    // Punctuation, hiragana and katakana without the sound marks, which join.
    case 0x3001...0x3029, 0x3041...0x3098, 0x309D...0x309E, 0x30A0...0x30FE:
      switch self {
      case .nfc, .nfkc: true
      case .nfd, .nfkd: value < 0x3041 || Self.plainKana.contains(value)
      }
    case 0x3400...0x4DBF, 0x4E00...0x9FEF: true
    // Latin-1 letters and Cyrillic are composed already; NFKC changes some signs of Latin-1.
    case 0xC0...0x17F: self == .nfc
    case 0x410...0x44F: self == .nfc || self == .nfkc
    // Full-width forms.
    case 0xFF01...0xFF9D, 0xFFA0...0xFFEE: self == .nfc || self == .nfd
    case 0x2010...0x2029: self == .nfc || self == .nfd
    default: false
    }
  }

  /// Kana that do not decompose.
  private static let plainKana = ScalarSet { value in
    guard (0x3041...0x30FE).contains(value), let scalar = Unicode.Scalar(value) else { return false }
    return String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars.elementsEqual([scalar])
      && scalar.properties.generalCategory != .nonspacingMark
  }
}
