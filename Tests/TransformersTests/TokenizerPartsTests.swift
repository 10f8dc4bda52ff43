import Foundation
import Tensors
import Testing

@testable import Transformers

/// Each part of `tokenizer.json` on its own, beside what the `tokenizers` library does with it
/// (`Tests/Golden/tokenizers/make.py`).
struct TokenizerPartsTests {
  /// Read with our own reader: Foundation's drops a byte order mark at the beginning of a string.
  private static func golden() throws -> [String: TokenizerJSON] {
    let url = TokenizerGoldenTests.folder.appendingPathComponent("parts.json.gz")
    let data = [UInt8](try TokenizerTests.unpack("gzip", url))
    let value = try data.withUnsafeBufferPointer { (bytes) throws(TokenizerFileError) in
      var reader = JSONReader(bytes)
      return try reader.value()
    }
    guard case .object(let members) = value else { return [:] }
    return Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.value) })
  }

  private static func items(_ value: TokenizerJSON?) -> [TokenizerJSON] {
    if case .array(let items)? = value { items } else { [] }
  }

  private static func texts(_ value: TokenizerJSON?) -> [String] {
    items(value).compactMap { if case .string(let text) = $0 { text } else { nil } }
  }

  private static func pieces(_ steps: [PreTokenizer.Step], _ text: String) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var text = text
    text.withUTF8 { bytes in
      let beginning = NormalizedText.beginning(of: bytes, startsOriginal: true)
      PreTokenizer(steps: steps).forEachWord(of: bytes, beginning: beginning) { pieces.append(Array($0)) }
    }
    return pieces
  }

  @Test func `every normalizer rewrites text as the library does`() throws {
    let golden = try Self.golden()
    let texts = Self.texts(golden["texts"])
    let cases = Self.items(golden["normalizers"])
    #expect(cases.count >= 25 && texts.count > 80)
    for item in cases {
      let pair = Self.items(item)
      let steps = try Normalizer.steps(try PartSettings(pair[0], key: "normalizer"))
      for (text, expected) in zip(texts, Self.texts(pair[1])) {
        var normalized = NormalizedText(bytes: Array(text.utf8), startsOriginal: true)
        for step in steps { step.apply(&normalized) }
        #expect(normalized.bytes == Array(expected.utf8), "\(pair[0]): \(text.debugDescription)")
      }
    }
  }

  @Test func `every pre-tokenizer cuts text as the library does`() throws {
    let golden = try Self.golden()
    let texts = Self.texts(golden["texts"])
    let cases = Self.items(golden["preTokenizers"])
    #expect(cases.count >= 50)
    for item in cases {
      let pair = Self.items(item)
      let steps = try PreTokenizer.steps(try PartSettings(pair[0], key: "pre_tokenizer"))
      for (text, expected) in zip(texts, Self.items(pair[1])) {
        let wanted = Self.texts(expected).map { Array($0.utf8) }
        #expect(Self.pieces(steps, text) == wanted, "\(pair[0]): \(text.debugDescription)")
      }
    }
  }

  @Test func `every decoder puts tokens together as the library does`() throws {
    let golden = try Self.golden()
    let lists = Self.items(golden["tokens"]).map(Self.texts)
    let cases = Self.items(golden["decoders"])
    #expect(cases.count >= 18)
    for item in cases {
      let pair = Self.items(item)
      let steps = try TokenDecoder.steps(try PartSettings(pair[0], key: "decoder"))
      for (tokens, expected) in zip(lists, Self.texts(pair[1])) {
        let decoded = steps.reduce(tokens.map { Array($0.utf8) }) { $1.apply($0) }
        #expect(Array(decoded.joined()) == Array(expected.utf8), "\(pair[0]): \(tokens)")
      }
    }
  }

  @Test func `regular expressions match where Oniguruma does`() throws {
    let golden = try Self.golden()
    let texts = Self.texts(golden["patternTexts"])
    let cases = Self.items(golden["patterns"])
    #expect(cases.count >= 75)
    for item in cases {
      let pair = Self.items(item)
      guard case .string(let pattern) = pair[0] else { continue }
      // The patterns that are written out by hand have to agree with the general matcher.
      var splitters = [Splitter.regex(try RegexProgram(pattern))]
      if let known = KnownPattern(rawValue: pattern) { splitters.append(.known(known)) }
      for splitter in splitters {
        for (text, expected) in zip(texts, Self.items(pair[1])) {
          let wanted = Self.texts(expected).map { Array($0.utf8) }
          let pieces = Self.pieces([.split(splitter, .isolated, isInverted: false)], text)
          #expect(pieces == wanted, "\(pattern): \(text.debugDescription)")
        }
      }
    }
  }

  @Test(arguments: [
    "(a", "a)", "[a", "*a", "a{3,2}", #"\p{Nonsense}"#, "(?<=a*)b", #"(a)\1"#, #"\K"#, "(?i)ss", "(?i)[ß]", "x{99999}",
  ])
  func `a pattern that cannot be matched is an error`(pattern: String) {
    #expect(throws: RegexError.self) { try RegexProgram(pattern) }
  }

  @Test func `a pattern that tries without end gives up`() throws {
    let program = try RegexProgram("(?:a|a)*b")
    var text = String(repeating: "a", count: 40)
    text.withUTF8 { bytes in
      var matcher = RegexMatcher(program, bytes)
      #expect(matcher.match(at: 0) == nil)
    }
  }

  @Test(arguments: [
    ("a<b> \n b", [2, 0, 3]), ("a<b>\nb", [2, 0, 3]), ("a<b>b\n", [2, 0, 3, 1]), ("a \n<b>\n\n", [2, 1, 0]),
  ])
  func `a token whose spaces the one before it took is left out`(text: String, ids: [Int32]) throws {
    let json = """
      {"version": "1.0", "added_tokens": [
        {"id": 0, "content": "<b>", "rstrip": true, "normalized": false, "special": true},
        {"id": 1, "content": "\\n", "lstrip": true, "normalized": false, "special": false}],
       "model": {"type": "BPE", "vocab": {"<b>": 0, "\\n": 1, "a": 2, "b": 3}, "merges": []}}
      """
    try Golden.withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("tokenizer.json")
      try Data(json.utf8).write(to: url)
      let tokenizer = try Tokenizer(file: url)
      #expect(tokenizer.encode(text, recognizingSpecial: true) == ids)
    }
  }

  @Test(arguments: ["normalizer", "pre_tokenizer", "post_processor", "decoder"])
  func `an unknown part is refused by name, with those that work`(name: String) throws {
    let json = """
      {"version": "1.0", "added_tokens": [], "\(name)": {"type": "Sentient"},
       "model": {"type": "WordLevel", "vocab": {"<unk>": 0}, "unk_token": "<unk>"}}
      """
    try Golden.withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("tokenizer.json")
      try Data(json.utf8).write(to: url)
      let error = #expect(throws: UnusableModel.self) { try Tokenizer(file: url) }
      #expect(error?.reason == .unsupported)
      #expect(error?.place == .key(name))
      #expect(error?.detail.en.contains("Sentient is not known") == true)
      #expect(error?.detail.en.contains("Sequence") == true && error?.detail.ja.contains("Sequence") == true)
    }
  }
}
