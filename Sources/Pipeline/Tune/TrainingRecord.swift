import FineTuning
import Foundation
import Records
import Transformers

/// What a training run left behind: its curves and what it took.
struct TrainingRecord: Sendable {
  /// One value a step.
  let steps: [TrainingProgress]
  /// The trainer's account.
  let outcome: Trainer.Outcome?
  /// Numbers that were trained.
  let parameters: Int

  /// Reads the record of an adapter; what is missing stays empty.
  init(adapter name: String, inputs: ContentHash, in workspace: Workspace) {
    let run = TuneStage.runFolder(inputs: inputs, in: workspace)
    let folder = workspace.adapters.appendingPathComponent(name)
    let lines = (try? Data(contentsOf: run.appendingPathComponent("metrics.jsonl"))) ?? Data()
    steps = (try? JSONLines.decode(TrainingProgress.self, from: lines)) ?? []
    outcome = (try? Data(contentsOf: folder.appendingPathComponent("training.json")))
      .flatMap { try? JSONDecoder().decode(Trainer.Outcome.self, from: $0) }
    let weights = try? Safetensors(folder.appendingPathComponent("adapter_model.safetensors"))
    parameters = weights?.entries.values.reduce(0) { $0 + $1.shape.reduce(1, *) } ?? 0
  }

  /// Tokens that went through the model, repetitions counted.
  var tokens: Int { steps.reduce(0) { $0 + $1.tokens } }

  /// Seconds of training. A run that was cut tells its speed since it was resumed; the rest is taken to have been as fast.
  var seconds: Double {
    guard let last = steps.last, last.tokensPerSecond > 0 else { return 0 }
    return Double(tokens) / last.tokensPerSecond
  }
}
