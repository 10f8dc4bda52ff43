import Foundation
import Tensors
import Testing

@testable import Transformers

/// Inputs that libFuzzer found (`make fuzz`), kept: each is read or refused, in good time.
@Suite(.serialized) struct FuzzingFindingsTests {
  private static let folder = Golden.folder.deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("ParserFuzzing/Found")

  private static func inputs(_ parser: String) throws -> [(name: String, data: Data)] {
    let folder = Self.folder.appendingPathComponent(parser)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      ($0, try Data(contentsOf: folder.appendingPathComponent($0)))
    }
  }

  @Test func `patterns that tried for minutes end soon`() throws {
    let inputs = try Self.inputs("regular-expression")
    #expect(inputs.count >= 12)
    for (name, data) in inputs {
      let parts = data.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
      guard let program = try? RegexProgram(String(decoding: parts[0], as: UTF8.self)) else { continue }
      // Four times over: what takes exponential time would show.
      let text = String(repeating: String(decoding: parts.dropFirst().first ?? Data(), as: UTF8.self), count: 4)
      let start = ContinuousClock.now
      #expect(Self.matches(of: program, in: text).allSatisfy { $0.upperBound <= text.utf8.count })
      #expect(ContinuousClock.now - start < .seconds(10), "\(name)")
    }
  }

  @Test(arguments: [
    ("a*a*a*a*a*a*b", "a", 600), ("(a|a)*b", "a", 3000), ("(a|aa)+$", "a", 400), (#"(\s+)*x"#, " ", 600),
    ("(a*)*b", "a", 3000), ("(a*b*)*c*d", "a", 100), ("(?>(a|a)*b)", "a", 3000), ("(?:.*?)*?z", "a", 1000),
  ])
  func `no pattern hangs on a text that nearly matches`(pattern: String, letter: String, count: Int) throws {
    let program = try RegexProgram(pattern)
    let start = ContinuousClock.now
    let text = String(repeating: letter, count: count) + "c"
    #expect(Self.matches(of: program, in: text).allSatisfy { pattern.hasPrefix("(a|aa)") || $0.isEmpty })
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func `a long search still finds what is there`() throws {
    let program = try RegexProgram("(?:a|a|ab)*c|b+")
    let text = String(repeating: "a", count: 2000) + "c" + String(repeating: "ab", count: 900) + "cbb"
    #expect(Self.matches(of: program, in: text) == [0..<2001, 2001..<3802, 3802..<3804])
    let other = String(repeating: "ab", count: 400)
    #expect(Self.matches(of: program, in: other) == (0..<400).map { (2 * $0 + 1)..<(2 * $0 + 2) })
  }

  private static func matches(of program: RegexProgram, in text: String) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var text = text
    text.withUTF8 { bytes in
      Splitter.regex(program).forEachPart(of: bytes) { range, isMatch in if isMatch { found.append(range) } }
    }
    return found
  }

  @Test func `damaged models of SentencePiece are refused where byte pieces are`() throws {
    let inputs = try Self.inputs("tokenizer-model")
    #expect(inputs.count >= 3)
    for (name, data) in inputs {
      try Golden.withTemporaryFolder { folder in
        let file = folder.appendingPathComponent("tokenizer.model")
        try data.write(to: file)
        let error = #expect(throws: UnusableModel.self, "\(name)") { try Tokenizer(file: file) }
        #expect(error?.reason == .malformed && "\(error?.place as Any)".contains("pieces["), "\(name)")
        #expect(throws: UnusableModel.self, "\(name)") { try TokenizerOutline(directory: folder) }
      }
    }
  }

  @Test func `a character map whose key ends inside of a character is not followed there`() throws {
    // あ is E3 81 82: the map says that E3 alone becomes "x". Units are offset << 10 | hasLeaf << 8 | label.
    var units = [UInt32](repeating: 0, count: 512)
    units[0] = 256 << 10
    units[256 ^ 0xE3] = 1 << 10 | 1 << 8 | 0xE3
    units[256 ^ 0xE3 ^ 1] = 1 << 31
    units[256 ^ 0x61] = 1 << 10 | 1 << 8 | 0x61
    units[256 ^ 0x61 ^ 1] = 1 << 31
    let words = [UInt32(units.count * 4)] + units
    let blob = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } } + Array("x\0".utf8)
    let map = try CharacterMap(blob, key: "map")
    for isLongest in [false, true] {
      Array("あa".utf8).withUnsafeBufferPointer { bytes in
        #expect(map.find(bytes, from: 0, to: bytes.count, longest: isLongest) == nil)
        #expect(map.find(bytes, from: 3, to: bytes.count, longest: isLongest)?.end == 4)
      }
    }
    var text = NormalizedText(bytes: Array("aあa".utf8), startsOriginal: true)
    map.apply(&text)
    #expect(String(decoding: text.bytes, as: UTF8.self) == "xあx")
  }
}
