import Foundation
import Tensors

/// `bench lora`: how many ids a second a whole LoRA step takes, forward, backward and AdamW, on random weights of a
/// known model's shape, with adapters on all seven linear layers.
public enum LoRABenchmark {
  /// A shape by its name, or nil.
  public static func shape(named name: String) -> LlamaShape? {
    switch name {
    case "qwen2.5-0.5b":
      LlamaShape(
        vocabulary: 151_936, width: 896, layers: 24, heads: 14, keyValueHeads: 2, mlpWidth: 4864, tiedHead: true,
        attentionBias: true, ropeTheta: 1_000_000, normEpsilon: 1e-6)
    case "smollm2-135m":
      LlamaShape(
        vocabulary: 49_152, width: 576, layers: 30, heads: 9, keyValueHeads: 3, mlpWidth: 1536, tiedHead: true,
        ropeTheta: 100_000)
    case "embedded":
      LlamaShape(vocabulary: 8192, width: 256, layers: 6, heads: 8, keyValueHeads: 4, mlpWidth: 768)
    default: nil
    }
  }

  /// Names that `shape(named:)` knows.
  public static let shapeNames = ["qwen2.5-0.5b", "smollm2-135m", "embedded"]

  /// What was measured, on what.
  public struct Measurement: Codable, Sendable, Equatable {
    /// Ids a second, prompt and answer together.
    public var tokensPerSecond: Double
    /// Seconds of one step, the median of those measured.
    public var secondsPerStep: Double
    /// Largest resident memory of the process so far.
    public var peakBytes: Int
    /// Frozen weights.
    public var frozenParameters: Int
    /// Trained weights.
    public var trainedParameters: Int
    /// Threads that worked.
    public var threads: Int
    /// The loss of the last step; that of guessing at random is the logarithm of the vocabulary.
    public var loss: Double
  }

  /// Measures `steps` steps after one that warms up.
  ///
  /// - Parameters:
  ///   - batch: Sequences of one step.
  ///   - tokens: Ids of one sequence.
  ///   - promptShare: Share of the ids that is context, without loss.
  ///   - precision: Of the products' operands.
  public static func run(
    shape: LlamaShape, batch: Int, tokens: Int, promptShare: Double, rank: Int, precision: Precision, steps: Int = 3
  ) -> Measurement {
    let recipe = TrainingRecipe(
      name: "bench", method: .lora, lora: LoRAConfiguration(rank: rank, alpha: 32), epochs: Double(steps + 1),
      maximumLength: tokens, batch: .init(examples: batch, rowLength: tokens, shards: batch),
      optimizer: .init(learningRate: 1e-4), precision: precision)
    let layout = AdapterLayout(shape, LoRAConfiguration(rank: rank, alpha: 32))
    let weights = PassWeights.random(ParameterLayout(shape), precision: precision)
    let loop = TrainingLoop(
      recipe: recipe, weights: weights, adapters: AdapterWeights(layout, precision: precision),
      values: AdapterWeights.initialValues(layout, seed: 1),
      examples: examples(batch, tokens: tokens, promptShare: promptShare, vocabulary: shape.vocabulary), validation: [])
    var loss = loop.step(1).loss
    let clock = ContinuousClock()
    let seconds = (0..<steps).map { number in
      clock.measure { loss = loop.step(number + 2).loss } / .seconds(1)
    }.sorted()
    let median = seconds[seconds.count / 2]
    return Measurement(
      tokensPerSecond: Double(batch * tokens) / median, secondsPerStep: median, peakBytes: peakBytes(),
      frozenParameters: weights.layout.entries.reduce(0) { $0 + $1.count }, trainedParameters: layout.count,
      threads: Parallel.threadCount, loss: loss)
  }

  private static func examples(_ count: Int, tokens: Int, promptShare: Double, vocabulary: Int) -> [TokenizedExample] {
    let prompt = Int(Double(tokens) * promptShare)
    return (0..<count).compactMap { number in
      var random = SplitMix64(seed: 2, stream: UInt64(number))
      return TokenizedExample(
        ids: (0..<tokens).map { _ in Int32(random.next() % UInt64(vocabulary)) },
        lossMask: (0..<tokens).map { $0 < prompt ? 0 : 1 })
    }
  }

  private static func peakBytes() -> Int {
    var usage = rusage()
    guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
    return usage.ru_maxrss * 1024
  }
}

extension PassWeights {
  /// Norms at 1, everything else uniform with deviation 0.02: as good as any for measuring time.
  static func random(_ layout: ParameterLayout, precision: Precision) -> PassWeights {
    let weights = PassWeights(layout, precision: precision)
    let piece = 1 << 16
    for (index, entry) in layout.entries.enumerated() {
      Parallel.forEach((entry.count + piece - 1) / piece) { part in
        var random = SplitMix64(seed: UInt64(index), stream: UInt64(part))
        let count = min(piece, entry.count - part * piece)
        let values =
          entry.name.hasSuffix("norm.weight")
          ? [Float](repeating: 1, count: count)
          : (0..<count).map { _ in Float(random.uniform() - 0.5) * 0.07 }
        values.withUnsafeBufferPointer { values in
          guard let start = values.baseAddress else { return }
          weights.assign(start, at: entry.offset + part * piece, count: count)
        }
      }
    }
    return weights
  }
}
