import CKernels
import Testing

/// One sequence with several packed examples, its heads and their strides.
private struct Sequence {
  let t: Int, heads: Int, groups: Int, s: Int
  let start: [Int32]
  var qkv: [Float]
  let gradient: [Float]
  var stride: Int { (heads + 2 * groups) * s }
  var scale: Float { 1.7 / Float(s).squareRoot() }

  init(seed: UInt64, t: Int, heads: Int, groups: Int, s: Int) {
    var numbers = Numbers(seed: seed)
    (self.t, self.heads, self.groups, self.s) = (t, heads, groups, s)
    qkv = numbers.floats(t * (heads + 2 * groups) * s, scale: 2)
    gradient = numbers.floats(t * heads * s)
    let cut = Int32(numbers.size(0...t))
    start = (0..<Int32(t)).map { $0 < cut ? 0 : cut }
  }

  func forward() -> (out: [Float], lse: [Float]) {
    var out = [Float](repeating: .nan, count: t * heads * s), lse = [Float](repeating: .nan, count: heads * t)
    qkv.withUnsafeBufferPointer { p in
      guard let q = p.baseAddress else { return }
      ck_attention_forward(
        &out, &lse, q, stride, q + heads * s, stride, q + (heads + groups) * s, stride, start, t, heads, groups, s,
        scale)
    }
    return (out, lse)
  }

  func backward() -> [Float] {
    let (out, lse) = forward()
    var result = [Float](repeating: .nan, count: qkv.count)
    qkv.withUnsafeBufferPointer { p in
      result.withUnsafeMutableBufferPointer { r in
        guard let q = p.baseAddress, let d = r.baseAddress else { return }
        ck_attention_backward(
          d, d + heads * s, d + (heads + groups) * s, gradient, out, lse, q, stride, q + heads * s, stride,
          q + (heads + groups) * s, stride, start, t, heads, groups, s, scale)
      }
    }
    return result
  }
}

@Suite struct AttentionTests {
  static let shapes = [(1, 1, 1, 8), (5, 2, 1, 4), (17, 4, 2, 20), (49, 2, 2, 32), (70, 6, 3, 33), (100, 3, 1, 64)]

  @Test(arguments: shapes) func `training attention agrees forward and backward`(
    t: Int, heads: Int, groups: Int, s: Int
  ) {
    let sequence = Sequence(seed: UInt64(t), t: t, heads: heads, groups: groups, s: s)
    expectAgreement(within: 2e-5, "forward") { sequence.forward().out + sequence.forward().lse }
    expectAgreement(within: 1e-4, "backward", sequence.backward)
  }

  @Test func `one key that outweighs all others by far takes all, without a NaN or a subnormal gradient`() {
    var sequence = Sequence(seed: 8, t: 60, heads: 2, groups: 1, s: 32)
    sequence.qkv = sequence.qkv.map { $0 * 30 }
    expectAgreement(within: 2e-3, "forward") { sequence.forward().out + sequence.forward().lse }
    let gradient = atLevel(ck_level_detected(), sequence.backward)
    #expect(gradient.allSatisfy { $0.isFinite && !$0.isSubnormal })
  }

  @Test(arguments: [CK_LEVEL_PORTABLE] + vectorLevels) func `the backward pass is the forward pass's gradient`(
    level: ck_level
  ) {
    let sequence = Sequence(seed: 3, t: 9, heads: 4, groups: 2, s: 6)
    atLevel(level) {
      let gradient = sequence.backward()
      func value(_ changed: Sequence) -> Double {
        zip(changed.forward().out, changed.gradient).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      }
      for index in stride(from: 0, to: sequence.qkv.count, by: 5) {
        var more = sequence, less = sequence
        more.qkv[index] += 0x1p-6
        less.qkv[index] -= 0x1p-6
        let slope = (value(more) - value(less)) * 0x1p5
        #expect(abs(slope - Double(gradient[index])) < 2e-3 * max(1, abs(slope)), "element \(index)")
      }
    }
  }

  @Test(arguments: [(1, 1, 1, 8), (13, 4, 2, 20), (40, 6, 2, 64), (33, 3, 3, 33)])
  func `cached attention agrees, and rows alone are the same bits`(t: Int, heads: Int, groups: Int, s: Int) {
    var numbers = Numbers(seed: UInt64(t * s))
    let capacity = t + 29, visible = (0..<t).map { Int32($0 + 23) }
    let q = numbers.floats(t * heads * s, scale: 2), k = numbers.floats(capacity * groups * s, scale: 2)
    let v = numbers.floats(capacity * groups * s)
    let scale = 1 / Float(s).squareRoot()
    func all() -> [Float] {
      var out = [Float](repeating: .nan, count: t * heads * s)
      ck_attention_cached(&out, q, k, v, visible, t, heads, groups, s, scale)
      return out
    }
    expectAgreement(within: 1e-5, "cached", all)
    for level in vectorLevels {
      atLevel(level) {
        let alone = (0..<t).flatMap { row -> [Float] in
          var out = [Float](repeating: .nan, count: heads * s)
          let query = Array(q[(row * heads * s)..<((row + 1) * heads * s)])
          ck_attention_cached(&out, query, k, v, [visible[row]], 1, heads, groups, s, scale)
          return out
        }
        #expect(alone == all())
      }
    }
  }

  @Test(arguments: [(1, 1, 1, 8), (13, 4, 2, 20), (40, 6, 2, 64), (33, 3, 3, 33)])
  func `attention to a window agrees, rows alone are the same bits, and what is outside does not count`(
    t: Int, heads: Int, groups: Int, s: Int
  ) {
    var numbers = Numbers(seed: UInt64(t * s + 1))
    let capacity = t + 50, visible = (0..<t).map { Int32(min($0 + 41, capacity)) }
    let first = (0..<t).map { Int32($0 * 2 % 37 + ($0 > 20 ? 17 : 0)) }
    let q = numbers.floats(t * heads * s, scale: 2)
    var k = numbers.floats(capacity * groups * s, scale: 2), v = numbers.floats(capacity * groups * s)
    let scale = 1 / Float(s).squareRoot()
    func all() -> [Float] {
      var out = [Float](repeating: .nan, count: t * heads * s)
      ck_attention_window(&out, q, k, v, first, visible, t, heads, groups, s, scale)
      return out
    }
    expectAgreement(within: 1e-5, "window", all)
    for level in vectorLevels {
      atLevel(level) {
        let alone = (0..<t).flatMap { row -> [Float] in
          var out = [Float](repeating: .nan, count: heads * s)
          let query = Array(q[(row * heads * s)..<((row + 1) * heads * s)])
          ck_attention_window(&out, query, k, v, [first[row]], [visible[row]], 1, heads, groups, s, scale)
          return out
        }
        #expect(alone == all())
        var everything = alone
        ck_attention_cached(&everything, q, k, v, visible, t, heads, groups, s, scale)
        var fromZero = everything
        let zeros = [Int32](repeating: 0, count: t)
        ck_attention_window(&fromZero, q, k, v, zeros, visible, t, heads, groups, s, scale)
        #expect(fromZero == everything)
      }
    }
    let before = atLevel(ck_level_detected(), all)
    // Nobody looks behind the last row's end.
    let end = Int(visible.max() ?? 0) * groups * s
    for index in end..<k.count { (k[index], v[index]) = (1e30, -1e30) }
    #expect(atLevel(ck_level_detected(), all) == before)
  }
}
