import Foundation
public import Records

/// Keeps one long document, or one kind of question, from being most of what a model learns.
///
/// Facts that are too many go whole (named in the ledger; what a person accepted is never lost), and every training pair
/// gets a weight. Target shares are reached by weights, by leaving facts out, or by repeating pairs, as somebody chooses.
/// Caps thin all pairs once, before the division; in training, which may hold fewer classes, weights alone hold them.
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

  /// As for a list, of pairs that are held anyway.
  public func balance(_ pairs: [QAPair]) -> (kept: [QAPair], dropped: [Drop]) {
    let (kept, dropped, _) = balance(PairList(pairs))
    return (Array(kept), Array(dropped))
  }

  /// Cuts documents that are far over the median, then classes above their caps; facts go whole, with all their variants.
  ///
  /// - Returns: Also the caps for which nothing was left out, because they cannot hold or only with next to nothing left.
  public func balance(_ pairs: PairList) -> (kept: PairList, dropped: DropList, unmet: [ShareGoal]) {
    var dropped: DropList = []
    let even = cutDocuments(pairs, &dropped)
    let (kept, unmet) = cutToCaps(even, &dropped)
    return (kept, dropped, unmet)
  }

  /// What the caps on one dimension take away changes the shares in the others, and facts go whole: all are looked at again
  /// until nothing changes.
  private func cutToCaps(_ pairs: PairList, _ dropped: inout DropList) -> (kept: PairList, unmet: [ShareGoal]) {
    let dimensions = BalanceDimension.allCases.filter { dimension in
      options.caps.contains { $0.dimension == dimension && $0.share < 1 }
    }
    var kept = pairs
    var skipped: Set<BalanceDimension> = []
    for _ in 0..<8 {
      let count = kept.count
      for dimension in dimensions where !skipped.contains(dimension) {
        let caps = ofAll(dimension, kept)
        if let most = caps.most(of: pairs.count) {
          let others = dimensions.filter { $0 != dimension && !skipped.contains($0) }.map { ofAll($0, kept) }
          kept = cut(kept, to: caps, most, beside: others, &dropped)
        } else {
          skipped.insert(dimension)
        }
      }
      if kept.count == count { break }
    }
    return (kept, options.caps.filter { skipped.contains($0.dimension) })
  }

  private func ofAll(_ dimension: BalanceDimension, _ pairs: PairList) -> ClassCaps {
    let (names, numbers) = classes.classes(of: pairs, by: dimension)
    return ClassCaps(options.caps, dimension, names, numbers)
  }

  private func cutDocuments(_ pairs: PairList, _ dropped: inout DropList) -> PairList {
    // How many facts each document has, by its number.
    var facts = [Int](repeating: 0, count: pairs.storage.documents.count)
    let ofDocuments = pairs.grouped { $0.document }
    for group in ofDocuments {
      let traits = pairs.traits(at: Self.position(group[group.startIndex]))
      facts[Int(traits.document)] = Set(group.map { pairs.traits(at: Self.position($0)).fact }).count
    }
    let counts = facts.filter { $0 > 0 }.sorted()
    guard !counts.isEmpty else { return pairs }
    let cap = max(options.smallestCap, Int((Double(counts[counts.count / 2]) * options.documentCap).rounded()))
    var isSurplus = [Bool](repeating: false, count: pairs.count)
    for group in ofDocuments {
      let positions = group.map(Self.position)
      guard facts[Int(pairs.traits(at: positions[0]).document)] > cap else { continue }
      let asked = Dictionary(grouping: positions) { pairs.traits(at: $0).fact }
      let ranked = ranked(asked, pairs)
      for fact in ranked.dropFirst(cap) where !isReviewed(asked[fact, default: []], pairs) {
        // A fact's name is unique, but its pairs may cite several documents: only this document's go.
        for position in asked[fact, default: []] { isSurplus[position] = true }
      }
    }
    let (options, sizes) = (options, facts)
    return leaveOut(pairs, &dropped, "balance-document", isSurplus) { position in
      let count = sizes[Int(pairs.traits(at: position).document)]
      return BilingualText(
        en: "Its document has \(count) facts and keeps \(cap) "
          + "(\(options.documentCap.toHundredths) times the median, at least \(options.smallestCap)).",
        ja: "この文書には事実が \(count) 件あり、上限の \(cap) 件だけを残しました"
          + "（中央値の \(options.documentCap.toHundredths) 倍、最低 \(options.smallestCap) 件）。")
    }
  }

  /// Brings every class above its cap down to its share of what can be left. First go those that another cap is against
  /// too, so that caps on several dimensions take no more than they must.
  private func cut(
    _ pairs: PairList, to caps: ClassCaps, _ most: Double, beside others: [ClassCaps], _ dropped: inout DropList
  ) -> PairList {
    let members = Dictionary(grouping: pairs.indices) { caps.numbers[$0] }
    let facts = Dictionary(grouping: pairs.indices) { pairs.traits(at: $0).fact }
    var surplus: Set<Int32> = []
    var left = others.map(\.counts)
    for (number, ofClass) in members.sorted(by: { $0.key < $1.key }) {
      let allowed = Int(caps.shares[Int(number)] * most + 1e-6)
      var count = ofClass.count { !surplus.contains(pairs.traits(at: $0).fact) }
      guard count > allowed else { continue }
      let asked = Dictionary(grouping: ofClass) { pairs.traits(at: $0).fact }
      let ranked = ranked(asked, pairs, reviewedBy: facts).reversed()
      for isAgainstOthers in [true, false] {
        for fact in ranked where count > allowed && !surplus.contains(fact) {
          let all = facts[fact, default: []]
          guard !isReviewed(all, pairs), !isAgainstOthers || isAbove(others, left, all, most) else { continue }
          surplus.insert(fact)
          count -= asked[fact, default: []].count
          for (place, caps) in others.enumerated() {
            for position in all { left[place][Int(caps.numbers[position])] -= 1 }
          }
        }
      }
    }
    let isSurplus = pairs.indices.map { surplus.contains(pairs.traits(at: $0).fact) }
    return leaveOut(pairs, &dropped, "balance-cap", isSurplus) { position in
      let number = Int(caps.numbers[position])
      let (name, share) = (caps.names[number], caps.shares[number].toHundredths)
      return BilingualText(
        en:
          "\(caps.counts[number]) of \(pairs.count) pairs are of the \(caps.dimension.name.en) “\(name)”, whose share is "
          + "capped at \(share).",
        ja: "\(pairs.count) 件中 \(caps.counts[number]) 件の\(caps.dimension.name.ja)が「\(name)」で、割合の上限は \(share) です。")
    }
  }

  /// Whether one of some pairs is of a class that is above a cap.
  ///
  /// - Parameter left: How many pairs each class of each dimension still has.
  private func isAbove(_ caps: [ClassCaps], _ left: [[Int]], _ positions: [Int], _ most: Double) -> Bool {
    zip(caps, left).contains { caps, left in
      positions.contains { position in
        let number = Int(caps.numbers[position])
        return Double(left[number]) > caps.shares[number] * most
      }
    }
  }

  private func leaveOut(
    _ pairs: PairList, _ dropped: inout DropList, _ reason: String, _ isSurplus: [Bool],
    because detail: @escaping @Sendable (Int) -> BilingualText
  ) -> PairList {
    let gone = isSurplus.indices.filter { isSurplus[$0] }
    guard !gone.isEmpty else { return pairs }
    dropped += DropList(count: gone.count) { number in
      let pair = pairs[gone[number]]
      return Drop(
        stage: "curate", item: pair.id.hex, document: pair.documentPath, reason: reason, detail: detail(gone[number]))
    }
    return pairs.selecting { !isSurplus[$0] }
  }

  /// What training takes of its pairs to have the target shares, and how often each is repeated. Nothing leaves out a fact
  /// that `test-reworded` asks for.
  public func sample(_ split: SplitResult) -> BalancedTraining {
    let train = split[.train]
    guard !options.targets.isEmpty, options.sampling != .weights else {
      return BalancedTraining(kept: train, repeats: [:], dropped: [])
    }
    let factors = TargetShares(goals: options.targets, caps: options.caps, classes: classes).factors(train)
    if options.sampling == .over {
      return BalancedTraining(kept: train, repeats: overSample(train, factors), dropped: [])
    }
    let reworded = split[.testReworded]
    return underSample(train, factors, needed: Set(reworded.indices.map { reworded.traits(at: $0).fact }))
  }

  private func overSample(_ train: PairList, _ factors: [Double]) -> [ContentHash: Int] {
    let least = factors.filter { $0 > 0 }.min() ?? 1
    // Pairs of one class have one factor, 1.7 of them stand once and twice in turn: what rounding takes from one pair is
    // given to the next.
    var carries: [Double: Double] = [:]
    var repeats: [ContentHash: Int] = [:]
    for (index, factor) in factors.enumerated() {
      let wanted = min(8, factor / least) + carries[factor, default: 0]
      let count = min(8, max(1, Int(wanted.rounded())))
      carries[factor] = min(1, max(-1, wanted - Double(count)))
      if count > 1 { repeats[train[index].id] = count }
    }
    return repeats
  }

  private func underSample(_ train: PairList, _ factors: [Double], needed: Set<Int32>) -> BalancedTraining {
    let most = factors.max() ?? 1
    var isSurplus = [Bool](repeating: false, count: train.count)
    for group in train.grouped(by: { $0.fact }) {
      let positions = group.map(Self.position)
      guard !needed.contains(train.traits(at: positions[0]).fact), !isReviewed(positions, train) else { continue }
      // A fact stays as often as its pairs should on average.
      let wanted = positions.reduce(0) { $0 + factors[$1] / most }
      var random = SeededRandom(seed: options.seed, name: "sample " + train[positions[0]].fact.hex)
      guard Double(random.next() >> 11) / Double(1 << 53) >= wanted / Double(positions.count) else { continue }
      for position in positions { isSurplus[position] = true }
    }
    var dropped: DropList = []
    let goals = options.targets.map(\.description).joined(separator: ", ")
    let kept = leaveOut(train, &dropped, "balance-target", isSurplus) { _ in
      BilingualText(
        en: "Training has more of its kind than the target shares ask for (\(goals)).",
        ja: "目標の割合（\(goals)）に対して、この種類が学習用データに多すぎます。")
    }
    return BalancedTraining(kept: kept, repeats: [:], dropped: dropped)
  }

  /// As for a list, of pairs that are held anyway, by their ids.
  public func weights(_ pairs: some Collection<QAPair>) -> [ContentHash: Double] {
    let list = PairList(pairs)
    return Dictionary(zip(pairs.map(\.id), weights(of: list)), uniquingKeysWith: { first, _ in first })
  }

  /// Weights with mean 1: (n/N)^(temperature − 1) of the pair's class in every dimension that is evened out, brought to
  /// the target shares and below the caps, so that what training counts (how often a pair stands there times its weight)
  /// has the shares that were asked for, whatever sampling has done before.
  ///
  /// - Parameter repeats: How often a pair stands in training, where that is more than once.
  public func weights(of pairs: PairList, repeats: [ContentHash: Int] = [:]) -> [Double] {
    guard !pairs.isEmpty else { return [] }
    let repeated = repeats.isEmpty ? [] : pairs.map { Double(repeats[$0.id] ?? 1) }
    func times(_ index: Int) -> Double { repeated.isEmpty ? 1 : repeated[index] }
    var raw = [Double](repeating: 1, count: pairs.count)
    for dimension in options.dimensions {
      let (names, numbers) = classes.classes(of: pairs, by: dimension)
      var counts = [Double](repeating: 0, count: names.count)
      for (index, number) in numbers.enumerated() { counts[Int(number)] += times(index) }
      let powers = counts.map(power)
      for index in raw.indices { raw[index] *= powers[Int(numbers[index])] }
    }
    if !options.targets.isEmpty || !options.caps.isEmpty {
      // From what training counts by now, so that the shares hold of what it counts in the end.
      let shares = TargetShares(goals: options.targets, caps: options.caps, classes: classes)
      let counted = shares.factors(pairs, startingFrom: raw.indices.map { raw[$0] * times($0) })
      raw = counted.indices.map { counted[$0] / times($0) }
    }
    let mean = raw.indices.reduce(0) { $0 + raw[$1] * times($1) } / raw.indices.reduce(0) { $0 + times($1) }
    // Powers of counts are computed by exp and log, whose last bit may differ between machines: rounded to thousandths.
    return raw.map { ($0 / mean * 1000).rounded() / 1000 }
  }

  private func power(_ count: Double) -> Double { pow(count, options.temperature - 1) }

  /// Facts, reviewed ones first, then by a hash that depends on nothing but seed and fact.
  ///
  /// - Parameter all: All pairs of each fact, where `asked` has some of them only.
  private func ranked(_ asked: [Int32: [Int]], _ pairs: PairList, reviewedBy all: [Int32: [Int]]? = nil) -> [Int32] {
    let placed = asked.map { fact, positions in
      let name = pairs[positions[0]].fact
      let isReviewed = isReviewed((all ?? asked)[fact, default: []], pairs)
      return (fact: fact, place: (isReviewed ? "0" : "1") + ContentHash(of: [String(options.seed), name.hex]).hex)
    }
    return placed.sorted { $0.place < $1.place }.map(\.fact)
  }

  private func isReviewed(_ positions: [Int], _ pairs: PairList) -> Bool {
    positions.contains { pairs.traits(at: $0).isReviewed }
  }

  private static func position(_ entry: UInt64) -> Int { Int(entry & 0xFFFF_FFFF) }
}

/// Training's pairs after sampling.
public struct BalancedTraining: Sendable {
  /// Those that stay, in their order.
  public var kept: PairList
  /// How often a pair stands in training, where that is more than once.
  public var repeats: [ContentHash: Int]
  /// Those that were left out.
  public var dropped: DropList
}

extension QAPair {
  /// The document that the pair's first evidence stands in.
  var documentPath: String { evidence.first?.document ?? "" }
}
