public import Foundation
import Tensors
import Transformers

/// Makes a model from nothing by a recipe of the method `full`: learns the vocabulary, then trains all weights. The
/// embedded model comes from here.
public enum EmbeddedBaseTraining {
  /// Trains into `output`; what is there from a run that was cut is taken up.
  ///
  /// - Parameters:
  ///   - recipeFile: The recipe; its data paths are relative to `workspace`.
  ///   - isStopped: Asked after every step; true saves a checkpoint and returns.
  ///   - progress: Called after every step.
  /// - Throws: What reading recipe or data, or writing the output throws.
  public static func run(
    recipeFile: URL, workspace: URL, output: URL, isStopped: () -> Bool = { false },
    progress: (TrainingProgress) -> Void = { _ in }
  ) throws -> Trainer.Outcome {
    let recipe = try TrainingRecipe(file: recipeFile)
    guard let origin = recipe.origin else {
      throw UnusableRecipe(
        file: recipeFile.path,
        problem: Explanation(
          en: "a model from scratch needs \"origin\"", ja: "モデルを一から作るには \"origin\" が必要です"))
    }
    try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
    if !FileManager.default.fileExists(atPath: output.appending(path: "tokenizer.json").path) {
      try learnVocabulary(origin, workspace: workspace).write(to: output)
    }
    let data = Trainer.DataFiles(
      train: recipe.data.map { workspace.appending(path: $0) },
      validation: recipe.validation.map { workspace.appending(path: $0) })
    return try Trainer.run(recipe: recipe, data: data, output: output, isStopped: isStopped, progress: progress)
  }

  private struct Line: Decodable {
    struct Message: Decodable { var content: String }
    var text: String?
    var messages: [Message]?
  }

  private static func learnVocabulary(_ origin: TrainingRecipe.Origin, workspace: URL) throws -> TrainedTokenizer {
    let decoder = JSONDecoder()
    let texts = try origin.vocabularyData.flatMap { path in
      try Data(contentsOf: workspace.appending(path: path)).split(separator: 0x0A).flatMap { line in
        let line = try decoder.decode(Line.self, from: line)
        return [line.text].compactMap(\.self) + (line.messages ?? []).map(\.content)
      }
    }
    return BPETrainer(vocabularySize: origin.shape.vocabulary).train(on: texts)
  }
}
