import CKernels
import Testing

/// Going over JSON 64 bytes at a time, beside doing it byte by byte.
struct JSONLengthTests {
  /// Where the object or array ends that `text` begins with.
  private static func length(_ text: [UInt8]) -> Int {
    var depth = 0
    var isInside = false
    var index = 0
    while index < text.count {
      let byte = text[index]
      index += 1
      if isInside {
        if byte == UInt8(ascii: "\\") { index += 1 } else if byte == UInt8(ascii: "\"") { isInside = false }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInside = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth <= 0 { return index }
      default: break
      }
    }
    return 0
  }

  private static func scanned(_ text: [UInt8]) -> Int {
    text.withUnsafeBufferPointer { ck_json_length($0.baseAddress, $0.count) }
  }

  @Test func `brackets in strings do not count, wherever a string or an escape meets the end of a block`() {
    var random = SystemRandomNumberGenerator()
    let pieces = [
      "\"]\"", #""\\""#, #""\"}""#, #""\\\"[""#, "[1,2]", "{}", " ", "\n  ", #""▁é\u005d""#, ",", "12", "\"\"",
      #""\\\\\\\\""#, "[[{", "}]]",
    ]
    var closed = 0
    for round in 0..<4000 {
      var text: [UInt8] = Array("[".utf8)
      for _ in 0..<Int.random(in: 0...60, using: &random) { text += pieces.randomElement(using: &random)!.utf8 }
      text += Array("]".utf8)
      // The rest of a file follows.
      text += Array(", \"x\": [] }".utf8)
      let expected = Self.length(text)
      if expected > 0 { closed += 1 }
      #expect(Self.scanned(text) == expected, "round \(round): \(String(decoding: text, as: UTF8.self))")
    }
    #expect(closed > 1000)
  }

  @Test func `every escape is found at every place of a block`() {
    for backslashes in 1...9 {
      for place in 40...140 {
        let text = Array(
          ("[\"" + String(repeating: "a", count: place) + String(repeating: #"\"#, count: backslashes) + "\"]\"]").utf8)
        #expect(Self.scanned(text) == Self.length(text), "\(backslashes) at \(place)")
      }
    }
  }

  @Test func `what nothing closes has no length`() {
    for text in ["[", "{\"a]}", "[[1]", #"["\"]"#, ""] { #expect(Self.scanned(Array(text.utf8)) == 0, "\(text)") }
    #expect(Self.scanned(Array("[]".utf8)) == 2 && Self.scanned(Array("{\"a\": \"]\"} ".utf8)) == 10)
  }
}
