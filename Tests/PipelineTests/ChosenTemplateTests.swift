import FineTuning
import Foundation
import Records
import TestSupport
import Testing
import Transformers

@testable import Pipeline

/// `chatTemplate` in studio.json: one of `templates/chat`, for models without a template of their own.
struct ChosenTemplateTests {
  private static let templates = TuneTests.model.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("templates/chat")
  private static let model = TuneTests.model

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("x", to: "corpora/a.txt")
    for name in ChatTemplate.names(in: Self.templates) {
      let file = Self.templates.appendingPathComponent(name + ".jinja")
      try folder.write(try Data(contentsOf: file), to: "templates/chat/\(name).jinja")
    }
  }

  private func session(model: String, template: String) throws -> Session {
    var configuration = Configuration()
    configuration.general.model = model
    configuration.general.chatTemplate = template
    return try Session(workspace: Workspace(root: folder.url), configuration: configuration)
  }

  @Test func `a model without a template is written to by the one that is named`() throws {
    let session = try session(model: Self.model.path, template: "alpaca-ja")
    let template = try #require(try session.chatTemplate())
    let language = try LanguageModel(directory: Self.model, template: template)
    #expect(language.format.kind == .alpaca && language.format.origin == .chosen)
    let prompt = try language.format.text([ChatTurn(role: "user", content: "質問")], addGenerationPrompt: true)
    #expect(prompt.hasSuffix("### 指示:\n質問\n\n### 応答:\n"))
    let plain = try self.session(model: Self.model.path, template: "")
    #expect(try session.modelIdentity(Self.model.path) != plain.modelIdentity(Self.model.path))
  }

  @Test func `training writes conversations by the template that is named`() throws {
    let template = try ChatTemplate.named("alpaca-en", in: Self.templates)
    let recipe = try JSONDecoder().decode(TrainingRecipe.self, from: Data(TuneTests.recipe.utf8))
    let line = #"{"messages": [{"role": "user", "content": "One?"}, {"role": "assistant", "content": "Two."}]}"#
    let file = try folder.write(line + "\n", to: "train.jsonl")
    let read = try ExampleFile(model: Self.model, recipe: recipe, template: template).read([file])
    let example = try #require(read.examples.first)
    let tokenizer = try Tokenizer(directory: Self.model)
    #expect(
      tokenizer.decode(example.ids, skippingSpecial: false).contains("### Instruction:\nOne?\n\n### Response:\nTwo."))
    let learnt = zip(example.ids, example.lossMask).filter { $0.1 > 0 }.map(\.0)
    #expect(tokenizer.decode(learnt).hasPrefix("Two."))
  }

  @Test func `a model with a template of its own keeps it, and its results stand`() throws {
    let with = try session(model: "embedded", template: "alpaca-ja")
    let without = try session(model: "embedded", template: "")
    #expect(try with.modelIdentity("embedded") == without.modelIdentity("embedded"))
  }

  @Test func `a name that is not there is a mistake in the settings, told with the names that are`() throws {
    let session = try session(model: Self.model.path, template: "chatlm")
    let error = try #require(throws: ChatTemplateError.self) { try session.chatTemplate() }
    #expect(error.reason == .missing && error.isConfiguration && error.text.flaws == [])
    for text in [error.text.en, error.text.ja] {
      #expect(
        text.contains("chatlm") && text.contains("alpaca-en, alpaca-ja, chatml, gemma, llama2, llama3, plain, rinna"))
    }
    #expect(throws: ChatTemplateError.self) { try self.session(model: "", template: "../../secret").chatTemplate() }
  }

  @Test(arguments: [
    ("", "told by the model's control tokens", "good"), ("alpaca-ja", "templates/chat/alpaca-ja.jinja", "good"),
    ("nope", "alpaca-en, alpaca-ja", "bad"),
  ])
  func `doctor says which template is used`(_ name: String, _ finding: String, _ state: String) throws {
    try folder.write(#"{model: "\#(Self.model.path)", chatTemplate: "\#(name)"}"#, to: "studio.json")
    let workspace = try Workspace(root: folder.url)
    let check = try #require(Doctor(workspace: workspace).chatTemplate(workspace))
    #expect(check.finding.en.contains(finding) && check.state.rawValue == state)
    if state == "bad" { #expect(check.finding.flaws == []) }
  }

  @Test func `doctor says that a template is not needed where the model has its own`() throws {
    try folder.write("{chatTemplate: \"gemma\"}", to: "studio.json")
    let workspace = try Workspace(root: folder.url)
    let finding = try #require(Doctor(workspace: workspace).chatTemplate(workspace)).finding
    #expect(finding.en.contains("tokenizer_config.json") && finding.en.contains("not needed"))
    #expect(finding.ja.contains("使われません"))
  }

  @Test func `model inspect says where the template comes from`() throws {
    let own = try ModelSummary(directory: Self.model)
    #expect(own.chatTemplateOrigin == .builtIn && own.chatTemplate == "chatml" && own.chatFormat == "chatml")
    let chosen = try ModelSummary(
      directory: Self.model, template: ChatTemplate.named("rinna", in: folder.appending("templates/chat")))
    #expect(chosen.chatTemplateOrigin == .chosen && chosen.chatTemplate == "templates/chat/rinna.jinja")
    #expect(ChatFormat.describe(kind: "plain", origin: .builtIn, source: "plain").en.contains("chatTemplate"))
  }
}
