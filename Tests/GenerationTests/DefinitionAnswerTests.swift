import Records
import Testing

@testable import Generation

/// A definition ends where the next one, or what else is said of the thing, begins.
struct DefinitionAnswerTests {
  @Test(
    arguments: [
      (
        "“Rework” means work after which the product is as required; “repair” means work after which it can be used.",
        "work after which the product is as required"
      ), ("「振動速度」とは、振動する物の動く速さをいい、単位はmm/sです。", "振動する物の動く速さ"),
    ])
  func `a definition's answer is the meaning alone`(text: String, meaning: String) {
    let found = AnswerCandidates.find(in: Samples.chunk(text), options: AnswerCandidates.Options())
    #expect(found.filter { $0.type == .definition }.map(\.text).contains(meaning))
  }
}
