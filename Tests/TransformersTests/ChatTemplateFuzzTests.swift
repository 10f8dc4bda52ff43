import Foundation
import Glibc
import Records
import Tensors
import TestSupport
import Testing

@testable import Transformers

/// A chat template comes from anywhere: whatever stands in it, it is refused or it writes a text, soon and in little memory.
@Suite(.serialized)
struct ChatTemplateFuzzTests {
  /// Seconds of processor time that one template may take in a debug build; a release build takes a tenth of them.
  private static let longest = 20.0
  /// Bytes by which the process may grow.
  private static let largest = 1 << 30

  /// Reads a template and writes a conversation by it; `ChatTemplateError` is the only error that may come.
  private static func write(_ template: String, _ seed: UInt64, _ random: inout SeededRandom) {
    let began = processorTime()
    let before = residentBytes()
    let outcome = ChatTemplateGoldenTests.outcome(
      template, conversation(&random), prompt: Bool.random(using: &random),
      variables: ["numbers": .array((0..<5).map { .integer($0) }), "pairs": .object([.init("a", .null)])])
    let label: Comment = "seed \(seed): \(template.prefix(3000).debugDescription)"
    #expect((outcome.text?.utf8.count ?? 0) <= JinjaLimits().textBytes, label)
    if let error = outcome.error {
      #expect(!error.detail.en.isEmpty && !error.detail.ja.isEmpty && error.line != 0, label)
    }
    let seconds = processorTime() - began
    let bytes = residentBytes() - before
    #expect(seconds < longest && bytes < largest, "\(seconds) s, \(bytes >> 20) MiB, \(label)")
  }

  private static func conversation(_ random: inout SeededRandom) -> [ChatTemplate.Value] {
    let contents = ["", "Hi", "日本語\n二行目", "a\tb  c", String(repeating: "word ", count: 40), "<think>x</think>y"]
    return (0..<Int.random(in: 0...4, using: &random)).map { number in
      .object([
        .init("role", .string(["user", "assistant", "system", "tool"][(number + Int(random.next() % 5) / 4) % 4])),
        .init("content", .string(contents.randomElement(using: &random) ?? "")),
      ])
    }
  }

  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func residentBytes() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * Int(getpagesize())
  }

  /// Our templates and the lines that test their features.
  private static func sources() throws -> [String] {
    let folders = [
      ChatTemplateGoldenTests.folder.appendingPathComponent("templates"), ChatTemplateGoldenTests.templates,
    ]
    var sources = try folders.flatMap { folder in
      try ChatTemplate.names(in: folder).map {
        try String(contentsOf: folder.appendingPathComponent($0 + ".jinja"), encoding: .utf8)
      }
    }
    let lines = try String(
      contentsOf: ChatTemplateGoldenTests.folder.appendingPathComponent("expressions.txt"), encoding: .utf8)
    sources += lines.split(separator: "\n").filter { !$0.hasPrefix("##") && $0 != "---" }.map(String.init)
    return sources
  }

  @Test func `Fuzz: a damaged chat template is refused, or writes a text`() async throws {
    let sources = try Self.sources()
    try await Fuzzing.run("damaged-chat-template", rounds: 300) { seed, random in
      var bytes = Data()
      // Pieces of several, as after a careless edit.
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let source = Data((sources.randomElement(using: &random) ?? "").utf8)
        let start = Int.random(in: 0...source.count, using: &random)
        bytes += Bool.random(using: &random) ? source : source[start...]
      }
      if Int.random(in: 0..<8, using: &random) > 0 { bytes = bytes.damaged(using: &random) }
      Self.write(String(decoding: bytes, as: UTF8.self), seed, &random)
    }
  }

  @Test func `Fuzz: a template made to loop, swell or nest without end ends soon, with a clear error`() async throws {
    try await Fuzzing.run("hostile-chat-template", rounds: 40) { seed, random in
      var grammar = HostileTemplate(random: random)
      let template = grammar.template()
      random = grammar.random
      Self.write(template, seed, &random)
    }
  }
}

/// Templates that do what no template should: each statement makes values larger, deeper or more.
private struct HostileTemplate {
  var random: SeededRandom

  private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }

  private mutating func number() -> String {
    pick([
      "0", "1", "-1", "2", "7", "64", "1000", "65537", "99999", "100000", "1000000", "4194304", "1000000000",
      "9223372036854775807", "-9223372036854775807", "(-9223372036854775807 - 1)", "1e308", "1.5", "ns.n",
      "ns.n * ns.n",
      "ns.s | length", "99999999999999999999",
    ])
  }

  private mutating func text() -> String {
    pick([
      "ns.s", "ns.s", "ns.s", "'x'", "'ab' * \(number())", "ns.s ~ ns.s", "ns.s * \(number())", "ns.l | string",
      "ns.l | tojson", "ns.l | join(ns.s)", "ns.s.replace('x', ns.s)", "ns.s.replace('', ns.s)", "ns.s | e",
      "(ns.s | e) + '<'",
      "ns.s.center(\(number()))", "ns.s.ljust(\(number()))", "ns.s.zfill(\(number()))", "ns.s | center(\(number()))",
      "ns.s | indent(\(number()), true, true)", "ns.s.expandtabs(\(number()))", "ns.s | truncate(\(number()))",
      "ns.l | tojson(indent=\(number()))", "'%\(pick(["9", "99999", "999999", "9999999"]))d' % 1", "'%s' % ns.s",
      "'{:>\(pick(["9", "1000000", "99999999"]))}'.format(ns.s)", "'{0}{0}{0}{0}'.format(ns.s)", "ns.s[\(number()):]",
      "ns.s[::\(number())]", "ns.s | reverse", "ns.s | upper", "ns.s.title()", "ns.s.swapcase()", "ns.s | urlencode",
      "ns.s.strip(ns.s)", "ns.s.partition(ns.s)[2]", "ns.s | replace(ns.s, ns.s ~ ns.s)",
      "ns.s.join(ns.l | map('string'))",
      "('&' | e).join(ns.s)", "'%.\(pick(["3", "99999", "999999"]))f' % 1e308", "strftime_now('%A' * \(number()))",
      "ns | string",
      "m(\(number()))", "loop.index | string", "ns.s | wordcount | string", "ns.s.casefold()",
      "'\\t\\n\\'' * \(number())",
    ])
  }

  private mutating func list() -> String {
    pick([
      "ns.l", "ns.l", "[ns.l, ns.l]", "(ns.l, ns.l)", "ns.l + ns.l", "ns.l * \(number())", "range(\(number())) | list",
      "range(\(number()), \(number()), \(number()))",
      "range(\(number()), \(number()), \(number()))[\(number()):\(number()):\(number())]",
      "ns.s | list", "ns.s.split(\(pick(["", "'x'", "ns.s"])))", "ns.s.rsplit('x', \(number()))", "ns.s.splitlines()",
      "ns.l | batch(\(number()), 0) | list", "ns.l | slice(\(number()), 0) | list", "ns.l | sort",
      "ns.l | unique | list",
      "ns.l | map('string') | list", "ns.l | map(attribute='\(pick(["0", "0.0.0.0.0.0", "a.b"]))') | list",
      "ns.l | reverse | list",
      "ns.l | groupby('0')", "{'k': ns.l}.items()", "dict(a=ns.l, b=ns.d).values() | list", "ns.d | dictsort",
      "[ns, ns.l]",
      "ns.l[\(number()):\(number())]", "ns.l | select('in', ns.l) | list", "[ns.s] * \(number())", "[ns.t]",
      "ns.l | sum(start=[])",
      "ns.l | map('replace', 'x', ns.s) | list", "ns.l | map('tojson') | list", "ns.s | map('upper') | list",
    ])
  }

  private mutating func value() -> String {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: number()
    case 1, 2: text()
    case 3: list()
    case 4:
      pick([
        "ns.t", "{ns.t: ns.d}", "dict(ns.d, k=ns.d)", "{ns.s: ns.l}", "{'k': ns.d}", "ns.d[ns.t]", "ns.d.get(ns.t)",
      ])
    default:
      pick([
        "ns.t == ns.t", "ns.l == ns.l", "ns.l < ns.l", "ns.s in ns.s ~ 'y'", "ns.l in ns.l", "ns.s.count(ns.s)",
        "ns.s.find(ns.s ~ 'y')",
        "ns.s.startswith((ns.s, ns.s))", "\(number()) in range(\(number()), \(number()), \(number()))",
        "\(number()) ** \(number())",
        "\(number()) // \(number())", "\(number()) % \(number())", "-\(number())", "\(number()) | abs",
        "\(number()) | round(\(number()))",
        "\(number()) | round(\(number()), 'ceil')", "\(number()) | int", "ns.s | int", "ns.s | float", "ns.l | max",
        "ns.l | length",
        "range(\(number()), \(number()))[\(number())]", "ns.l.index(ns.s)", "ns.t in ns.d",
        "ns.s | int(0, \(number()))",
      ])
    }
  }

  private mutating func statement(_ depth: Int) -> String {
    func body(_ self: inout HostileTemplate) -> String {
      (0..<Int.random(in: 1...3, using: &self.random)).map { _ in self.statement(depth - 1) }.joined()
    }
    guard depth > 0, Int.random(in: 0..<5, using: &random) > 1 else {
      switch Int.random(in: 0..<7, using: &random) {
      case 0, 1: return "{% set ns.s = \(text()) %}"
      case 2: return "{% set ns.l = \(list()) %}"
      case 3: return "{% set ns.t = \(pick(["(ns.t, ns.t)", "(ns.t, ns.s)", "(ns, ns.t)", "()"])) %}"
      case 4: return "{% set ns.d = \(pick(["{'a': ns.d, 'b': ns.d}", "{ns.t: 1}", "dict(ns.d, x=ns)", "{}"])) %}"
      case 5: return "{% set ns.n = \(pick(["ns.n + 1", "ns.n * 2", number()])) %}"
      default: return "{{ \(value()) }}"
      }
    }
    switch Int.random(in: 0..<11, using: &random) {
    case 0, 1, 2, 3:
      return "{% for i in \(pick(["range(100)", "range(100000)", "ns.l", "ns.s", list()])) %}\(body(&self)){% endfor %}"
    case 4: return "{% if \(value()) %}\(body(&self)){% else %}\(body(&self)){% endif %}"
    case 5: return "{% macro m(x) %}\(body(&self)){{ m(x) if x else x }}{% endmacro %}{{ m(1) }}"
    case 6:
      return
        "{% for i in ns.l recursive %}{{ loop(\(pick(["ns.l", "[i, i]", "i", "[1]"]))) }}\(body(&self)){% endfor %}"
    case 7: return "{% set x %}\(body(&self)){% endset %}{% set ns.s = x %}"
    case 8:
      return
        "{% filter \(pick(["upper", "replace('x', ns.s)", "indent(\(number()))", "e", "trim"])) %}\(body(&self)){% endfilter %}"
    case 9: return "{% macro c() %}{{ caller() }}{{ caller() }}{% endmacro %}{% call c() %}\(body(&self)){% endcall %}"
    default: return "{% with y = \(value()) %}\(body(&self)){% endwith %}"
    }
  }

  /// A whole template; now and then its text itself nests.
  mutating func template() -> String {
    if Int.random(in: 0..<12, using: &random) == 0 {
      let piece = pick([
        "(", "[", "{", "not ", "-", "a.", "a[", "a|e(", "1 if 1 else ", "{% if 1 %}", "{% for a in b %}", "{{", "{#",
        "'", "1+", "{{ [", "a is ",
      ])
      let opening = pick(["{{ ", "{% if ", "{% set x = ", ""])
      return opening + String(repeating: piece, count: Int.random(in: 1...20_000, using: &random)) + " }}"
    }
    let start = "{% set ns = namespace(s='x', l=[1], t=(), d={}, n=2) %}{% macro m(x) %}{{ x }}{% endmacro %}"
    let repeats = pick(["", "", "{% for i in range(40) %}", "{% for i in range(100000) %}"])
    let statements = (0..<Int.random(in: 1...6, using: &random)).map { _ in statement(3) }.joined()
    return start + repeats + statements + (repeats.isEmpty ? "" : "{% endfor %}") + "{{ \(value()) }}"
  }
}
