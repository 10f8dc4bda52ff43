import Foundation
import Tensors

/// Cosines and sines of the rotary positions, (positions, headSize / 2).
///
/// @unchecked Sendable because it is only read after it is made.
final class RotaryTables: @unchecked Sendable {
  let positions: Int
  let cosine: FloatBuffer
  let sine: FloatBuffer

  init(_ shape: LlamaShape, positions: Int) {
    self.positions = positions
    let half = shape.halfHead
    cosine = FloatBuffer(positions * half)
    sine = FloatBuffer(positions * half)
    for index in 0..<half {
      // In float32, as transformers does it, so that far positions agree with it.
      let frequency = 1 / Float(pow(Float(shape.ropeTheta), Float(2 * index) / Float(shape.headSize)))
      for position in 0..<positions {
        let angle = Float(position) * frequency
        cosine.pointer[position * half + index] = Float(cos(Double(angle)))
        sine.pointer[position * half + index] = Float(sin(Double(angle)))
      }
    }
  }
}
