import Foundation
import Testing

@testable import Transformers

/// Chat strings are those that `apply_chat_template` of the transformers library gives (`Tests/Golden/chat/make.py`).
struct ChatTemplateGoldenTests {
  static let folder = Golden.folder.deletingLastPathComponent().appendingPathComponent("chat")
  static let templates = folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("templates/chat")
  static let clock = WallClock(year: 2026, month: 3, day: 9, hour: 7, minute: 5, second: 3, microsecond: 42)
  static let tokens: [String: ChatTemplate.Value] = [
    "bos_token": .string("<s>"), "eos_token": .string("</s>"), "unk_token": .string("<unk>"),
    "pad_token": .string("<pad>"),
  ]

  /// What the template gives, or nil where it refuses, as the reference says in `error`.
  static func outcome(
    _ template: String, _ messages: [ChatTemplate.Value], prompt: Bool, variables: [String: ChatTemplate.Value]
  ) -> (text: String?, error: ChatTemplateError?) {
    do throws(ChatTemplateError) {
      let rendering = try ChatTemplate(template, source: "test").render(
        messages, addGenerationPrompt: prompt, variables: tokens.merging(variables) { $1 }, clock: clock)
      return (rendering.text, nil)
    } catch {
      return (nil, error)
    }
  }

  @Test func `conversations of many families are written as the reference library writes them`() throws {
    let golden = try OrderedJSON.value(Data(contentsOf: Self.folder.appendingPathComponent("families.json")))
    let conversations = try #require(golden["conversations"]).dictionary
    var templates: [String: ChatTemplate] = [:]
    let cases = try #require(golden["cases"]).array
    #expect(cases.count > 1000)
    for one in cases {
      let name = try #require(one["template"]?.text)
      let place = name.hasPrefix("chat/") ? Self.templates : Self.folder.appendingPathComponent("templates")
      let file = place.appendingPathComponent(name.replacingOccurrences(of: "chat/", with: "") + ".jinja")
      let template = try templates[name] ?? ChatTemplate(String(contentsOf: file, encoding: .utf8), source: name)
      templates[name] = template
      let conversation = try #require(one["conversation"]?.text)
      let messages = try #require(conversations[conversation]).array
      let variables = one["variables"]?.dictionary ?? [:]
      let label: Comment = "\(name), \(conversation), \(variables)"
      do throws(ChatTemplateError) {
        let rendering = try template.render(
          messages, addGenerationPrompt: one["prompt"] == .bool(true),
          variables: Self.tokens.merging(variables) { $1 }, clock: Self.clock)
        #expect(rendering.text.unicodeScalars.elementsEqual((one["text"]?.text ?? "an error").unicodeScalars), label)
      } catch {
        #expect(one["error"] != nil, "\(label): \(error)")
        #expect((error.reason == .raised) == (one["error"]?.text == "TemplateError"), "\(label): \(error)")
      }
    }
  }

  @Test func `every feature of templates gives what the reference library gives`() throws {
    let golden = try OrderedJSON.value(Data(contentsOf: Self.folder.appendingPathComponent("expressions.json")))
    let data = try #require(golden["data"]).dictionary
    let messages = try #require(golden["messages"]).array
    let cases = try #require(golden["cases"]).array
    #expect(cases.count > 400)
    for one in cases {
      let template = try #require(one["template"]?.text)
      let outcome = Self.outcome(template, messages, prompt: false, variables: data)
      if let expected = one["text"]?.text {
        let isSame = outcome.text?.unicodeScalars.elementsEqual(expected.unicodeScalars) ?? false
        #expect(isSame, "\(template)\n→ \(outcome.text ?? "\(String(describing: outcome.error))")\n≠ \(expected)")
      } else {
        #expect(outcome.text == nil, "\(template): \(one["error"]?.text ?? "") was expected")
        let isSyntax = outcome.error?.reason == .syntax
        let expectsSyntax = ["TemplateSyntaxError", "SyntaxError"].contains(one["error"]?.text)
        #expect(isSyntax || !expectsSyntax, "\(template): \(String(describing: outcome.error))")
      }
    }
  }
}
