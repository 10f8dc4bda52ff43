import Foundation
import Tensors
import Testing

@testable import Transformers

/// Corners that random texts seldom reach, as the libraries have them (`Tests/Golden/tokenizers/corners.py`).
struct TokenizerCornerTests {
  private static func golden() throws -> [String: Any] {
    let data = try Data(contentsOf: TokenizerGoldenTests.folder.appendingPathComponent("corners.json"))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private static func ids(_ value: Any?) -> [[Int32]] { (value as? [[Int]] ?? []).map { $0.map(Int32.init) } }

  @Test func `corners of tokenizer files give the ids and texts of the tokenizers library`() throws {
    let cases = try #require(try Self.golden()["tokenizers"] as? [[String: Any]])
    #expect(cases.count >= 28)
    for item in cases {
      let name = try #require(item["name"] as? String)
      try Golden.withTemporaryFolder { folder in
        let url = folder.appendingPathComponent("tokenizer.json")
        try JSONSerialization.data(withJSONObject: try #require(item["file"])).write(to: url)
        var tokenizer = try Tokenizer(file: url)
        if item["lowercased"] as? Bool == true { tokenizer = tokenizer.lowercasing() }
        let (texts, expected) = (try #require(item["texts"] as? [String]), Self.ids(item["ids"]))
        let (templates, pairs) = (Self.ids(item["template"]), Self.ids(item["pairs"]))
        for (number, text) in texts.enumerated() {
          #expect(tokenizer.encode(text, recognizingSpecial: true) == expected[number], "\(name): \(text)")
          let whole = tokenizer.encode(text, recognizingSpecial: true, addingTemplate: true)
          #expect(whole == templates[number], "\(name): \(text)")
          let pair = tokenizer.encode(pair: text, "ba")
          #expect(pair.ids == pairs[number], "\(name): \(text)")
          #expect(pair.typeIDs == Self.ids(item["types"])[number], "\(name): \(text)")
        }
        for (list, text) in zip(Self.ids(item["lists"]), item["decoded"] as? [String] ?? []) {
          #expect(tokenizer.decode(list, skippingSpecial: false) == text, "\(name): \(list)")
        }
      }
    }
  }

  private static func number(_ digits: String) throws -> Double {
    try Array((digits + "]").utf8).withUnsafeBufferPointer { (bytes) throws(TokenizerFileError) in
      var reader = JSONReader(bytes)
      return try reader.number()
    }
  }

  @Test func `scores are the numbers that the library reads, to the last bit`() throws {
    let numbers = try #require(try Self.golden()["numbers"] as? [[String]])
    var rounded = 0
    for pair in numbers {
      let read = try Self.number(pair[0])
      #expect(read.bitPattern == Double(pair[1])?.bitPattern, "\(pair[0])")
      if read != Double(pair[0]) { rounded += 1 }
    }
    #expect(numbers.count > 250 && rounded > 20)
    for digits in [
      "", "-", ".5", "1.", "1.e5", "1e", "1e+", "--1", "1.2.3", "1e400", "1e999999999999999999999", "+1", "NaN",
    ] {
      #expect(throws: TokenizerFileError.self, "\(digits)") { try Self.number(digits) }
    }
  }

  @Test func `text that is normalized to a control token stays text where such tokens are not looked for`() throws {
    let cases = try #require(try Self.golden()["tokenizers"] as? [[String: Any]])
    for item in cases where (item["name"] as? String)?.hasPrefix("normalized-to-special") == true {
      try Golden.withTemporaryFolder { folder in
        let url = folder.appendingPathComponent("tokenizer.json")
        try JSONSerialization.data(withJSONObject: try #require(item["file"])).write(to: url)
        let tokenizer = try Tokenizer(file: url)
        // The unknown token is what remains of strange text.
        for text in ["＜s＞", "a＜/ｓ＞b"] {
          #expect(!tokenizer.encode(text).contains { $0 == 1 || $0 == 2 }, "\(item["name"] ?? ""): \(text)")
        }
        _ = tokenizer.encode("＜s＞", recognizingSpecial: true)
        #expect(!tokenizer.encode("＜s＞").contains(1), "what was found with control tokens is not remembered without")
      }
    }
  }

  @Test func `models of SentencePiece whose spaces stand behind words give the library's ids`() throws {
    for item in try #require(try Self.golden()["models"] as? [[String: Any]]) {
      let model = try #require((item["model"] as? String).flatMap { Data(base64Encoded: $0) })
      try Golden.withTemporaryFolder { folder in
        let url = folder.appendingPathComponent("tokenizer.model")
        try model.write(to: url)
        let tokenizer = try Tokenizer(file: url)
        for (text, expected) in zip(item["texts"] as? [String] ?? [], item["cases"] as? [[Any]] ?? []) {
          let ids = (expected[0] as? [Int] ?? []).map { Int32($0) }
          #expect(tokenizer.encode(text) == ids, "\(item["name"] ?? ""): \(text)")
        }
      }
    }
  }

  /// The library loads such a file, cuts all text to bytes, and fails at the first character of several bytes.
  @Test func `a token of which the normalizer leaves nothing is refused by name`() throws {
    func file(_ token: String, normalized: Bool) -> String {
      """
      {"version": "1.0", "normalizer": {"type": "Strip", "strip_left": true, "strip_right": true},
       "added_tokens": [{"id": 2, "content": "\(token)", "single_word": false, "lstrip": false, "rstrip": false,
                         "normalized": \(normalized), "special": false}],
       "model": {"type": "BPE", "vocab": {"a": 0, "b": 1}, "merges": []}}
      """
    }
    try Golden.withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("tokenizer.json")
      try Data(file(" ", normalized: true).utf8).write(to: url)
      for open in [{ _ = try Tokenizer(directory: folder) }, { _ = try TokenizerOutline(directory: folder) }] {
        let error = #expect(throws: UnusableModel.self) { try open() }
        #expect(error?.reason == .unsupported && error?.place == .key("added_tokens"))
        #expect(error?.explanation.en.contains("\" \"") == true && error?.explanation.ja.contains("\" \"") == true)
      }
      // What is found in the text as it stands may be anything.
      try Data(file(" ", normalized: false).utf8).write(to: url)
      #expect(try Tokenizer(directory: folder).encode("a b") == [0, 2, 1])
      try Data(file(" ab ", normalized: true).utf8).write(to: url)
      #expect(try Tokenizer(directory: folder).encode("aab") == [0, 2])
    }
  }

  @Test func `a template behind a template is refused by name`() throws {
    let template =
      #"{"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "a", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "a", "type_id": 0}}], "pair": [], "special_tokens": {"a": {"id": "a", "ids": [0], "tokens": ["a"]}}}"#
    let json =
      #"{"post_processor": {"type": "Sequence", "processors": [\#(template), \#(template)]}, "model": {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "a"}}"#
    try Golden.withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("tokenizer.json")
      try Data(json.utf8).write(to: url)
      let error = #expect(throws: UnusableModel.self) { try Tokenizer(file: url) }
      #expect(error?.reason == .unsupported && error?.detail.en.contains("follows another template") == true)
    }
  }

  @Test func `added tokens in a form of their own are read as those in the usual one`() throws {
    let usual =
      #"{"id": 3, "content": "<x>", "single_word": true, "lstrip": false, "rstrip": true, "normalized": false, "special": true}"#
    let others = [
      #"{"special": true, "content": "\u003cx>", "id": 3.0, "rstrip": true, "single_word": true}"#,
      #"{"__type": "AddedToken", "id": 3, "content": "<x>", "single_word": true, "lstrip": null, "rstrip": true, "special": true}"#,
    ]
    func tokens(_ token: String, decoder: String) throws -> (whole: [AddedToken], outline: [AddedToken]) {
      try Golden.withTemporaryFolder { folder in
        let json =
          #"{"added_tokens": [{"id": 0, "content": "<unk>", "special": true}, \#(token)], "#
          + #""model": {"type": "WordLevel", "vocab": {"<unk>": 0, "a": 1}, "unk_token": "<unk>"}}"#
        try Data(json.utf8).write(to: folder.appendingPathComponent("tokenizer.json"))
        try Data(#"{"added_tokens_decoder": {\#(decoder)}}"#.utf8).write(
          to: folder.appendingPathComponent("tokenizer_config.json"))
        return (try Tokenizer(directory: folder).addedTokens, try TokenizerOutline(directory: folder).addedTokens)
      }
    }
    let plain = #""7": {"content": "<y>", "lstrip": true, "special": false}"#
    let expected = try tokens(usual, decoder: plain)
    #expect(expected.whole.map(\.content) == ["<unk>", "<x>", "<y>"] && expected.outline == expected.whole)
    #expect(
      expected.whole[1].singleWord && expected.whole[1].rstrip && expected.whole[2].lstrip
        && expected.whole[2].normalized)
    for token in others {
      for decoder in [plain, #""7": {"content": "<y>", "lstrip": true, "more": [{}]}"#] {
        let read = try tokens(token, decoder: decoder)
        #expect(read.whole == expected.whole && read.outline == expected.whole, "\(token) \(decoder)")
      }
    }
    for (token, decoder, place) in [
      (#"{"content": "<x>"}"#, plain, "added_tokens[1].id"), (#"{"id": 3}"#, plain, "added_tokens[1].content"),
      (#"{"id": 3, "content": "<x>", "lstrip": 1}"#, plain, "added_tokens[1].lstrip"),
      (usual, #""7": {"content": 7}"#, "added_tokens_decoder.7.content"),
      (usual, #""-7": {"content": "<y>"}"#, "added_tokens_decoder.-7"),
    ] {
      let error = #expect(throws: UnusableModel.self) { try tokens(token, decoder: decoder) }
      #expect(error?.place == .key(place), "\(String(describing: error))")
    }
  }
}
