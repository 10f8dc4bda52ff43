import CKernels
import Testing

/// Backward kernels against finite differences of their forward kernels written in double.
@Suite struct GradientTests {
  private func slope(_ x: [Double], _ index: Int, _ function: ([Double]) -> Double) -> Double {
    var more = x, less = x
    more[index] += 1e-5
    less[index] -= 1e-5
    return (function(more) - function(less)) / 2e-5
  }

  @Test func `rmsnorm's gradients are those of its definition`() {
    let d = 19
    var numbers = Numbers(seed: 1)
    let x = numbers.floats(d), weight = numbers.floats(d), gradient = numbers.floats(d)
    var out = x, rstd: [Float] = [0], dx = [Float](repeating: 1, count: d), dweight = [Float](repeating: 2, count: d)
    ck_rmsnorm_forward(&out, &rstd, x, weight, 1, d, 1e-5)
    ck_rmsnorm_backward(&dx, &dweight, gradient, x, weight, rstd, 1, d)
    func value(_ both: [Double]) -> Double {
      let rms = (both[..<d].reduce(0) { $0 + $1 * $1 } / Double(d) + 1e-5).squareRoot()
      return (0..<d).reduce(0) { $0 + both[$1] / rms * both[d + $1] * Double(gradient[$1]) }
    }
    let both = (x + weight).map(Double.init)
    for index in 0..<d {
      #expect(abs(slope(both, index, value) - Double(dx[index] - 1)) < 1e-4)
      #expect(abs(slope(both, d + index, value) - Double(dweight[index] - 2)) < 1e-4)
    }
  }

  @Test func `silu's gradients are those of its definition, also in place`() {
    let n = 21
    var numbers = Numbers(seed: 2)
    var gate = numbers.floats(n, scale: 5), up = numbers.floats(n)
    let gradient = numbers.floats(n), both = (gate + up).map(Double.init)
    gate.withUnsafeMutableBufferPointer { g in
      up.withUnsafeMutableBufferPointer { u in
        guard let g = g.baseAddress, let u = u.baseAddress else { return }
        ck_silu_mul_backward(g, u, gradient, g, u, n)
      }
    }
    func value(_ x: [Double]) -> Double {
      (0..<n).reduce(0) { $0 + x[$1] / (1 + exponential(-x[$1])) * x[n + $1] * Double(gradient[$1]) }
    }
    for index in 0..<n {
      #expect(abs(slope(both, index, value) - Double(gate[index])) < 1e-4)
      #expect(abs(slope(both, n + index, value) - Double(up[index])) < 1e-4)
    }
  }

  @Test func `cross-entropy's gradient is that of its definition`() {
    let v = 37
    var numbers = Numbers(seed: 3)
    let logits = numbers.floats(v, scale: 4)
    var gradient = logits, loss: [Float] = [0]
    ck_cross_entropy(&gradient, &loss, nil, [5], [0.75], 1, v)
    func value(_ x: [Double]) -> Double {
      let most = x.max() ?? 0
      return 0.75 * (most + logarithm(x.reduce(0) { $0 + exponential($1 - most) }) - x[5])
    }
    let exact = logits.map(Double.init)
    #expect(abs(Double(loss[0]) - value(exact)) < 1e-5)
    for index in 0..<v { #expect(abs(slope(exact, index, value) - Double(gradient[index])) < 1e-5) }
  }

  @Test func `rotating back undoes rotating`() {
    var numbers = Numbers(seed: 4)
    let x = numbers.floats(3 * 2 * 16), angles = numbers.floats(8 * 8, scale: 3).map(Double.init)
    let cosine = angles.map { Float(circular($0).0) }, sine = angles.map { Float(circular($0).1) }
    var turned = x
    ck_rope_forward(&turned, 32, [1, 4, 7], cosine, sine, 3, 2, 16)
    #expect(greatestDifference(turned, x) > 0.1)
    ck_rope_backward(&turned, 32, [1, 4, 7], cosine, sine, 3, 2, 16)
    #expect(greatestDifference(turned, x) < 1e-5)
  }

  @Test func `AdamW follows its published rule`() {
    var w: [Float] = [1, -2], m: [Float] = [0, 0], v: [Float] = [0, 0]
    var exact = [(1.0, 0.0, 0.0), (-2.0, 0.0, 0.0)]
    for step in 1...20 {
      let gradient: [Float] = [Float(step) / 10, -0.3]
      ck_adamw(&w, &m, &v, gradient, 2, 0.01, 0.9, 0.95, 1e-8, 0.1, 0.5, Int64(step))
      for index in 0..<2 {
        let g = Double(gradient[index]) * 0.5
        var (weight, mean, square) = exact[index]
        mean = 0.9 * mean + 0.1 * g
        square = 0.95 * square + 0.05 * g * g
        weight -= 0.01 * 0.1 * weight
        weight -= 0.01 * (mean / (1 - power(0.9, step))) / ((square / (1 - power(0.95, step))).squareRoot() + 1e-8)
        exact[index] = (weight, mean, square)
        #expect(abs(Double(w[index]) - weight) < 1e-5)
      }
    }
  }
}
