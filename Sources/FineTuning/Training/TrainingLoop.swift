import Foundation
import Tensors

/// Steps over a batch plan: shards of rows forward and back, one optimiser step, now and then a look at the validation
/// loss. Knows nothing of files.
///
/// Not Sendable: one caller drives it; inside a step, shards run on threads with activations and gradients of their own.
final class TrainingLoop {
  let recipe: TrainingRecipe
  let weights: PassWeights
  let adapters: AdapterWeights?
  let state: AdamW
  let plan: BatchPlan
  private let examples: [TokenizedExample]
  private let validationRows: [PackedRow]
  private let gradients: [FloatBuffer]
  private let passes: PassPool
  private let schedule: Schedule

  /// A loop that trains all weights where `adapters` is nil, else the adapters alone; `values` are their first values.
  init(
    recipe: TrainingRecipe, weights: PassWeights, adapters: AdapterWeights?, values: FloatBuffer,
    examples: [TokenizedExample], stretches: [Int]? = nil, validation: [TokenizedExample]
  ) {
    self.recipe = recipe
    self.weights = weights
    self.adapters = adapters
    self.examples = examples
    plan = BatchPlan(recipe: recipe, lengths: examples.map(\.ids.count), stretches: stretches)
    schedule = Schedule(recipe.optimizer, steps: plan.stepCount)
    validationRows = BatchPlan.rows(validation, rowLength: recipe.batch.rowLength, atLeast: 1)
    let decayFrom = adapters == nil ? weights.layout.vectorCount : 0
    state = AdamW(values: values, decayFrom: decayFrom, optimizer: recipe.optimizer)
    gradients = (0..<recipe.batch.shards).map { _ in FloatBuffer(values.count) }
    let capacity = recipe.batch.rowLength
    let rotary = RotaryTables(weights.layout.shape, positions: capacity)
    passes = PassPool { LlamaPass(weights: weights, adapters: adapters, rotary: rotary, capacity: capacity) }
    publishAll()
  }

  /// Hands all trained values to the passes; needed after they were replaced from outside.
  func publishAll() { publish(UnsafePointer(state.values.pointer), 0, state.values.count) }

  private func publish(_ values: UnsafePointer<Float>, _ offset: Int, _ count: Int) {
    if let adapters {
      adapters.assign(values, at: offset, count: count)
    } else {
      weights.assign(values, at: offset, count: count)
    }
  }

  struct StepResult {
    var loss: Double
    var rate: Double
    var norm: Double
    var tokens: Int
  }

  /// Step 1, 2, … of the plan.
  func step(_ number: Int) -> StepResult {
    let shards = plan.shards(step: number, from: examples)
    let weight = shards.joined().reduce(0) { $0 + $1.totalWeight }
    let scale = weight > 0 ? Float(1 / weight) : 0
    var losses = [Double](repeating: 0, count: shards.count)
    losses.withUnsafeMutableBufferPointer { losses in
      let losses = losses
      Parallel.forEach(shards.count) { index in
        losses[index] = self.run(shards[index], scale: scale, into: self.gradients[index])
      }
    }
    let rate = schedule.rate(step: number)
    let norm = state.step(number, rate: rate, gradients: gradients, publish: publish)
    let tokens = shards.joined().reduce(0) { $0 + $1.count }
    return StepResult(loss: losses.reduce(0, +), rate: rate, norm: norm, tokens: tokens)
  }

  private func run(_ rows: [PackedRow], scale: Float, into gradient: FloatBuffer) -> Double {
    gradient.zero()
    let pass = passes.take()
    defer { passes.giveBack(pass) }
    let sinks = GradientSinks(
      model: adapters == nil ? gradient.pointer : nil, adapters: adapters == nil ? nil : gradient.pointer)
    return rows.reduce(0) { $0 + pass.step($1, scale: scale, into: sinks) }
  }

  /// Mean loss of the validation examples, or nil where there are none.
  func validationLoss() -> Double? {
    let rows = validationRows
    let weight = rows.reduce(0) { $0 + $1.totalWeight }
    guard weight > 0 else { return nil }
    var losses = [Double](repeating: 0, count: rows.count)
    losses.withUnsafeMutableBufferPointer { losses in
      let losses = losses
      Parallel.forEach(rows.count) { index in
        let pass = self.passes.take()
        losses[index] = pass.loss(rows[index])
        self.passes.giveBack(pass)
      }
    }
    return losses.reduce(0, +) / weight
  }
}

/// Passes that wait for their next row; one is made when none is free, so that there are as many as threads at work.
///
/// @unchecked Sendable because `free` is touched with the lock held only, and a pass taken out belongs to its taker.
private final class PassPool: @unchecked Sendable {
  private let lock = NSLock()
  private var free: [LlamaPass] = []
  private let make: () -> LlamaPass

  init(make: @escaping () -> LlamaPass) { self.make = make }

  func take() -> LlamaPass {
    lock.lock()
    defer { lock.unlock() }
    return free.popLast() ?? make()
  }

  func giveBack(_ pass: LlamaPass) {
    lock.lock()
    free.append(pass)
    lock.unlock()
  }
}
