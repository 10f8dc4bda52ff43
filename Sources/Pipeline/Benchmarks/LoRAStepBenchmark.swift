public import FineTuning

/// `bench lora`: whole training steps on a shape, with what they were measured on.
public struct LoRAStepBenchmark: Codable, Sendable {
  /// The shape's name.
  public var shape: String
  /// Precision of the products' operands.
  public var dtype: String
  /// Conversations of one step.
  public var batch: Int
  /// Ids of one conversation.
  public var tokens: Int
  /// Width of the adapters, on all seven linear layers.
  public var rank: Int
  /// The figure and what it was computed from.
  public var result: LoRABenchmark.Measurement
  /// The processor's name.
  public var processor: String

  /// Measures.
  ///
  /// - Throws: `BenchmarkError.unknownShape`.
  public static func run(
    shape: String, batch: Int, tokens: Int, promptShare: Double, rank: Int, precision: Precision
  ) throws -> LoRAStepBenchmark {
    guard let known = LoRABenchmark.shape(named: shape) else {
      throw BenchmarkError.unknownShape(shape, known: BenchmarkShape.names)
    }
    let result = LoRABenchmark.run(
      shape: known, batch: batch, tokens: tokens, promptShare: promptShare, rank: rank, precision: precision)
    return LoRAStepBenchmark(
      shape: shape, dtype: precision.rawValue, batch: batch, tokens: tokens, rank: rank, result: result,
      processor: Machine.processor)
  }
}
