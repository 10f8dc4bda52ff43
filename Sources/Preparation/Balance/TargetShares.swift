import Records

/// Factors by which pairs must count for their classes to have the shares that were asked for (raking: Deming and Stephan
/// 1940): one dimension after the other is brought to its shares, again and again, until all of them hold together.
struct TargetShares {
  let goals: [ShareGoal]
  /// Shares that classes may not exceed: one that is above its cap is brought down to it.
  var caps: [ShareGoal] = []
  let classes: BalanceClasses
  private static let rounds = 50

  /// One factor a pair, with mean 1. Classes that no goal names share what is left as they did before; a class that has
  /// no pair can have no share.
  ///
  /// - Parameter start: What pairs count now; all the same by default.
  func factors(_ pairs: PairList, startingFrom start: [Double]? = nil) -> [Double] {
    let dimensions = BalanceDimension.allCases.filter { dimension in goals.contains { $0.dimension == dimension } }
    let names = dimensions.map { classes.classes(of: pairs, by: $0) }
    var factors = start ?? [Double](repeating: 1, count: pairs.count)
    guard !pairs.isEmpty else { return factors }
    // Caps that can hardly hold together are let be: they would give a few pairs all the weight.
    let capped = BalanceDimension.allCases.filter { dimension in caps.contains { $0.dimension == dimension } }
      .map { dimension in
        let (names, numbers) = classes.classes(of: pairs, by: dimension)
        return ClassCaps(caps, dimension, names, numbers)
      }.filter { $0.most(of: pairs.count) != nil }
    for _ in 0..<Self.rounds {
      for (dimension, names) in zip(dimensions, names) {
        fit(&factors, names.names, names.numbers, wanted(dimension, Set(names.names)))
      }
      for caps in capped { fit(&factors, caps.names, caps.numbers, above(caps, factors)) }
    }
    let mean = factors.reduce(0, +) / Double(factors.count)
    return factors.map { $0 / mean }
  }

  /// The shares of the classes that are named, brought down together where they are more than all.
  private func wanted(_ dimension: BalanceDimension, _ present: Set<String>) -> [String: Double] {
    var wanted: [String: Double] = [:]
    for goal in goals where goal.dimension == dimension {
      for name in goal.className.map({ [$0] }) ?? present.sorted() where present.contains(name) {
        wanted[name] = goal.share
      }
    }
    let sum = wanted.keys.sorted().reduce(0) { $0 + wanted[$1, default: 0] }
    return sum > 1 || wanted.count == present.count ? wanted.mapValues { $0 / sum } : wanted
  }

  /// The classes that have more than their cap, at the cap.
  private func above(_ caps: ClassCaps, _ factors: [Double]) -> [String: Double] {
    var sums = [Double](repeating: 0, count: caps.names.count)
    for (factor, number) in zip(factors, caps.numbers) { sums[Int(number)] += factor }
    let total = factors.reduce(0, +)
    let over = caps.names.indices.filter { sums[$0] > caps.shares[$0] * total * (1 + 1e-9) }
    guard over.count < caps.names.count else { return [:] }
    return Dictionary(uniqueKeysWithValues: over.map { (caps.names[$0], caps.shares[$0]) })
  }

  private func fit(_ factors: inout [Double], _ names: [String], _ numbers: [Int32], _ wanted: [String: Double]) {
    guard !wanted.isEmpty else { return }
    var sums = [Double](repeating: 0, count: names.count)
    for (factor, number) in zip(factors, numbers) { sums[Int(number)] += factor }
    let total = factors.reduce(0, +)
    let named = names.indices.filter { wanted[names[$0]] != nil }.sorted { names[$0] < names[$1] }
    let free = total - named.reduce(0) { $0 + sums[$1] }
    let left = 1 - wanted.keys.sorted().reduce(0) { $0 + wanted[$1, default: 0] }
    let changes = names.indices.map { number -> Double in
      if let share = wanted[names[number]] { return share * total / (sums[number] == 0 ? total : sums[number]) }
      return free > 0 ? max(left, 0) * total / free : 1
    }
    for index in factors.indices { factors[index] *= changes[Int(numbers[index])] }
  }
}
