import Foundation
import Records
import TestSupport
import Testing

@testable import Pipeline

struct JSON5Tests {
  func value(_ text: String) throws -> JSON5.Value { try JSON5.parse(text).value }

  func error(_ text: String) -> JSON5.SyntaxError? {
    do {
      _ = try JSON5.parse(text)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("1", 1.0), ("-2.5e3", -2500), ("+.5", 0.5), ("5.", 5), ("0x1F", 31), ("-0xa", -10), ("Infinity", .infinity),
  ])
  func `numbers of every form are read`(text: String, expected: Double) throws {
    #expect(try value(text) == .number(expected))
  }

  @Test func `comments, trailing commas, bare keys and single quotes are fine`() throws {
    let root = try JSON5.parse("{ // one\n a: 'x', /* two\n lines */ \"b\": [1, 2,], }")
    guard case .object(let members) = root.value else {
      Issue.record("not an object")
      return
    }
    #expect(members.map(\.key) == ["a", "b"])
    #expect(members[0].node.value == .string("x"))
    #expect(members[1].position == JSON5.Position(line: 3, column: 11))
  }

  @Test func `escapes and surrogate pairs become characters`() throws {
    #expect(try value(#""\n\t\x41\u3042\uD83D\uDE00\\\'""#) == .string("\n\tAあ😀\\'"))
    #expect(try value("'a\\\nb'") == .string("ab"))
  }

  @Test(arguments: [
    ("{\n  a: 1\n  b: 2\n}", 3, 3), ("{ a: 1,\n", 1, 1), ("[1 2]", 1, 4), ("{ a 1 }", 1, 5), ("{a: hello}", 1, 5),
    ("'abc", 1, 1), ("{a: 1, a: 2}", 1, 8), ("1 2", 1, 3), ("", 1, 1), ("/* x", 1, 1), (#""\uD83D""#, 1, 3),
    ("{\"日本\": 語}", 1, 8),
  ])
  func `a mistake is named by line and column`(text: String, line: Int, column: Int) {
    #expect(error(text)?.position == JSON5.Position(line: line, column: column))
  }

  @Test func `nesting without end is refused and does not crash`() {
    #expect(error(String(repeating: "[", count: 100_000))?.message.en.contains("deeply") == true)
  }
}

/// A configuration that somebody typed.
struct DamagedConfigurationTests {
  @Test func `Fuzz: whatever stands in studio.json is a value or an error with its place`() async throws {
    let original =
      Data(
        "{ // model\n  model: 'embedded', seed: 7,\n  \"generate\": {\"temperature\": 0.8, rewordings: +1,},\n  "
          .utf8)
      + Data("/* 日本語 */ curate: {unseenShare: .22, names: [\"a\\u3042\", 'b', null, true, 0x1F,]},\n}\n".utf8)
    try await Fuzzing.run("damaged-json5", rounds: 2000) { seed, random in
      let text = String(decoding: original.damaged(using: &random), as: UTF8.self)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count + 1
      do {
        _ = try JSON5.parse(text)
      } catch let error as JSON5.SyntaxError {
        #expect((1...lines + text.count).contains(error.position.line) && error.position.column > 0, "seed \(seed)")
      }
    }
  }
}
