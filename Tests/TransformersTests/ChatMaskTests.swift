import Foundation
import Tensors
import Testing

@testable import Transformers

/// What is learnt of a conversation is the answer and its end, whatever the template.
struct ChatMaskTests {
  private static let turns = [
    ChatTurn(role: "system", content: "Be brief."), ChatTurn(role: "user", content: "One?"),
    ChatTurn(role: "assistant", content: " First\nanswer. "), ChatTurn(role: "user", content: "第二問"),
    ChatTurn(role: "assistant", content: "答えは 42 です。"),
  ]

  /// A format whose template is this one, with a tokenizer that has ChatML's control tokens.
  private func format(_ template: String, _ body: (ChatFormat, Tokenizer) throws -> Void) throws {
    let tokenizer = try TokenizerTests.tokenizer("gpt2")
    let configuration = ModelConfiguration(
      vocabSize: 420, hiddenSize: 8, intermediateSize: 8, numHiddenLayers: 1, numAttentionHeads: 1, numKeyValueHeads: 1)
    try Golden.withTemporaryFolder { folder in
      try Data(template.utf8).write(to: folder.appendingPathComponent("chat_template.jinja"))
      try Data(#"{"bos_token": "<|endoftext|>", "eos_token": {"content": "<|im_end|>"}}"#.utf8)
        .write(to: folder.appendingPathComponent("tokenizer_config.json"))
      try body(ChatFormat(tokenizer: tokenizer, configuration: configuration, directory: folder), tokenizer)
    }
  }

  private func learnt(_ chat: RenderedChat, _ tokenizer: Tokenizer) -> [String] {
    var parts: [[Int32]] = []
    for (index, (id, mask)) in zip(chat.ids, chat.mask).enumerated() where mask == 1 {
      if index == 0 || chat.mask[index - 1] == 0 { parts.append([]) }
      parts[parts.count - 1].append(id)
    }
    return parts.map { tokenizer.decode($0, skippingSpecial: false) }
  }

  @Test(arguments: [
    ("chatml", [" First\nanswer. <|im_end|>", "答えは 42 です。<|im_end|>"]),
    ("llama2", [" First\nanswer. <|im_end|>", " 答えは 42 です。 <|im_end|>"]),
    ("alpaca-ja", [" First\nanswer. <|im_end|>", "答えは 42 です。<|im_end|>"]),
    ("rinna", [" First<NL>answer. ", "答えは 42 です。<|im_end|>"]),
    ("plain", [" First\nanswer. <|im_end|>", "答えは 42 です。<|im_end|>"]),
  ])
  func `the mask covers the answers and their ends in every form`(_ name: String, _ expected: [String]) throws {
    let file = ChatTemplateGoldenTests.templates.appendingPathComponent(name + ".jinja")
    try format(String(contentsOf: file, encoding: .utf8)) { format, tokenizer in
      let chat = try format.render(Self.turns)
      #expect(learnt(chat, tokenizer) == expected)
      let text = try format.text(Self.turns)
      #expect(tokenizer.decode(chat.ids, skippingSpecial: false) == text)
      let prompt = try format.render(Array(Self.turns.dropLast()), addGenerationPrompt: true)
      #expect(prompt.mask.allSatisfy { $0 == 0 })
      if name != "rinna" { #expect(chat.ids.starts(with: prompt.ids), "the prompt is what stands before the answer") }
    }
  }

  @Test func `a template's own marks say what is learnt`() throws {
    let template =
      "{% for m in messages %}{{ m.role }}: {% if m.role == 'assistant' %}{% generation %}{{ m.content }}{{ eos_token }}"
      + "{% endgeneration %}{% else %}{{ m.content }}{% endif %}\n{% endfor %}"
    try format(template) { format, tokenizer in
      let chat = try format.render(Self.turns)
      #expect(learnt(chat, tokenizer) == [" First\nanswer. <|im_end|>", "答えは 42 です。<|im_end|>"])
    }
  }

  @Test func `answers are found where the template rewrites earlier turns`() throws {
    let file = ChatTemplateGoldenTests.folder.appendingPathComponent("templates/qwen3.jinja")
    try format(String(contentsOf: file, encoding: .utf8)) { format, tokenizer in
      // Asked for without thoughts: the prompt closes them at once, which earlier turns do not show.
      let chat = try format.render(Self.turns)
      #expect(learnt(chat, tokenizer) == [" First\nanswer. <|im_end|>", "答えは 42 です。<|im_end|>"])
      #expect(format.stopIDs.contains(tokenizer.id(ofAdded: "<|im_end|>") ?? -1))
    }
  }

  @Test func `a template that hides the answers is refused for training`() throws {
    try format("{% for m in messages | reverse %}{{ m.content | length }}{% endfor %}") { format, _ in
      let error = try #require(throws: ChatTemplateError.self) { try format.render(Self.turns) }
      #expect(error.reason == .answersNotFound)
    }
  }

  @Test func `templates in templates/chat can be read, and a name that is not there is told with those that are`()
    throws
  {
    let names = ChatTemplate.names(in: ChatTemplateGoldenTests.templates)
    #expect(names == ["alpaca-en", "alpaca-ja", "chatml", "gemma", "llama2", "llama3", "plain", "rinna"])
    for name in names { _ = try ChatTemplate.named(name, in: ChatTemplateGoldenTests.templates) }
    let error = try #require(throws: ChatTemplateError.self) {
      try ChatTemplate.named("chatlm", in: ChatTemplateGoldenTests.templates)
    }
    #expect(
      error.reason == .missing && error.explanation.en.contains("chatml") && error.explanation.ja.contains("rinna"))
  }

  @Test(arguments: [
    ("chatml", BuiltInTemplates.chatML), ("llama3", BuiltInTemplates.llama3), ("plain", BuiltInTemplates.plain),
  ])
  func `the built-in templates are the files of the same names`(_ name: String, _ text: String) throws {
    let file = ChatTemplateGoldenTests.templates.appendingPathComponent(name + ".jinja")
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
  }
}
