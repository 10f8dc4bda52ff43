import CKernels
import Tensors

/// In which precision matrix products read their operands; sums, norms, softmax and the optimiser are float32 always.
public enum Precision: String, Sendable, Codable {
  /// Everything in float32.
  case f32
  /// Operands rounded to bf16, results in float32.
  case bf16
}

/// A matrix as a product reads it, with the stored length of its rows.
struct Operand {
  enum Numbers {
    case f32(UnsafePointer<Float>)
    case bf16(UnsafePointer<UInt16>)
  }

  var numbers: Numbers
  var stride: Int

  /// The rows from `first` on.
  func rows(from first: Int) -> Operand { columns(from: first * stride) }

  /// The same rows from a later column on.
  func columns(from first: Int) -> Operand {
    switch numbers {
    case .f32(let start): Operand(numbers: .f32(start + first), stride: stride)
    case .bf16(let start): Operand(numbers: .bf16(start + first), stride: stride)
    }
  }
}

/// A row-major float32 result.
struct Destination {
  var start: UnsafeMutablePointer<Float>
  var stride: Int

  init(_ start: UnsafeMutablePointer<Float>, stride: Int) {
    self.start = start
    self.stride = stride
  }
}

enum Products {
  /// y (rows, outputs) = x (rows, inputs) · Wᵀ, added to y where `adding`.
  static func forward(
    _ x: Operand, _ weight: Operand, into y: Destination, rows: Int, outputs: Int, inputs: Int, adding: Bool = false,
    scale: Float = 1
  ) {
    product(x, false, weight, true, y, m: rows, n: outputs, k: inputs, scale: scale, adding: adding)
  }

  /// dx (rows, inputs) = dy (rows, outputs) · W.
  static func backward(
    _ dy: Operand, _ weight: Operand, into dx: Destination, rows: Int, outputs: Int, inputs: Int, adding: Bool = false,
    scale: Float = 1
  ) {
    product(dy, false, weight, false, dx, m: rows, n: inputs, k: outputs, scale: scale, adding: adding)
  }

  /// dW (outputs, inputs) += dyᵀ · x.
  static func weightGradient(
    _ dy: Operand, _ x: Operand, into dW: Destination, rows: Int, outputs: Int, inputs: Int, scale: Float = 1
  ) {
    product(dy, true, x, false, dW, m: outputs, n: inputs, k: rows, scale: scale, adding: true)
  }

  private static func product(
    _ a: Operand, _ transA: Bool, _ b: Operand, _ transB: Bool, _ c: Destination, m: Int, n: Int, k: Int,
    scale: Float, adding: Bool
  ) {
    guard m > 0, n > 0, k > 0 else { return }
    switch (a.numbers, b.numbers) {
    case (.f32(let left), .f32(let right)):
      ck_gemm_f32(
        transA, transB, m, n, k, scale, left, a.stride, right, b.stride, adding ? 1 : 0, c.start, c.stride)
    case (.bf16(let left), .bf16(let right)):
      ck_gemm_bf16(
        transA, transB, m, n, k, scale, left, a.stride, right, b.stride, adding ? 1 : 0, c.start, c.stride)
    default:
      preconditionFailure("both operands of a product have one precision")
    }
  }
}

/// Room for a matrix that is computed in float32 and then read by products. In bf16 the float32 side is scratch that
/// the next matrix may overwrite; what stays is the rounded copy.
struct OperandRoom {
  let floats: UnsafeMutablePointer<Float>
  let rounded: UnsafeMutablePointer<UInt16>?
  let stride: Int

  /// The matrix as an operand; call after the float32 side is filled.
  func sealed(rows: Int) -> Operand {
    guard let rounded else { return Operand(numbers: .f32(floats), stride: stride) }
    ck_bf16_from_f32(rounded, floats, rows * stride)
    return Operand(numbers: .bf16(rounded), stride: stride)
  }

  /// The operand sealed before.
  var operand: Operand {
    guard let rounded else { return Operand(numbers: .f32(floats), stride: stride) }
    return Operand(numbers: .bf16(rounded), stride: stride)
  }
}

enum Rounding {
  static func toBFloat16(_ values: UnsafePointer<Float>, count: Int, into result: UnsafeMutablePointer<UInt16>) {
    ck_bf16_from_f32(result, values, count)
  }
}
