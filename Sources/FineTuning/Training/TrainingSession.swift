import Foundation
import Tensors
import Transformers

/// One run with its files: `metrics.jsonl` (one `TrainingProgress` a line), checkpoint and best weights while it lasts
/// (in `training/`), and at its end the product and `training.json`, which is written last.
final class TrainingSession {
  private let loop: TrainingLoop
  private let output: URL
  private let run: String
  private let exampleCount: Int
  private let tooLong: Int
  private var best: Checkpoint.Best?
  private let encoder = JSONEncoder()

  private var folder: URL { output.appending(path: "training") }
  private var checkpointFile: URL { folder.appending(path: "checkpoint.safetensors") }
  private var bestFile: URL { folder.appending(path: "best.safetensors") }
  private var metricsFile: URL { output.appending(path: "metrics.jsonl") }
  private var outcomeFile: URL { output.appending(path: "training.json") }

  init(_ loop: TrainingLoop, train: ExampleFile.Contents, validation: ExampleFile.Contents, output: URL) {
    self.loop = loop
    self.output = output
    exampleCount = train.examples.count
    tooLong = train.tooLong
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    run = Self.identity(loop, train.examples + validation.examples)
  }

  /// A hash of what decides the run: recipe, examples, first values and frozen sizes.
  private static func identity(_ loop: TrainingLoop, _ examples: [TokenizedExample]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ word: UInt64) { hash = (hash ^ word) &* 0x100_0000_01B3 ^ (hash >> 47) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    for byte in (try? encoder.encode(loop.recipe)) ?? Data() { add(UInt64(byte)) }
    for example in examples {
      add(UInt64(example.ids.count))
      for (id, weight) in zip(example.ids, example.lossMask) {
        add(UInt64(UInt32(bitPattern: id)) << 32 | UInt64(weight.bitPattern))
      }
    }
    for value in loop.state.values.buffer { add(UInt64(value.bitPattern)) }
    return String(hash, radix: 16)
  }

  func run(
    isStopped: () -> Bool, progress: (TrainingProgress) -> Void, write: (FloatBuffer) throws -> Void
  ) throws -> Trainer.Outcome {
    if let done = completed() { return done }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let first = try resume()
    let clock = ContinuousClock()
    let started = clock.now
    var tokens = 0
    for number in stride(from: first, through: loop.plan.stepCount, by: 1) {
      let result = loop.step(number)
      tokens += result.tokens
      let isLast = number == loop.plan.stepCount
      let looks = isLast || number % loop.recipe.validationEvery == 0
      let validation = looks ? loop.validationLoss() : nil
      let seconds = (clock.now - started) / .seconds(1)
      let report = TrainingProgress(
        step: number, steps: loop.plan.stepCount, loss: result.loss, validationLoss: validation,
        learningRate: result.rate, gradientNorm: result.norm, tokens: result.tokens,
        tokensPerSecond: Double(tokens) / seconds,
        secondsLeft: seconds / Double(number - first + 1) * Double(loop.plan.stepCount - number))
      try append(report)
      progress(report)
      let stops = !isLast && isStopped()
      if let validation { try keepIfBest(number, validation) }
      if looks || stops { try Checkpoint(step: number, best: best, run: run).write(loop.state, to: checkpointFile) }
      if stops { return outcome(steps: number, isInterrupted: true) }
    }
    return try finish(write)
  }

  private func completed() -> Trainer.Outcome? {
    guard let data = try? Data(contentsOf: outcomeFile),
      let outcome = try? JSONDecoder().decode(Trainer.Outcome.self, from: data), outcome.run == run
    else { return nil }
    return outcome
  }

  /// Takes up a checkpoint of this run.
  ///
  /// - Returns: The step to go on with.
  private func resume() throws -> Int {
    let checkpoint = try Checkpoint.read(checkpointFile, run: run, into: loop.state)
    loop.publishAll()
    best = checkpoint?.best
    let done = checkpoint?.step ?? 0
    // Steps behind the checkpoint are done again; their records go.
    let old = (try? Data(contentsOf: metricsFile)) ?? Data()
    let kept = old.split(separator: 0x0A).filter { line in
      guard let record = try? JSONDecoder().decode(TrainingProgress.self, from: line) else { return false }
      return record.step <= done
    }
    try SyncedFile.write(Data(kept.map { $0 + Data([0x0A]) }.joined()), to: metricsFile)
    return done + 1
  }

  private func append(_ report: TrainingProgress) throws {
    let handle = try FileHandle(forWritingTo: metricsFile)
    try handle.seekToEnd()
    try handle.write(contentsOf: encoder.encode(report) + Data([0x0A]))
    try handle.close()
  }

  private func keepIfBest(_ step: Int, _ loss: Double) throws {
    guard loss < best?.loss ?? .infinity else { return }
    best = Checkpoint.Best(step: step, loss: loss)
    let values = loop.state.values
    var writer = SafetensorsWriter(metadata: ["step": String(step), "run": run])
    writer.add(
      "values", shape: [values.count], floats: UnsafeBufferPointer(start: values.pointer, count: values.count))
    try SyncedFile.write(writer.fileContents, to: bestFile)
  }

  private func finish(_ write: (FloatBuffer) throws -> Void) throws -> Trainer.Outcome {
    let values = FloatBuffer(loop.state.values.count)
    values.copy(from: loop.state.values)
    if best != nil {
      try Safetensors(bestFile).tensor("values", shape: [values.count]).copyFloats(to: values.pointer)
    }
    try write(values)
    let outcome = outcome(steps: loop.plan.stepCount, isInterrupted: false)
    let pretty = JSONEncoder()
    pretty.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try SyncedFile.write(try pretty.encode(outcome), to: outcomeFile)
    try FileManager.default.removeItem(at: folder)
    return outcome
  }

  private func outcome(steps: Int, isInterrupted: Bool) -> Trainer.Outcome {
    Trainer.Outcome(
      recipe: loop.recipe, run: run, steps: steps, examples: exampleCount, tooLong: tooLong,
      keptStep: best?.step ?? steps, validationLoss: best?.loss, isInterrupted: isInterrupted)
  }
}
