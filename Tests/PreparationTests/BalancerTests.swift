import Foundation
import Records
import Testing

@testable import Preparation

@Suite struct BalancerTests {
  private let small = (0..<4).map { RandomPairs.document("s\($0).pdf") }
  private let large = RandomPairs.document("large.pdf")

  private func pairs() -> [QAPair] {
    small.flatMap { RandomPairs.pairs(in: $0, facts: 5) } + RandomPairs.pairs(in: large, facts: 50)
  }

  private func options(_ change: (inout BalanceOptions) -> Void) -> BalanceOptions {
    var options = BalanceOptions()
    change(&options)
    return options
  }

  @Test func `a document far over the median loses whole facts, the same ones with the same seed`() {
    let cut = options { ($0.documentCap, $0.smallestCap) = (2, 8) }
    let balancer = Balancer(cut)
    let (kept, dropped) = balancer.balance(pairs())
    #expect(Set(kept.filter { $0.evidence[0].document == large.path }.map(\.fact)).count == 10)
    #expect(kept.filter { $0.evidence[0].document == large.path }.count == 20)
    #expect(kept.filter { $0.evidence[0].document != large.path }.count == 40)
    #expect(Set(dropped.map(\.reason)) == ["balance-document"])
    #expect(balancer.balance(pairs().reversed()).kept.map(\.id).sorted() == kept.map(\.id).sorted())
    var other = cut
    other.seed = 1
    #expect(Balancer(other).balance(pairs()).kept.map(\.id) != kept.map(\.id))
  }

  @Test func `what a person accepted is never dropped`() {
    let accepted = pairs().map { pair in
      var pair = pair
      pair.status = .accepted
      return pair
    }
    let strict = options {
      ($0.documentCap, $0.smallestCap) = (1, 1)
      $0.caps = [ShareGoal(.document, nil, share: 0.1)]
    }
    #expect(Balancer(strict).balance(accepted).dropped.isEmpty)
  }

  @Test func `weights even out documents, with mean one`() {
    let pairs = pairs()
    let weights = Balancer(options { $0.temperature = 0.5 }).weights(pairs)
    let of = { (document: SplitDocument) in weights[pairs.first { $0.evidence[0].document == document.path }!.id]! }
    #expect(of(small[0]) > of(large))
    #expect(abs(of(small[0]) / of(large) - 10.0.squareRoot()) < 0.02)
    #expect(abs(weights.values.reduce(0, +) / Double(weights.count) - 1) < 0.01)
    #expect(Balancer(options { $0.temperature = 1 }).weights(pairs).values.allSatisfy { $0 == 1 })
    #expect(Balancer(options { $0.dimensions = [] }).weights(pairs).values.allSatisfy { $0 == 1 })
    #expect(Balancer().weights([]).isEmpty)
  }

  @Test func `without caps and targets nothing is left out, repeated or weighed otherwise`() {
    let result = Splitter().split(pairs(), documents: small + [large])
    let training = Balancer().sample(result)
    #expect(training.kept == result[.train] && training.repeats.isEmpty && training.dropped.isEmpty)
  }

  @Test(arguments: [0.2, 0.5, 0.6]) func `a cap leaves a class no more than its share, in whole facts`(share: Double) {
    let capped = options {
      $0.documentCap = 1000
      $0.caps = [ShareGoal(.document, "corpora/large.pdf", share: share)]
    }
    let (kept, dropped) = Balancer(capped).balance(pairs())
    let count = Double(kept.count { $0.evidence[0].document == large.path })
    #expect(count / Double(kept.count) <= share)
    #expect((count + 2) / Double(kept.count + 2) >= share, "no more is left out than must be")
    #expect(Set(dropped.map(\.reason)) == ["balance-cap"])
    #expect(dropped[0].detail.ja.contains("corpora/large.pdf"))
    #expect(Dictionary(grouping: kept, by: \.fact).values.allSatisfy { $0.count == 2 })
    #expect(kept.count + dropped.count == pairs().count)
  }

  @Test func `caps on two dimensions leave out first what both are against`() {
    func pairs(_ count: Int, _ language: Language, _ type: QuestionType) -> [QAPair] {
      let document = RandomPairs.document("m-\(language).pdf", language)
      return (0..<count).map { RandomPairs.pair("\(type) \(language) \($0)?", in: document, type: type) }
    }
    let all = pairs(90, .ja, .number) + pairs(50, .ja, .factoid) + pairs(34, .en, .number) + pairs(30, .en, .factoid)
    let capped = options {
      $0.documentCap = 1000
      $0.caps = [ShareGoal(.type, "number", share: 0.3), ShareGoal(.language, "ja", share: 0.5)]
    }
    let kept = Balancer(capped).balance(all).kept
    // All that ask for something else, and three sevenths of them in numbers: no more can stay.
    #expect((110...114).contains(kept.count))
    #expect(kept.count { $0.type == .factoid } == 80)
    #expect(kept.count { $0.type == .number } * 10 <= kept.count * 3)
    #expect(kept.count { $0.language == .ja } * 2 <= kept.count)
  }

  private func sized(_ sizes: [Int]) -> (pairs: [QAPair], documents: [SplitDocument]) {
    let documents = sizes.indices.map { RandomPairs.document("c\($0).pdf") }
    return (zip(documents, sizes).flatMap { RandomPairs.pairs(in: $0, facts: $1) }, documents)
  }

  @Test(arguments: [
    // Three times a fifth is less than all; and of five documents the smallest one would have to be a fifth of what is left.
    ([60, 60, 60], "document=0.2"), ([60, 60, 60], "language:ja=0.8"), ([100, 100, 100, 100, 1], "document=0.2"),
    ([50, 50, 50, 50], "document:corpora/c0.pdf=0.001,document=0.3"),
  ])
  func `a cap that its classes cannot hold, or only with next to nothing, leaves nothing out and is named`(
    sizes: [Int], caps: String
  ) throws {
    let capped = options {
      $0.documentCap = 1000
      $0.caps = caps.split(separator: ",").compactMap { ShareGoal(String($0)) }
    }
    let pairs = sized(sizes).pairs
    let balanced = Balancer(capped).balance(PairList(pairs))
    #expect(balanced.kept.count == pairs.count && balanced.dropped.isEmpty)
    #expect(balanced.unmet == capped.caps)
    let text = try #require(UnmetCaps(balanced.unmet).text)
    #expect(text.en.contains("`\(capped.caps[0])`") && text.ja.contains("`\(capped.caps[0])`"))
    let weights = Balancer(capped).weights(pairs)
    #expect(weights.values.allSatisfy { 0.1...10 ~= $0 })
  }

  @Test func `training with fewer documents than there are in all keeps its facts`() throws {
    let (pairs, documents) = sized([40, 40, 40, 40, 40, 40, 2, 2])
    let capped = options { $0.caps = [ShareGoal(.document, nil, share: 0.2)] }
    let balancer = Balancer(capped)
    let balanced = balancer.balance(PairList(pairs))
    #expect(balanced.dropped.isEmpty && balanced.unmet.isEmpty)
    let split = Splitter().split(balanced.kept, documents: documents)
    #expect(Set(split[.train].map(\.evidence[0].document)).count < documents.count)
    let training = balancer.sample(split)
    #expect(training.kept == split[.train] && training.dropped.isEmpty)
  }

  @Test func `training of one class alone is not cut to a cap on it`() {
    let (pairs, documents) = mixed()
    let capped = options { $0.caps = [ShareGoal(.language, "ja", share: 0.8)] }
    var split = Splitter().split(pairs, documents: documents)
    split.parts[.train] = PairList(split[.train].filter { $0.language == .ja })
    let training = Balancer(capped).sample(split)
    #expect(training.kept.count == split[.train].count && !training.kept.isEmpty)
    #expect(Balancer(capped).weights(of: training.kept).allSatisfy { 0.1...10 ~= $0 })
  }

  /// Five documents, a tenth of the pairs ask for a procedure, a third are English.
  private func mixed() -> (pairs: [QAPair], documents: [SplitDocument]) {
    let documents = (0..<12).map { RandomPairs.document("m\($0).pdf", $0 % 3 == 2 ? .en : .ja) }
    let pairs = documents.flatMap { document in
      RandomPairs.pairs(in: document, facts: 20).enumerated().map { number, pair in
        var pair = pair
        pair.type = number / 2 % 10 == 0 ? .procedure : .number
        return pair
      }
    }
    return (pairs, documents)
  }

  @Test func `weights reach target shares in two dimensions at once`() {
    let pairs = mixed().pairs
    let wanted = options {
      $0.targets = [ShareGoal(.type, "procedure", share: 0.4), ShareGoal(.language, "en", share: 0.5)]
    }
    let weights = Balancer(wanted).weights(pairs)
    func share(_ isMember: (QAPair) -> Bool) -> Double {
      let all = pairs.reduce(0) { $0 + (weights[$1.id] ?? 0) }
      return pairs.filter(isMember).reduce(0) { $0 + (weights[$1.id] ?? 0) } / all
    }
    #expect(abs(share { $0.type == .procedure } - 0.4) < 0.01)
    #expect(abs(share { $0.language == .en } - 0.5) < 0.01)
  }

  @Test(arguments: [BalanceOptions.Sampling.under, .over]) func `sampling comes near a target share`(
    sampling: BalanceOptions.Sampling
  ) throws {
    let (pairs, documents) = mixed()
    let result = Splitter(options: SplitOptions(rewordedShare: 0.05)).split(pairs, documents: documents)
    let balancer = Balancer(
      options {
        $0.targets = [ShareGoal(.type, "procedure", share: 0.4)]
        $0.sampling = sampling
      })
    let training = balancer.sample(result)
    let count = { (pair: QAPair) in training.repeats[pair.id] ?? 1 }
    let all = training.kept.reduce(0) { $0 + count($1) }
    let procedures = training.kept.filter { $0.type == .procedure }.reduce(0) { $0 + count($1) }
    #expect(abs(Double(procedures) / Double(all) - 0.4) < 0.1, "\(procedures) of \(all)")
    if sampling == .over {
      #expect(training.kept == result[.train] && training.dropped.isEmpty)
      #expect(training.repeats.values.allSatisfy { 2...8 ~= $0 })
    } else {
      #expect(training.repeats.isEmpty && training.kept.count + training.dropped.count == result[.train].count)
      #expect(Set(training.dropped.map(\.reason)) == ["balance-target"])
      // What the reworded test asks for is still learned.
      let learned = Set(training.kept.map(\.fact))
      #expect(result[.testReworded].allSatisfy { learned.contains($0.fact) })
    }
  }

  @Test func `repeated pairs stand in training only, and the certificate holds`() throws {
    let (pairs, documents) = mixed()
    let result = Splitter().split(pairs, documents: documents)
    let repeats = Dictionary(uniqueKeysWithValues: result[.train].prefix(5).map { ($0.id, 3) })
    let examples = DatasetFolder.examples(result, repeats: repeats)
    #expect(examples[.train]?.count == result[.train].count + 10)
    let folder = FileManager.default.temporaryDirectory.appending(path: "shikomi-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for file in try DatasetFolder.files(result, version: "v1", repeats: repeats) {
      try file.data.write(to: folder.appending(path: file.name))
    }
    let violations = try SplitCertificate.verify(folder)
    #expect(violations.isEmpty, "\(violations)")
  }

  @Test func `the card shows shares before and after with the choice, and the picture both`() throws {
    let (pairs, documents) = mixed()
    let result = Splitter().split(pairs, documents: documents)
    let chosen = options { $0.targets = [ShareGoal(.type, "procedure", share: 0.4)] }
    let balancer = Balancer(chosen, classes: BalanceClasses(documents))
    let files = try DatasetFolder.files(
      result, version: "v1", weights: balancer.weights(result[.train]),
      balance: DatasetBalance(before: pairs, options: chosen, classes: balancer.classes))
    let card = String(decoding: files[4].data, as: UTF8.self)
    #expect(card.contains("| procedure | 10.0 % | ") && card.contains(" | 40.0 % |"))
    #expect(card.contains("`type:procedure=0.4`) are aimed at by weights"))
    #expect(card.contains("は重みで調整します"))
    #expect(card.contains("(balance.svg)"))
    let picture = String(decoding: files[5].data, as: UTF8.self)
    #expect(picture.hasPrefix("<svg") && picture.contains("procedure") && picture.contains("--series-1:"))
  }

  @Test func `shares are asked for in words`() {
    #expect(ShareGoal("type:number=0.3") == ShareGoal(.type, "number", share: 0.3))
    #expect(ShareGoal("document = 0.2") == ShareGoal(.document, nil, share: 0.2))
    #expect(ShareGoal("document:corpora/a=b.pdf=1") == ShareGoal(.document, "corpora/a=b.pdf", share: 1))
    for wrong in ["", "type", "kind=0.3", "type:number=0", "type:number=1.2", "type:=0.3", "type:number=x"] {
      #expect(ShareGoal(wrong) == nil, "\(wrong)")
    }
  }

  @Test(arguments: BalanceOptions.Sampling.allCases)
  func `count times weight has the target shares, however it was sampled`(
    sampling: BalanceOptions.Sampling
  ) throws {
    let (pairs, documents) = mixed()
    let result = Splitter(options: SplitOptions(rewordedShare: 0.05)).split(pairs, documents: documents)
    var chosen = BalanceOptions()
    chosen.targets = [ShareGoal(.language, "en", share: 0.5), ShareGoal(.type, "procedure", share: 0.3)]
    chosen.sampling = sampling
    let balancer = Balancer(chosen)
    let training = balancer.sample(result)
    let weights = balancer.weights(of: training.kept, repeats: training.repeats)
    var reached = ReachedShares(chosen)
    for (pair, weight) in zip(training.kept, weights) {
      reached.add(weight: weight, times: Double(training.repeats[pair.id] ?? 1)) {
        balancer.classes.name(of: pair, by: $0)
      }
    }
    #expect(reached.rows.allSatisfy { $0.holds && abs($0.weight - $0.goal.share) < 0.005 }, "\(reached.rows)")
    let text = try #require(reached.text)
    #expect(text.en.contains("`language:en=0.5` is") && text.ja.contains("重みで 50.0 %"))
    if sampling == .over {
      #expect(reached.rows.allSatisfy { abs($0.count - $0.goal.share) < 0.03 }, "\(reached.rows)")
    }
  }

  @Test func `a cap holds of all pairs by count and of training by weight`() {
    let (pairs, documents) = mixed()
    var chosen = BalanceOptions()
    chosen.caps = [ShareGoal(.language, "ja", share: 0.4)]
    let balancer = Balancer(chosen)
    let kept = balancer.balance(PairList(pairs)).kept
    #expect(Double(kept.count { $0.language == .ja }) <= 0.4 * Double(kept.count))
    var result = Splitter().split(kept, documents: documents)
    let training = balancer.sample(result)
    result.parts[.train] = training.kept
    var reached = ReachedShares(chosen)
    for (pair, weight) in zip(training.kept, balancer.weights(of: training.kept)) {
      reached.add(weight: weight) { balancer.classes.name(of: pair, by: $0) }
    }
    #expect(reached.rows.count == 1)
    #expect(reached.rows.allSatisfy { $0.isCap && $0.weight <= 0.401 }, "\(reached.rows)")
  }

  @Test func `a class that there is not is refused by name, with those that there are`() throws {
    let pairs = PairList(mixed().pairs)
    for (target, cap) in [("language:fr=0.5", nil), ("type:numbr=0.2", nil), (nil, "type:numbr=0.2")]
      as [(String?, String?)]
    {
      var chosen = BalanceOptions()
      chosen.targets = target.flatMap(ShareGoal.init).map { [$0] } ?? []
      chosen.caps = cap.flatMap(ShareGoal.init).map { [$0] } ?? []
      let error = try #require(throws: UnknownShareClass.self) { try Balancer(chosen).check(pairs) }
      #expect(error.known == (target == "language:fr=0.5" ? ["en", "ja"] : ["number", "procedure"]))
      #expect(error.text.en.contains("`\(error.goal)`") && error.text.ja.contains(error.known.joined(separator: ", ")))
    }
    var waiting = BalanceOptions()
    waiting.caps = [ShareGoal(.type, "list", share: 0.2)]
    try Balancer(waiting).check(pairs)
  }

  @Test func `weights far above the average are named`() throws {
    var extreme = ExtremeWeights()
    extreme.add(weight: 9.9, type: .number, language: .ja, document: "a.md")
    #expect(extreme.text == nil)
    extreme.add(weight: 12.5, type: .list, language: .en, document: "b.md")
    let text = try #require(extreme.text)
    #expect(
      text.en.hasPrefix("1 training examples weigh more than 10 times") && text.ja.contains("12.5：list, en, b.md"))
  }
}
