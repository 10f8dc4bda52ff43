import CKernels
import Tensors
import Transformers

/// The adapters' weights as products read them.
///
/// @unchecked Sendable because passes only read it; the optimiser, which writes, runs while no pass does.
final class AdapterWeights: @unchecked Sendable {
  let layout: AdapterLayout
  private let floats: FloatBuffer
  private let rounded: BFloat16Buffer?

  var rank: Int { layout.configuration.rank }
  var scale: Float { layout.configuration.scale }

  init(_ layout: AdapterLayout, precision: Precision) {
    self.layout = layout
    floats = FloatBuffer(precision == .f32 ? layout.count : 0)
    rounded = precision == .bf16 ? BFloat16Buffer(layout.count) : nil
  }

  func a(_ layer: Int, _ target: LinearLayer) -> Operand {
    operand(layout.place(layer, target).a, stride: target.inputs(layout.shape))
  }

  func b(_ layer: Int, _ target: LinearLayer) -> Operand {
    operand(layout.place(layer, target).b, stride: rank)
  }

  func assign(_ values: UnsafePointer<Float>, at offset: Int, count: Int) {
    if let rounded {
      ck_bf16_from_f32(rounded.pointer + offset, values, count)
    } else {
      (floats.pointer + offset).update(from: values, count: count)
    }
  }

  /// A as PEFT draws it, uniform in ±1/√inputs (Kaiming with a = √5); B zero.
  static func initialValues(_ layout: AdapterLayout, seed: UInt64) -> FloatBuffer {
    let values = FloatBuffer(layout.count)
    for layer in 0..<layout.shape.layers {
      for (number, target) in LinearLayer.allCases.enumerated() where layout.configuration.targets.contains(target) {
        var random = SplitMix64(seed: seed, stream: UInt64(layer * LinearLayer.allCases.count + number))
        let bound = 1 / Double(target.inputs(layout.shape)).squareRoot()
        let start = layout.place(layer, target).a
        for index in 0..<layout.configuration.rank * target.inputs(layout.shape) {
          values.pointer[start + index] = Float((2 * random.uniform() - 1) * bound)
        }
      }
    }
    return values
  }

  private func operand(_ offset: Int, stride: Int) -> Operand {
    if let rounded { return Operand(numbers: .bf16(rounded.pointer + offset), stride: stride) }
    return Operand(numbers: .f32(floats.pointer + offset), stride: stride)
  }
}
