import Records

/// Decides where groups go, by a hash of seed and name.
///
/// The first time, shares are exact: in every stratum (Japanese, English, both) the groups that come first are held out,
/// so that even thirty documents give both languages to every part. Within a stratum the order is one of hashes that
/// keeps the kinds of documents and of questions in proportion from its beginning on. From then on places are kept: a
/// group that a model may have trained on never becomes a test, and a new group is placed by its own hash alone, so that
/// adding a document moves no other group.
///
/// A group that holds far more pairs than others is trained on: held out, one handbook would leave training next to
/// nothing.
struct GroupPlaces {
  let options: SplitOptions
  /// How many pairs each group has, by its name.
  var sizes: [String: Int] = [:]

  func assign(_ groups: [SplitGroup], history: SplitHistory) -> [SplitGroup] {
    history.isEmpty ? byShares(groups) : byHistory(groups, history)
  }

  private func byHistory(_ groups: [SplitGroup], _ history: SplitHistory) -> [SplitGroup] {
    groups.map { group in
      var group = group
      let known = history.places(of: group)
      // Two groups that have become one go where most has been learned.
      let places: [DatasetSplit] = [.train, .validation, .testUnseen]
      group.place = places.first(where: known.contains) ?? (isLarge(group) ? .train : placeByHash(group))
      return group
    }
  }

  /// Whether a group has more than half of all pairs, or more than twice as many as groups have on average and more than
  /// all that is to be held out.
  private func isLarge(_ group: SplitGroup) -> Bool {
    let (all, size) = (sizes.values.reduce(0, +), sizes[group.name, default: 0])
    return size * 2 > all || size * sizes.count > all * 2 && Double(size) > options.unseenShare * Double(all)
  }

  private func placeByHash(_ group: SplitGroup) -> DatasetSplit {
    let position = position(of: group.name)
    if position < options.unseenShare { return .testUnseen }
    let rest = (position - options.unseenShare) / max(1e-9, 1 - options.unseenShare)
    return rest < options.validationShare ? .validation : .train
  }

  private func byShares(_ groups: [SplitGroup]) -> [SplitGroup] {
    let count = groups.count
    let unseen = count < 2 ? 0 : min(count - 1, max(min(6, count / 3), share(options.unseenShare, of: count), 1))
    let rest = count - unseen
    let validation = rest < 2 ? 0 : max(1, share(options.validationShare, of: rest))
    var groups = groups
    hold(out: options.unseenShare > 0 ? unseen : 0, as: .testUnseen, &groups)
    hold(out: options.validationShare > 0 ? validation : 0, as: .validation, &groups)
    return groups
  }

  private func share(_ share: Double, of count: Int) -> Int { Int((share * Double(count)).rounded()) }

  /// Gives `quota` groups that are still in `train` another place, spread over the strata by their sizes.
  private func hold(out quota: Int, as place: DatasetSplit, _ groups: inout [SplitGroup]) {
    let trained = groups.indices.filter { groups[$0].place == .train }
    let small = trained.filter { !isLarge(groups[$0]) }
    // Of two documents one must be held out, however large.
    let free = small.count >= quota ? small : trained
    let strata = Dictionary(grouping: free) { groups[$0].languages.map(\.rawValue).joined(separator: "+") }
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
      .map { stratum in inProportion(stratum.value, groups) }
    var taken = [Int](repeating: 0, count: strata.count)
    // First one of every stratum that can spare it, large ones first; then wherever most is missing.
    for stratum in strata.indices where strata[stratum].count > 1 && taken.reduce(0, +) < quota { taken[stratum] = 1 }
    while taken.reduce(0, +) < quota {
      let open = strata.indices.filter { taken[$0] < strata[$0].count }
      let missing = { (stratum: Int) in
        Double(quota) * Double(strata[stratum].count) / Double(free.count) - Double(taken[stratum])
      }
      guard let neediest = open.max(by: { missing($0) < missing($1) }) else { break }
      taken[neediest] += 1
    }
    for (stratum, count) in zip(strata, taken) {
      for group in stratum.prefix(count) { groups[group].place = place }
    }
  }

  /// Groups in an order of which every beginning holds each kind about by its share (systematic sampling with a start
  /// of its own for each kind).
  private func inProportion(_ stratum: [Int], _ groups: [SplitGroup]) -> [Int] {
    let kinds = Dictionary(grouping: stratum) { groups[$0].stratum ?? "" }
    let placed = kinds.flatMap { kind, members -> [(rank: Double, name: String, index: Int)] in
      let start = position(of: "kind " + kind)
      let sorted = members.sorted { position(of: groups[$0].name) < position(of: groups[$1].name) }
      return sorted.enumerated().map { number, index in
        ((Double(number) + start) / Double(members.count), groups[index].name, index)
      }
    }
    return placed.sorted { ($0.rank, $0.name, $0.index) < ($1.rank, $1.name, $1.index) }.map(\.index)
  }

  /// Where a name falls in 0..<1.
  private func position(of name: String) -> Double {
    var random = SeededRandom(seed: options.seed, name: "group " + name)
    return Double(random.next() >> 11) / Double(1 << 53)
  }
}
