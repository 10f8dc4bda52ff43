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
      stretched.theta = Self.grownBase(rotary, factor: factor, length: length, trainedPositions: trainedPositions)
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

  /// How far each pair of columns turns from one position to the next: rounded to single precision after every step, in
  /// the order in which the reference does them. Thousands of positions later the last bit of one would be seen.
  static func frequencies(_ rotary: Rotary) -> [Float] {
    let base = Double(Float(rotary.theta))
    let lengths = (0..<rotary.turned / 2).map { pair in
      Float(pow(base, Double(Float(2 * pair) / Float(rotary.turned))))
    }
    let plain = lengths.map { 1 / $0 }
    switch rotary.scaling {
    case nil, .dynamic: return plain
    case .linear(let factor): return plain.map { $0 / Float(factor) }
    case .llama3(let factor, let low, let high, let original):
      let longest = Float(Double(original) / low)
      let shortest = Float(Double(original) / high)
      return plain.map { frequency in
        // A number over a tensor is, in torch, the tensor's reciprocal times the number.
        let waveLength = (1 / frequency) * Float(2 * Double.pi)
        if waveLength > longest { return frequency / Float(factor) }
        if waveLength < shortest { return frequency }
        let ramp = ((1 / waveLength) * Float(original) - Float(low)) / Float(high - low)
        return (1 - ramp) * frequency / Float(factor) + ramp * frequency
      }
    case .yarn(let factor, let fast, let slow, let original, let truncates, _):
      let ramp = yarnRamp(rotary, fast: fast, slow: slow, original: original, truncates: truncates)
      return zip(lengths, ramp).map { length, ramp in
        let kept = 1 - ramp
        return 1 / (Float(factor) * length) * (1 - kept) + 1 / length * kept
      }
    }
  }

  /// The base that a text of a length has, where it grows with the text.
  static func grownBase(_ rotary: Rotary, factor: Double, length: Int, trainedPositions: Int) -> Double {
    let growth = Float(factor) * Float(length) / Float(trainedPositions) - Float(factor - 1)
    let turned = Double(rotary.turned)
    return Double(Float(rotary.theta) * Float(pow(Double(growth), Double(Float(turned / (turned - 2))))))
  }

  /// For each pair of columns how far it is stretched: 0 where it turns often within the original context, 1 where rarely.
  private static func yarnRamp(
    _ rotary: Rotary, fast: Double, slow: Double, original: Double, truncates: Bool
  ) -> [Float] {
    /// The column that turns so often.
    func column(_ turns: Double) -> Double {
      Double(rotary.turned) * log(original / (turns * 2 * Double.pi)) / (2 * log(rotary.theta))
    }
    let low = max(truncates ? column(fast).rounded(.down) : column(fast), 0)
    var high = min(truncates ? column(slow).rounded(.up) : column(slow), Double(rotary.turned - 1))
    if high == low { high += 0.001 }
    return (0..<rotary.turned / 2).map { min(max((Float($0) - Float(low)) / Float(high - low), 0), 1) }
  }
}
