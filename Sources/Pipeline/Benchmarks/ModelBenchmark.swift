import FineTuning
import Foundation
public import Records
public import Tensors
import Transformers

/// `bench prefill` and `bench decode`: how fast the engine runs a shape, on random weights.
public struct ModelBenchmark: Codable, Sendable {
  /// The shape's name.
  public var shape: String
  /// How matrices were held.
  public var dtype: String
  /// Sequences at once.
  public var batch: Int
  /// Tokens that went before (decode), or tokens of a prompt (prefill).
  public var context: Int
  /// Tokens measured, all sequences together.
  public var tokens: Int
  /// Wall-clock seconds.
  public var seconds: Double
  /// The figure.
  public var tokensPerSecond: Double
  /// Threads that worked.
  public var threads: Int
  /// The processor's name.
  public var processor: String
  /// The most memory that the program held, in bytes.
  public var peakBytes: Int

  /// Runs prompts of `context` tokens through the model, `batch` at once.
  ///
  /// - Throws: `BenchmarkError.unknownShape`.
  public static func prefill(shape: String, batch: Int, context: Int, dtype: DType) throws -> ModelBenchmark {
    let model = try random(shape, dtype: dtype, context: context)
    return measure(shape, batch: batch, context: context, dtype: dtype, tokens: batch * context) {
      _ = model.forward(prompts(model, batch: batch, context: context))
    }
  }

  /// Decodes `steps` tokens of `batch` sequences that have `context` tokens already.
  ///
  /// - Throws: `BenchmarkError.unknownShape`.
  public static func decode(
    shape: String, batch: Int, context: Int, dtype: DType, steps: Int = 32
  ) throws -> ModelBenchmark {
    let model = try random(shape, dtype: dtype, context: context + steps + 1)
    let prompts = prompts(model, batch: batch, context: context)
    _ = model.forward(prompts)
    var ids = [Int32](repeating: 1, count: batch)
    // One step to warm up: weights are read from memory for the first time.
    step(model, prompts, &ids)
    return measure(shape, batch: batch, context: context, dtype: dtype, tokens: batch * steps) {
      for _ in 0..<steps { step(model, prompts, &ids) }
    }
  }

  private static func step(_ model: Transformer, _ prompts: [Transformer.Step], _ ids: inout [Int32]) {
    let logits = model.forward(zip(prompts, ids).map { .init(cache: $0.cache, ids: [$1]) })
    let vocabulary = model.configuration.vocabSize
    for row in ids.indices {
      // A greedy choice, as decoding would make it.
      var best = row * vocabulary
      for place in (row * vocabulary)..<((row + 1) * vocabulary) where logits[place] > logits[best] { best = place }
      ids[row] = Int32(best - row * vocabulary)
    }
  }

  private static func prompts(_ model: Transformer, batch: Int, context: Int) -> [Transformer.Step] {
    var random = SeededRandom(seed: 1)
    return (0..<batch).map { _ in
      .init(
        cache: KVCache(model.configuration, capacity: context),
        ids: (0..<context).map { _ in Int32.random(in: 0..<Int32(model.configuration.vocabSize), using: &random) })
    }
  }

  private static func random(_ name: String, dtype: DType, context: Int) throws -> Transformer {
    var configuration = try BenchmarkShape.configuration(name)
    configuration.maxPositionEmbeddings = max(configuration.maxPositionEmbeddings, context)
    var random = SeededRandom(seed: 7)
    return try Transformer(configuration, dtype: dtype) { (_, shape) throws(UnusableModel) in
      let values = FloatBuffer(shape.reduce(1, *))
      for place in 0..<values.count {
        values.pointer[place] = Float(Int32(truncatingIfNeeded: random.next())) * (0.02 / 2_147_483_648)
      }
      return Tensor(shape: shape, floats: values)
    }
  }

  private static func measure(
    _ shape: String, batch: Int, context: Int, dtype: DType, tokens: Int, _ body: () -> Void
  ) -> ModelBenchmark {
    let seconds = ContinuousClock().measure(body) / .seconds(1)
    return ModelBenchmark(
      shape: shape, dtype: dtype.rawValue, batch: batch, context: context, tokens: tokens, seconds: seconds,
      tokensPerSecond: Double(tokens) / seconds, threads: Parallel.threadCount, processor: Machine.processor,
      peakBytes: Machine.peakBytes)
  }
}

/// Shapes that benchmarks know, by the model that has them.
public enum BenchmarkShape {
  /// The names.
  public static let names = LoRABenchmark.shapeNames

  static func configuration(_ name: String) throws -> ModelConfiguration {
    guard let shape = LoRABenchmark.shape(named: name) else { throw BenchmarkError.unknownShape(name, known: names) }
    var configuration = ModelConfiguration(
      vocabSize: shape.vocabulary, hiddenSize: shape.width, intermediateSize: shape.mlpWidth,
      numHiddenLayers: shape.layers, numAttentionHeads: shape.heads, numKeyValueHeads: shape.keyValueHeads,
      headDim: shape.headSize, ropeTheta: shape.ropeTheta, tieWordEmbeddings: shape.tiedHead)
    configuration.attentionBias = shape.attentionBias
    return configuration
  }
}

/// What is wrong with a benchmark's options (exit code 2) or its input (1).
public enum BenchmarkError: ExplainedError, Hashable {
  /// No shape of this name.
  case unknownShape(String, known: [String])
  /// A file that is not in SQuAD's form.
  case notSQuAD(file: String, why: BilingualText)
  /// A file that is not JSONL of passages and questions.
  case notPassages(file: String, why: BilingualText)

  /// True for an unknown shape, false for a file that cannot be read.
  public var isConfiguration: Bool {
    if case .unknownShape = self { true } else { false }
  }

  /// Names the shapes that are known, or the file and what is wrong with it.
  public var text: BilingualText {
    switch self {
    case .unknownShape(let name, let known):
      BilingualText(
        en: "There is no shape “\(name)”. Known: \(known.joined(separator: ", ")).",
        ja: "「\(name)」という形はありません。使えるもの: \(known.joined(separator: "、"))")
    case .notSQuAD(let file, let why):
      BilingualText(
        en: "\(file) cannot be read as SQuAD-format JSON (data > paragraphs > context, qas): \(why.en). "
          + "Name a file in that form.",
        ja: "\(file) を SQuAD 形式の JSON（data > paragraphs > context、qas）として読めません（\(why.ja)）。"
          + "この形式のファイルを指定してください。")
    case .notPassages(let file, let why):
      BilingualText(
        en:
          "\(file) cannot be read as JSONL of {\"context\", \"questions\": […]}: \(why.en). Name a file in that form.",
        ja: "\(file) を {\"context\", \"questions\": […]} の JSONL として読めません（\(why.ja)）。"
          + "この形式のファイルを指定してください。")
    }
  }
}
