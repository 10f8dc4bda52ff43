import Foundation
import Tensors
import Testing

@testable import Transformers

/// Whole tokenizers of every kind, made and asked by `Tests/Golden/tokenizers/make.py`.
struct TokenizerGoldenTests {
  static let folder = Golden.folder.deletingLastPathComponent().appendingPathComponent("tokenizers")

  static func golden(_ name: String) throws -> [String: Any] {
    let data = try TokenizerTests.unpack("gzip", folder.appendingPathComponent(name))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func `tokenizer files of every kind give the ids and texts of the tokenizers library`() throws {
    let golden = try Self.golden("tokenizers.json.gz")
    let texts = try #require(golden["texts"] as? [String])
    let all = try #require(golden["tokenizers"] as? [[String: Any]])
    #expect(all.count >= 20)
    try Golden.withTemporaryFolder { folder in
      for item in all {
        let name = try #require(item["name"] as? String)
        let file = folder.appendingPathComponent("\(name).json")
        try JSONSerialization.data(withJSONObject: try #require(item["file"])).write(to: file)
        let tokenizer = try Tokenizer(file: file)
        let cases = try #require(item["cases"] as? [[String: Any]])
        var wrong: [String] = []
        for (text, expected) in zip(texts, cases) {
          let ids = Self.ids(expected["ids"])
          let whole = Self.ids(expected["template"] ?? expected["ids"])
          let plain = tokenizer.encode(text)
          let expectedPlain = Self.ids(expected["plain"] ?? expected["ids"])
          // The library finds control tokens that stand in a Unigram vocabulary even where they are said to be text;
          // this program never does.
          let isRight =
            expectedPlain.contains { Self.isControl($0, tokenizer) }
            ? !plain.contains { Self.isControl($0, tokenizer) } : plain == expectedPlain
          if !isRight { wrong.append("plain: \(text.debugDescription)") }
          if tokenizer.encode(text, recognizingSpecial: true) != ids { wrong.append("ids: \(text.debugDescription)") }
          if tokenizer.encode(text, recognizingSpecial: true, addingTemplate: true) != whole {
            wrong.append("template: \(text.debugDescription)")
          }
          if !Self.same(tokenizer.decode(ids), expected["decoded"]) {
            wrong.append("decoded: \(text.debugDescription)")
          }
          if !Self.same(tokenizer.decode(whole, skippingSpecial: false), expected["kept"]) {
            wrong.append("kept: \(text.debugDescription)")
          }
        }
        #expect(wrong.isEmpty, "\(name): \(wrong.count) wrong, such as \(wrong.prefix(3))")
      }
    }
  }

  @Test func `models of SentencePiece give the ids and texts of its library`() throws {
    let golden = try Self.golden("sentencepiece.json.gz")
    let texts = try #require(golden["texts"] as? [String])
    let all = try #require(golden["models"] as? [[String: Any]])
    #expect(all.count >= 8)
    for item in all {
      let name = try #require(item["name"] as? String)
      let model = try #require((item["model"] as? String).flatMap { Data(base64Encoded: $0) })
      try Golden.withTemporaryFolder { folder in
        let file = folder.appendingPathComponent("tokenizer.model")
        try model.write(to: file)
        let tokenizer = try Tokenizer(file: file)
        let cases = try #require(item["cases"] as? [[Any]])
        var wrong: [String] = []
        for (text, expected) in zip(texts, cases) {
          let ids = Self.ids(expected[0])
          if tokenizer.encode(text) != ids { wrong.append("ids: \(text.debugDescription)") }
          if !Self.same(tokenizer.decode(ids), expected[1]) { wrong.append("decoded: \(text.debugDescription)") }
        }
        let summary = "\(name): \(wrong.count) wrong, such as \(wrong.prefix(3))"
        #expect(wrong.isEmpty, "\(summary)")
      }
    }
  }

  private static func isControl(_ id: Int32, _ tokenizer: Tokenizer) -> Bool {
    tokenizer.isSpecial(id) && !["<unk>", "[UNK]"].contains(tokenizer.spelling(of: id))
  }

  private static func ids(_ value: Any?) -> [Int32] { (value as? [Int] ?? []).map(Int32.init) }

  /// Scalar by scalar: strings that only look the same are not the same here.
  private static func same(_ text: String, _ expected: Any?) -> Bool {
    Array(text.unicodeScalars) == Array((expected as? String ?? "").unicodeScalars)
  }
}

struct TokenizerOutlineTests {
  @Test func `an outline says what the whole tokenizer says`() throws {
    let files = try #require(try TokenizerGoldenTests.golden("tokenizers.json.gz")["tokenizers"] as? [[String: Any]])
    let models = try #require(try TokenizerGoldenTests.golden("sentencepiece.json.gz")["models"] as? [[String: Any]])
    var datas = try files.map {
      ("tokenizer.json", try JSONSerialization.data(withJSONObject: try #require($0["file"])))
    }
    for item in models {
      datas.append(("tokenizer.model", try #require((item["model"] as? String).flatMap { Data(base64Encoded: $0) })))
    }
    var kinds: Set<String> = []
    for (number, (name, data)) in datas.enumerated() {
      try Golden.withTemporaryFolder { folder in
        try data.write(to: folder.appendingPathComponent(name))
        let settings = #"{"added_tokens_decoder": {"9999": {"content": "<|x|>", "special": true}}, "pad_token": "<s>"}"#
        try Data(settings.utf8).write(to: folder.appendingPathComponent("tokenizer_config.json"))
        let whole = try Tokenizer(directory: folder)
        let outline = try TokenizerOutline(directory: folder)
        #expect(outline.kind == whole.kind, "\(number)")
        #expect(outline.vocabularySize == whole.vocabularySize, "\(number)")
        #expect(outline.addedTokens == whole.addedTokens, "\(number)")
        kinds.insert(outline.kind)
      }
    }
    #expect(kinds.count >= 10, "\(kinds.sorted())")
  }

  @Test(arguments: [
    ("<unk>", 1, "have no unknown piece"), ("<unk2>", 2, "have 2 unknown pieces"), ("<0x41>", 6, "have 1 byte pieces"),
    ("<0xAQ>", 6, "pieces[1]: is no byte"), ("<unk>", 3, "pieces[1]: is there twice"),
    ("a", 9, "pieces[1]: is of the unknown type 9"),
  ])
  func `an outline refuses reserved pieces that do not fit together`(text: String, type: UInt8, reason: String) throws {
    func piece(_ text: String, _ type: UInt8) -> [UInt8] {
      let inside = [0x0A, UInt8(text.utf8.count)] + Array(text.utf8) + [0x18, type]
      return [0x0A, UInt8(inside.count)] + inside
    }
    let first = reason.contains("no unknown") ? piece("a", 1) : piece("<unk>", 2)
    let bytes = first + piece(text, type)
    try Golden.withTemporaryFolder { folder in
      try Data(bytes).write(to: folder.appendingPathComponent("tokenizer.model"))
      for open in [{ _ = try Tokenizer(directory: folder) }, { _ = try TokenizerOutline(directory: folder) }] {
        let error = #expect(throws: UnusableModel.self) { try open() }
        #expect(error.map { "\($0)".contains(reason) } == true, "\(String(describing: error))")
      }
    }
  }

  @Test(arguments: ["normalizer", "pre_tokenizer", "post_processor", "decoder"])
  func `an outline refuses unknown parts as well`(name: String) throws {
    let json = """
      {"version": "1.0", "added_tokens": [], "\(name)": {"type": "Sentient"},
       "model": {"type": "WordLevel", "vocab": {"<unk>": 0}, "unk_token": "<unk>"}}
      """
    try Golden.withTemporaryFolder { folder in
      try Data(json.utf8).write(to: folder.appendingPathComponent("tokenizer.json"))
      let error = #expect(throws: UnusableModel.self) { try TokenizerOutline(directory: folder) }
      #expect(error?.reason == .unsupported && error?.place == .key(name))
    }
  }
}
