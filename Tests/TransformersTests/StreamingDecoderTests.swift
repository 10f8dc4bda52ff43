import Foundation
import Testing

@testable import Transformers

/// Text token by token, with every kind of tokenizer that the golden files hold.
struct StreamingDecoderTests {
  static let emoji = [
    "👩‍👩‍👧‍👦 family 👨🏿‍🚀", "🇯🇵🇩🇪 flags 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️ 1️⃣ ☎️ ©️", "絵文字🙂と漢字𠮷野家🫠が並ぶ", "é e\u{301} か\u{3099} 각 \u{1100}\u{1161}\u{11A8}",
    "x\u{FFFD}y\u{FFFD}",
    "\u{10FFFF}\u{E000}\u{FFFE}", "🙂\n🙂\n\n 🙂",
  ]

  /// Name and tokenizer: byte-level BPE, BPE with and without byte fallback, Unigram with and without, WordPiece, WordLevel,
  /// models of SentencePiece.
  private static let made = Result { try make() }

  private static func all() throws -> [(name: String, tokenizer: Tokenizer)] { try made.get() }

  private static func make() throws -> [(name: String, tokenizer: Tokenizer)] {
    try Golden.withTemporaryFolder { folder in
      var all: [(String, Tokenizer)] = []
      for item in try #require(try TokenizerGoldenTests.golden("tokenizers.json.gz")["tokenizers"] as? [[String: Any]])
      {
        let name = try #require(item["name"] as? String)
        let file = folder.appendingPathComponent("\(name).json")
        try JSONSerialization.data(withJSONObject: try #require(item["file"])).write(to: file)
        all.append((name, try Tokenizer(file: file)))
      }
      for item in try #require(try TokenizerGoldenTests.golden("sentencepiece.json.gz")["models"] as? [[String: Any]]) {
        let name = try #require(item["name"] as? String)
        let file = folder.appendingPathComponent("\(name).model")
        try #require((item["model"] as? String).flatMap { Data(base64Encoded: $0) }).write(to: file)
        all.append(("sentencepiece-\(name)", try Tokenizer(file: file)))
      }
      return all
    }
  }

  private static func streamed(_ ids: [Int32], _ tokenizer: Tokenizer) -> [String] {
    var decoder = StreamingDecoder(tokenizer)
    var pieces = ids.map { decoder.append($0) }
    pieces.append(decoder.finish())
    return pieces
  }

  @Test func `a stream gives the same text as all ids at once, and no half characters`() throws {
    let texts =
      try #require(try TokenizerGoldenTests.golden("tokenizers.json.gz")["texts"] as? [String]).enumerated()
      .filter { $0.offset % 3 == 0 }.map(\.element) + Self.emoji
    let all = try Self.all()
    #expect(all.count >= 28)
    for (name, tokenizer) in all {
      var wrong: [String] = []
      for text in texts {
        let ids = tokenizer.encode(text, recognizingSpecial: true)
        let pieces = Self.streamed(ids, tokenizer)
        let whole = tokenizer.decode(ids)
        if Array(pieces.joined().utf8) != Array(whole.utf8) { wrong.append("\(text.debugDescription)") }
        let broken = pieces.reduce(0) { $0 + Self.replacements($1) }
        if broken != Self.replacements(whole) { wrong.append("half: \(text.debugDescription)") }
      }
      let summary = "\(name): \(wrong.count) wrong, such as \(wrong.prefix(3))"
      #expect(wrong.isEmpty, "\(summary)")
    }
  }

  @Test func `a character of several tokens comes out whole, with its last token`() throws {
    var several = 0
    for (name, tokenizer) in try Self.all() where name.contains("byte") || name.contains("llama") || name == "gemma" {
      for character in ["𓀀", "🫠", "鿿", "ໆ"] {
        let text = "a\(character)b"
        let ids = tokenizer.encode(text)
        guard tokenizer.decode(ids).hasSuffix("\(character)b") else { continue }
        let pieces = Self.streamed(ids, tokenizer)
        #expect(pieces.contains { $0.contains(character) }, "\(name): \(pieces)")
        if pieces.filter(\.isEmpty).count >= 2 { several += 1 }
      }
    }
    // Otherwise nothing was tested.
    #expect(several >= 20)
  }

  @Test func `damaged ids give text, and what is whole stays`() throws {
    var random = TestRandom(state: 19)
    for (name, tokenizer) in try Self.all() {
      let size = Int32(tokenizer.vocabularySize)
      for round in 0..<60 {
        var ids = tokenizer.encode(Self.emoji[round % Self.emoji.count])
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let place = Int.random(in: 0...ids.count, using: &random)
          switch Int.random(in: 0..<4, using: &random) {
          case 0 where place < ids.count: ids.remove(at: place)
          case 1 where place < ids.count: ids[place] = Int32.random(in: 0..<size, using: &random)
          case 2: ids.insert([-1, size, .max, .min][round % 4], at: place)
          default: ids.insert(Int32.random(in: 0..<size, using: &random), at: place)
          }
        }
        let streamed = Self.streamed(ids, tokenizer).joined()
        let whole = tokenizer.decode(ids)
        if tokenizer.decodesBytewise {
          #expect(Array(streamed.utf8) == Array(whole.utf8), "\(name): \(ids)")
        } else {
          // Bytes that turn out to be broken take back characters before them, which a stream has given out by then.
          let kept = streamed.unicodeScalars.filter { $0 != "\u{FFFD}" }
          #expect(Self.isSubsequence(whole.unicodeScalars.filter { $0 != "\u{FFFD}" }, of: kept), "\(name): \(ids)")
        }
      }
    }
  }

  @Test func `bytes that never become a character are given out in the end`() throws {
    for (name, tokenizer) in try Self.all() {
      guard let id = (0..<Int32(tokenizer.vocabularySize)).first(where: { tokenizer.bytes(of: $0) == [0xE3] }) else {
        continue
      }
      var decoder = StreamingDecoder(tokenizer)
      var text = ""
      for _ in 0..<300 { text += decoder.append(id) }
      #expect(!text.isEmpty, "\(name)")
      text += decoder.finish()
      #expect(Self.replacements(text) == 300 && text.unicodeScalars.count == 300, "\(name)")
    }
  }

  private static func replacements(_ text: String) -> Int { text.unicodeScalars.count { $0 == "\u{FFFD}" } }

  private static func isSubsequence(
    _ part: some Sequence<Unicode.Scalar>, of whole: some Sequence<Unicode.Scalar>
  ) -> Bool {
    var rest = whole.makeIterator()
    return part.allSatisfy { wanted in
      while let scalar = rest.next() { if scalar == wanted { return true } }
      return false
    }
  }
}
