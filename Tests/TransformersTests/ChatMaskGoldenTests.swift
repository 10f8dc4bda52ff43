import Foundation
import Tensors
import Testing

@testable import Transformers

/// What is learnt of a conversation is what `apply_chat_template(…, return_assistant_tokens_mask=True)` marks, whether the
/// template has `{% generation %}` or not (`Tests/Golden/chat/masks.py`).
struct ChatMaskGoldenTests {
  private struct Turn: Decodable {
    var role: String
    var content: String
  }

  private struct Case: Decodable {
    var template: String
    var conversation: String
    var ids: [Int32]
    var mask: String
    var learnt: [String]
    /// Whether no token reaches over the border of an answer.
    var aligned: Bool
  }

  private struct Expected: Decodable {
    var conversations: [String: [Turn]]
    var marked: [String: String]
    var cases: [Case]
  }

  private static let expected = Result {
    try JSONDecoder().decode(
      Expected.self, from: Data(contentsOf: ChatTemplateGoldenTests.folder.appendingPathComponent("masks.json")))
  }

  /// A format that writes by a model's own template.
  static func format(_ template: String) throws -> (ChatFormat, Tokenizer) {
    let tokenizer = try Tokenizer(file: ChatTemplateGoldenTests.folder.appendingPathComponent("tokenizer.json"))
    let configuration = ModelConfiguration(
      vocabSize: tokenizer.vocabularySize, hiddenSize: 8, intermediateSize: 8, numHiddenLayers: 1,
      numAttentionHeads: 1, numKeyValueHeads: 1)
    return try Golden.withTemporaryFolder { folder in
      try Data(template.utf8).write(to: folder.appendingPathComponent("chat_template.jinja"))
      try Data(#"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}"#.utf8)
        .write(to: folder.appendingPathComponent("tokenizer_config.json"))
      let format = try ChatFormat(
        tokenizer: tokenizer, configuration: configuration, directory: folder, clock: ChatTemplateGoldenTests.clock)
      return (format, tokenizer)
    }
  }

  private static func source(_ name: String) throws -> String {
    let isOwn = name.hasPrefix("chat/")
    let folder = isOwn ? ChatTemplateGoldenTests.templates : ChatTemplateGoldenTests.folder
    let path = isOwn ? String(name.dropFirst(5)) : "templates/" + name
    return try String(contentsOf: folder.appendingPathComponent(path + ".jinja"), encoding: .utf8)
  }

  /// The texts whose ids are learnt, those that follow one another together.
  static func learnt(_ chat: RenderedChat, _ tokenizer: Tokenizer) -> [String] {
    var parts: [[Int32]] = []
    for (index, (id, mask)) in zip(chat.ids, chat.mask).enumerated() where mask == 1 {
      if index == 0 || chat.mask[index - 1] == 0 { parts.append([]) }
      parts[parts.count - 1].append(id)
    }
    return parts.map { tokenizer.decode($0, skippingSpecial: false) }
  }

  @Test func `the mask is that of the reference, by a template's marks and without them`() throws {
    let expected = try Self.expected.get()
    #expect(expected.marked.count >= 25 && expected.cases.count > 180)
    var formats: [String: (ChatFormat, Tokenizer)] = [:]
    var aligned = 0
    var wrong: [String] = []
    for one in expected.cases {
      let turns = try #require(expected.conversations[one.conversation]).map {
        ChatTurn(role: $0.role, content: $0.content)
      }
      aligned += one.aligned ? 1 : 0
      let marked = try #require(expected.marked[one.template])
      for (way, text) in [("marked", marked), ("plain", try Self.source(one.template))] {
        let (format, tokenizer) = try formats[way + one.template] ?? Self.format(text)
        formats[way + one.template] = (format, tokenizer)
        let chat = try? format.render(turns)
        let parts = chat.map { Self.learnt($0, tokenizer) }
        let isSame = chat?.ids == one.ids && chat?.mask.map(String.init).joined() == one.mask
        if parts != one.learnt || one.aligned && !isSame {
          wrong.append("\(one.template), \(one.conversation), \(way): \(parts ?? []) ≠ \(one.learnt)")
        }
      }
    }
    let failure: Comment = "\(wrong.count) wrong, such as\n\(wrong.prefix(10).joined(separator: "\n"))"
    #expect(wrong.count == 0, failure)
    #expect(aligned * 2 > expected.cases.count)
  }
}
