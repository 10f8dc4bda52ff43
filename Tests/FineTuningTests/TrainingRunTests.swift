import Foundation
import Tensors
import Testing
import Transformers

@testable import FineTuning

/// Whole runs with files: a workspace with a few lines, a model from scratch, an adapter on it.
struct TrainingRunTests {
  /// A workspace that goes away with its owner.
  final class Workspace {
    let folder: URL

    init() throws {
      folder = FileManager.default.temporaryDirectory.appending(path: "shikomi-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      var lines = ["{\"text\": \"The fee is 20 yen. 料金は20円です。\"}"]
      for number in 0..<24 {
        lines.append(
          """
          {"messages": [{"role": "user", "content": "Fee \(number)?"}, {"role": "assistant", "content": "\(number * 7) yen"}]}
          """)
      }
      try lines.joined(separator: "\n").write(
        to: folder.appending(path: "train.jsonl"), atomically: true, encoding: .utf8)
      try lines.suffix(6).joined(separator: "\n")
        .write(to: folder.appending(path: "validation.jsonl"), atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var data: Trainer.DataFiles {
      .init(train: [folder.appending(path: "train.jsonl")], validation: [folder.appending(path: "validation.jsonl")])
    }

    func write(_ recipe: TrainingRecipe) throws -> URL {
      let file = folder.appending(path: "\(recipe.name).json")
      try JSONEncoder().encode(recipe).write(to: file)
      return file
    }
  }

  static var fromScratch: TrainingRecipe {
    var recipe = TinyModel.recipe(.full, epochs: 3)
    recipe.origin = .init(
      shape: LlamaShape(vocabulary: 280, width: 32, layers: 2, heads: 4, keyValueHeads: 2, mlpWidth: 48),
      vocabularyData: ["train.jsonl"], maximumPositions: 64)
    recipe.data = ["train.jsonl"]
    recipe.validation = ["validation.jsonl"]
    return recipe
  }

  private func scratch(
    _ workspace: Workspace, _ name: String, recipe: TrainingRecipe = fromScratch, isStopped: () -> Bool = { false },
    progress: (TrainingProgress) -> Void = { _ in }
  ) throws -> Trainer.Outcome {
    try EmbeddedBaseTraining.run(
      recipeFile: workspace.write(recipe), workspace: workspace.folder, output: workspace.folder.appending(path: name),
      isStopped: isStopped, progress: progress)
  }

  @Test func `a model from scratch is a directory that the engine loads`() throws {
    let workspace = try Workspace()
    let outcome = try scratch(workspace, "model")
    #expect(!outcome.isInterrupted)
    let directory = workspace.folder.appending(path: "model")
    let configuration = try ModelConfiguration(directory: directory)
    #expect(configuration.hiddenSize == 32)
    let tokenizer = try Tokenizer(directory: directory)
    #expect(configuration.eosTokenIDs == [2, 0])
    let ids = tokenizer.encode("Fee 3?")
    let theirs = try Transformer.load(directory: directory, dtype: .f32).logits(ids).floats().array
    let pass = TinyModel.pass(try PassWeights.read(directory, precision: .f32))
    let ours = pass.logits(PackedRow([TokenizedExample(text: ids)])).array
    #expect(zip(ours, theirs).allSatisfy { abs($0 - $1) < 1e-4 })
    #expect(!FileManager.default.fileExists(atPath: directory.appending(path: "training").path))
  }

  @Test(arguments: [1, 4, 8])
  func `a run that was cut ends with the bits of one that was not`(cut: Int) throws {
    let workspace = try Workspace()
    let whole = try scratch(workspace, "whole")
    var steps = 0
    let interrupted = try scratch(workspace, "cut", isStopped: { steps == cut }, progress: { _ in steps += 1 })
    #expect(interrupted.isInterrupted && interrupted.steps == cut)
    var resumedAt: Int?
    let resumed = try scratch(workspace, "cut", progress: { if resumedAt == nil { resumedAt = $0.step } })
    #expect(resumedAt == cut + 1)
    #expect(resumed == whole)
    for file in ["model.safetensors", "config.json", "tokenizer.json"] {
      let bytes = ["whole", "cut"].map { try? Data(contentsOf: workspace.folder.appending(path: "\($0)/\(file)")) }
      #expect(bytes[0] != nil && bytes[0] == bytes[1], "\(file)")
    }
    let metrics = try Data(contentsOf: workspace.folder.appending(path: "cut/metrics.jsonl")).split(separator: 0x0A)
    let records = try metrics.map { try JSONDecoder().decode(TrainingProgress.self, from: $0) }
    #expect(records.map(\.step) == Array(1...whole.steps))
  }

  @Test func `a complete run is not done again, a changed recipe is`() throws {
    let workspace = try Workspace()
    _ = try scratch(workspace, "model")
    var steps = 0
    _ = try scratch(workspace, "model", progress: { _ in steps += 1 })
    #expect(steps == 0)
    var other = Self.fromScratch
    other.seed += 1
    _ = try scratch(workspace, "model", recipe: other, progress: { _ in steps += 1 })
    #expect(steps > 0)
  }

  @Test func `an adapter is written in peft's format and changes what the engine says`() throws {
    let workspace = try Workspace()
    _ = try scratch(workspace, "model")
    let model = workspace.folder.appending(path: "model")
    let output = workspace.folder.appending(path: "adapter")
    var recipe = TinyModel.recipe(.lora, epochs: 20, rate: 5e-2)
    recipe.name = "adapter"
    var looks: [Double] = []
    let outcome = try Trainer.run(
      recipe: recipe, model: model, baseName: "embedded", data: workspace.data, output: output,
      progress: { looks += [$0.validationLoss].compactMap(\.self) })
    #expect(outcome.validationLoss == looks.min())
    #expect(try #require(looks.last) < #require(looks.first))
    let written = try Safetensors(output.appending(path: "adapter_model.safetensors"))
    #expect(written.entries.count == 2 * 7 * 2)
    #expect(written.entries["base_model.model.model.layers.1.mlp.down_proj.lora_A.weight"]?.shape == [4, 48])
    let ids = try Tokenizer(directory: model).encode("Fee 3?")
    let base = try Transformer.load(directory: model, dtype: .f32).logits(ids).floats().array
    let adapted = try Transformer.load(directory: model, dtype: .f32, adapter: output).logits(ids).floats().array
    #expect(zip(base, adapted).contains { abs($0 - $1) > 0.1 })
  }

  @Test func `only answers and their end are learnt, unless the recipe weighs the prompt`() throws {
    let workspace = try Workspace()
    _ = try scratch(workspace, "model")
    let model = workspace.folder.appending(path: "model")
    let tokenizer = try Tokenizer(directory: model)
    var recipe = TinyModel.recipe(.lora)
    let plain = try ExampleFile(model: model, recipe: recipe).read(workspace.data.train)
    let example = try #require(plain.examples.dropFirst().first)
    let learnt = zip(example.ids, example.lossMask).filter { $0.1 > 0 }.map(\.0)
    #expect(learnt == tokenizer.encode("0 yen") + [2])
    #expect(plain.examples[0].lossMask.allSatisfy { $0 == 1 })
    recipe.promptWeight = 0.25
    let weighed = try ExampleFile(model: model, recipe: recipe).read(workspace.data.train).examples[1]
    #expect(Set(weighed.lossMask) == [0.25, 1])
    recipe.maximumLength = 8
    let short = try ExampleFile(model: model, recipe: recipe).read(workspace.data.train)
    #expect(short.tooLong == 24)
    #expect(short.examples.allSatisfy { $0.ids.count <= 8 })
  }

  @Test func `a bad line is named with its file and number`() throws {
    let workspace = try Workspace()
    _ = try scratch(workspace, "model")
    let file = workspace.folder.appending(path: "bad.jsonl")
    try "{\"text\": \"fine\"}\n{\"txt\": 1}\n".write(to: file, atomically: true, encoding: .utf8)
    let reader = try ExampleFile(model: workspace.folder.appending(path: "model"), recipe: TinyModel.recipe(.lora))
    let error = try #require(throws: ExampleFile.UnusableLine.self) { try reader.read([file]) }
    #expect(error.line == 2)
    #expect(error.description.contains("bad.jsonl, line 2"))
  }

  @Test func `recipes in templates can be used, and a broken one says why`() throws {
    let templates = Golden.folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "templates/recipes")
    #expect(try TrainingRecipe(file: templates.appending(path: "embedded-base.json")).method == .full)
    #expect(try TrainingRecipe(file: templates.appending(path: "lora-default.json")).lora?.targets.count == 7)
    let workspace = try Workspace()
    var broken = TinyModel.recipe(.lora)
    broken.lora = nil
    let error = try #require(throws: UnusableRecipe.self) { try TrainingRecipe(file: workspace.write(broken)) }
    #expect(error.description.contains("needs \"lora\""))
  }
}
