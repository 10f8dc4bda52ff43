import CKernels
import Tensors

/// The trained weights in float32 with AdamW's two moments (Loshchilov and Hutter 2019).
///
/// Not Sendable: its trainer alone has it; work is shared among threads by ranges that do not overlap.
final class AdamW {
  let values: FloatBuffer
  let firstMoment: FloatBuffer
  let secondMoment: FloatBuffer
  /// Weights in front of this index (norms, biases) do not decay.
  private let decayFrom: Int
  private let optimizer: TrainingRecipe.Optimizer
  private let ranges: [Range<Int>]

  init(values: FloatBuffer, decayFrom: Int, optimizer: TrainingRecipe.Optimizer) {
    self.values = values
    self.decayFrom = decayFrom
    self.optimizer = optimizer
    firstMoment = FloatBuffer(values.count)
    secondMoment = FloatBuffer(values.count)
    ranges = Self.ranges(values.count, cut: decayFrom)
  }

  /// Pieces of a size that fits a cache, none across the border between decaying and not.
  private static func ranges(_ count: Int, cut: Int) -> [Range<Int>] {
    let size = 1 << 15
    return [0..<cut, cut..<count].flatMap { part in
      stride(from: part.lowerBound, to: part.upperBound, by: size).map { $0..<min($0 + size, part.upperBound) }
    }
  }

  /// Sums the shards' gradients in their order into the first, steps, and hands every changed range to `publish`.
  ///
  /// - Returns: The gradients' norm before clipping.
  func step(
    _ number: Int, rate: Double, gradients: [FloatBuffer],
    publish: (_ values: UnsafePointer<Float>, _ offset: Int, _ count: Int) -> Void
  ) -> Double {
    let sum = gradients[0].pointer
    var squares = [Double](repeating: 0, count: ranges.count)
    squares.withUnsafeMutableBufferPointer { squares in
      let squares = squares
      Parallel.forEach(ranges.count) { index in
        let range = self.ranges[index]
        for other in gradients.dropFirst() {
          ck_add(sum + range.lowerBound, other.pointer + range.lowerBound, range.count)
        }
        squares[index] = ck_sum_of_squares(sum + range.lowerBound, range.count)
      }
    }
    let norm = squares.reduce(0, +).squareRoot()
    let scale = norm > optimizer.maximumNorm ? optimizer.maximumNorm / norm : 1
    Parallel.forEach(ranges.count) { index in
      let range = self.ranges[index]
      let start = range.lowerBound
      let decay = start >= self.decayFrom ? self.optimizer.weightDecay : 0
      ck_adamw(
        self.values.pointer + start, self.firstMoment.pointer + start, self.secondMoment.pointer + start, sum + start,
        range.count, Float(rate), Float(self.optimizer.beta1), Float(self.optimizer.beta2),
        Float(self.optimizer.epsilon), Float(decay), Float(scale), Int64(number))
      publish(UnsafePointer(self.values.pointer + start), start, range.count)
    }
    return norm
  }
}
