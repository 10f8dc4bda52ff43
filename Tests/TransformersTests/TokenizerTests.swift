import Foundation
import Tensors
import Testing

@testable import Transformers

struct TokenizerTests {
  struct Case: Decodable {
    var text: String
    var ids: [Int32]
    var decoded: String?
    var special: [Int32]?
    var template: [Int32]?
  }
  struct Expected: Decodable {
    var tokenizer: String
    var cases: [Case]
  }

  static func tokenizer(_ name: String) throws -> Tokenizer {
    try Tokenizer(file: Golden.folder.appendingPathComponent("tokenizers/\(name).json"))
  }

  @Test(arguments: ["gpt2", "gpt2-prefix", "llama3", "qwen2", "digits"])
  func `ids and text are those of the tokenizers library`(name: String) throws {
    let lines = try String(
      contentsOf: Golden.folder.appendingPathComponent("tokenizers/expected.jsonl"), encoding: .utf8)
    let all = try lines.split(separator: "\n").map { try JSONDecoder().decode(Expected.self, from: Data($0.utf8)) }
    let expected = try #require(all.first { $0.tokenizer == name })
    let tokenizer = try Self.tokenizer(name)
    #expect(expected.cases.count > 80)
    for item in expected.cases {
      #expect(tokenizer.encode(item.text) == item.ids, "plain: \(item.text.debugDescription)")
      let special = tokenizer.encode(item.text, recognizingSpecial: true)
      #expect(special == item.special ?? item.ids, "special: \(item.text.debugDescription)")
      let template = tokenizer.encode(item.text, recognizingSpecial: true, addingTemplate: true)
      #expect(template == item.template ?? special, "template: \(item.text.debugDescription)")
      #expect(
        Array(tokenizer.decode(special).unicodeScalars) == Array((item.decoded ?? item.text).unicodeScalars),
        "decode: \(item.text.debugDescription)")
    }
  }

  @Test func `any text comes back from its ids`() throws {
    let tokenizer = try Self.tokenizer("gpt2")
    var random = TestRandom(state: 11)
    for _ in 0..<300 {
      let text = random.text(length: Int.random(in: 0..<60, using: &random))
      let ids = tokenizer.encode(text)
      #expect(Array(tokenizer.decode(ids).utf8) == Array(text.utf8), "\(text.debugDescription)")
      #expect(!ids.contains(where: tokenizer.isSpecial))
    }
  }

  @Test func `the two ways to merge agree`() throws {
    // A word of 25 and more symbols goes through the heap: its tokens must be those of the plain search.
    let tokenizer = try Self.tokenizer("gpt2")
    var random = TestRandom(state: 5)
    guard case .byteLevelBPE(let model) = tokenizer.parts.model else {
      Issue.record("no byte-level BPE")
      return
    }
    for _ in 0..<50 {
      let word = String((0..<40).map { _ in "従業員の年次有給休暇は日とし".randomElement(using: &random) ?? "日" })
      #expect(tokenizer.encode(word) == Self.mergedPairByPair(word, model))
    }
  }

  /// The pair of the lowest rank is joined until none is left.
  private static func mergedPairByPair(_ word: String, _ model: ByteLevelBPE) -> [Int32] {
    var tokens = word.utf8.map { model.byteTokens[Int($0)] }
    while true {
      var best: (merge: UInt64, place: Int)?
      for place in tokens.indices.dropLast() {
        let merge = model.merges.find(tokens[place], tokens[place + 1])
        guard merge != MergeTable.none else { continue }
        if best.map({ merge >> 32 < $0.merge >> 32 }) ?? true { best = (merge, place) }
      }
      guard let (merge, place) = best else { return tokens }
      tokens[place] = MergeTable.result(merge)
      tokens.remove(at: place + 1)
    }
  }

  @Test func `a streaming decoder never gives half a character`() throws {
    let tokenizer = try Self.tokenizer("gpt2")
    var random = TestRandom(state: 3)
    for _ in 0..<100 {
      let text = random.text(length: 20)
      var decoder = StreamingDecoder(tokenizer)
      var pieces: [String] = []
      for id in tokenizer.encode(text) { pieces.append(decoder.append(id)) }
      #expect(decoder.finish().isEmpty)
      #expect(Array(pieces.joined().utf8) == Array(text.utf8))
      #expect(text.unicodeScalars.contains("\u{FFFD}") || !pieces.contains { $0.unicodeScalars.contains("\u{FFFD}") })
    }
  }

  @Test func `a split pattern that is not known is an error that shows it`() throws {
    let json = """
      {"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}, "decoder": null,
       "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
         {"type": "Split", "pattern": {"Regex": "(a)\\\\1"}, "behavior": "Isolated", "invert": false},
         {"type": "ByteLevel", "add_prefix_space": false, "use_regex": false}]}}
      """
    try Golden.withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("tokenizer.json")
      try Data(json.utf8).write(to: url)
      let error = #expect(throws: UnusableModel.self) { try Tokenizer(file: url) }
      #expect(error?.reason == .unsupported)
      #expect(error?.place == .key("pre_tokenizer.pretokenizers[0].pattern"))
      #expect(error?.detail.en.contains(#"\1"#) == true)
    }
  }

  static func unpack(_ program: String, _ url: URL) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program, "-dc", url.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data
  }
}
