import Records

/// The difference between two arms on the same questions, with documents as the unit.
public struct PairedDifference: Codable, Sendable, Hashable {
  /// The arm that is compared, and the one it is compared with: the estimate is arm − baseline.
  public var arm: String
  /// The arm whose score is subtracted.
  public var baseline: String
  /// Mean difference in F1, −1…1, over the questions that both arms answered; positive where `arm` is better.
  public var estimate: Estimate
  /// Two-sided, from flipping whole documents' signs: the share of flips at least as far from zero as what was seen.
  public var pValue: Double
  /// After Holm's correction over the comparisons made on the same test set.
  public var adjustedPValue: Double
  /// How many comparisons Holm's correction was over.
  public var comparisons: Int
  /// The smallest true difference that this many documents would show four times out of five, were it the only
  /// comparison; nil where the standard error is unknown or zero.
  public var detectable: Double?

  init(arm: String, baseline: String, values: [Double], groups: [String], seed: UInt64) {
    self.arm = arm
    self.baseline = baseline
    estimate = Estimate(values: values, groups: groups, bounds: -1...1)
    // Sums, not means: their total over all documents is the estimate's own numerator, so that test and interval speak
    // of the same mean over questions.
    pValue = SignFlipTest.pValue(GroupSums(values: values, groups: groups).sums, seed: seed)
    adjustedPValue = pValue
    comparisons = 1
    detectable = Self.detectable(estimate)
  }

  /// The fewest documents with which the clearest result could reach an adjusted p below 0.05: with all differences
  /// of one sign p is 2/2ᵈ, and the correction multiplies it by up to the number of comparisons.
  public var fewestDocuments: Int {
    var documents = 1
    while Double(comparisons) * 2 / Double(1 << documents) >= Verdict.significance { documents += 1 }
    return documents
  }

  /// Power of 80 % at a two-sided 5 %: 2.8 standard errors where documents are many, more where they are few.
  private static func detectable(_ estimate: Estimate) -> Double? {
    guard let error = estimate.standardError, error > 0 else { return nil }
    let degrees = estimate.documents - 1
    return error
      * (StudentT.twoSidedQuantile(confidence: 0.95, degrees: degrees)
        + StudentT.twoSidedQuantile(confidence: 0.6, degrees: degrees))
  }

  /// Sets the adjusted p-values of the comparisons made on one test set.
  static func correct(_ differences: inout [PairedDifference]) {
    let adjusted = SignFlipTest.holm(differences.map(\.pValue))
    for index in differences.indices {
      differences[index].adjustedPValue = adjusted[index]
      differences[index].comparisons = differences.count
    }
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
