import Foundation
import Tensors
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
    #expect(cases.count > 340)
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

/// What a template that nobody should write comes to.
struct ChatTemplateLimitTests {
  private static func reason(_ template: String) -> ChatTemplateError.Reason? {
    ChatTemplateGoldenTests.outcome(template, [], prompt: false, variables: [:]).error?.reason
  }

  @Test(arguments: [
    "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{% set ns = namespace(s='xxxxxxxx') %}{% for i in range(100) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
    "{% set ns = namespace(l=[1]) %}{% for i in range(100) %}{% set ns.l = ns.l + ns.l %}{% endfor %}",
    "{% set ns = namespace(l=[]) %}{% for i in range(100000) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}",
    "{% set ns = namespace(l=[1]) %}{% for i in range(90) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}",
    "{% set ns = namespace(l=[1]) %}{% for i in range(90) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l | tojson }}",
    "{% set ns = namespace() %}{% set ns.self_ = ns %}{{ ns }}", "{{ 'x' * 1000000000000 }}", "{{ [1] * 1000000000 }}",
    "{{ '%999999d' | format(1) ~ 'x'.center(99999999999) }}", "{{ 'a'.ljust(1000000000) }}",
    "{{ ('x' * 100000).replace('x', 'y' * 100000) }}", "{{ ('a,' * 1000000).split(',') | join('x' * 1000) }}",
    "{% for x in range(100000) %}{{ 'x' * 100000 }}{% endfor %}", "{{ range(1000000) | list }}",
    "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "{% set ns = namespace(t=()) %}{% for i in range(90) %}{% set ns.t = (ns.t, ns.t) %}{% endfor %}{{ {ns.t: 1} }}",
    "{% set ns = namespace(t=()) %}{% for i in range(90) %}{% set ns.t = (ns.t, ns.t) %}{% endfor %}{{ [ns.t] | unique }}",
    "{% set ns = namespace(l=1) %}{% set ns.l = [ns] %}{% for i in range(90) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns }}",
    "{% set ns = namespace(s='<' | e) %}{% for i in range(100) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
    "{{ ('&' | e).join(['x' * 100000] * 100000) }}", "{{ 'x\\t'.expandtabs(9223372036854775807) }}",
    "{% set s = 'x' * 4000000 %}{% for i in range(100000) %}{% set y = ''.replace(s, '') %}{% endfor %}",
    "{% set s = 'x' * 4000000 %}{{ 'x'.startswith(('y', s) * 100000) }}",
    "{{ (['0'] * 200000) | map(attribute='0' ~ '.0' * 100000) | list }}", "{{ [1] | tojson(indent=9999999999) }}",
  ])
  func `a template that loops for ever, or swells, is ended with a clear error`(_ template: String) {
    #expect(Self.reason(template) == .limit)
  }

  @Test func `numbers at the edges of what can be counted crash nothing`() {
    let numbers = ["9223372036854775807", "(-9223372036854775807 - 1)", "0", "3"]
    for one in numbers {
      for other in numbers {
        for template in [
          "{{ range(\(one), \(other), 3)[5:] }}", "{{ range(\(one), \(other), -7)[::-1] | list }}",
          "{{ range(\(one), \(other), \(one)) }}", "{{ \(one) in range(\(other), \(one), \(one)) }}",
          "{{ \(one) // \(other) }}", "{{ \(one) % \(other) }}", "{{ \(one) | round(\(other)) }}",
          "{{ -\(one) | abs }}",
          "{{ 'abc' | truncate(\(one), leeway=\(other)) }}", "{{ 'abc'.center(\(one)) | center(\(other)) }}",
          "{{ 'abc'.zfill(\(one)) }}", "{{ 'abc'[\(one):\(other)] }}", "{{ [1, 2][::\(one)] }}", "{{ 'abc'[\(one)] }}",
          "{{ 'abc'.find('c', \(one), \(other)) }}", "{{ [1] | batch(\(one), 0) | list }}", "{{ 'a' * \(one) }}",
          "{{ 'a b'.split(' ', \(one)) }}", "{{ 'a\tb'.expandtabs(\(one)) }}", "{{ 'a' | indent(\(one)) }}",
        ] {
          let reason = Self.reason(template)
          #expect(reason == nil || reason == .failed || reason == .limit, "\(template)")
        }
      }
    }
  }

  @Test func `no text makes looking for another one slow`() {
    for template in [
      "{{ ('x' * 1000000 ~ 'y') in 'x' * 4000000 }}", "{{ ('x' * 4000000).rfind('y' ~ 'x' * 1000000) }}",
      "{{ ('\\n' * 400000) | tojson | length }}", "{{ ['\\n' * 400000] | string | length }}",
      "{{ ('<' * 400000) | e | length }}",
      "{{ ('x' * 4000000).count('x' * 1000 ~ 'y') }}", "{{ ('x' * 4000000).split('x' * 1000000 ~ 'y') | length }}",
    ] { #expect(Self.reason(template) == nil) }
  }

  @Test func `a large value is written whole`() throws {
    let items = (0..<5000).map { ChatTemplate.Value.object([.init("name", .string("word \($0) 語"))]) }
    for filter in ["tojson", "string"] {
      let outcome = ChatTemplateGoldenTests.outcome(
        "{{ items | \(filter) }}", [], prompt: false, variables: ["items": .array(items)])
      #expect((outcome.text?.utf8.count ?? 0) > 120_000, "\(String(describing: outcome.error))")
    }
  }

  @Test func `templates nested without end are refused when they are read`() {
    for template in [
      String(repeating: "(", count: 10_000), "{{ " + String(repeating: "[", count: 10_000),
      "{{ " + String(repeating: "not ", count: 10_000) + "1 }}",
      "{{ 1" + String(repeating: "+1", count: 10_000) + " }}",
      "{{ a" + String(repeating: ".b", count: 10_000) + " }}", "{{ a" + String(repeating: "|e", count: 10_000) + " }}",
      String(repeating: "{% if 1 %}", count: 10_000), "{{ " + String(repeating: "-", count: 10_000) + "1 }}",
      "{{ 1" + String(repeating: " if 1 else 1", count: 10_000) + " }}",
      "{% set " + String(repeating: "(", count: 10_000) + "a %}",
    ] where template.hasPrefix("{") {
      #expect(Self.reason(template) == .syntax)
    }
  }

  @Test func `escaping is refused by name, wherever it is asked for`() throws {
    for template in ["{% autoescape true %}{{ '<' }}{% endautoescape %}", "{% autoescape yes %}<{% endautoescape %}"] {
      let error = try #require(ChatTemplateGoldenTests.outcome(template, [], prompt: false, variables: [:]).error)
      #expect(error.reason == .syntax && error.explanation.en.contains("autoescape"))
      #expect(error.explanation.ja.contains("autoescape"))
    }
  }

  @Test func `an error names the line, what was expected and what is there, in both languages`() throws {
    let error = try #require(throws: ChatTemplateError.self) {
      try ChatTemplate("a\n{% if x %}\n{{ y ]}}\n", source: "chat_template.jinja")
    }
    #expect(error.line == 3)
    #expect(error.explanation.en.contains("chat_template.jinja, line 3"))
    #expect(error.explanation.ja.contains("3 行目"))
    let open = try #require(throws: ChatTemplateError.self) { try ChatTemplate("{% for x in y %}\n\n", source: "t") }
    #expect(open.detail.en.contains("{% endfor %}") && open.line == 1)
    let raised = ChatTemplateGoldenTests.outcome("\n{{ raise_exception('順番') }}", [], prompt: false, variables: [:])
    #expect(raised.error?.reason == .raised && raised.error?.detail.ja == "順番")
  }

  @Test func `what the assistant says is found where the template marks it`() throws {
    let template = try ChatTemplate(
      "{% for m in messages %}<{{ m.role }}>{% generation %}{{ m.content }}é{% endgeneration %}{% endfor %}",
      source: "t")
    let rendering = try template.render([.object([.init("role", .string("あ")), .init("content", .string("い"))])])
    let bytes = Array(rendering.text.utf8)
    #expect(rendering.generated?.map { String(decoding: bytes[$0], as: UTF8.self) } == ["いé"])
  }
}
