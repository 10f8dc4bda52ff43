import Foundation
import Records
import TestSupport
import Testing

@testable import Generation

@Suite struct JudgeTests {
  private let english = Judge.Item(
    passage: Samples.expenses.text, question: "What is the daily allowance?", answer: "GBP 45.50", language: .en)
  private let japanese = Judge.Item(
    passage: Samples.rules.text, question: "通勤手当の上限はいくらですか", answer: "３０，０００円", language: .ja)

  private func judge(_ model: ScriptedModel) throws -> Judge {
    Judge(model: model, prompts: try JudgePrompts(directory: Samples.templateDirectory))
  }

  @Test func `it sees passage, question and answer in both orders, in the pair's language`() async throws {
    let model = ScriptedModel { $0.prompt.contains("文章") ? "はい" : "Yes." }
    #expect(try await judge(model).measure([english, japanese]) == [.sound, .sound])
    let prompts = model.requests.map(\.prompt)
    #expect(prompts.count == 4)
    for (item, asked) in [(english, prompts[0...1]), (japanese, prompts[2...3])] {
      let places = try asked.map { prompt in
        let passage = try #require(prompt.range(of: item.passage)).lowerBound
        let question = try #require(prompt.range(of: item.question)).lowerBound
        #expect(prompt.contains(item.answer))
        return passage < question
      }
      #expect(places == [true, false])
    }
    #expect(model.requests.allSatisfy { $0.temperature == 0 })
  }

  @Test func `an answer that depends on the order is half a yes with a reason of its own`() async throws {
    let model = ScriptedModel { $0.prompt.hasPrefix("Passage") || $0.prompt.hasPrefix("文章") ? "yes" : "no" }
    let measures = try await judge(model).measure([english, japanese])
    #expect(measures.map(\.score) == [0.5, 0.5] && measures.map(\.reason) == ["judge-disagrees", "judge-disagrees"])
    #expect(!Gates.Result([.judge: measures[0]], GateOptions()).passed)
    var lenient = GateOptions()
    lenient.judge = 0.5
    #expect(Gates.Result([.judge: measures[0]], lenient).passed)
  }

  @Test(arguments: [
    (["No, it is not.", "no"], 0.0, "judge-refused"), (["I cannot tell", "yes"], 0.5, "judge-unclear"),
    (["", ""], 0, "judge-unclear"), (["いいえ、答えが違います。", "いいえ"], 0, "judge-refused"),
    (["**Yes**", "yes, now"], 1, ""), (["はい。", "はい（いいえではありません）"], 1, ""),
    (["Not known", "nothing"], 0, "judge-unclear"),
  ])
  func `the first yes or no counts, and neither is neither`(replies: [String], score: Double, reason: String) {
    let measure = Judge.measure(replies)
    #expect(measure.score == score && measure.reason == reason, "\(measure)")
  }

  @Test func `a prompt that is missing or hides the passage is named`() throws {
    let folder = try TemporaryFolder()
    #expect(throws: TemplateError.missing(file: "templates/prompts/judge-passage-first.ja.txt")) {
      try JudgePrompts(directory: folder.url)
    }
    try FileManager.default.copyItem(
      at: Samples.templateDirectory.appendingPathComponent("prompts"), to: folder.url.appendingPathComponent("prompts"))
    try folder.write("{{question}} {{answer}}", to: "prompts/judge-question-first.en.txt")
    let file = "templates/prompts/judge-question-first.en.txt"
    #expect(throws: TemplateError.placeholderNotUsed(file: file, placeholder: "passage")) {
      try JudgePrompts(directory: folder.url)
    }
  }
}
