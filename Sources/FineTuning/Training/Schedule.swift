import Foundation

/// The learning rate of every step: a linear rise, then a fall.
public struct Schedule: Sendable {
  /// How the rate falls after its rise.
  public enum Decay: String, Codable, Sendable {
    /// Along half a cosine.
    case cosine
    /// Level, and straight down over the last fifth.
    case trapezoid
    /// Not at all.
    case constant
  }

  let peak: Double
  let finalShare: Double
  let decay: Decay
  let warmUpSteps: Int
  let steps: Int

  init(_ optimizer: TrainingRecipe.Optimizer, steps: Int) {
    peak = optimizer.learningRate
    finalShare = optimizer.finalShare
    decay = optimizer.decay
    warmUpSteps = Int((optimizer.warmUp * Double(steps)).rounded())
    self.steps = steps
  }

  /// The rate of step 1, 2, …
  func rate(step: Int) -> Double {
    if step <= warmUpSteps { return peak * Double(step) / Double(warmUpSteps) }
    let progress = Double(step - warmUpSteps) / Double(max(1, steps - warmUpSteps))
    switch decay {
    case .constant: return peak
    case .cosine: return peak * (finalShare + (1 - finalShare) * (1 + cos(.pi * progress)) / 2)
    case .trapezoid: return peak * max(finalShare, min(1, finalShare + (1 - finalShare) * (1 - progress) / 0.2))
    }
  }
}
