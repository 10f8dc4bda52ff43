import Foundation
import Preparation
import Records
import Testing

@Suite struct DatasetFormatTests {
  private func dataset() -> ExportedDataset {
    let document = RandomPairs.document("a.pdf")
    let pair = RandomPairs.pair("年休は「何日」ですか/回答", "10日", in: document)
    var original = pair
    original.answer = "10日間"
    return ExportedDataset(
      examples: [.train: [TrainingExample(pair)]], pairs: [.train: [pair]], originals: [pair.id: original])
  }

  private func text(_ format: String, _ name: String) throws -> String {
    let format = try #require(DatasetFormats.named(format))
    let file = try #require(try format.files(dataset()).first { $0.name == name })
    return String(decoding: file.data, as: UTF8.self)
  }

  /// What every record says of where its answer stands.
  private var source: String {
    #""source":[{"chunk":"\#(ContentHash(of: ["corpora/a.pdf"]).hex)","document":"corpora/a.pdf","page":1}]"#
  }

  @Test func `openai is messages and their source, in readable Japanese`() throws {
    #expect(
      try text("openai", "train.jsonl")
        == #"{"messages":[{"content":"年休は「何日」ですか/回答","role":"user"},{"content":"10日","role":"assistant"}],"# + source
        + "}\n")
    #expect(try text("openai", "test-unseen.jsonl") == "")
  }

  @Test func `alpaca is an array of instruction, input and output`() throws {
    #expect(
      try text("alpaca", "train.json") == "[\n"
        + #"{"input":"","instruction":"年休は「何日」ですか/回答","output":"10日","# + source + "}\n]\n")
    #expect(try text("alpaca", "validation.json") == "[\n]\n")
  }

  @Test func `sharegpt speaks as human and gpt`() throws {
    #expect(
      try text("sharegpt", "train.json").contains(
        #""conversations":[{"from":"human","value":"年休は「何日」ですか/回答"},{"from":"gpt","value":"10日"}]"#))
  }

  @Test func `prompt-completion is prompt and completion`() throws {
    #expect(
      try text("prompt-completion", "train.jsonl") == #"{"completion":"10日","prompt":"年休は「何日」ですか/回答","# + source + "}\n"
    )
  }

  @Test func `llama-factory's index names files that are there`() throws {
    let files = try #require(DatasetFormats.named("llama-factory")).files(dataset())
    let info = try JSONSerialization.jsonObject(with: files[0].data) as? [String: [String: Any]]
    #expect(files[0].name == "dataset_info.json")
    #expect(
      info?.keys.sorted() == ["shikomi_test_reworded", "shikomi_test_unseen", "shikomi_train", "shikomi_validation"])
    let named = try #require(info).values.compactMap { $0["file_name"] as? String }
    #expect(Set(named + ["train-lora.yaml"]) == Set(files.dropFirst().map(\.name)))
    let settings = String(decoding: try #require(files.last).data, as: UTF8.self)
    let set = try #require(settings.firstMatch(of: /\ndataset: (.+)\n/)?.1)
    #expect(info?[String(set)] != nil)
    #expect(!settings.contains("eval_dataset"), "there is no validation part to name")
  }

  @Test(arguments: DatasetFormats.all.map(\.name))
  func `the header of an export's card tells other words of the same shape apart`(name: String) throws {
    let format = try #require(DatasetFormats.named(name))
    func header(_ dataset: ExportedDataset) throws -> Substring {
      let card = try #require(ExportCard.file(format, try format.files(dataset), version: "v1"))
      let text = String(decoding: card.data, as: UTF8.self)
      let end = try #require(text.range(of: "\n---\n"))
      return text[..<end.lowerBound]
    }
    var masked = dataset()
    masked.examples[.train]?[0].messages[1].content = "【電話番号】"
    masked.pairs[.train]?[0].answer = "【電話番号】"
    #expect(try header(dataset()) == header(dataset()))
    #expect(try header(dataset()) != header(masked))
    #expect(try header(masked).contains("\ndataset_info:\n  description: \"SHA-256 of the files: "))
  }

  @Test func `raw reads back as the pair, with null where nothing is known`() throws {
    let raw = try text("raw", "pairs.jsonl")
    let pairs = try JSONLines.decode(QAPair.self, from: Data(raw.utf8))
    #expect(pairs == dataset().pairs[.train])
    for key in ["variantOf", "reviewer", "split"] { #expect(raw.contains("\"\(key)\":null")) }
  }

  @Test func `a reviewer's edit is chosen over what it changed, in training and validation only`() throws {
    #expect(
      try text("preference", "train.jsonl")
        == #"{"chosen":[{"content":"10日","role":"assistant"}],"prompt":[{"content":"年休は「何日」ですか/回答","role":"user"}],"#
        + #""rejected":[{"content":"10日間","role":"assistant"}],"# + source + #","task":"answer"}"# + "\n")
    var dataset = dataset()
    let pair = try #require(dataset.pairs[.train]?.first)
    dataset.originals[pair.id] = pair
    dataset.pairs[.testUnseen] = dataset.pairs[.train]
    #expect(try PreferenceFormat().files(dataset).isEmpty)
    dataset.originals[pair.id]?.question = "年休"
    let line = String(decoding: try PreferenceFormat().files(dataset)[0].data, as: UTF8.self)
    #expect(line.contains(#""task":"question""#) && line.contains(#""rejected":[{"content":"年休""#))
    #expect(line.contains("根拠：10日"))
  }

  @Test func `every form names file, page and chunk, in Japanese that people can read`() throws {
    for format in DatasetFormats.all {
      let files = try format.files(dataset())
      let file = try #require(files.first { $0.name.hasPrefix("train.") || $0.name == "pairs.jsonl" })
      let text = String(decoding: file.data, as: UTF8.self)
      #expect(text.contains(#""document":"corpora/a.pdf""#) && text.contains(#""page":1"#), "\(format.name)")
      #expect(text.contains(ContentHash(of: ["corpora/a.pdf"]).hex) && !text.contains("\\u"), "\(format.name)")
    }
  }

  @Test func `every format has its own name`() {
    let names = DatasetFormats.all.map(\.name)
    #expect(Set(names) == ["openai", "alpaca", "sharegpt", "prompt-completion", "llama-factory", "raw", "preference"])
    #expect(Set(names).count == names.count)
    #expect(DatasetFormats.named("xml") == nil)
  }

  @Test(arguments: ["openai", "alpaca", "sharegpt", "prompt-completion", "llama-factory"])
  func `an exported folder's card names each split that has examples`(name: String) throws {
    let format = try #require(DatasetFormats.named(name))
    let files = try format.files(dataset())
    let card = String(decoding: try #require(ExportCard.file(format, files, version: "v1")).data, as: UTF8.self)
    let parts = DatasetSplit.allCases.filter { dataset().examples[$0]?.isEmpty == false }
    #expect(!parts.isEmpty)
    for part in DatasetSplit.allCases {
      #expect(card.contains("  - split: \(part.identifier)\n    path: \(part.rawValue).json") == parts.contains(part))
    }
    #expect(card.hasPrefix("---\npretty_name: ") && card.contains("学習には使わないでください"))
  }

  @Test func `the raw form's one file is no training split, and no files need no card`() throws {
    let format = try #require(DatasetFormats.named("raw"))
    let card = try #require(ExportCard.file(format, try format.files(dataset()), version: "v1"))
    let text = String(decoding: card.data, as: UTF8.self)
    #expect(text.contains("  - split: pairs\n    path: pairs.jsonl"))
    #expect(text.contains("`split` says to which part each of them belongs") && !text.contains("test_unseen"))
    #expect(ExportCard.file(format, [], version: "v1") == nil)
  }
}
