import Foundation
import Tensors

@testable import Transformers

extension FuzzedParser {
  private static let texts = [
    "", " Annual leave is 20 days; it's carried over.\n\n", "従業員の年次有給休暇は20日です。",
    "👩‍👩‍👧 ﾊﾟ が\u{3099} ①½ \u{FEFF}\u{200D}\u{FFFD}", "<s>[CLS] <|im_end|>▁##ing<0x0A></s>",
    String(repeating: "aあ", count: 60),
  ]

  /// A tokenizer: every id lies in the vocabulary, every id can be written again, alone and in a stream.
  static func readTokenizer(_ data: Data, _ name: String) throws {
    let file = try write(data, name)
    let outline = Result { () throws(UnusableModel) in try TokenizerOutline(directory: folder) }
    let tokenizer = try Tokenizer(file: file)
    guard case .success(let outline) = outline, outline.kind == tokenizer.kind else {
      fatalError("the outline is pickier than the tokenizer, or says something else")
    }
    let size = Int32(tokenizer.vocabularySize)
    for text in texts {
      let ids = tokenizer.encode(text, recognizingSpecial: true, addingTemplate: true)
      precondition(ids.allSatisfy { $0 >= 0 && $0 < size }, "ids lie in the vocabulary")
      var decoder = StreamingDecoder(tokenizer)
      for id in ids { _ = decoder.append(id) }
      _ = decoder.finish()
      _ = tokenizer.decode(ids)
    }
    _ = tokenizer.encode(pair: "a", "b")
  }

  /// A pattern, a zero byte, a text: what is found lies in the text, between characters.
  static func readPattern(_ data: Data) {
    let parts = data.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    let pattern = String(decoding: parts.first ?? Data(), as: UTF8.self)
    let text = Array(String(decoding: parts.dropFirst().first ?? Data("aB1 日本語\n'll".utf8), as: UTF8.self).utf8)
    guard let program = try? RegexProgram(pattern) else { return }
    text.withUnsafeBufferPointer { bytes in
      var matcher = RegexMatcher(program, bytes)
      var place = 0
      while place <= bytes.count, let found = matcher.first(from: place) {
        precondition(found.lowerBound >= place && found.upperBound <= bytes.count, "a match lies in the text")
        precondition(found.upperBound == bytes.count || bytes[found.upperBound] & 0xC0 != 0x80, "no character is cut")
        place = max(found.upperBound, place + 1)
        while place < bytes.count, bytes[place] & 0xC0 == 0x80 { place += 1 }
      }
    }
  }

  /// A chat template: refused, or it writes a text that is no longer than allowed.
  static func readTemplate(_ data: Data) {
    let messages: [ChatTemplate.Value] = [
      .object([.init("role", .string("system")), .init("content", .string("丁寧に答えてください。"))]),
      .object([.init("role", .string("user")), .init("content", .string("a\tb  c\n"))]),
      .object([.init("role", .string("assistant")), .init("content", .string("<think>x</think>y"))]),
    ]
    let variables: [String: ChatTemplate.Value] = [
      "bos_token": .string("<s>"), "eos_token": .string("</s>"), "numbers": .array((0..<5).map { .integer($0) }),
      "pairs": .object([.init("a", .null), .init("b", .float(0.5))]), "enable_thinking": .bool(false),
    ]
    do throws(ChatTemplateError) {
      let template = try ChatTemplate(String(decoding: data, as: UTF8.self), source: "fuzzed")
      let text = try template.render(messages, addGenerationPrompt: true, variables: variables).text
      precondition(text.utf8.count <= JinjaLimits().textBytes, "a text is no longer than allowed")
    } catch {
      precondition(!error.detail.en.isEmpty && !error.detail.ja.isEmpty && error.line != 0)
    }
  }
}
