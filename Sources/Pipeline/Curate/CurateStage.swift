import Foundation
import Generation
import Preparation
public import Records
import Retrieval
public import Storage

/// Freezes a dataset version: gates that need the whole corpus, deduplication, balance, split, certificate.
///
/// It looks at all pairs at once, so it has one batch, named by everything that the result depends on.
public struct CurateStage: Stage {
  /// `curate`.
  public static let name = "curate"
  /// For the list of commands and the command's own help.
  public static let summary = BilingualText(
    en: "gates, deduplication, balance and split; freezes a new dataset version",
    ja: "検査、重複の除去、偏りの調整、分割を行い、データセットの新しい版を作ります")
  /// To be raised when the same pairs and options would give another dataset.
  public static let version = 12

  /// All pairs as they count now, and all documents.
  public struct Input: Sendable {
    var pairs: PairList
    /// The language of each pair's passage, that of the pair where the passage is gone.
    var passageLanguages: [Language]
    /// What reviewers said of pairs that they rejected, by the pairs' positions.
    var rejections: [Int: String]
    var documents: [SplitDocument]
    /// The number of the latest version; 0 before the first.
    var latest: Int
  }

  /// A frozen version.
  public struct Output: Sendable {
    var version: DatasetVersion
    var split: SplitResult
    var contradictions: [Contradiction]
  }

  /// Thresholds and shares of this run.
  public let options: CurateOptions
  /// The seed and the rank within which a question must find its passage, as `seed=N` and `rank=N`.
  public let dependencies: [String]
  /// What the latest version was made of stays in the ledger until another is frozen: a refused run takes nothing away.
  public var ledgerInputs: Set<String> {
    get throws { try store.read { try $0.ledgerInputs(stage: Self.name) } }
  }
  private let seed: Int
  private let rank: Int
  private let finder: PersonalDataFinder
  private let store: Store
  private let folder: URL

  /// - Parameters:
  ///   - rank: A question must find its own passage among the first so many of the whole corpus.
  ///   - names: People's names that count as personal data.
  ///   - folder: `output/dataset/`.
  init(_ options: CurateOptions, seed: Int, rank: Int, names: [String] = [], store: Store, folder: URL) {
    self.options = options
    self.seed = seed
    self.rank = rank
    self.store = store
    self.folder = folder
    finder = PersonalDataFinder(names: names)
    dependencies = ["seed=\(seed)", "rank=\(rank)"] + (names.isEmpty ? [] : [ContentHash(of: names).hex])
  }

  /// One batch with all pairs and documents, named by a hash of them; no batch where there is no pair.
  public func plan() throws -> [StageBatch<Input>] {
    let input = try store.read { try CurateInput($0).read() }
    guard !input.pairs.isEmpty else { return [] }
    let id = ContentHash(ofEach: { field in
      for document in input.documents {
        field(document.path)
        field(document.sha256.hex)
      }
      for pair in input.pairs {
        for text in [pair.id.hex, pair.status.rawValue, pair.question, pair.answer, pair.fact.hex] { field(text) }
      }
    })
    return [StageBatch(id: id.hex, input: input, count: input.pairs.count)]
  }

  /// Selects, ranks, deduplicates, balances and splits, then freezes the version's folder.
  ///
  /// - Throws: An `ExplainedError` where no pair is left to use or to train on: nothing is frozen then; what freezing the
  ///   folder or the store throws.
  public func process(_ batch: StageBatch<Input>) async throws -> StageOutcome<Output> {
    let input = batch.input
    var drops: DropList = []
    var kept = selection(input, &drops)
    let selected = kept.count
    let classes = BalanceClasses()
    let balancer = Balancer(options.balance(seed: seed), classes: classes)
    try balancer.check(kept)
    kept = try ranked(kept, input, &drops)
    Machine.returnMemory()
    let unique = Deduplicator(threshold: options.duplicateThreshold) {
      AnswerAgreement.sayTheSame($0.answer, $1.answer, $0.language)
    }.deduplicate(kept)
    let contradictions = contradictions(unique.kept)
    Machine.returnMemory()
    drops += unique.dropped
    let balanced = balancer.balance(unique.kept)
    var later = balanced.dropped
    let unmet = UnmetCaps(balanced.unmet)
    var split = Splitter(options: options.split(seed: seed, groups: versions(input.documents))).split(
      balanced.kept, documents: input.documents,
      history: try store.read { try FrozenDataset.history(in: folder, $0) }, contradictions: contradictions)
    later += split.dropped
    Machine.returnMemory()
    let training = balancer.sample(split)
    split.parts[.train] = training.kept
    later += training.dropped
    drops += DropList(Self.remarks(unmet))
    drops += Self.remarks(contradictions, in: split.groups, leftOut: later)
    let reasons = FrequentReasons.counts(of: drops)
    guard !split[.train].isEmpty else {
      throw NothingToCurate(
        reviewedOnly: options.reviewed, pairs: input.pairs.count, selected: selected, left: balanced.kept.count,
        reasons: FrequentReasons(reasons))
    }
    let screening = PassageScreening(finder) { id in try store.read { try $0.chunk(id) } }
    let flags = try DatasetSplit.allCases.flatMap { part in
      try split[part].compactMap { pair in
        DatasetRemarks.Flag(pair, finder, announced: try screening.values(of: pair.evidence))
      }
    }
    drops += DropList(count: flags.count) { number in Self.remark(flags[number]) }
    let weights = balancer.weights(of: split[.train], repeats: training.repeats)
    let version = try DatasetFreezer(folder: folder).freeze(
      after: input.latest, inputs: ContentHash(of: [batch.id, optionsHash.hex]), seed: UInt64(seed)
    ) { name, sink in
      try DatasetFolder.write(
        split, version: name, weights: weights, repeats: training.repeats,
        balance: DatasetBalance(before: unique.kept, options: balancer.options, classes: classes, unmet: unmet),
        dropped: reasons,
        remarks: DatasetRemarks(contradictions: contradictions, flags: flags), to: &sink)
    }
    return StageOutcome(
      kept: Output(version: version, split: split, contradictions: contradictions),
      keptCount: DatasetSplit.allCases.reduce(0) { $0 + split[$1].count }, drops: drops)
  }

  /// A file's contents belong together, however much they differ.
  private func versions(_ documents: [SplitDocument]) -> [[String]] {
    documents.compactMap { document in
      document.path.lastIndex(of: "@").flatMap { at in
        let path = String(document.path[..<at])
        return document.path[at...] == "@\(document.sha256.short)" ? [path, document.path] : nil
      }
    }
  }

  /// Records the version and its members; its folder is complete by now.
  public func write(
    _ output: Output, of batch: StageBatch<Input>, provenance: Provenance, to transaction: Transaction
  ) throws {
    let members = DatasetSplit.allCases.lazy.flatMap { part in
      output.split[part].lazy.compactMap { pair in
        pair.evidence.first.map { DatasetVersion.Member(pair: pair.id, document: $0.sha256, split: part) }
      }
    }
    try transaction.save(output.version, members: members)
    try transaction.noteCurated(for: output.version.number)
    try transaction.trimLedger(stage: Self.name, to: [batch.id])
    try transaction.replaceContradictions(
      with: output.contradictions.map { ($0.left.pair, $0.right.pair, $0.similarity) })
  }

  /// Rejected and stale pairs are out; unreviewed ones too where only accepted ones count.
  private func selection(_ input: Input, _ drops: inout DropList) -> PairList {
    var kept: [Int] = []
    var gone: [Int] = []
    for (index, status) in input.pairs.statuses.enumerated() {
      let counts = status == .accepted || status == .edited || status == .unreviewed && !options.reviewed
      if counts { kept.append(index) } else { gone.append(index) }
    }
    let left = gone
    drops += DropList(count: left.count) { number in
      let pair = input.pairs[left[number]]
      switch pair.status {
      case .rejected:
        let reason = input.rejections[left[number]].map { BilingualText(verbatim: $0) }
        return drop(pair, "rejected", reason ?? BilingualText(en: "a reviewer rejected it", ja: "確認した人が却下しました"))
      case .stale:
        return drop(
          pair, "stale",
          BilingualText(en: "its passage is gone or was cut otherwise", ja: "元の文章がなくなったか、区切り方が変わりました"))
      case .unreviewed, .accepted, .edited:
        return drop(pair, "unreviewed", BilingualText(en: "nobody has reviewed it yet", ja: "まだ誰も確認していません"))
      }
    }
    return input.pairs.selecting(kept)
  }

  /// Unreviewed questions must find their own passage in the whole corpus; what a person accepted need not.
  private func ranked(_ pairs: PairList, _ input: Input, _ drops: inout DropList) throws -> PairList {
    // A question over two passages need find neither, and one in another language finds none by its words.
    var asked: [Int] = []
    var queries = PassageRanks.Queries()
    for (index, pair) in pairs.enumerated() where pair.status == .unreviewed && pair.type != .multiHop {
      guard let evidence = pair.evidence.first, input.passageLanguages[pairs.number(of: index)] == pair.language else {
        continue
      }
      asked.append(index)
      queries.append(pair.question, passage: evidence.chunk)
    }
    let found = try store.read { transaction in
      try PassageRanks.found(
        queries, within: rank, of: { visit in try transaction.eachChunk { try visit($0.id, $0.textWithContext) } })
    }
    let lost = zip(asked, found).filter { !$0.1 }.map(\.0)
    drops += DropList(count: lost.count) { number in
      drop(
        pairs[lost[number]], "retrieval-rank",
        BilingualText(
          en: "the question does not find its passage among the first \(rank) of the corpus",
          ja: "この質問で検索しても、元の文章が上位 \(rank) 件に入りません"))
    }
    var isLost = [Bool](repeating: false, count: pairs.count)
    for index in lost { isLost[index] = true }
    return pairs.selecting(pairs.indices.filter { !isLost[$0] })
  }

  private func drop(_ pair: QAPair, _ reason: String, _ detail: BilingualText) -> Drop {
    Drop(
      stage: Self.name, item: pair.id.hex, document: pair.evidence.first?.document, reason: reason,
      detail: BilingualText(
        en: "\(detail.en): “\(pair.question)”", ja: "\(detail.ja)：「\(pair.question)」"))
  }
}
