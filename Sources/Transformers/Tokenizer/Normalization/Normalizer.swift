internal import Foundation

/// A step that rewrites text before it is split. Each is a part of the `tokenizers` library by the same name.
enum Normalizer: Sendable {
  case bert(cleansText: Bool, separatesHan: Bool, stripsAccents: Bool, lowercases: Bool)
  case canonical(NormalizationForm)
  case nmt
  case precompiled(CharacterMap)
  case prepend([UInt8])
  case replace(Splitter, with: [UInt8])
  case lowercase
  case strip(left: Bool, right: Bool)
  case stripAccents
  case byteLevel

  func apply(_ text: inout NormalizedText) {
    switch self {
    case .bert(let cleansText, let separatesHan, let stripsAccents, let lowercases):
      if cleansText { Self.filter(&text) { UnicodeVersions.bertControl.contains($0) ? nil : Self.bertSpace($0) } }
      if separatesHan { text.rewrite(Self.withSeparateHan) }
      if stripsAccents {
        NormalizationForm.nfd.apply(&text)
        Self.filter(&text) { UnicodeVersions.bertAccents.contains($0) ? nil : $0 }
      }
      if lowercases { text.rewrite(Self.lowercased) }
    case .canonical(let form): form.apply(&text)
    case .nmt: Self.filter(&text, Self.nmt)
    case .precompiled(let map): map.apply(&text)
    case .prepend(let prefix):
      guard !text.bytes.isEmpty else { return }
      text.bytes.insert(contentsOf: prefix, at: 0)
      if text.beginning > 0 { text.beginning += prefix.count }
    case .replace(let pattern, let content): Self.replace(&text, pattern, content)
    case .lowercase: text.rewrite(Self.lowercased)
    case .strip(let left, let right): Self.strip(&text, left: left, right: right)
    case .stripAccents: Self.filter(&text) { UnicodeVersions.combiningMarks.contains($0) ? nil : $0 }
    case .byteLevel: text.rewrite(ByteAlphabet.spelled)
    }
  }

  /// Keeps, changes or leaves out each character.
  private static func filter(_ text: inout NormalizedText, _ change: (UInt32) -> UInt32?) {
    text.rewrite { bytes in
      var out: [UInt8] = []
      out.reserveCapacity(bytes.count)
      var index = 0
      while index < bytes.count {
        let (value, next) = UTF8Scalar.read(bytes, index)
        if let changed = change(value) { UTF8Scalar.append(changed, to: &out) }
        index = next
      }
      return out
    }
  }

  private static func bertSpace(_ value: UInt32) -> UInt32 {
    UnicodeVersions.whitespace.contains(value) ? 0x20 : value
  }

  private static func nmt(_ value: UInt32) -> UInt32? {
    switch value {
    case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: nil
    case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD: 0x20
    default: value
    }
  }

  /// The characters that BERT calls Chinese: Han, without kana and hangul.
  private static func isHan(_ value: UInt32) -> Bool {
    switch value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
      0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }

  private static func withSeparateHan(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count * 5 / 3)
    var index = 0
    while index < bytes.count {
      let (value, next) = UTF8Scalar.read(bytes, index)
      let isHan = isHan(value)
      if isHan { out.append(0x20) }
      out.append(contentsOf: bytes[index..<next])
      if isHan { out.append(0x20) }
      index = next
    }
    return out
  }

  private static func lowercased(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let (value, next) = UTF8Scalar.read(bytes, index)
      if value < 0x80 {
        out.append(value >= 0x41 && value <= 0x5A ? UInt8(value + 0x20) : UInt8(value))
      } else if let scalar = Unicode.Scalar(value), scalar.properties.changesWhenLowercased {
        out.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
      } else {
        out.append(contentsOf: bytes[index..<next])
      }
      index = next
    }
    return out
  }

  private static func replace(_ text: inout NormalizedText, _ pattern: Splitter, _ content: [UInt8]) {
    guard !text.bytes.isEmpty else { return }
    var out: [UInt8] = []
    out.reserveCapacity(text.bytes.count + text.bytes.count / 4)
    var beginning = 0
    text.bytes.withUnsafeBufferPointer { bytes in
      pattern.forEachPart(of: bytes) { range, isMatch in
        if isMatch {
          // What is put in stands where the last replaced character stood, or the one before it.
          let isAtBeginning = range.upperBound == 0 ? text.startsOriginal : range.upperBound <= text.beginning
          if isAtBeginning { beginning += content.count }
          out.append(contentsOf: content)
        } else {
          beginning += max(0, min(range.upperBound, text.beginning) - range.lowerBound)
          out.append(contentsOf: bytes[range])
        }
      }
    }
    text.bytes = out
    text.beginning = beginning
  }

  private static func strip(_ text: inout NormalizedText, left: Bool, right: Bool) {
    let spaces = UnicodeVersions.whitespace
    let range = text.bytes.withUnsafeBufferPointer { bytes -> Range<Int> in
      var start = 0
      var end = bytes.count
      while left, start < end {
        let (value, next) = UTF8Scalar.read(bytes, start)
        guard spaces.contains(value) else { break }
        start = next
      }
      while right, end > start {
        let (value, begin) = UTF8Scalar.readBack(bytes, end)
        guard spaces.contains(value) else { break }
        end = begin
      }
      return start..<end
    }
    text.beginning = max(0, min(text.beginning, range.upperBound) - range.lowerBound)
    text.bytes = Array(text.bytes[range])
  }
}
