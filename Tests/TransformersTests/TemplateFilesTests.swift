import Foundation
import Tensors
import Testing

@testable import Transformers

/// Where a directory keeps its templates and the tokens that they name.
struct TemplateFilesTests {
  private func write(_ files: [String: String], to folder: URL) throws {
    for (path, content) in files {
      let url = folder.appendingPathComponent(path)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(content.utf8).write(to: url)
    }
  }

  @Test func `a model's own special tokens reach the template`() throws {
    try Golden.withTemporaryFolder { folder in
      let config = #"""
        {"bos_token": "<s>", "image_token": "<image>", "add_bos_token": true, "eoi_token": {"content": "<eoi>"},
         "extra_special_tokens": {"audio_token": "<audio>", "boi_token": {"content": "<boi>", "special": true}},
         "added_tokens_decoder": {}}
        """#
      try write(["tokenizer_config.json": config], to: folder)
      let expected = [
        "bos_token": "<s>", "image_token": "<image>", "eoi_token": "<eoi>", "audio_token": "<audio>",
        "boi_token": "<boi>",
      ]
      #expect(try SpecialTokens.texts(in: folder) == expected)
      try write(["tokenizer_config.json": #"{"extra_special_tokens": ["<a>"], "bos_token": "<s>"}"#], to: folder)
      #expect(try SpecialTokens.texts(in: folder) == ["bos_token": "<s>"])
    }
  }

  @Test func `the default one of the additional templates counts most`() throws {
    try Golden.withTemporaryFolder { folder in
      try write(
        [
          "tokenizer_config.json": #"{"chat_template": "old"}"#, "additional_chat_templates/rag.jinja": "rag",
        ], to: folder)
      // Those of the folder stand for what the older file says, and none of them is the default one.
      let error = #expect(throws: UnusableModel.self) { try ChatTemplate.own(in: folder) }
      #expect(error?.explanation.ja.contains("rag") == true && error?.reason == .invalidKey)
      try write(["chat_template.jinja": "separate"], to: folder)
      #expect(try ChatTemplate.own(in: folder)?.text == "separate")
      try write(["additional_chat_templates/default.jinja": "additional"], to: folder)
      #expect(try ChatTemplate.own(in: folder)?.text == "additional")
    }
  }

  @Test func `a GPT-NeoX with heads of another size than its width gives them is refused by name`() throws {
    let config = try #require(FamilyTests.models["gpt-neox"]).config
    func read(_ size: Int) throws -> ModelConfiguration {
      try Golden.withTemporaryFolder { folder in
        try JSONSerialization.data(withJSONObject: config.merging(["head_dim": size]) { $1 })
          .write(to: folder.appendingPathComponent("config.json"))
        return try ModelConfiguration(directory: folder)
      }
    }
    let error = #expect(throws: UnusableModel.self) { try read(2) }
    #expect(error?.place == .key("head_dim") && error?.reason == .unsupported)
    let (width, heads) = (config["hidden_size"] as? Int, config["num_attention_heads"] as? Int)
    let size = try #require(width) / #require(heads)
    #expect(try read(size).headDim == size)
  }
}
