import CKernels
import Tensors
import Testing

/// Matrix products: right, the same at every level, and the same bits for a row in any company.
@Suite struct ProductTests {
  /// op(A)·op(B) in double.
  static func exact(_ a: [Float], _ b: [Float], ta: Bool, tb: Bool, m: Int, n: Int, k: Int) -> [Float] {
    (0..<(m * n)).map { index in
      let (i, j) = (index / n, index % n)
      return Float(
        (0..<k).reduce(0.0) { $0 + Double(a[ta ? $1 * m + i : i * k + $1]) * Double(b[tb ? j * k + $1 : $1 * n + j]) })
    }
  }

  @Test(arguments: [(1, 1, 1), (3, 17, 5), (16, 33, 100), (31, 64, 77), (7, 130, 40)])
  func `products are right for every transposition`(m: Int, n: Int, k: Int) {
    var numbers = Numbers(seed: UInt64(m * n * k))
    for (ta, tb) in [(false, false), (false, true), (true, false), (true, true)] {
      let a = numbers.floats(m * k), b = numbers.floats(k * n), before = numbers.floats(m * n)
      let (lda, ldb) = (ta ? m : k, tb ? k : n)
      let expected = Self.exact(a, b, ta: ta, tb: tb, m: m, n: n, k: k)
      for (alpha, beta) in [(Float(1), Float(0)), (1, 1), (0.5, 0), (2, 0.25)] {
        var c = before
        ck_gemm_f32(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, &c, n)
        #expect(greatestDifference(c, zip(expected, before).map { alpha * $0 + beta * $1 }) < 1e-4)
      }
      for level in [CK_LEVEL_PORTABLE, ck_level_detected()] {
        var c = before
        atLevel(level) { ck_gemm_bf16(ta, tb, m, n, k, 1, bfloats(a), lda, bfloats(b), ldb, 1, &c, n) }
        #expect(greatestDifference(c, zip(expected, before).map { $0 + $1 }) < 0.15)
      }
    }
  }

  @Test func `strided operands and results keep to their columns`() {
    var numbers = Numbers(seed: 5)
    let a = numbers.floats(4 * 9), b = numbers.floats(6 * 11)
    var c = [Float](repeating: 9, count: 4 * 8)
    ck_gemm_f32(false, true, 4, 6, 7, 1, a, 9, b, 11, 0, &c, 8)
    for i in 0..<4 {
      for j in 0..<8 {
        let expected = j >= 6 ? 9 : (0..<7).reduce(Float(0)) { $0 + a[i * 9 + $1] * b[j * 11 + $1] }
        #expect(abs(c[i * 8 + j] - expected) < 1e-5)
      }
    }
  }

  @Test(arguments: [(1, 5, 3), (2, 64, 128), (9, 77, 301), (13, 130, 64), (6, 16, 1)])
  func `linear layers agree at every level`(m: Int, n: Int, k: Int) {
    var numbers = Numbers(seed: UInt64(m + n + k))
    let x = numbers.floats(m * k), w = numbers.floats(n * k), before = numbers.floats(m * n)
    for accumulate in [false, true] {
      expectAgreement(within: 1e-4, "linear f32") {
        var y = before
        ck_linear_f32(&y, n, x, k, w, k, m, n, k, accumulate)
        return y
      }
      expectAgreement(within: 1e-4, "linear bf16") {
        var y = before
        ck_linear_bf16(&y, n, x, k, bfloats(w), k, m, n, k, accumulate)
        return y
      }
    }
  }

  @Test(arguments: [(1, 5, 3), (2, 64, 128), (9, 77, 301), (4, 4000, 64), (1, 130, 4096)])
  func `an f16 weight gives the bits of the widened one`(m: Int, n: Int, k: Int) {
    var numbers = Numbers(seed: UInt64(m * n + k))
    let x = numbers.floats(m * k), halves = numbers.floats(n * k).map { Float16($0) }
    let wide = halves.map(Float.init), bits = halves.map(\.bitPattern), before = numbers.floats(m * n)
    for level in [CK_LEVEL_PORTABLE] + vectorLevels {
      atLevel(level) {
        for accumulate in [false, true] {
          var one = before, other = before
          ck_linear_f16(&one, n, x, k, bits, k, m, n, k, accumulate)
          ck_linear_f32(&other, n, x, k, wide, k, m, n, k, accumulate)
          #expect(one == other)
        }
      }
    }
  }

  @Test func `a row's bits depend neither on the number of rows nor on its place`() {
    var numbers = Numbers(seed: 11)
    for (n, k) in [(64, 96), (768, 256), (100, 300), (256, 896)] {
      let m = 64, x = numbers.floats(m * k), w = numbers.floats(n * k), narrow = bfloats(w)
      typealias Product = (_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ rows: Int) -> Void
      var products: [(String, Product)] = [
        ("linear f32", { ck_linear_f32($0, n, $1, k, w, k, $2, n, k, false) }),
        ("linear bf16", { ck_linear_bf16($0, n, $1, k, narrow, k, $2, n, k, false) }),
      ]
      if ck_level_detected() != CK_LEVEL_PORTABLE {  // oneDNN's own vector kernels
        products.append(("oneDNN f32", { ck_gemm_f32(false, true, $2, n, k, 1, $1, k, w, k, 0, $0, n) }))
      }
      for (name, product) in products {
        var whole = [Float](repeating: 0, count: m * n)
        atLevel(ck_level_detected()) { product(&whole, x, m) }
        for (first, rows) in [(0, 1), (63, 1), (3, 2), (5, 7), (17, 16), (31, 33), (8, 47)] {
          var part = [Float](repeating: 0, count: rows * n)
          x.withUnsafeBufferPointer { p in
            guard let start = p.baseAddress else { return }
            atLevel(ck_level_detected()) { product(&part, start + first * k, rows) }
          }
          #expect(part == Array(whole[(first * n)..<((first + rows) * n)]), "\(name), \(n)×\(k), rows \(first)+\(rows)")
        }
      }
    }
  }

  @Test func `threads may multiply at the same time`() {
    var numbers = Numbers(seed: 21)
    let shapes = (0..<24).map { _ in (numbers.size(1...40), numbers.size(1...80), numbers.size(1...60)) }
    let inputs = shapes.map { (numbers.floats($0.0 * $0.2), numbers.floats($0.1 * $0.2)) }
    let results = shapes.map { FloatBuffer($0.0 * $0.1) }
    Parallel.forEach(shapes.count) { index in
      let (m, n, k) = shapes[index]
      ck_gemm_f32(false, true, m, n, k, 1, inputs[index].0, k, inputs[index].1, k, 0, results[index].pointer, n)
    }
    for (index, (m, n, k)) in shapes.enumerated() {
      let expected = Self.exact(inputs[index].0, inputs[index].1, ta: false, tb: true, m: m, n: n, k: k)
      #expect(greatestDifference(results[index].array, expected) < 1e-4)
    }
  }
}
