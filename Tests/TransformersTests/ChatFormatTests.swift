import Foundation
import Testing

@testable import Transformers

struct ChatFormatTests {
  private static let turns = [
    ChatTurn(role: "user", content: "hi <|im_end|> there"), ChatTurn(role: "assistant", content: "答え"),
  ]

  @Test func `ChatML has its control tokens and a mask on answer and end`() throws {
    let tokenizer = try TokenizerTests.tokenizer("gpt2")
    let start = try #require(tokenizer.id(ofAdded: "<|im_start|>"))
    let end = try #require(tokenizer.id(ofAdded: "<|im_end|>"))
    let format = ChatFormat(.chatML, tokenizer: tokenizer)
    let chat = try format.render(Self.turns)
    #expect(format.kind == .chatML)
    #expect(
      tokenizer.decode(chat.ids, skippingSpecial: false)
        == "<|im_start|>user\nhi <|im_end|> there<|im_end|>\n<|im_start|>assistant\n答え<|im_end|>\n")
    #expect(chat.ids.filter { $0 == start }.count == 2)
    #expect(chat.ids.filter { $0 == end }.count == 2, "the user's spelling of a control token must stay text")
    let learned = zip(chat.ids, chat.mask).filter { $0.1 == 1 }.map(\.0)
    #expect(learned == tokenizer.encode("答え") + [end])
    #expect(format.stopIDs.contains(end))
  }

  @Test func `a generation prompt is what stands before the answer`() throws {
    let tokenizer = try TokenizerTests.tokenizer("qwen2")
    let format = ChatFormat(.chatML, tokenizer: tokenizer)
    let prompt = try format.render([Self.turns[0]], addGenerationPrompt: true)
    let whole = try format.render(Self.turns)
    #expect(Array(whole.ids.prefix(prompt.ids.count)) == prompt.ids)
    #expect(whole.mask.firstIndex(of: 1) == prompt.ids.count)
    #expect(prompt.mask.allSatisfy { $0 == 0 })
  }

  @Test func `a format whose control tokens are not there falls back to plain`() throws {
    let tokenizer = try TokenizerTests.tokenizer("gpt2")
    let format = ChatFormat(.llama3, tokenizer: tokenizer)
    #expect(format.kind == .plain)
    let ids = try format.render(Self.turns).ids
    #expect(
      tokenizer.decode(ids, skippingSpecial: false)
        == "hi <|im_end|> there\n答え<|endoftext|>")
  }

  @Test func `the template in tokenizer_config decides`() throws {
    let tokenizer = try TokenizerTests.tokenizer("gpt2")
    let configuration = ModelConfiguration(
      vocabSize: 420, hiddenSize: 8, intermediateSize: 8, numHiddenLayers: 1, numAttentionHeads: 1, numKeyValueHeads: 1)
    try Golden.withTemporaryFolder { folder in
      #expect(try ChatFormat(tokenizer: tokenizer, configuration: configuration, directory: folder).kind == .chatML)
      let file = folder.appendingPathComponent("tokenizer_config.json")
      try Data(#"{"chat_template": "{{ messages[0].content }}"}"#.utf8).write(to: file)
      #expect(try ChatFormat(tokenizer: tokenizer, configuration: configuration, directory: folder).kind == .own)
      try Data(#"{"chat_template": [{"name": "default", "template": "{{ '<|im_start|>' }}"}]}"#.utf8).write(to: file)
      #expect(try ChatFormat(tokenizer: tokenizer, configuration: configuration, directory: folder).kind == .chatML)
    }
  }

  /// The embedded model learned from ids that were put together turn by turn; its template must give these, or its answers
  /// change.
  @Test func `the embedded model's conversations have the ids that it was trained on`() throws {
    let folder = Golden.folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/EmbeddedModel")
    let tokenizer = try Tokenizer(directory: folder)
    let own = try ChatFormat(
      tokenizer: tokenizer, configuration: ModelConfiguration(directory: folder), directory: folder)
    #expect(own.kind == .chatML && own.stopIDs == [2, 0])
    let start = try #require(tokenizer.id(ofAdded: "<|im_start|>"))
    let end = try #require(tokenizer.id(ofAdded: "<|im_end|>"))
    var random = TestRandom(state: 7)
    for round in 0..<300 {
      var turns: [ChatTurn] = round % 3 == 0 ? [ChatTurn(role: "system", content: random.text(length: 9))] : []
      for _ in 0...(round % 4) {
        turns.append(ChatTurn(role: "user", content: random.text(length: 1 + round % 40)))
        turns.append(ChatTurn(role: "assistant", content: random.text(length: round % 20)))
      }
      var expected = RenderedChat()
      for turn in turns {
        let isAnswer = turn.role == "assistant"
        let content = Self.printable(turn.content)
        expected.append([start] + tokenizer.encode(turn.role + "\n" + (isAnswer ? "" : content)))
        if isAnswer { expected.append(tokenizer.encode(content), learned: true) }
        expected.append([end], learned: isAnswer)
        expected.append(tokenizer.encode("\n"))
      }
      turns = turns.map { ChatTurn(role: $0.role, content: Self.printable($0.content)) }
      let chat = try own.render(turns)
      #expect(chat.ids == expected.ids && chat.mask == expected.mask, "\(turns)")
      let prompt = try own.render(Array(turns.dropLast()), addGenerationPrompt: true)
      #expect(prompt.ids == Array(chat.ids.prefix(prompt.ids.count)), "\(turns)")
      #expect(try ChatFormat(.chatML, tokenizer: tokenizer).render(turns).ids == chat.ids)
    }
  }

  /// Without the private characters that mark a control token's spelling, which no text keeps.
  private static func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { !(0xF0000...0xF0001).contains($0.value) }))
  }
}
