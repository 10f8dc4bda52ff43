import Foundation
public import Records

/// Keeps one long document, or one kind of question, from being most of what a model learns.
///
/// Facts that are too many go whole (named in the ledger; what a person accepted is never lost), and every training pair
/// gets a weight. Target shares are reached by weights, by leaving facts out, or by repeating pairs, as somebody chooses.
public struct Balancer: Sendable {
  /// What to even out, and how.
  public let options: BalanceOptions
  /// Tells classes, sections among them.
  public let classes: BalanceClasses

  /// Makes a balancer.
  public init(_ options: BalanceOptions = BalanceOptions(), classes: BalanceClasses = BalanceClasses()) {
    self.options = options
    self.classes = classes
  }

  /// Cuts documents that are far over the median, then classes above their caps; facts go whole, with all their variants.
  public func balance(_ pairs: [QAPair]) -> (kept: [QAPair], dropped: [Drop]) {
    var dropped: [Drop] = []
    var kept = cutDocuments(pairs, &dropped)
    for cap in options.caps { kept = cut(kept, to: cap, &dropped) }
    return (kept, dropped)
  }

  private func cutDocuments(_ pairs: [QAPair], _ dropped: inout [Drop]) -> [QAPair] {
    let facts = Dictionary(grouping: pairs, by: \.documentPath).mapValues { Dictionary(grouping: $0, by: \.fact) }
    let counts = facts.values.map(\.count).sorted()
    guard !counts.isEmpty else { return [] }
    let cap = max(options.smallestCap, Int((Double(counts[counts.count / 2]) * options.documentCap).rounded()))
    var surplus: Set<ContentHash> = []
    for (path, ofDocument) in facts where ofDocument.count > cap {
      let ranked = ofDocument.keys.sorted { place($0, ofDocument) < place($1, ofDocument) }
      for fact in ranked.dropFirst(cap) where !isReviewed(ofDocument[fact, default: []]) {
        // A fact's name is unique, but its pairs may cite several documents: only this document's go.
        surplus.formUnion(ofDocument[fact, default: []].filter { $0.documentPath == path }.map(\.id))
      }
    }
    return leaveOut(pairs, &dropped, "balance-document", { surplus.contains($0.id) }) { pair in
      let count = facts[pair.documentPath]?.count ?? 0
      return BilingualText(
        en: "Its document has \(count) facts and keeps \(cap) "
          + "(\(options.documentCap.toHundredths) times the median, at least \(options.smallestCap)).",
        ja: "この文書には事実が \(count) 件あり、上限の \(cap) 件だけを残しました"
          + "（中央値の \(options.documentCap.toHundredths) 倍、最低 \(options.smallestCap) 件）。")
    }
  }

  /// Brings every class that the cap names down to its share of what is left.
  private func cut(_ pairs: [QAPair], to cap: ShareGoal, _ dropped: inout [Drop]) -> [QAPair] {
    let members = Dictionary(grouping: pairs) { classes.name(of: $0, by: cap.dimension) }
    let facts = Dictionary(grouping: pairs, by: \.fact)
    var surplus: Set<ContentHash> = []
    for (name, ofClass) in members where cap.share < 1 && cap.className ?? name == name {
      let others = pairs.count - ofClass.count
      let allowed = max(1, Int(cap.share / (1 - cap.share) * Double(others)))
      var count = ofClass.count
      let asked = Dictionary(grouping: ofClass, by: \.fact)
      for fact in asked.keys.sorted(by: { place($0, facts) < place($1, facts) }).reversed() where count > allowed {
        guard !isReviewed(facts[fact, default: []]) else { continue }
        surplus.insert(fact)
        count -= asked[fact, default: []].count
      }
    }
    return leaveOut(pairs, &dropped, "balance-cap", { surplus.contains($0.fact) }) { pair in
      let name = classes.name(of: pair, by: cap.dimension)
      let count = members[name]?.count ?? 0
      return BilingualText(
        en: "\(count) of \(pairs.count) pairs are of the \(cap.dimension.name.en) “\(name)”, whose share is capped at "
          + "\(cap.share.toHundredths).",
        ja: "\(pairs.count) 件中 \(count) 件の\(cap.dimension.name.ja)が「\(name)」で、割合の上限は "
          + "\(cap.share.toHundredths) です。")
    }
  }

  private func leaveOut(
    _ pairs: [QAPair], _ dropped: inout [Drop], _ reason: String, _ isSurplus: (QAPair) -> Bool,
    because detail: (QAPair) -> BilingualText
  ) -> [QAPair] {
    pairs.filter { pair in
      guard isSurplus(pair) else { return true }
      dropped.append(
        Drop(
          stage: "curate", item: pair.id.hex, document: pair.documentPath, reason: reason, detail: detail(pair)))
      return false
    }
  }

  /// What training takes of its pairs to have the shares that were asked for, and how often each is repeated. Only
  /// under-sampling leaves anything out, and never a fact that `test-reworded` asks for.
  public func sample(_ split: SplitResult) -> BalancedTraining {
    let train = split[.train]
    guard !options.targets.isEmpty, options.sampling != .weights else {
      return BalancedTraining(kept: train, repeats: [:], dropped: [])
    }
    let factors = TargetShares(goals: options.targets, classes: classes).factors(train)
    if options.sampling == .over {
      let least = factors.filter { $0 > 0 }.min() ?? 1
      let repeats = zip(train, factors).map { ($0.id, min(8, max(1, Int(($1 / least).rounded())))) }
      return BalancedTraining(
        kept: train, repeats: Dictionary(repeats, uniquingKeysWith: { first, _ in first }).filter { $0.value > 1 },
        dropped: [])
    }
    return underSample(train, factors, needed: Set(split[.testReworded].map(\.fact)))
  }

  private func underSample(_ train: [QAPair], _ factors: [Double], needed: Set<ContentHash>) -> BalancedTraining {
    let most = factors.max() ?? 1
    // A fact stays as often as its pairs should on average.
    var wanted: [ContentHash: (sum: Double, count: Int)] = [:]
    for (pair, factor) in zip(train, factors) {
      wanted[pair.fact] = (wanted[pair.fact]?.sum ?? 0, wanted[pair.fact]?.count ?? 0)
      wanted[pair.fact]?.sum += factor / most
      wanted[pair.fact]?.count += 1
    }
    let facts = Dictionary(grouping: train, by: \.fact)
    let surplus = Set(
      facts.keys.filter { fact in
        guard let share = wanted[fact], !needed.contains(fact), !isReviewed(facts[fact, default: []]) else {
          return false
        }
        var random = SeededRandom(seed: options.seed, name: "sample " + fact.hex)
        return Double(random.next() >> 11) / Double(1 << 53) >= share.sum / Double(share.count)
      })
    var dropped: [Drop] = []
    let goals = options.targets.map(\.description).joined(separator: ", ")
    let kept = leaveOut(train, &dropped, "balance-target", { surplus.contains($0.fact) }) { _ in
      BilingualText(
        en: "Training has more of its kind than the target shares ask for (\(goals)).",
        ja: "目標の割合（\(goals)）に対して、この種類が学習用データに多すぎます。")
    }
    return BalancedTraining(kept: kept, repeats: [:], dropped: dropped)
  }

  /// Weights with mean 1: (n/N)^(temperature − 1) of the pair's class in every dimension that is evened out, times what
  /// the target shares ask for where they are to be reached by weights.
  public func weights(_ pairs: [QAPair]) -> [ContentHash: Double] {
    guard !pairs.isEmpty else { return [:] }
    var raw = [Double](repeating: 1, count: pairs.count)
    for dimension in options.dimensions {
      let names = pairs.map { classes.name(of: $0, by: dimension) }
      let counts = Dictionary(grouping: names) { $0 }.mapValues { Double($0.count) }
      for index in raw.indices { raw[index] *= power(counts[names[index]] ?? 1) }
    }
    if options.sampling == .weights, !options.targets.isEmpty {
      // From the weights on, so that the shares hold of what training really counts.
      raw = TargetShares(goals: options.targets, classes: classes).factors(pairs, startingFrom: raw)
    }
    let mean = raw.reduce(0, +) / Double(raw.count)
    // Powers of counts are computed by exp and log, whose last bit may differ between machines: rounded to thousandths.
    let weights = raw.map { ($0 / mean * 1000).rounded() / 1000 }
    return Dictionary(zip(pairs.map(\.id), weights), uniquingKeysWith: { first, _ in first })
  }

  private func power(_ count: Double) -> Double { pow(count, options.temperature - 1) }

  /// Reviewed facts first, then by a hash that depends on nothing but seed and fact.
  private func place(_ fact: ContentHash, _ facts: [ContentHash: [QAPair]]) -> String {
    (isReviewed(facts[fact, default: []]) ? "0" : "1") + ContentHash(of: [String(options.seed), fact.hex]).hex
  }

  private func isReviewed(_ pairs: [QAPair]) -> Bool {
    pairs.contains { $0.status == .accepted || $0.status == .edited }
  }
}

/// Training's pairs after sampling.
public struct BalancedTraining: Sendable {
  /// Those that stay, in their order.
  public var kept: [QAPair]
  /// How often a pair stands in training, where that is more than once.
  public var repeats: [ContentHash: Int]
  /// Those that were left out.
  public var dropped: [Drop]
}

extension QAPair {
  /// The document that the pair's first evidence stands in.
  var documentPath: String { evidence.first?.document ?? "" }
}
