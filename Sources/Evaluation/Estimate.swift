import Foundation

/// A mean over questions with a 95 % interval that takes documents, not questions, as the independent unit.
///
/// Questions about one document succeed or fail together, so the standard error is the cluster-robust one (Miller 2024,
/// arXiv 2411.00640) and the interval uses Student's t with (documents − 1) degrees of freedom.
public struct Estimate: Codable, Sendable, Hashable {
  /// Every question counts the same; 0 where there is none. In the values' unit: 0…1 for scores, −1…1 for differences.
  public var mean: Double
  /// The interval's lower end, in the unit of `mean`; the end of the possible range where the error is unknown.
  public var lower: Double
  /// The interval's upper end, likewise.
  public var upper: Double
  /// Nil where fewer than two documents leave it unknown.
  public var standardError: Double?
  /// Questions.
  public var n: Int
  /// Independent groups of documents.
  public var documents: Int

  /// Estimates from one value a question and the name of the group that the question's document belongs to.
  ///
  /// - Parameter bounds: The values' possible range; the interval is cut there.
  public init(values: [Double], groups: [String], bounds: ClosedRange<Double>) {
    let sums = GroupSums(values: values, groups: groups)
    n = values.count
    documents = sums.count
    mean = sums.mean
    guard let error = sums.standardError else {
      standardError = nil
      lower = bounds.lowerBound
      upper = bounds.upperBound
      return
    }
    standardError = error
    if error == 0 {
      (lower, upper) = Self.intervalOfAgreement(mean: mean, documents: documents, bounds: bounds)
    } else {
      let half = error * StudentT.twoSidedQuantile(confidence: 0.95, degrees: documents - 1)
      lower = max(bounds.lowerBound, mean - half)
      upper = min(bounds.upperBound, mean + half)
    }
  }

  /// Where every document has the same mean, an interval of width zero would claim too much: documents that behave
  /// otherwise may exist and not be among these. Their share may be as large as Clopper–Pearson's bound for none in
  /// `documents`, and each of them moves the mean at most to an end of the range.
  private static func intervalOfAgreement(
    mean: Double, documents: Int, bounds: ClosedRange<Double>
  ) -> (Double, Double) {
    let unseen = StudentT.clopperPearson(successes: 0, trials: documents, confidence: 0.95).upperBound
    return (mean - unseen * (mean - bounds.lowerBound), mean + unseen * (bounds.upperBound - mean))
  }
}

/// Sums of values by group, in the order of the groups' names.
struct GroupSums {
  let sums: [Double]
  let counts: [Int]

  init(values: [Double], groups: [String]) {
    var byName: [String: (sum: Double, count: Int)] = [:]
    for (value, group) in zip(values, groups) {
      let old = byName[group] ?? (0, 0)
      byName[group] = (old.sum + value, old.count + 1)
    }
    let ordered = byName.sorted { $0.key < $1.key }.map(\.value)
    sums = ordered.map(\.sum)
    counts = ordered.map(\.count)
  }

  var count: Int { sums.count }

  var mean: Double {
    let total = counts.reduce(0, +)
    return total == 0 ? 0 : sums.reduce(0, +) / Double(total)
  }

  /// The cluster-robust standard error of the mean over questions.
  var standardError: Double? {
    guard count > 1 else { return nil }
    let total = Double(counts.reduce(0, +))
    let mean = mean
    var squares = 0.0
    for (sum, count) in zip(sums, counts) {
      let residual = sum - Double(count) * mean
      squares += residual * residual
    }
    let groups = Double(count)
    let error = sqrt(groups / (groups - 1) * squares) / total
    // Rounding noise where every group has the same mean.
    return error < 1e-12 ? 0 : error
  }
}
