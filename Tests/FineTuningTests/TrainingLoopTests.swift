import Foundation
import Tensors
import Testing

@testable import FineTuning

struct TrainingLoopTests {
  private func losses(_ loop: TrainingLoop) -> [Double] { (1...loop.plan.stepCount).map { loop.step($0).loss } }

  @Test(arguments: [Precision.f32, .bf16])
  func `a small set is memorised`(precision: Precision) throws {
    let recipe = TinyModel.recipe(epochs: 60, precision: precision, rate: 1e-2)
    let losses = losses(TinyModel.loop(recipe, examples: try TinyModel.examples(6)))
    let (first, last) = (try #require(losses.first), try #require(losses.last))
    #expect(first > 3)
    #expect(last < 0.1 * first, "\(first) → \(last)")
  }

  @Test(arguments: [Precision.f32, .bf16])
  func `adapters teach a trained model what it did not know`(precision: Precision) throws {
    let base = TinyModel.loop(TinyModel.recipe(epochs: 40, rate: 1e-2), examples: try TinyModel.examples(24))
    _ = losses(base)
    var recipe = TinyModel.recipe(.lora, epochs: 60, precision: precision, rate: 2e-2)
    recipe.lora = LoRAConfiguration(rank: 8, alpha: 16)
    let lesson = try TinyModel.examples(6, seed: 77).map { example in
      try #require(TokenizedExample(ids: example.ids.map { ($0 * 7 + 3) % 40 }, lossMask: example.lossMask))
    }
    let losses = losses(TinyModel.loop(recipe, examples: lesson, startingFrom: base.state.values))
    let (first, last) = (try #require(losses.first), try #require(losses.last))
    #expect(last < 0.3 * first, "\(first) → \(last)")
  }

  @Test(arguments: [TrainingRecipe.Method.full, .lora])
  func `the number of threads does not change a bit`(method: TrainingRecipe.Method) throws {
    let examples = try TinyModel.examples(30)
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    let results = [1, 2, 5].map { threads in
      Parallel.threadCount = threads
      let loop = TinyModel.loop(TinyModel.recipe(method), examples: examples, validation: examples)
      for number in 1...4 { _ = loop.step(number) }
      return (loop.state.values.array.map(\.bitPattern), loop.validationLoss())
    }
    #expect(results[1].0 == results[0].0 && results[2].0 == results[0].0)
    #expect(results[1].1 == results[0].1 && results[2].1 == results[0].1)
  }

  @Test func `frozen weights stay as they were`() throws {
    let loop = TinyModel.loop(TinyModel.recipe(.lora), examples: try TinyModel.examples(12))
    let before = loop.weights.floats.array
    _ = loop.step(1)
    #expect(loop.weights.floats.array == before)
  }

  @Test func `adapters start without effect`() throws {
    let examples = try TinyModel.examples(12)
    let full = TinyModel.loop(TinyModel.recipe(.full), examples: examples, validation: examples)
    let lora = TinyModel.loop(TinyModel.recipe(.lora), examples: examples, validation: examples)
    #expect(full.validationLoss() == lora.validationLoss())
  }

  @Test func `a plan holds every example once an epoch, in an order of its seed`() throws {
    let examples = try TinyModel.examples(20)
    let lengths = examples.map(\.ids.count)
    var recipe = TinyModel.recipe(epochs: 1)
    let plan = BatchPlan(recipe: recipe, lengths: lengths)
    #expect(plan.stepCount == 4)
    let tokens = (1...4).map { plan.shards(step: $0, from: examples).joined().reduce(0) { $0 + $1.count } }
    #expect(tokens.reduce(0, +) == lengths.reduce(0, +))
    let first = plan.shards(step: 1, from: examples).joined().map(\.ids)
    #expect(BatchPlan(recipe: recipe, lengths: lengths).shards(step: 1, from: examples).joined().map(\.ids) == first)
    recipe.seed = 10
    #expect(BatchPlan(recipe: recipe, lengths: lengths).shards(step: 1, from: examples).joined().map(\.ids) != first)
  }

  @Test func `accumulation makes a step of several batches`() throws {
    var recipe = TinyModel.recipe(epochs: 1)
    recipe.batch.accumulation = 2
    #expect(BatchPlan(recipe: recipe, lengths: [Int](repeating: 5, count: 24)).stepCount == 2)
  }

  @Test func `rows never exceed their length and lose nothing`() throws {
    let examples = try TinyModel.examples(50)
    let rows = BatchPlan.rows(examples, rowLength: 40, atLeast: 4)
    #expect(rows.allSatisfy { $0.count <= 40 })
    #expect(rows.reduce(0) { $0 + $1.count } == examples.reduce(0) { $0 + $1.ids.count })
    #expect(rows.reduce(0) { $0 + $1.totalWeight } == examples.reduce(0) { $0 + Double($1.lossMask.reduce(0, +)) })
  }

  @Test func `the first id of an example is never predicted from the example before it`() throws {
    let one = TokenizedExample(text: [1, 2, 3])
    let row = PackedRow([one, one])
    #expect(row.targets == [2, 3, 2, 3])
    #expect(row.lossIndices == [0, 1, 3, 4])
    #expect(row.starts == [0, 0, 0, 3, 3, 3])
    #expect(row.positions == [0, 1, 2, 0, 1, 2])
  }

  @Test func `the rate rises, peaks and falls to its share`() {
    let optimizer = TrainingRecipe.Optimizer(learningRate: 2, warmUp: 0.1, finalShare: 0.1)
    let schedule = Schedule(optimizer, steps: 100)
    #expect(schedule.rate(step: 5) == 1)
    #expect(schedule.rate(step: 10) == 2)
    #expect(abs(schedule.rate(step: 55) - 1.1) < 1e-9)
    #expect(abs(schedule.rate(step: 100) - 0.2) < 1e-9)
  }
}

struct LoRABenchmarkTests {
  @Test func `a measurement counts weights, ids and time`() throws {
    var shape = try #require(LoRABenchmark.shape(named: "embedded"))
    shape.layers = 1
    let result = LoRABenchmark.run(
      shape: shape, batch: 2, tokens: 16, promptShare: 0.75, rank: 4, precision: .f32, steps: 1)
    #expect(abs(result.tokensPerSecond * result.secondsPerStep - 32) < 1e-6)
    #expect(result.trainedParameters == 4 * (2304 + 2560))
    #expect(abs(result.loss - 9.01) < 0.3)
    #expect(result.peakBytes > 1 << 20)
    #expect(LoRABenchmark.shapeNames.allSatisfy { LoRABenchmark.shape(named: $0) != nil })
  }

  @Test func `files in turn are learnt one after the other, each whole and shuffled in itself`() throws {
    let examples = try TinyModel.examples(30)
    let lengths = examples.map(\.ids.count)
    var recipe = TinyModel.recipe(epochs: 1, shards: 1)
    recipe.batch = .init(examples: 1, rowLength: 64, shards: 1)
    let plan = BatchPlan(recipe: recipe, lengths: lengths, stretches: [10, 20])
    let order = try (1...30).map { step in
      let row = try #require(plan.shards(step: step, from: examples).first?.first)
      return try #require(examples.firstIndex { $0.ids == row.ids })
    }
    // Equal examples may stand for each other; the boundary between the files may not move.
    let first = Set(examples[..<10].map(\.ids))
    #expect(order[..<10].allSatisfy { first.contains(examples[$0].ids) })
    #expect(order[..<10] != order[..<10].sorted()[...])
  }
}
