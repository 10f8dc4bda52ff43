internal import CKernels
internal import Foundation

/// Reads JSON from bytes in one pass, without a tree where the caller wants none: a vocabulary of 250,000 entries goes
/// straight into tables.
struct JSONReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0
  private static let deepest = 96

  /// - Parameter bytes: Valid UTF-8.
  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// What is wrong, and where.
  func malformed(_ en: String, _ ja: String) -> TokenizerFileError {
    .malformed(nil, en: "is not valid JSON at byte \(index): \(en)", ja: "\(index) バイト目が JSON として正しくありません（\(ja)）")
  }

  /// The byte of the next token, white space skipped.
  @inline(__always)
  mutating func peek() throws(TokenizerFileError) -> UInt8 {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x0A, 0x0D, 0x09: index += 1
      case let byte: return byte
      }
    }
    throw malformed("the file ends too early", "ファイルが途中で終わっています")
  }

  @inline(__always)
  private mutating func expect(_ byte: UInt8) throws(TokenizerFileError) {
    guard try peek() == byte else {
      let name = String(UnicodeScalar(byte))
      throw malformed("\(name) is expected", "\(name) が必要です")
    }
    index += 1
  }

  /// Calls `body` with every key of an object; it reads the value.
  mutating func forEachMember(
    _ body: (inout JSONReader, [UInt8]) throws(TokenizerFileError) -> Void
  ) throws(TokenizerFileError) {
    try expect(UInt8(ascii: "{"))
    if try peek() == UInt8(ascii: "}") {
      index += 1
      return
    }
    // One buffer for all keys: a vocabulary has very many.
    var key: [UInt8] = []
    while true {
      guard try peek() == UInt8(ascii: "\"") else { throw malformed("a key is expected", "キーが必要です") }
      key.removeAll(keepingCapacity: true)
      try string(into: &key)
      try expect(UInt8(ascii: ":"))
      try body(&self, key)
      guard try peek() == UInt8(ascii: ",") else {
        return try expect(UInt8(ascii: "}"))
      }
      index += 1
    }
  }

  /// The same, the keys gone over as `stringRange` does it.
  @inline(__always)
  mutating func forEachMember(
    goingOverKeys spelledOut: inout [UInt8],
    _ body: (inout JSONReader, Range<Int>?, [UInt8]) throws(TokenizerFileError) -> Void
  ) throws(TokenizerFileError) {
    try expect(UInt8(ascii: "{"))
    if try peek() == UInt8(ascii: "}") {
      index += 1
      return
    }
    while true {
      let range = try stringRange(&spelledOut)
      try expect(UInt8(ascii: ":"))
      try body(&self, range, spelledOut)
      guard try peek() == UInt8(ascii: ",") else {
        return try expect(UInt8(ascii: "}"))
      }
      index += 1
    }
  }

  /// Calls `body` for every element of an array; it reads the element.
  @inline(__always)
  mutating func forEachElement(
    _ body: (inout JSONReader) throws(TokenizerFileError) -> Void
  ) throws(TokenizerFileError) {
    try expect(UInt8(ascii: "["))
    if try peek() == UInt8(ascii: "]") {
      index += 1
      return
    }
    while true {
      try body(&self)
      guard try peek() == UInt8(ascii: ",") else {
        return try expect(UInt8(ascii: "]"))
      }
      index += 1
    }
  }

  /// Nothing but white space may follow.
  mutating func finish() throws(TokenizerFileError) {
    while index < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[index]) { index += 1 }
    guard index == bytes.count else { throw malformed("something follows the end", "末尾に余分なものがあります") }
  }

  /// Any value.
  mutating func value(depth: Int = 0) throws(TokenizerFileError) -> TokenizerJSON {
    guard depth < Self.deepest else { throw malformed("it is nested too deeply", "入れ子が深すぎます") }
    switch try peek() {
    case UInt8(ascii: "{"):
      var members: [TokenizerJSON.Member] = []
      try forEachMember { (reader, key) throws(TokenizerFileError) in
        members.append(.init(String(decoding: key, as: UTF8.self), try reader.value(depth: depth + 1)))
      }
      return .object(members)
    case UInt8(ascii: "["):
      var elements: [TokenizerJSON] = []
      try forEachElement { (reader) throws(TokenizerFileError) in elements.append(try reader.value(depth: depth + 1)) }
      return .array(elements)
    case UInt8(ascii: "\""):
      var text: [UInt8] = []
      try string(into: &text)
      return .string(String(decoding: text, as: UTF8.self))
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func word(_ word: StaticString, _ value: TokenizerJSON) throws(TokenizerFileError) -> TokenizerJSON {
    guard index + word.utf8CodeUnitCount <= bytes.count,
      (0..<word.utf8CodeUnitCount).allSatisfy({ bytes[index + $0] == word.utf8Start[$0] })
    else { throw malformed("no value begins like this", "値として読めません") }
    index += word.utf8CodeUnitCount
    return value
  }

  /// A number.
  mutating func number() throws(TokenizerFileError) -> Double {
    _ = try peek()
    let start = index
    var isWhole = true
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
      case UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): isWhole = false
      default:
        guard let parsed = Self.parsed(bytes[start..<index], isWhole: isWhole) else {
          throw malformed("a number is expected", "数が必要です")
        }
        return parsed
      }
      index += 1
    }
    throw malformed("the file ends too early", "ファイルが途中で終わっています")
  }

  /// A whole number of at most six digits, as nearly all ids are; nil, and nothing read, where it is another.
  @inline(__always)
  mutating func shortNumber() -> Int32? {
    var place = index
    if place < bytes.count, bytes[place] == 0x20 { place += 1 }
    let start = place
    var value: Int32 = 0
    while place < bytes.count, place < start + 6, bytes[place] &- 0x30 < 10 {
      value = value * 10 + Int32(bytes[place] &- 0x30)
      place += 1
    }
    guard place > start, place < bytes.count else { return nil }
    switch bytes[place] {
    case UInt8(ascii: ","), UInt8(ascii: "}"), 0...0x20: break
    default: return nil
    }
    index = place
    return value
  }

  /// Goes over a number without reading it.
  mutating func skipNumber() throws(TokenizerFileError) {
    _ = try peek()
    let start = index
    while index < bytes.count, bytes[index] != UInt8(ascii: "]"), bytes[index] > 0x20, bytes[index] != UInt8(ascii: ",")
    {
      index += 1
    }
    if index == start { throw malformed("a number is expected", "数が必要です") }
  }

  private static func parsed(_ digits: Slice<UnsafeBufferPointer<UInt8>>, isWhole: Bool) -> Double? {
    guard !digits.isEmpty else { return nil }
    // Ids are most of the numbers.
    if isWhole, digits.count < 16, digits.first != UInt8(ascii: "-") {
      var value = 0
      for digit in digits {
        guard digit >= 0x30, digit <= 0x39 else { return nil }
        value = value * 10 + Int(digit - 0x30)
      }
      return Double(value)
    }
    return DecimalNumber.parse(digits)
  }

  /// Goes over an object or array without looking into it: what is wrong in it shows when it is read.
  mutating func skip() throws(TokenizerFileError) {
    let rest = bytes[index...]
    let length = UnsafeBufferPointer(rebasing: rest).baseAddress.map { ck_json_length($0, rest.count) } ?? 0
    guard length > 0 else { throw malformed("the file ends too early", "ファイルが途中で終わっています") }
    index += length
  }

  /// Where the object stands that a key at the top of a file has; nil where there is none.
  static func range(ofObject key: String, in data: Data) -> Range<Int>? {
    data.withUnsafeBytes { raw -> Range<Int>? in
      var reader = JSONReader(raw.bindMemory(to: UInt8.self))
      var found: Range<Int>?
      let wanted = Array(key.utf8)
      try? reader.forEachMember { (reader, name) throws(TokenizerFileError) in
        let first = try reader.peek()
        let start = reader.index
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
          _ = try reader.value()
          return
        }
        try reader.skip()
        if name == wanted, first == UInt8(ascii: "{") { found = start..<reader.index }
      }
      return found
    }
  }

  /// Where a string that begins at `start` ends, and whether it has escapes; the end of the file where nothing closes it.
  @inline(__always)
  private func closingQuote(from start: Int) -> (end: Int, hasEscapes: Bool) {
    let base = UnsafeRawPointer(bytes.baseAddress)
    var hasEscapes = false
    var at = start
    while at < bytes.count {
      if let base, at + 8 <= bytes.count {
        let word = base.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        let marks = Self.places(of: 0x22, in: word) | Self.places(of: 0x5C, in: word)
        at += marks == 0 ? 8 : marks.trailingZeroBitCount / 8
        if marks == 0 { continue }
      }
      switch bytes[at] {
      case 0x22: return (at, hasEscapes)
      case 0x5C:
        hasEscapes = true
        at += 2
      default: at += 1
      }
    }
    return (bytes.count, hasEscapes)
  }

  /// The upper bit of the lowest byte that is `byte`; of those above it nothing is said.
  @inline(__always)
  private static func places(of byte: UInt8, in word: UInt64) -> UInt64 {
    let zeroed = word.littleEndian ^ (UInt64(byte) &* 0x0101_0101_0101_0101)
    return (zeroed &- 0x0101_0101_0101_0101) & ~zeroed & 0x8080_8080_8080_8080
  }

  /// Goes over a string: where its bytes stand, or, where it has escapes, none, and they are put into `spelledOut`.
  @inline(__always)
  mutating func stringRange(_ spelledOut: inout [UInt8]) throws(TokenizerFileError) -> Range<Int>? {
    guard try peek() == UInt8(ascii: "\"") else { throw malformed("a string is expected", "文字列が必要です") }
    let (end, hasEscapes) = closingQuote(from: index + 1)
    guard !hasEscapes, end < bytes.count else {
      spelledOut.removeAll(keepingCapacity: true)
      try string(into: &spelledOut)
      return nil
    }
    defer { index = end + 1 }
    return (index + 1)..<end
  }

  /// Calls `body` with the bytes of a string that `stringRange` went over.
  @inline(__always)
  func withString(_ range: Range<Int>?, _ spelledOut: [UInt8], _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    if let range { body(UnsafeBufferPointer(rebasing: bytes[range])) } else { spelledOut.withUnsafeBufferPointer(body) }
  }

  /// A string; its bytes are appended.
  mutating func string(into text: inout [UInt8]) throws(TokenizerFileError) {
    try expect(UInt8(ascii: "\""))
    var start = index
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        text.append(contentsOf: bytes[start..<index])
        index += 1
        return
      case UInt8(ascii: "\\"):
        text.append(contentsOf: bytes[start..<index])
        try escape(into: &text)
        start = index
      case 0..<0x20: throw malformed("a control character stands in a string", "文字列に制御文字があります")
      default: index += 1
      }
    }
    throw malformed("the file ends in a string", "文字列の途中でファイルが終わっています")
  }

  private mutating func escape(into text: inout [UInt8]) throws(TokenizerFileError) {
    guard index + 1 < bytes.count else { throw malformed("the file ends in a string", "文字列の途中でファイルが終わっています") }
    let kind = bytes[index + 1]
    index += 2
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(kind)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var value = try hexadecimal()
      if value & 0xFC00 == 0xD800 {
        guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else {
          throw malformed("half a surrogate pair", "サロゲートペアの片方しかありません")
        }
        index += 2
        let low = try hexadecimal()
        guard low & 0xFC00 == 0xDC00 else { throw malformed("half a surrogate pair", "サロゲートペアの片方しかありません") }
        value = 0x10000 + (value & 0x3FF) << 10 + low & 0x3FF
      }
      guard let scalar = Unicode.Scalar(value) else {
        throw malformed("half a surrogate pair", "サロゲートペアの片方しかありません")
      }
      UTF8Scalar.append(scalar.value, to: &text)
    default: throw malformed("an unknown escape", "知らないエスケープです")
    }
  }

  private mutating func hexadecimal() throws(TokenizerFileError) -> UInt32 {
    guard index + 4 <= bytes.count,
      let value = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16),
      bytes[index] != UInt8(ascii: "+")
    else { throw malformed("four hexadecimal digits are expected", "16 進数 4 桁が必要です") }
    index += 4
    return value
  }
}
