internal import CKernels
internal import Tensors

/// One linear map with its bias and its low-rank adapter.
struct Linear: Sendable {
  /// A LoRA pair (Hu et al. 2021), applied beside the frozen weight: y += B(A x), the scale already in B.
  struct LowRank: Sendable {
    let a: MatrixWeight
    let b: MatrixWeight
  }

  let weight: MatrixWeight
  var bias: [Float]?
  var lowRank: LowRank?

  /// y (rows, out) = x (rows, in) · Wᵀ + bias + adapter, plus what y held where `accumulate`. `scratch` holds rows × rank.
  func apply(
    _ x: UnsafePointer<Float>, rows: Int, into y: UnsafeMutablePointer<Float>, accumulate: Bool = false,
    scratch: UnsafeMutablePointer<Float>
  ) {
    weight.multiply(x, rows: rows, into: y, accumulate: accumulate)
    if let bias {
      bias.withUnsafeBufferPointer { bias in
        guard let bias = bias.baseAddress else { return }
        for row in 0..<rows { ck_add(y + row * weight.outputs, bias, weight.outputs) }
      }
    }
    if let lowRank {
      lowRank.a.multiply(x, rows: rows, into: scratch)
      lowRank.b.multiply(scratch, rows: rows, into: y, accumulate: true)
    }
  }
}
