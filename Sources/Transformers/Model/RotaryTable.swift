internal import Foundation

/// Cosines and sines of the rotary positions (Su et al. 2021), half a head wide.
struct RotaryTable: Sendable {
  /// Positions that the table reaches.
  let positions: Int
  /// (positions, S/2).
  let cosine: [Float]
  /// (positions, S/2).
  let sine: [Float]

  init(_ configuration: ModelConfiguration, positions: Int) {
    self.positions = positions
    let frequencies = Self.frequencies(configuration)
    var cosine: [Float] = []
    var sine: [Float] = []
    cosine.reserveCapacity(positions * frequencies.count)
    sine.reserveCapacity(positions * frequencies.count)
    for position in 0..<positions {
      for frequency in frequencies {
        // In single precision, as the reference does it.
        let angle = Float(position) * frequency
        cosine.append(cos(angle))
        sine.append(sin(angle))
      }
    }
    self.cosine = cosine
    self.sine = sine
  }

  private static func frequencies(_ configuration: ModelConfiguration) -> [Float] {
    let half = configuration.headDim / 2
    return (0..<half).map { index in
      let exponent = Double(2 * index) / Double(configuration.headDim)
      let frequency = 1 / pow(configuration.ropeTheta, exponent)
      switch configuration.ropeScaling {
      case nil: return Float(frequency)
      case .linear(let factor): return Float(frequency / factor)
      case .llama3(let factor, let low, let high, let original):
        let waveLength = 2 * Double.pi / frequency
        if waveLength > Double(original) / low { return Float(frequency / factor) }
        if waveLength < Double(original) / high { return Float(frequency) }
        let ramp = (Double(original) / waveLength - low) / (high - low)
        return Float((1 - ramp) * frequency / factor + ramp * frequency)
      }
    }
  }
}
