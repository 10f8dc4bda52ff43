import Foundation
import Records

/// The difference between two arms on the same questions, with documents as the unit.
public struct PairedDifference: Codable, Sendable, Hashable {
  /// The arm that is compared, and the one it is compared with: the estimate is arm − baseline.
  public var arm: String
  public var baseline: String
  public var estimate: Estimate
  /// Two-sided, from flipping whole documents' signs: the share of flips at least as far from zero as what was seen.
  public var pValue: Double
  /// After Holm's correction over the comparisons made on the same test set.
  public var adjustedPValue: Double
  /// The smallest true difference that this many documents would show four times out of five (2.8 standard errors).
  public var detectable: Double?

  init(arm: String, baseline: String, values: [Double], groups: [String], seed: UInt64) {
    self.arm = arm
    self.baseline = baseline
    estimate = Estimate(values: values, groups: groups, bounds: -1...1)
    pValue = SignFlipTest.pValue(GroupSums(values: values, groups: groups).sums, seed: seed)
    adjustedPValue = pValue
    detectable = estimate.standardError.map { 2.8 * $0 }
  }
}

/// The sign-flip permutation test on documents' sums (Dror et al. 2018 recommend it for paired system comparison).
enum SignFlipTest {
  static let samples = 10_000

  /// Exact for up to 13 documents, sampled with a seed above.
  static func pValue(_ sums: [Double], seed: UInt64) -> Double {
    let observed = abs(sums.reduce(0, +)) - 1e-12
    guard !sums.isEmpty, observed > 0 else { return 1 }
    if sums.count <= 13 {
      let flips = 1 << sums.count
      let extreme = (0..<flips).count { pattern in
        let total = sums.indices.reduce(0.0) { $0 + (pattern >> $1 & 1 == 0 ? sums[$1] : -sums[$1]) }
        return abs(total) >= observed
      }
      return Double(extreme) / Double(flips)
    }
    var random = SeededRandom(seed: seed)
    let extreme = (0..<samples).count { _ in
      var total = 0.0
      var bits: UInt64 = 0
      for (index, sum) in sums.enumerated() {
        if index % 64 == 0 { bits = random.next() }
        total += bits & 1 == 0 ? sum : -sum
        bits >>= 1
      }
      return abs(total) >= observed
    }
    // The observed arrangement counts as one of the samples.
    return Double(extreme + 1) / Double(samples + 1)
  }

  /// Holm's step-down correction (Holm 1979).
  static func holm(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    var adjusted = pValues
    var highest = 0.0
    for (rank, index) in order.enumerated() {
      highest = max(highest, min(1, pValues[index] * Double(pValues.count - rank)))
      adjusted[index] = highest
    }
    return adjusted
  }
}
