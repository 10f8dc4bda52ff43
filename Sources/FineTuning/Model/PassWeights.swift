import CKernels
import Tensors

/// A model's weights as products read them: vectors in float32, matrices in the precision of the products.
///
/// @unchecked Sendable because passes only read it; the optimiser, which writes, runs while no pass does.
final class PassWeights: @unchecked Sendable {
  let layout: ParameterLayout
  let precision: Precision
  /// Vectors, and in float32 the matrices behind them.
  let floats: FloatBuffer
  /// The matrices in bf16.
  let rounded: BFloat16Buffer?

  init(_ layout: ParameterLayout, precision: Precision) {
    self.layout = layout
    self.precision = precision
    switch precision {
    case .f32:
      floats = FloatBuffer(layout.count)
      rounded = nil
    case .bf16:
      floats = FloatBuffer(layout.vectorCount)
      rounded = BFloat16Buffer(layout.count - layout.vectorCount)
    }
  }

  func vector(_ offset: Int) -> UnsafePointer<Float> { UnsafePointer(floats.pointer + offset) }

  func matrix(_ offset: Int, columns: Int) -> Operand {
    guard let rounded else { return Operand(numbers: .f32(floats.pointer + offset), stride: columns) }
    return Operand(numbers: .bf16(rounded.pointer + (offset - layout.vectorCount)), stride: columns)
  }

  /// Takes over `count` values of the flat layout from `offset` on, rounding matrices where products read bf16.
  func assign(_ values: UnsafePointer<Float>, at offset: Int, count: Int) {
    guard let rounded else {
      (floats.pointer + offset).update(from: values, count: count)
      return
    }
    let vectors = max(0, min(count, layout.vectorCount - offset))
    if vectors > 0 { (floats.pointer + offset).update(from: values, count: vectors) }
    if count > vectors {
      ck_bf16_from_f32(
        rounded.pointer + (offset + vectors - layout.vectorCount), values + vectors, count - vectors)
    }
  }

  /// Row `id` of the embedding, widened.
  func copyEmbedding(_ id: Int32, to row: UnsafeMutablePointer<Float>) {
    let width = layout.shape.width
    let offset = layout.embedding + Int(id) * width
    if let rounded {
      ck_f32_from_bf16(row, rounded.pointer + (offset - layout.vectorCount), width)
    } else {
      row.update(from: floats.pointer + offset, count: width)
    }
  }
}
