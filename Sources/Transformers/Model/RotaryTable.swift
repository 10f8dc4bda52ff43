internal import Foundation

/// Cosines and sines of the rotary positions (Su et al. 2021), half as wide as the columns that turn.
struct RotaryTable: Sendable {
  let rotary: Rotary
  /// The context that the model was trained on: longer texts have angles of their own, where the base grows with them.
  let trainedPositions: Int
  /// Columns of each head that turn.
  let turned: Int
  /// (positions, turned/2).
  let cosine: [Float]
  /// (positions, turned/2).
  let sine: [Float]

  /// - Parameters:
  ///   - positions: Texts have at most so many tokens.
  ///   - trainedPositions: The context that the model was trained on.
  init(_ rotary: Rotary, positions: Int, trainedPositions: Int) {
    self.rotary = rotary
    self.trainedPositions = trainedPositions
    turned = rotary.turned
    let tabulated = rotary.growsWithText ? min(positions, trainedPositions) : positions
    (cosine, sine) = Self.rows(rotary, Self.frequencies(rotary), 0..<tabulated)
  }

  /// Cosines and sines of some positions of a text of a length, where the base grows with the text.
  func rows(_ positions: Range<Int>, length: Int) -> (cosine: [Float], sine: [Float]) {
    var stretched = rotary
    if case .dynamic(let factor)? = rotary.scaling, length > trainedPositions {
      let turned = Double(turned)
      let growth = factor * Double(length) / Double(trainedPositions) - (factor - 1)
      stretched.theta *= pow(growth, turned / (turned - 2))
    }
    return Self.rows(rotary, Self.frequencies(stretched), positions)
  }

  private static func rows(
    _ rotary: Rotary, _ frequencies: [Float], _ positions: Range<Int>
  ) -> (cosine: [Float], sine: [Float]) {
    var magnitude: Float = 1
    if case .yarn(_, _, _, _, _, let given)? = rotary.scaling { magnitude = Float(given) }
    var cosine: [Float] = []
    var sine: [Float] = []
    cosine.reserveCapacity(positions.count * frequencies.count)
    sine.reserveCapacity(positions.count * frequencies.count)
    for position in positions {
      for frequency in frequencies {
        // In single precision, as the reference does it.
        let angle = Float(position) * frequency
        cosine.append(cos(angle) * magnitude)
        sine.append(sin(angle) * magnitude)
      }
    }
    return (cosine, sine)
  }

  private static func frequencies(_ rotary: Rotary) -> [Float] {
    let half = rotary.turned / 2
    let plain = (0..<half).map { 1 / pow(rotary.theta, Double(2 * $0) / Double(rotary.turned)) }
    switch rotary.scaling {
    case nil, .dynamic: return plain.map { Float($0) }
    case .linear(let factor): return plain.map { Float($0 / factor) }
    case .llama3(let factor, let low, let high, let original):
      return plain.map { frequency in
        let waveLength = 2 * Double.pi / frequency
        if waveLength > Double(original) / low { return Float(frequency / factor) }
        if waveLength < Double(original) / high { return Float(frequency) }
        let ramp = (Double(original) / waveLength - low) / (high - low)
        return Float((1 - ramp) * frequency / factor + ramp * frequency)
      }
    case .yarn(let factor, let fast, let slow, let original, let truncates, _):
      let ramp = yarnRamp(rotary, fast: fast, slow: slow, original: original, truncates: truncates)
      return zip(plain, ramp).map { frequency, ramp in Float(frequency / factor * ramp + frequency * (1 - ramp)) }
    }
  }

  /// For each pair of columns how far it is stretched: 0 where it turns often within the original context, 1 where rarely.
  private static func yarnRamp(
    _ rotary: Rotary, fast: Double, slow: Double, original: Double, truncates: Bool
  ) -> [Double] {
    /// The column that turns so often.
    func column(_ turns: Double) -> Double {
      Double(rotary.turned) * log(original / (turns * 2 * Double.pi)) / (2 * log(rotary.theta))
    }
    let low = max(truncates ? column(fast).rounded(.down) : column(fast), 0)
    var high = min(truncates ? column(slow).rounded(.up) : column(slow), Double(rotary.turned - 1))
    if high == low { high += 0.001 }
    return (0..<rotary.turned / 2).map { min(max((Double($0) - low) / (high - low), 0), 1) }
  }
}
