import CKernels
import Foundation
import Testing

/// Every vector kernel against the portable reference, on sizes that leave odd rests.
@Suite struct VectorKernelTests {
  static let sizes = [1, 3, 7, 8, 15, 16, 17, 31, 33, 64, 100, 257]

  @Test(arguments: sizes) func `element-wise kernels agree`(n: Int) {
    var numbers = Numbers(seed: UInt64(n))
    let x = numbers.floats(n, scale: 20), y = numbers.floats(n), z = numbers.floats(n)
    expectAgreement(within: 2e-5, "silu") {
      var out = [Float](repeating: 0, count: n)
      ck_silu_mul_forward(&out, x, y, n)
      return out
    }
    expectAgreement(within: 2e-5, "silu backward") {
      var gate = [Float](repeating: 0, count: n), up = gate
      ck_silu_mul_backward(&gate, &up, z, x, y, n)
      return gate + up
    }
    expectAgreement(within: 2e-5, "axpy, add, scale") {
      var out = y
      ck_axpy(&out, 0.7, x, n)
      ck_add(&out, z, n)
      ck_scale(&out, -1.5, n)
      return out
    }
    expectAgreement(within: Float(n) * 1e-5, "dot, sum of squares") {
      [ck_dot(x, y, n), Float(ck_sum_of_squares(y, n))]
    }
    expectAgreement(within: 5e-6, "adamw") {
      var w = y, m = z, v = x.map { abs($0) }
      ck_adamw(&w, &m, &v, x, n, 1e-2, 0.9, 0.95, 1e-8, 0.1, 0.05, 3)
      return w + m + v
    }
  }

  @Test(arguments: sizes) func `conversions are the same bits at every level`(n: Int) {
    var numbers = Numbers(seed: 7 &+ UInt64(n))
    let special: [Float] = [.infinity, -.infinity, .nan, 0, -0.0, 0x1p-130, 3.4e38, 1.00390625, 1.01171875]
    let x = (0..<n).map { $0 % 3 == 0 ? special[numbers.size(0...8)] : numbers.floats(1, scale: 1e3)[0] }
    let halves = (0..<n).map { _ in UInt16(truncatingIfNeeded: numbers.next()) }
    func convert() -> [UInt32] {
      var bf = [UInt16](repeating: 0, count: n), f = [Float](repeating: 0, count: n), g = f
      ck_bf16_from_f32(&bf, x, n)
      ck_f32_from_bf16(&f, halves, n)
      ck_f32_from_f16(&g, halves, n)
      return bf.map(UInt32.init) + f.map(\.bitPattern) + g.map(\.bitPattern)
    }
    let reference = atLevel(CK_LEVEL_PORTABLE, convert)
    for level in vectorLevels { #expect(atLevel(level, convert) == reference) }
    #expect(
      zip(halves, reference.suffix(n)).allSatisfy { half, bits in
        let expected = Float(Float16(bitPattern: half))
        return expected.isNaN ? Float(bitPattern: bits).isNaN : expected.bitPattern == bits
      })
  }

  @Test(arguments: [(1, 8), (3, 33), (5, 64), (4, 100)]) func `norms and rotations agree`(t: Int, d: Int) {
    var numbers = Numbers(seed: UInt64(t * d))
    let x = numbers.floats(t * d), weight = numbers.floats(d), gradient = numbers.floats(t * d)
    expectAgreement(within: 2e-5, "rmsnorm") {
      var out = [Float](repeating: 0, count: t * d), rstd = [Float](repeating: 0, count: t), dx = gradient,
        dweight = weight
      ck_rmsnorm_forward(&out, &rstd, x, weight, t, d, 1e-5)
      ck_rmsnorm_backward(&dx, &dweight, gradient, x, weight, rstd, t, d)
      return out + rstd + dx + dweight
    }
    let s = d / 2 * 2, table = numbers.floats(16 * s / 2), other = numbers.floats(16 * s / 2)
    let positions = (0..<t).map { Int32($0 * 3) }
    expectAgreement(within: 1e-6, "rope") {
      var turned = numbers.floats(t * (2 * s + 3))
      numbers = Numbers(seed: UInt64(t * d))
      turned = numbers.floats(t * (2 * s + 3))
      ck_rope_forward(&turned, 2 * s + 3, positions, table, other, t, 2, s)
      return turned
    }
  }

  @Test(arguments: [(1, 8), (3, 33), (5, 64), (4, 100)]) func `layer norms and partial rotations agree`(t: Int, d: Int)
  {
    var numbers = Numbers(seed: UInt64(t * d + 3))
    let x = numbers.floats(t * d).map { $0 + 3 }, weight = numbers.floats(d), bias = numbers.floats(d)
    expectAgreement(within: 2e-5, "layernorm") {
      var out = x, plain = [Float](repeating: 0, count: t * d)
      ck_layernorm_forward(&out, out, weight, bias, t, d, 1e-5)
      ck_layernorm_forward(&plain, x, weight, nil, t, d, 1e-5)
      for row in 0..<t {
        for column in 0..<d {
          #expect(abs(out[row * d + column] - plain[row * d + column] - bias[column]) < 1e-5)
        }
      }
      return out + plain
    }
    let s = 2 * d, turned = d / 2 * 2 / 2 * 2, table = numbers.floats(16 * turned / 2),
      other = numbers.floats(16 * turned / 2)
    let positions = (0..<t).map { Int32($0 * 3) }
    let before = numbers.floats(t * 2 * s)
    expectAgreement(within: 1e-6, "partial rope") {
      var after = before
      ck_rope_partial_forward(&after, 2 * s, positions, table, other, t, 2, s, turned)
      for index in after.indices where index % s >= turned { #expect(after[index] == before[index]) }
      return after
    }
  }

  @Test func `activations are those of the double-precision formulas`() {
    let x = (-4000...4000).map { Float($0) / 400 } + [-90, -40, 40, 90, 1e-20, -1e-20, 0]
    for level in [CK_LEVEL_PORTABLE] + vectorLevels {
      atLevel(level) {
        var gelu = x, tanhForm = x, silu = x
        ck_gelu_forward(&gelu, gelu, x.count)
        ck_gelu_tanh_forward(&tanhForm, tanhForm, x.count)
        ck_silu_forward(&silu, silu, x.count)
        for (index, value) in x.map(Double.init).enumerated() {
          let u = (2 / Double.pi).squareRoot() * (value + 0.044715 * value * value * value)
          let expected = [
            0.5 * value * erfc(-value / 2.0.squareRoot()), value / (1 + exp(-2 * u)), value / (1 + exp(-value)),
          ]
          for (found, wanted) in zip([gelu[index], tanhForm[index], silu[index]], expected) {
            #expect(abs(Double(found) - wanted) < 5e-7 * max(1, abs(value)), "\(value)")
          }
        }
      }
    }
  }

  @Test func `what is no number is found wherever it stands`() {
    for count in [1, 7, 64, 1000] {
      var numbers = [Float](repeating: 1, count: count)
      var halves = [UInt16](repeating: 0x3F80, count: count)
      #expect(ck_is_finite_f32(numbers, count) && ck_is_finite_bf16(halves, count) && ck_is_finite_f16(halves, count))
      for place in [0, count / 2, count - 1] {
        for odd in [Float.nan, .infinity, -.infinity] {
          numbers[place] = odd
          #expect(!ck_is_finite_f32(numbers, count))
          numbers[place] = .greatestFiniteMagnitude
          #expect(ck_is_finite_f32(numbers, count))
        }
        halves[place] = 0xFF80
        #expect(!ck_is_finite_bf16(halves, count) && !ck_is_finite_f16(halves, count))
        halves[place] = 0x7C00
        #expect(ck_is_finite_bf16(halves, count) && !ck_is_finite_f16(halves, count))
        halves[place] = 0
      }
    }
  }

  @Test(arguments: [3, 16, 50, 257, 1000]) func `losses agree and the gradient sums to zero`(v: Int) {
    let t = 5
    var numbers = Numbers(seed: UInt64(v))
    let logits = numbers.floats(t * v, scale: 12)
    let target = (0..<t).map { Int32(($0 * 7) % v) }, weight: [Float] = [1, 0, 0.25, 2, 0.5]
    func run() -> [Float] {
      var gradient = logits, losses = [Float](repeating: -1, count: t), best = [Int32](repeating: -1, count: t)
      var log = [Float](repeating: 0, count: t)
      ck_log_softmax_at(&log, logits, target, t, v)
      ck_cross_entropy(&gradient, &losses, &best, target, weight, t, v)
      for row in 0..<t {
        let values = Array(logits[(row * v)..<((row + 1) * v)])
        #expect(values[Int(best[row])] == values.max())
        #expect(abs(losses[row] + log[row] * weight[row]) < 1e-4)
        #expect(abs(gradient[(row * v)..<((row + 1) * v)].reduce(0, +)) < 1e-5)
      }
      #expect(gradient[v..<(2 * v)].allSatisfy { $0 == 0 } && losses[1] == 0)
      return gradient + losses + log
    }
    expectAgreement(within: 2e-5, "cross-entropy", run)
  }

  @Test(arguments: [CK_LEVEL_PORTABLE] + vectorLevels) func `a NaN among the logits is seen in the loss`(
    level: ck_level
  ) {
    var logits = [Float](repeating: 0.5, count: 40), loss: [Float] = [0]
    logits[19] = .nan
    atLevel(level) { ck_cross_entropy(&logits, &loss, nil, [3], [1], 1, 40) }
    #expect(loss[0].isNaN)
  }

  @Test func `activations far out are exact zeros or the identity, never subnormal`() {
    let gate: [Float] = [-1000, -90, -70, 70, 90, 1000, 0, -0.0], up = [Float](repeating: 1, count: 8)
    var out = gate
    atLevel(ck_level_detected()) { ck_silu_mul_forward(&out, gate, up, 8) }
    #expect(Array(out[3...5]) == [70, 90, 1000])
    #expect(out.allSatisfy { !$0.isSubnormal } && out[0...2].allSatisfy { abs($0) < 1e-24 })
  }
}
