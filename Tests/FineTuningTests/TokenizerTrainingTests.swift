import Foundation
import Testing
import Transformers

@testable import FineTuning

struct TokenizerTrainingTests {
  struct Ids: Decodable {
    var text: String
    var ids: [Int32]
  }

  struct File: Decodable, Equatable {
    struct Model: Decodable, Equatable {
      var vocab: [String: Int]
      var merges: [String]
    }
    var model: Model
  }

  private static let sample = Golden.folder.appending(path: "sample.txt")

  private func trained() throws -> TrainedTokenizer {
    BPETrainer(vocabularySize: 480).train(on: [try String(contentsOf: Self.sample, encoding: .utf8)])
  }

  @Test func `vocabulary and merges are those of the plain second implementation`() throws {
    let ours = try JSONDecoder().decode(File.self, from: trained().json())
    let theirs = try Golden.decode(File.self, "tokenizer.json")
    #expect(ours.model.merges.count > 100)
    #expect(ours.model.merges == theirs.model.merges)
    #expect(ours.model.vocab == theirs.model.vocab)
  }

  @Test func `the engine reads the file and gives the ids of the tokenizers library`() throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try trained().write(to: directory)
    let tokenizer = try Tokenizer(directory: directory)
    for expected in try Golden.decode([Ids].self, "ids.json") {
      #expect(tokenizer.encode(expected.text) == expected.ids, "\(expected.text)")
      #expect(tokenizer.decode(expected.ids) == expected.text)
    }
    #expect(tokenizer.id(ofAdded: "<|im_end|>") == 2)
  }

  @Test func `no token mixes kinds of writing, and digits stay single`() throws {
    let tokenizer = try trained()
    for bytes in tokenizer.tokens.dropFirst(3) {
      guard let text = String(validating: bytes, as: UTF8.self), text.unicodeScalars.count > 1 else { continue }
      let kinds = Set(text.drop { $0 == " " }.unicodeScalars.map { ScriptClass.of($0.value) })
      #expect(kinds.count <= 1, "\(text)")
      #expect(!kinds.contains(.number), "\(text)")
    }
  }

  @Test func `the order of texts does not matter`() {
    let texts = ["alpha beta gamma", "beta beta", "gamma 申請 申請 提出"]
    let trainer = BPETrainer(vocabularySize: 290)
    #expect(trainer.train(on: texts) == trainer.train(on: texts.reversed()))
  }
}
