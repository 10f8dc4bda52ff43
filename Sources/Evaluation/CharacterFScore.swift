/// chrF (Popović 2015), the corpus figure as sacrebleu computes it by default: character n-grams up to six without
/// spaces, recall counted twice as much as precision, the reference that fits best. It needs no analyser, so that it
/// means the same in both languages, and it gives part of the credit for part of a word.
public struct CharacterFScore: Sendable, Hashable {
  private static let orders = 6
  private static let betaSquared = 4.0

  /// n-grams of one order: those of the prediction, those of the reference, those that they share.
  private struct Counts: Sendable, Hashable {
    var predicted = 0
    var expected = 0
    var common = 0
  }

  private var totals = [Counts](repeating: Counts(), count: orders)

  /// Nothing counted yet.
  public init() {}

  /// Counts one prediction against the reference that it fits best.
  public mutating func add(prediction: String, references: [String]) {
    let predicted = Self.grams(of: prediction)
    var best: (score: Double, counts: [Counts])?
    for reference in references.isEmpty ? [""] : references {
      let counts = Self.compare(predicted, Self.grams(of: reference))
      let score = Self.score(counts)
      if best.map({ score > $0.score }) ?? true { best = (score, counts) }
    }
    for (order, counts) in (best?.counts ?? []).enumerated() {
      totals[order].predicted += counts.predicted
      totals[order].expected += counts.expected
      totals[order].common += counts.common
    }
  }

  /// The score of all that was counted, 0…1.
  public var score: Double { Self.score(totals) }

  private static func grams(of text: String) -> [[ArraySlice<Unicode.Scalar>: Int]] {
    let scalars = text.unicodeScalars.filter { !$0.properties.isWhitespace }
    return (1...orders).map { order in
      var grams: [ArraySlice<Unicode.Scalar>: Int] = [:]
      if scalars.count >= order {
        let array = Array(scalars)
        for start in 0...(array.count - order) { grams[array[start..<start + order], default: 0] += 1 }
      }
      return grams
    }
  }

  private static func compare(
    _ predicted: [[ArraySlice<Unicode.Scalar>: Int]], _ expected: [[ArraySlice<Unicode.Scalar>: Int]]
  ) -> [Counts] {
    zip(predicted, expected).map { predicted, expected in
      let total = expected.values.reduce(0, +)
      return Counts(
        // As in sacrebleu, an order that the reference is too short for is left out.
        predicted: total == 0 ? 0 : predicted.values.reduce(0, +), expected: total,
        common: predicted.reduce(0) { $0 + min($1.value, expected[$1.key] ?? 0) })
    }
  }

  private static func score(_ counts: [Counts]) -> Double {
    var precision = 0.0
    var recall = 0.0
    var orders = 0.0
    for order in counts where order.predicted > 0 && order.expected > 0 {
      precision += Double(order.common) / Double(order.predicted)
      recall += Double(order.common) / Double(order.expected)
      orders += 1
    }
    guard precision + recall > 0 else { return 0 }
    precision /= orders
    recall /= orders
    return (1 + betaSquared) * precision * recall / (betaSquared * precision + recall)
  }
}
