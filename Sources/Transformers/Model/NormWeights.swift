internal import CKernels

/// A norm with its weights; Gemma's 1 is added to them already.
struct NormWeights: Sendable {
  let kind: NormKind
  let weight: [Float]
  let bias: [Float]?
  let epsilon: Float

  /// out (rows, width) = norm of x (rows, width); out may be x.
  func apply(_ x: UnsafePointer<Float>, rows: Int, into out: UnsafeMutablePointer<Float>) {
    switch kind {
    case .rms, .rmsPlusOne: ck_rmsnorm_forward(out, nil, x, weight, rows, weight.count, epsilon)
    case .layer:
      if let bias {
        ck_layernorm_forward(out, x, weight, bias, rows, weight.count, epsilon)
      } else {
        ck_layernorm_forward(out, x, weight, nil, rows, weight.count, epsilon)
      }
    }
  }
}

/// A depth-wise filter over the last tokens: out[t] = bias + Σ taps[l] · x[t − length + 1 + l].
struct FilterWeights: Sendable {
  /// (length, width), the oldest token's first.
  let taps: [Float]
  let bias: [Float]?
  let width: Int
  let length: Int

  /// The filter at token `at` of x (tokens, width), of which those before the first count as zero.
  func apply(_ x: UnsafePointer<Float>, at: Int, into out: UnsafeMutablePointer<Float>) {
    if let bias { out.update(from: bias, count: width) } else { out.update(repeating: 0, count: width) }
    taps.withUnsafeBufferPointer { taps in
      guard let taps = taps.baseAddress else { return }
      for tap in 0..<length where at - length + 1 + tap >= 0 {
        ck_multiply_add(out, taps + tap * width, x + (at - length + 1 + tap) * width, width)
      }
    }
  }
}

extension Activation {
  /// x (count) becomes activation(x).
  func apply(_ x: UnsafeMutablePointer<Float>, _ count: Int) {
    switch self {
    case .silu: ck_silu_forward(x, x, count)
    case .gelu: ck_gelu_forward(x, x, count)
    case .geluTanh: ck_gelu_tanh_forward(x, x, count)
    case .relu: for index in 0..<count { x[index] = max(x[index], 0) }
    }
  }

  /// gate (count) becomes activation(gate) · up.
  func apply(gate: UnsafeMutablePointer<Float>, up: UnsafePointer<Float>, _ count: Int) {
    if self == .silu { return ck_silu_mul_forward(gate, gate, up, count) }
    apply(gate, count)
    ck_multiply(gate, gate, up, count)
  }
}
