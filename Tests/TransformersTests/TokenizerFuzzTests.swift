import Foundation
import Records
import Tensors
import TestSupport
import Testing

@testable import Transformers

/// Damaged tokenizer files are refused with a reason, or read; what is read turns any text into ids and ids into text.
@Suite(.serialized) struct TokenizerFuzzTests {
  static let texts = [
    "", " ", "Annual leave is 20 days; it's carried over.\n\n", "従業員の年次有給休暇は20日です。",
    "👩‍👩‍👧 ﾊﾟ が\u{3099} ①½ \u{FEFF}\u{200D}\u{FFFD}",
    "<s>[CLS] <|im_end|>▁##ing<0x0A></s>", String(repeating: "aあ", count: 150),
  ]

  /// Encodes and decodes with a tokenizer that was made from a damaged file.
  private static func use(_ tokenizer: Tokenizer, _ random: inout SeededRandom) {
    let size = Int32(tokenizer.vocabularySize)
    for text in texts {
      let ids = tokenizer.encode(text, recognizingSpecial: true, addingTemplate: true)
      #expect(ids.allSatisfy { $0 >= 0 && $0 < size })
      #expect(!tokenizer.encode(text).contains { $0 < 0 || $0 >= size })
      _ = tokenizer.decode(ids)
    }
    var decoder = StreamingDecoder(tokenizer)
    for _ in 0..<20 { _ = decoder.append(Int32.random(in: -1...size, using: &random)) }
    _ = decoder.finish()
    _ = tokenizer.encode(pair: "a", "b")
  }

  private static func check(_ data: Data, _ name: String, _ random: inout SeededRandom) throws {
    try Golden.withTemporaryFolder { folder in
      let file = folder.appendingPathComponent(name)
      try data.write(to: file)
      let start = ContinuousClock.now
      do {
        // An outline is never pickier than the tokenizer itself.
        let outline = Result { () throws(UnusableModel) in try TokenizerOutline(directory: folder) }
        let tokenizer = try Tokenizer(file: file)
        #expect(try outline.get().kind == tokenizer.kind)
        use(tokenizer, &random)
      } catch let error as UnusableModel {
        #expect(!error.detail.en.isEmpty && !error.detail.ja.isEmpty)
      }
      #expect(ContinuousClock.now - start < .seconds(20))
    }
  }

  @Test func `Fuzz: a damaged tokenizer file is read or refused`() async throws {
    let golden = try TokenizerGoldenTests.golden("tokenizers.json.gz")
    let files = try #require(golden["tokenizers"] as? [[String: Any]]).compactMap { $0["file"] as? [String: Any] }
    let wholes = try files.map { try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys) }
    // The vocabulary is nearly all of a file: its parts are damaged on their own as often as the whole.
    let models = try files.map { try JSONSerialization.data(withJSONObject: try #require($0["model"])) }
    let parts = try files.map {
      var parts = $0
      parts["model"] = nil
      return try JSONSerialization.data(withJSONObject: parts, options: .sortedKeys)
    }
    try await Fuzzing.run("tokenizer", rounds: 60) { _, random in
      let number = Int.random(in: 0..<files.count, using: &random)
      var data = wholes[number].damaged(using: &random)
      if Bool.random(using: &random) {
        data = parts[number].damaged(using: &random)
        if data.last == UInt8(ascii: "}") { data.removeLast() }
        data += Data(",\"model\":".utf8) + models[number] + Data("}".utf8)
      }
      try Self.check(data, "tokenizer.json", &random)
    }
  }

  @Test func `Fuzz: parts in any order, with any settings, are read or refused`() async throws {
    let golden = try TokenizerGoldenTests.golden("tokenizers.json.gz")
    let files = try #require(golden["tokenizers"] as? [[String: Any]]).compactMap { $0["file"] as? [String: Any] }
    let kinds = ["normalizer", "pre_tokenizer", "post_processor", "decoder", "model", "added_tokens"]
    try await Fuzzing.run("tokenizer-parts", rounds: 30) { _, random in
      var file = try #require(files.randomElement(using: &random))
      for kind in kinds where Int.random(in: 0..<3, using: &random) == 0 {
        file[kind] = files.randomElement(using: &random)?[kind]
      }
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let kind = try #require(kinds.randomElement(using: &random))
        if let value = file[kind] { file[kind] = Self.changed(value, &random) }
      }
      try Self.check(try JSONSerialization.data(withJSONObject: file), "tokenizer.json", &random)
    }
  }

  /// A value with one setting, somewhere in it, that is another now.
  private static func changed(_ value: Any, _ random: inout SeededRandom) -> Any {
    if var object = value as? [String: Any], let key = object.keys.sorted().randomElement(using: &random) {
      // The vocabulary has tests of its own.
      if let inner = object[key], key != "vocab", key != "merges" { object[key] = changed(inner, &random) }
      return object
    }
    if var list = value as? [Any], !list.isEmpty {
      let place = Int.random(in: 0..<list.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: list.remove(at: place)
      case 1: list.append(list[place])
      default: list[place] = changed(list[place], &random)
      }
      return list
    }
    let others: [Any] = [
      true, false, NSNull(), 0, 1, -1, 2.5, 1e18, "", " ", "▁", "ab", "x*", "(?:a|b)*?", "(?<=a)b|$", "\\p{L}+", "##",
      "always", "never", "Isolated",
      "MergedWithNext", "Removed", "Metaspace", "ByteLevel", "Fuse", "Strip", "NFKD", [Any](), [String: Any](),
    ]
    return others.randomElement(using: &random) ?? 0
  }

  @Test func `Fuzz: a damaged model of SentencePiece is read or refused`() async throws {
    let golden = try TokenizerGoldenTests.golden("sentencepiece.json.gz")
    let models = try #require(golden["models"] as? [[String: Any]])
      .compactMap { ($0["model"] as? String).flatMap { Data(base64Encoded: $0) } }
    #expect(models.count >= 8)
    // Where the pieces end and the large character map begins; damage is put before it as often as anywhere.
    let small = try #require(models.min { $0.count < $1.count }).count
    try await Fuzzing.run("sentencepiece", rounds: 60) { _, random in
      let model = try #require(models.randomElement(using: &random))
      let front = Bool.random(using: &random) ? min(small, model.count) : model.count
      let data = model.prefix(front).damaged(using: &random) + model.dropFirst(front)
      try Self.check(data, "tokenizer.model", &random)
    }
  }
}
