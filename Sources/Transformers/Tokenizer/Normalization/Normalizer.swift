internal import Foundation

/// Text on its way to the model.
struct NormalizedText {
  /// Valid UTF-8.
  var bytes: [UInt8]
  /// Whether the first character stands where the original text begins: what `prepend_scheme: first` asks.
  var startsOriginal: Bool
}

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
      if separatesHan { Self.separateHan(&text) }
      if stripsAccents {
        NormalizationForm.nfd.apply(&text.bytes)
        Self.filter(&text) { UnicodeVersions.bertAccents.contains($0) ? nil : $0 }
      }
      if lowercases { Self.lowercase(&text.bytes) }
    case .canonical(let form): form.apply(&text.bytes)
    case .nmt: Self.filter(&text, Self.nmt)
    case .precompiled(let map): map.apply(&text)
    case .prepend(let prefix): if !text.bytes.isEmpty { text.bytes.insert(contentsOf: prefix, at: 0) }
    case .replace(let pattern, let content): Self.replace(&text, pattern, content)
    case .lowercase: Self.lowercase(&text.bytes)
    case .strip(let left, let right): Self.strip(&text, left: left, right: right)
    case .stripAccents: Self.filter(&text) { UnicodeVersions.combiningMarks.contains($0) ? nil : $0 }
    case .byteLevel: text.bytes = ByteAlphabet.spelled(text.bytes)
    }
  }

  /// Keeps, changes or leaves out each character.
  private static func filter(_ text: inout NormalizedText, _ change: (UInt32) -> UInt32?) {
    var out: [UInt8] = []
    out.reserveCapacity(text.bytes.count)
    var isFirst = true
    text.bytes.withUnsafeBufferPointer { bytes in
      var index = 0
      while index < bytes.count {
        let (value, next) = UTF8Scalar.read(bytes, index)
        if let changed = change(value) {
          UTF8Scalar.append(changed, to: &out)
        } else if isFirst {
          text.startsOriginal = false
        }
        isFirst = false
        index = next
      }
    }
    text.bytes = out
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

  private static func separateHan(_ text: inout NormalizedText) {
    var out: [UInt8] = []
    out.reserveCapacity(text.bytes.count * 5 / 3)
    text.bytes.withUnsafeBufferPointer { bytes in
      var index = 0
      while index < bytes.count {
        let (value, next) = UTF8Scalar.read(bytes, index)
        let isHan = isHan(value)
        if isHan { out.append(0x20) }
        out.append(contentsOf: bytes[index..<next])
        if isHan { out.append(0x20) }
        index = next
      }
    }
    text.bytes = out
  }

  private static func lowercase(_ bytes: inout [UInt8]) {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    bytes.withUnsafeBufferPointer { bytes in
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
    }
    bytes = out
  }

  private static func replace(_ text: inout NormalizedText, _ pattern: Splitter, _ content: [UInt8]) {
    guard !text.bytes.isEmpty else { return }
    var out: [UInt8] = []
    out.reserveCapacity(text.bytes.count + text.bytes.count / 4)
    text.bytes.withUnsafeBufferPointer { bytes in
      pattern.forEachPart(of: bytes) { range, isMatch in
        if isMatch {
          // What is put in stands where the last replaced character stood.
          let isOneCharacter = range.isEmpty || range.count == UTF8Scalar.length(bytes[range.lowerBound])
          if range.lowerBound == 0, !range.isEmpty, content.isEmpty || !isOneCharacter { text.startsOriginal = false }
          out.append(contentsOf: content)
        } else {
          out.append(contentsOf: bytes[range])
        }
      }
    }
    text.bytes = out
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
    if range.lowerBound > 0 { text.startsOriginal = false }
    text.bytes = Array(text.bytes[range])
  }
}
