import Foundation
import Tensors
import Testing

@testable import Transformers

/// What the files beside a tokenizer add to it, as the reference puts them together (Tests/Golden/tokenizers/directories.py).
struct TokenizerDirectoryTests {
  private struct Recorded: Decodable {
    struct Case: Decodable {
      var name: String
      var files: [String: String]
      var ids: [[Int32]]
      /// The ids of those that the files name.
      var special: [Int32]
    }
    var texts: [String]
    var cases: [Case]
  }

  private static let plain = Golden.folder.appendingPathComponent("tokenizers/gpt2.json")

  /// A directory with a tokenizer of byte-level BPE and other files.
  private func withDirectory(_ files: [String: String], _ body: (URL) throws -> Void) throws {
    try Golden.withTemporaryFolder { folder in
      try FileManager.default.copyItem(at: Self.plain, to: folder.appendingPathComponent("tokenizer.json"))
      for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
      try body(folder)
    }
  }

  @Test func `control tokens named in any of the files have the reference's ids`() throws {
    let url = TokenizerGoldenTests.folder.appendingPathComponent("directories.json")
    let golden = try JSONDecoder().decode(Recorded.self, from: try Data(contentsOf: url))
    #expect(golden.cases.count >= 25)
    for item in golden.cases {
      try withDirectory(item.files) { folder in
        let tokenizer = try Tokenizer(directory: folder)
        for (text, ids) in zip(golden.texts, item.ids) {
          #expect(tokenizer.encode(text, recognizingSpecial: true) == ids, "\(item.name): \(text.debugDescription)")
        }
        if !item.special.isEmpty {
          let named = (0..<Int32(tokenizer.vocabularySize)).filter(tokenizer.isNamedSpecial)
          #expect(named == item.special, "\(item.name)")
        }
        #expect(try TokenizerOutline(directory: folder).addedTokens == tokenizer.addedTokens, "\(item.name)")
      }
    }
  }

  @Test(arguments: ["GPT2Tokenizer", "GPTNeoXTokenizerFast"])
  func `a space before the text that the tokenizer's file does not put there is refused by name`(_ name: String) throws
  {
    try withDirectory(["tokenizer_config.json": #"{"tokenizer_class":"\#(name)","add_prefix_space":true}"#]) { folder in
      let error = #expect(throws: UnusableModel.self) { try Tokenizer(directory: folder) }
      #expect(error?.reason == .unsupported && error?.detail.en.contains("add_prefix_space") == true)
    }
    try withDirectory(["tokenizer_config.json": #"{"tokenizer_class":"\#(name)","add_prefix_space":false}"#]) {
      folder in
      _ = try Tokenizer(directory: folder)
    }
  }

  @Test func `a SentencePiece model puts no space before the text where its directory says so`() throws {
    let models = try #require(try TokenizerGoldenTests.golden("sentencepiece.json.gz")["models"] as? [[String: Any]])
    let model = try #require(models.first { $0["name"] as? String == "bpe" }?["model"] as? String)
    try Golden.withTemporaryFolder { folder in
      try (try #require(Data(base64Encoded: model))).write(to: folder.appendingPathComponent("tokenizer.model"))
      let usual = try Tokenizer(directory: folder)
      try Data(#"{"tokenizer_class":"LlamaTokenizer","add_prefix_space":false}"#.utf8).write(
        to: folder.appendingPathComponent("tokenizer_config.json"))
      let without = try Tokenizer(directory: folder)
      let ids = (usual.encode("the"), without.encode("the"))
      #expect(usual.spelling(of: ids.0[0]).hasPrefix("▁") && !without.spelling(of: ids.1[0]).hasPrefix("▁"))
    }
  }

  @Test func `the control pieces of a SentencePiece model are control tokens, whether a file names them or not`() throws
  {
    let models = try #require(try TokenizerGoldenTests.golden("sentencepiece.json.gz")["models"] as? [[String: Any]])
    let model = try #require(models.first { $0["name"] as? String == "bpe" }?["model"] as? String)
    try Golden.withTemporaryFolder { folder in
      try (try #require(Data(base64Encoded: model))).write(to: folder.appendingPathComponent("tokenizer.model"))
      let tokenizer = try Tokenizer(directory: folder)
      let (beginning, end) = (try #require(tokenizer.id(ofAdded: "<s>")), try #require(tokenizer.id(ofAdded: "</s>")))
      let ids = tokenizer.encode("<s>the</s>the", recognizingSpecial: true)
      #expect(ids.first == beginning && ids.contains(end) && ids.last != end)
      // In what a document says they are text.
      let text = tokenizer.encode("<s>the</s>the")
      #expect(!text.contains(beginning) && !text.contains(end))
      #expect(try TokenizerOutline(directory: folder).addedTokens == tokenizer.addedTokens)
    }
  }

  @Test(arguments: [
    ("T5Tokenizer", nil, 100), ("T5TokenizerFast", 3, 3), ("T5Tokenizer", 0, 0), ("LlamaTokenizer", nil, 0),
  ])
  func `T5's own tokens stand behind the pieces, the last one first`(_ name: String, _ count: Int?, _ expected: Int)
    throws
  {
    var configuration: [String: Any] = ["tokenizer_class": name, "pad_token": "<filler>"]
    configuration["extra_ids"] = count
    try withSentencePiece(configuration) { folder, size in
      let tokenizer = try Tokenizer(directory: folder)
      #expect(tokenizer.vocabularySize == size + expected + 1)
      #expect(tokenizer.id(ofAdded: "<filler>") == Int32(size + expected))
      #expect(tokenizer.id(ofAdded: "<extra_id_0>") == (expected > 0 ? Int32(size + expected - 1) : nil))
      #expect(tokenizer.id(ofAdded: "<extra_id_\(expected - 1)>") == (expected > 0 ? Int32(size) : nil))
      #expect(try TokenizerOutline(directory: folder).addedTokens == tokenizer.addedTokens)
    }
  }

  @Test(arguments: ["AlbertTokenizer", "XLMRobertaTokenizer", "XLNetTokenizerFast"])
  func `a SentencePiece model of a class that changes its ids is refused by name`(_ name: String) throws {
    try withSentencePiece(["tokenizer_class": name]) { folder, _ in
      for error in [
        #expect(throws: UnusableModel.self) { try Tokenizer(directory: folder) },
        #expect(throws: UnusableModel.self) { try TokenizerOutline(directory: folder) },
      ] {
        #expect(error?.reason == .unsupported)
        #expect(error?.detail.en.contains(name) == true && error?.detail.ja.contains("LlamaTokenizer") == true)
      }
    }
  }

  /// A directory with a SentencePiece model of BPE, and how many pieces that has.
  private func withSentencePiece(_ configuration: [String: Any], _ body: (URL, Int) throws -> Void) throws {
    let models = try #require(try TokenizerGoldenTests.golden("sentencepiece.json.gz")["models"] as? [[String: Any]])
    let model = try #require(models.first { $0["name"] as? String == "bpe" }?["model"] as? String)
    try Golden.withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("tokenizer.model")
      try (try #require(Data(base64Encoded: model))).write(to: url)
      try JSONSerialization.data(withJSONObject: configuration).write(
        to: folder.appendingPathComponent("tokenizer_config.json"))
      try body(folder, try Tokenizer(file: url).vocabularySize)
    }
  }

  @Test func `a directory without a tokenizer says which files one is read from`() throws {
    try Golden.withTemporaryFolder { folder in
      try Data("[PAD]\n[UNK]\n".utf8).write(to: folder.appendingPathComponent("vocab.txt"))
      for error in [
        #expect(throws: UnusableModel.self) { try Tokenizer(directory: folder) },
        #expect(throws: UnusableModel.self) { try TokenizerOutline(directory: folder) },
      ] {
        #expect(error?.reason == .missingFile && error?.file == folder.path)
        #expect(
          error?.detail.en.contains("tokenizer.model") == true && error?.detail.ja.contains("spiece.model") == true)
      }
    }
  }
}
