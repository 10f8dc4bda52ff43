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
  public static let version = 4

  /// All pairs with their review states, and all documents.
  public struct Input: Sendable {
    var pairs: [ReviewedPair]
    var documents: [SplitDocument]
    /// The number of the latest version; 0 before the first.
    var latest: Int
  }

  /// A frozen version.
  public struct Output: Sendable {
    var version: DatasetVersion
    var members: [DatasetVersion.Member]
    var contradictions: [Contradiction]
  }

  /// Thresholds and shares of this run.
  public let options: CurateOptions
  /// The seed and the rank within which a question must find its passage, as `seed=N` and `rank=N`.
  public let dependencies: [String]
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
    var pairs: [ReviewedPair] = []
    var documents: [SplitDocument] = []
    var latest = 0
    try store.read { transaction in
      try transaction.eachPair { pairs.append($0) }
      for document in try transaction.documents() {
        guard let clean = try transaction.cleanDocument(document.source.sha256) else { continue }
        documents.append(
          try splitDocument(document.source, document.language, clean, path: document.source.path, transaction))
      }
      latest = try transaction.datasets().last?.number ?? 0
      documents += try earlierContents(of: &pairs, beside: documents, transaction)
    }
    guard !pairs.isEmpty else { return [] }
    var fields: [String] = documents.flatMap { [$0.path, $0.sha256.hex] }
    for reviewed in pairs {
      let pair = reviewed.pair
      fields += [pair.id.hex, pair.status.rawValue, pair.question, pair.answer, pair.fact.hex]
    }
    let input = Input(pairs: pairs, documents: documents, latest: latest)
    return [StageBatch(id: ContentHash(of: fields).hex, input: input, count: pairs.count)]
  }

  /// Documents out of use whose pairs somebody has accepted since. Where the file holds another content now, theirs
  /// goes by a name of its own.
  private func earlierContents(
    of pairs: inout [ReviewedPair], beside current: [SplitDocument], _ transaction: Transaction
  ) throws -> [SplitDocument] {
    let paths = Set(current.map(\.path))
    let contents = Set(current.map(\.sha256))
    var found: [ContentHash: SplitDocument] = [:]
    for index in pairs.indices where !pairs[index].isStale {
      for (place, evidence) in pairs[index].original.evidence.enumerated() where !contents.contains(evidence.sha256) {
        guard let document = try transaction.document(evidence.sha256),
          let clean = try transaction.cleanDocument(evidence.sha256)
        else { continue }
        let path = evidence.document
        let name = paths.contains(path) ? "\(path)@\(evidence.sha256.short)" : path
        pairs[index].original.evidence[place].document = name
        found[evidence.sha256] = try splitDocument(document.source, document.language, clean, path: name, transaction)
      }
    }
    return found.values.sorted { $0.path < $1.path }
  }

  private func splitDocument(
    _ source: SourceFile, _ language: Language, _ clean: CleanDocument, path: String, _ transaction: Transaction
  ) throws -> SplitDocument {
    SplitDocument(
      path: path, sha256: source.sha256, language: language, text: clean.text,
      passages: try transaction.chunks(of: source.sha256).map {
        SplitDocument.Passage(chunk: $0.id, range: $0.start..<$0.end)
      })
  }

  /// Selects, ranks, deduplicates, balances and splits, then freezes the version's folder.
  ///
  /// - Throws: An `ExplainedError` where no pair is left to use or to train on: nothing is frozen then; what freezing the
  ///   folder or the store throws.
  public func process(_ batch: StageBatch<Input>) async throws -> StageOutcome<Output> {
    let input = batch.input
    var drops: [Drop] = []
    var kept = selection(input.pairs, &drops)
    let selected = kept.count
    kept = try ranked(kept, &drops)
    let unique = Deduplicator(threshold: options.duplicateThreshold) {
      AnswerAgreement.agree($0.answer, $1.answer, $0.language)
    }.deduplicate(kept)
    let contradictions = contradictions(unique.kept)
    drops += unique.dropped
    let classes = BalanceClasses(input.documents)
    let balancer = Balancer(options.balance(seed: seed), classes: classes)
    let balanced = balancer.balance(unique.kept)
    var split = Splitter(options: options.split(seed: seed, groups: versions(input.documents))).split(
      balanced.kept, documents: input.documents,
      history: try store.read { try FrozenDataset.history(in: folder, $0) })
    let training = balancer.sample(split)
    split.parts[.train] = training.kept
    drops += Self.remarks(contradictions, leftOut: balanced.dropped + split.dropped + training.dropped)
    guard !split[.train].isEmpty else {
      throw NothingToCurate(
        reviewedOnly: options.reviewed, pairs: input.pairs.count, selected: selected, left: balanced.kept.count,
        reasons: FrequentReasons(drops))
    }
    let members = DatasetSplit.allCases.flatMap { part in
      split[part].compactMap { pair in
        pair.evidence.first.map { DatasetVersion.Member(pair: pair.id, document: $0.sha256, split: part) }
      }
    }
    let flags = DatasetSplit.allCases.flatMap { split[$0] }.compactMap { DatasetRemarks.Flag($0, finder) }
    drops += flags.map(Self.remark)
    let weights = balancer.weights(split[.train])
    let version = try DatasetFreezer(folder: folder).freeze(
      after: input.latest, inputs: ContentHash(of: [batch.id, optionsHash.hex]), seed: UInt64(seed)
    ) { name in
      try DatasetFolder.files(
        split, version: name, weights: weights, repeats: training.repeats,
        balance: DatasetBalance(before: unique.kept, options: balancer.options, classes: classes),
        dropped: drops.filter { $0.outcome == .dropped },
        remarks: DatasetRemarks(contradictions: contradictions, flags: flags))
    }
    return StageOutcome(
      kept: Output(version: version, members: members, contradictions: contradictions), keptCount: members.count,
      drops: drops)
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
    try transaction.save(output.version, members: output.members)
    try transaction.replaceContradictions(
      with: output.contradictions.map { ($0.left.pair, $0.right.pair, $0.similarity) })
  }

  /// Rejected and stale pairs are out; unreviewed ones too where only accepted ones count.
  private func selection(_ pairs: [ReviewedPair], _ drops: inout [Drop]) -> [QAPair] {
    var kept: [QAPair] = []
    for reviewed in pairs {
      let pair = reviewed.pair
      switch pair.status {
      case .accepted, .edited: kept.append(pair)
      case .unreviewed where !options.reviewed: kept.append(pair)
      case .unreviewed:
        drops.append(
          drop(pair, "unreviewed", BilingualText(en: "nobody has reviewed it yet", ja: "まだ誰も確認していません")))
      case .rejected:
        let reason = reviewed.state.reason.map { BilingualText(verbatim: $0) }
        drops.append(
          drop(pair, "rejected", reason ?? BilingualText(en: "a reviewer rejected it", ja: "確認した人が却下しました")))
      case .stale:
        drops.append(
          drop(
            pair, "stale",
            BilingualText(en: "its passage is gone or was cut otherwise", ja: "元の文章がなくなったか、区切り方が変わりました")))
      }
    }
    return kept
  }

  /// Unreviewed questions must find their own passage in the whole corpus; what a person accepted need not.
  private func ranked(_ pairs: [QAPair], _ drops: inout [Drop]) throws -> [QAPair] {
    var languages: [ContentHash: Language] = [:]
    for pair in pairs { if let evidence = pair.evidence.first { languages[evidence.chunk] = pair.language } }
    try store.read { transaction in
      try transaction.eachChunk { if languages[$0.id] != nil { languages[$0.id] = $0.language } }
    }
    // A question over two passages need find neither, and one in another language finds none by its words.
    let asked = pairs.indices.filter { index in
      let pair = pairs[index]
      return pair.status == .unreviewed && pair.type != .multiHop
        && pair.evidence.first.map { languages[$0.chunk] == pair.language } ?? false
    }
    let found = try store.read { transaction in
      try PassageRanks.found(
        asked.compactMap { index in
          pairs[index].evidence.first.map { .init(text: pairs[index].question, passage: $0.chunk) }
        }, within: rank, of: { visit in try transaction.eachChunk { try visit($0.id, $0.textWithContext) } })
    }
    let lost = Set(zip(asked, found).filter { !$0.1 }.map(\.0))
    return pairs.enumerated().filter { index, pair in
      guard lost.contains(index) else { return true }
      drops.append(
        drop(
          pair, "retrieval-rank",
          BilingualText(
            en: "the question does not find its passage among the first \(rank) of the corpus",
            ja: "この質問で検索しても、元の文章が上位 \(rank) 件に入りません")))
      return false
    }.map(\.element)
  }

  private func drop(_ pair: QAPair, _ reason: String, _ detail: BilingualText) -> Drop {
    Drop(
      stage: Self.name, item: pair.id.hex, document: pair.evidence.first?.document, reason: reason,
      detail: BilingualText(
        en: "\(detail.en): “\(pair.question)”", ja: "\(detail.ja)：「\(pair.question)」"))
  }
}
