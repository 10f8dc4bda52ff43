/// How far a run is; one value a step.
public struct TrainingProgress: Sendable, Codable, Equatable {
  /// Steps done.
  public var step: Int
  /// Steps in all.
  public var steps: Int
  /// Mean loss of the step, in nats a learnt id.
  public var loss: Double
  /// Mean loss on the validation examples, where this step looked at it.
  public var validationLoss: Double?
  /// The step's learning rate.
  public var learningRate: Double
  /// Norm of the gradients before clipping.
  public var gradientNorm: Double
  /// Ids of the step.
  public var tokens: Int
  /// Ids a second, since the run was started or resumed.
  public var tokensPerSecond: Double
  /// Estimated.
  public var secondsLeft: Double
}

extension TrainingProgress: CustomStringConvertible {
  /// One line for a terminal.
  public var description: String {
    let validation = validationLoss.map { " · validation \(Self.rounded($0, 4))" } ?? ""
    return "step \(step)/\(steps) · loss \(Self.rounded(loss, 4))\(validation) · lr \(learningRate) · "
      + "\(Int(tokensPerSecond)) tokens/s · \(Int(secondsLeft)) s left"
  }

  private static func rounded(_ value: Double, _ places: Int) -> String {
    var factor = 1.0
    for _ in 0..<places { factor *= 10 }
    return "\((value * factor).rounded() / factor)"
  }
}
