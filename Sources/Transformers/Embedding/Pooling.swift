internal import CKernels
internal import Tensors

/// How the states of a text's tokens become one vector (sentence-transformers' `Pooling`).
struct Pooling: Sendable, Hashable {
  enum Mode: String, Sendable, Hashable, CaseIterable {
    /// The first token's.
    case cls
    /// The largest of each column.
    case max
    case mean
    /// The sum over the root of the number of tokens.
    case meanSquareRoot = "mean_sqrt_len_tokens"
    /// Later tokens weigh more: the nth n times.
    case weightedMean = "weightedmean"
    case last = "lasttoken"
  }

  /// Their results stand side by side.
  var modes: [Mode]
  /// Whether the prompt's tokens count.
  var includesPrompt = true

  /// The vector of states (rows, width), of which the first `skipped` belong to the prompt.
  func apply(_ states: UnsafePointer<Float>, rows: Int, width: Int, skipped: Int) -> [Float] {
    // A text that is nothing but its prompt: the reference divides by almost nothing, and gets zeros.
    let first = includesPrompt ? 0 : min(skipped, rows)
    return modes.flatMap { pooled($0, states, first: first, rows: rows, width: width) }
  }

  private func pooled(
    _ mode: Mode, _ states: UnsafePointer<Float>, first: Int, rows: Int, width: Int
  ) -> [Float] {
    func row(_ index: Int) -> UnsafeBufferPointer<Float> {
      UnsafeBufferPointer(start: states + index * width, count: width)
    }
    var sum = [Double](repeating: 0, count: width)
    switch mode {
    case .cls: return Array(row(first < rows ? first : 0))
    case .last: return Array(row(rows - 1))
    case .max:
      var most = [Float](repeating: -.infinity, count: width)
      for index in first..<rows {
        for (column, value) in row(index).enumerated() { most[column] = Swift.max(most[column], value) }
      }
      return most
    case .mean, .meanSquareRoot:
      for index in first..<rows {
        for (column, value) in row(index).enumerated() { sum[column] += Double(value) }
      }
      let count = Swift.max(Double(rows - first), 1e-9)
      let divisor = mode == .mean ? count : count.squareRoot()
      return sum.map { Float($0 / divisor) }
    case .weightedMean:
      var weights = 0.0
      for index in first..<rows {
        let weight = Double(index + 1)
        weights += weight
        for (column, value) in row(index).enumerated() { sum[column] += weight * Double(value) }
      }
      return sum.map { Float($0 / Swift.max(weights, 1e-9)) }
    }
  }
}

/// What is done with a text's vector after pooling.
enum EmbeddingStep: Sendable {
  /// A linear map and an activation.
  case dense(Linear, DenseActivation)
  /// Length 1.
  case normalize

  func apply(_ vector: [Float]) -> [Float] {
    switch self {
    case .normalize:
      let length = Swift.max(vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot(), 1e-12)
      return vector.map { Float(Double($0) / length) }
    case .dense(let map, let activation):
      var result = [Float](repeating: 0, count: map.weight.outputs)
      result.withUnsafeMutableBufferPointer { result in
        guard let start = result.baseAddress else { return }
        map.apply(vector, rows: 1, into: start, scratch: start)
        activation.apply(start, result.count)
      }
      return result
    }
  }
}

/// The activations of sentence-transformers' `Dense`, by the names of torch's classes.
enum DenseActivation: String, Sendable, CaseIterable {
  case identity = "Identity"
  case tanh = "Tanh"
  case relu = "ReLU"
  case gelu = "GELU"
  case silu = "SiLU"

  func apply(_ x: UnsafeMutablePointer<Float>, _ count: Int) {
    switch self {
    case .identity: break
    case .tanh: ck_soft_cap(x, 1, count)
    case .relu: Activation.relu.apply(x, count)
    case .gelu: Activation.gelu.apply(x, count)
    case .silu: Activation.silu.apply(x, count)
    }
  }
}
