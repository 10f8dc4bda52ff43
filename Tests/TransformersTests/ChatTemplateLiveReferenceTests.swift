import Foundation
import Tensors
import TestSupport
import Testing

@testable import Transformers

/// What `apply_chat_template` says today, where the reference libraries are installed (`make reference` installs them).
@Suite(
  .enabled(
    if: LiveReference.python != nil,
    "the reference libraries are not installed (make reference installs them); the golden files stand for them"))
struct ChatTemplateLiveReferenceTests {
  /// The lines that a script of `Tests/Golden/chat` writes.
  private static func records(_ script: String, _ arguments: String...) throws -> [ChatTemplate.Value] {
    let python = try #require(LiveReference.python)
    return try Golden.withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("records.jsonl")
      let (exitCode, output) = try LiveReference.run(
        [python, "-W", "ignore", "Tests/Golden/chat/\(script).py", file.path] + arguments)
      try #require(exitCode == 0, "\(output)")
      return try Data(contentsOf: file).split(separator: 0x0A).map { try OrderedJSON.value(Data($0)) }
    }
  }

  private static func isSame(_ text: String?, _ expected: String?) -> Bool {
    guard let text, let expected else { return text == nil && expected == nil }
    return text.unicodeScalars.elementsEqual(expected.unicodeScalars)
  }

  @Test func `templates that the reference libraries carry are written as these write them`() throws {
    let records = try Self.records("carried_templates")
    let conversations = try #require(records.compactMap { $0["conversations"] }.first)
    var templates: [String: ChatTemplate] = [:]
    var cases = 0
    var marked = 0
    var wrong: [String] = []
    for record in records {
      if let name = record["name"]?.text, let source = record["source"]?.text {
        templates[name] = try ChatTemplate(source, source: name)
      } else if let name = record["template"]?.text, let template = templates[name] {
        let conversation = try #require(record["conversation"]?.text)
        let variables = record["variables"]?.dictionary ?? [:]
        let rendering = try? template.render(
          conversations[conversation]?.array ?? [], addGenerationPrompt: record["prompt"] == .bool(true),
          variables: ChatTemplateGoldenTests.tokens.merging(variables) { $1 }, clock: ChatTemplateGoldenTests.clock)
        cases += 1
        if !Self.isSame(rendering?.text, record["text"]?.text) {
          wrong.append("\(name), \(conversation), \(variables.keys.sorted())")
        }
        if let spoken = record["spoken"]?.array.map(\.text), let rendering {
          let bytes = Array(rendering.text.utf8)
          marked += 1
          if rendering.generated?.map({ String(decoding: bytes[$0], as: UTF8.self) }) != spoken {
            wrong.append("\(name), \(conversation): what the assistant says")
          }
        }
      }
    }
    print("\(templates.count) carried templates, \(cases) conversations, \(marked) with answers marked")
    #expect(cases > 0 && wrong.isEmpty, "\(wrong.count) of \(cases) wrong, such as \(wrong.prefix(5))")
  }

  /// SHIKOMI_REFERENCE_TEMPLATES is another number of templates, SHIKOMI_REFERENCE_SEED another beginning.
  @Test func `random conversations by random templates are written, or refused, as the reference does`() throws {
    let environment = ProcessInfo.processInfo.environment
    let records = try Self.records(
      "random_templates", environment["SHIKOMI_REFERENCE_SEED"] ?? "0",
      environment["SHIKOMI_REFERENCE_TEMPLATES"] ?? "20000")
    let data = try #require(records.first?["data"]).dictionary
    var large = 0
    var wrong: [String] = []
    for record in records.dropFirst() {
      let template = try #require(record["template"]?.text)
      let outcome = ChatTemplateGoldenTests.outcome(
        template, try #require(record["messages"]).array, prompt: record["prompt"] == .bool(true), variables: data)
      // Python's whole numbers have no end.
      if let error = outcome.error, error.detail.en.contains("too large") {
        large += 1
      } else if !Self.isSame(outcome.text, record["text"]?.text) {
        let expected = record["text"]?.text ?? record["error"]?.text ?? ""
        let found = outcome.text ?? outcome.error.map { "\($0.reason): \($0.detail.en)" } ?? ""
        let seed = record["seed"]?.integer ?? 0
        wrong.append("seed \(seed): \(Self.ascii(template))\n  = \(Self.ascii(found))\n  ≠ \(Self.ascii(expected))")
      }
    }
    let count = records.count - 1
    print("\(count) random templates, \(large) with numbers that are too large")
    #expect(large * 200 < count, "\(large) templates had numbers that are too large")
    let failure: Comment = "\(wrong.count) of \(count) wrong, such as\n\(wrong.prefix(8).joined(separator: "\n"))"
    #expect(wrong.count == 0, failure)
  }

  /// On one line of characters that every terminal and log takes.
  private static func ascii(_ text: String) -> String {
    text.unicodeScalars.map { $0.escaped(asASCII: true) }.joined()
  }
}
