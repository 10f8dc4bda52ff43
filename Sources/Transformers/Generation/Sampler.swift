internal import CKernels
internal import Foundation

/// Draws one token from a row of logits. Its own generator makes a request's answer its own.
struct Sampler {
  let temperature: Float
  let topP: Double
  private var state: UInt64

  init(temperature: Double, topP: Double, seed: UInt64) {
    self.temperature = Float(max(temperature, 0))
    self.topP = min(max(topP, 0), 1)
    state = seed
  }

  /// A token and its log probability in the model's own distribution.
  mutating func draw(_ logits: UnsafeBufferPointer<Float>) -> (id: Int32, logProbability: Double) {
    guard let row = logits.baseAddress else { return (0, 0) }
    let id = temperature > 0 ? sample(logits) : Self.likeliest(logits)
    var target = id
    var logProbability: Float = 0
    ck_log_softmax_at(&logProbability, row, &target, 1, logits.count)
    return (id, Double(logProbability))
  }

  /// The first of the largest.
  private static func likeliest(_ logits: UnsafeBufferPointer<Float>) -> Int32 {
    var best = 0
    for index in 1..<logits.count where logits[index] > logits[best] { best = index }
    return Int32(best)
  }

  private mutating func sample(_ logits: UnsafeBufferPointer<Float>) -> Int32 {
    let largest = logits[Int(Self.likeliest(logits))]
    var weights = [Float](repeating: 0, count: logits.count)
    var total = 0.0
    for index in 0..<logits.count {
      weights[index] = exp((logits[index] - largest) / temperature)
      total += Double(weights[index])
    }
    guard topP < 1 else { return pick(Array(0..<logits.count), weights, total: total) }
    // Tokens below this cannot be among the likeliest ones that have topP together: all of them have less than 1 − topP.
    let floor = Float((1 - topP) * total / Double(logits.count))
    let ordered = weights.indices.filter { weights[$0] >= floor }.sorted { (weights[$1], $0) < (weights[$0], $1) }
    var kept: [Int] = []
    var sum = 0.0
    for index in ordered {
      kept.append(index)
      sum += Double(weights[index])
      if sum >= topP * total { break }
    }
    return pick(kept, weights, total: sum)
  }

  private mutating func pick(_ candidates: [Int], _ weights: [Float], total: Double) -> Int32 {
    var left = uniform() * total
    for index in candidates {
      left -= Double(weights[index])
      if left < 0 { return Int32(index) }
    }
    return Int32(candidates.last ?? 0)
  }

  /// In 0 ..< 1 (SplitMix64; Steele, Lea and Flood 2014).
  private mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
  }
}
