internal import CKernels

/// A weight matrix of a linear layer, (out, in) as checkpoints store it, in float32, bf16 or f16.
///
/// @unchecked Sendable because its numbers are only read by its products; `assign` is for the trainer, which has the weight
/// to itself while it steps.
public final class MatrixWeight: @unchecked Sendable {
  /// Rows: the layer's output width.
  public let outputs: Int
  /// Columns: the layer's input width.
  public let inputs: Int
  /// How the numbers are held.
  public let dtype: DType
  /// The numbers; keeps their owner alive.
  public let tensor: Tensor
  let start: UnsafeRawPointer

  /// The weight over a two-dimensional tensor, which it shares.
  public init(_ tensor: Tensor) {
    precondition(tensor.shape.count == 2, "a matrix weight has two sides")
    self.tensor = tensor
    outputs = tensor.shape[0]
    inputs = tensor.shape[1]
    dtype = tensor.dtype
    let placeholder = UnsafeRawPointer(bitPattern: 64)
    guard let start = tensor.withUnsafeBytes({ $0.baseAddress }) ?? placeholder else {
      preconditionFailure("no storage")
    }
    self.start = start
  }

  /// y (rows, out) = x (rows, in) · Wᵀ, plus what y held where `accumulate`. Rows do not influence one another: a row's result
  /// is the same bits whatever `rows` is. Outputs are shared among threads unless the caller is inside `Parallel` already.
  public func multiply(
    _ x: UnsafePointer<Float>, rows: Int, into y: UnsafeMutablePointer<Float>, accumulate: Bool = false
  ) {
    forEachSlice(of: outputs, work: rows * outputs * inputs) { begin, count in
      self.multiply(x, rows: rows, outputs: begin, count, into: y + begin, stride: self.outputs, accumulate: accumulate)
    }
  }

  /// The product with the outputs `first ..< first + count` only; `stride` is the length of y's rows.
  public func multiply(
    _ x: UnsafePointer<Float>, rows: Int, outputs first: Int, _ count: Int, into y: UnsafeMutablePointer<Float>,
    stride: Int, accumulate: Bool = false
  ) {
    precondition(first >= 0 && count >= 0 && first + count <= outputs, "outputs outside the matrix")
    switch dtype {
    case .bf16: ck_linear_bf16(y, stride, x, inputs, halves + first * inputs, inputs, rows, count, inputs, accumulate)
    case .f16: ck_linear_f16(y, stride, x, inputs, halves + first * inputs, inputs, rows, count, inputs, accumulate)
    case .f32: ck_linear_f32(y, stride, x, inputs, floats + first * inputs, inputs, rows, count, inputs, accumulate)
    }
  }

  /// dx (rows, in) = dy (rows, out) · W, plus what dx held where `accumulate`: the backward pass through the layer, which is
  /// for weights in f32 or bf16.
  public func multiplyTransposed(
    _ dy: UnsafePointer<Float>, rows: Int, into dx: UnsafeMutablePointer<Float>, accumulate: Bool = false
  ) {
    precondition(dtype != .f16, "f16 weights are not trained")
    let beta: Float = accumulate ? 1 : 0
    forEachSlice(of: inputs, work: rows * outputs * inputs) { begin, count in
      switch self.dtype {
      case .bf16:
        ck_gemm_f32_bf16(
          rows, count, self.outputs, dy, self.outputs, self.halves + begin, self.inputs, beta, dx + begin, self.inputs)
      default:
        ck_gemm_f32(
          false, false, rows, count, self.outputs, 1, dy, self.outputs, self.floats + begin, self.inputs, beta,
          dx + begin, self.inputs)
      }
    }
  }

  /// dW (out, in) += dyᵀ (rows, out) · x (rows, in): the gradient of a layer's weight, float32 whatever the weight's type.
  public static func accumulateGradient(
    _ dW: UnsafeMutablePointer<Float>, outputs: Int, inputs: Int, dy: UnsafePointer<Float>, x: UnsafePointer<Float>,
    rows: Int
  ) {
    forEachSlice(of: outputs, work: rows * outputs * inputs) { begin, count in
      ck_gemm_f32(true, false, count, inputs, rows, 1, dy + begin, outputs, x, inputs, 1, dW + begin * inputs, inputs)
    }
  }

  /// Writes row `index` (an embedding), widened, to `out`, which has room for `inputs` floats.
  public func copyRow(_ index: Int, to out: UnsafeMutablePointer<Float>) {
    precondition(index >= 0 && index < outputs, "row outside the matrix")
    switch dtype {
    case .bf16: ck_f32_from_bf16(out, halves + index * inputs, inputs)
    case .f16: ck_f32_from_f16(out, halves + index * inputs, inputs)
    case .f32: out.update(from: floats + index * inputs, count: inputs)
    }
  }

  /// Replaces the numbers of an owned weight by `values` (out × in floats), rounding to bf16 where it is bf16.
  public func assign(_ values: UnsafePointer<Float>) {
    switch tensor.storage {
    case .floats(let buffer): buffer.pointer.update(from: values, count: buffer.count)
    case .halves(let buffer):
      precondition(dtype == .bf16, "f16 weights are not assigned")
      ck_bf16_from_f32(buffer.pointer, values, buffer.count)
    case .mapped: preconditionFailure("a mapped weight is read-only")
    }
  }

  private var floats: UnsafePointer<Float> { start.assumingMemoryBound(to: Float.self) }
  private var halves: UnsafePointer<UInt16> { start.assumingMemoryBound(to: UInt16.self) }
}

/// Cuts `size` into slices of whole vectors, one a thread, where the work is worth a hand-over.
private func forEachSlice(of size: Int, work: Int, _ body: (_ begin: Int, _ count: Int) -> Void) {
  let threads = work < 1 << 18 ? 1 : Parallel.availableThreads
  guard threads > 1, size >= 64 else { return body(0, size) }
  let slice = (size + threads * 32 - 1) / (threads * 32) * 32
  Parallel.forEach((size + slice - 1) / slice) { index in
    body(index * slice, min(slice, size - index * slice))
  }
}
