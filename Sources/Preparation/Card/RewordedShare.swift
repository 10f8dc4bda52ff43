public import Records

/// How many trained facts are asked again in other words, and why there are no more of them.
public struct RewordedShare: Sendable, Hashable {
  /// Facts that training knows and that could be asked again.
  public let facts: Int
  /// Those of them that a reworded test question asks.
  public let held: Int
  /// Those that have one wording only, all of it in training.
  public let single: Int
  /// Share of the facts that was wanted.
  public let wanted: Double

  /// Which facts training and the reworded test ask for, and in how many wordings: some forty bytes an example.
  public struct Wordings: Sendable {
    private struct Entry: Comparable {
      var fact: HashKey
      var answer: HashKey
      var id: HashKey

      static func < (left: Entry, right: Entry) -> Bool {
        (left.fact, left.answer, left.id) < (right.fact, right.answer, right.id)
      }
    }

    private var trained: [Entry] = []
    private var reworded: Set<HashKey> = []

    /// None yet.
    public init() {}

    /// Takes in an example; those of the other parts do not count.
    public mutating func add(_ example: TrainingExample, _ part: DatasetSplit) {
      add(fact: example.fact, answer: example.answer, id: example.id, part)
    }

    mutating func add(fact: ContentHash, answer: String, id: ContentHash, _ part: DatasetSplit) {
      switch part {
      case .train: trained.append(Entry(fact: HashKey(fact), answer: HashKey(text: answer), id: HashKey(id)))
      case .testReworded: reworded.insert(HashKey(fact))
      case .validation, .testUnseen: break
      }
    }

    /// Counts facts by their wordings with the same answer: what turns a fact round or explains it asks something else.
    fileprivate func counts() -> (facts: Int, held: Int, single: Int) {
      let entries = trained.sorted()
      var (facts, single) = (reworded.count, 0)
      var start = 0
      while start < entries.count {
        var end = start + 1
        var isSingle = true
        while end < entries.count, entries[end].fact == entries[start].fact {
          let isSame = entries[end].answer == entries[end - 1].answer && entries[end].id != entries[end - 1].id
          if isSame { isSingle = false }
          end += 1
        }
        if !reworded.contains(entries[start].fact) {
          facts += 1
          if isSingle { single += 1 }
        }
        start = end
      }
      return (facts, reworded.count, single)
    }
  }

  /// Counts the facts of examples that are held anyway.
  public init(trained: [TrainingExample], reworded: [TrainingExample], wanted: Double) {
    var wordings = Wordings()
    for example in trained { wordings.add(example, .train) }
    for example in reworded { wordings.add(example, .testReworded) }
    self.init(wordings, wanted: wanted)
  }

  /// Counts the facts of examples that were told one by one.
  public init(_ wordings: Wordings, wanted: Double) {
    self.wanted = wanted
    (facts, held, single) = wordings.counts()
  }

  /// How many facts that share is.
  public var wantedFacts: Int { Int((wanted * Double(facts)).rounded()) }

  /// Facts are drawn by a hash, so that a few less say nothing.
  public var isMissed: Bool {
    wanted > 0 && facts > 0 && Double(held) < 0.8 * wanted * Double(facts) && held < wantedFacts
  }

  /// What was wanted, what came, and why; nil where the share was reached.
  public var text: BilingualText? {
    guard isMissed else { return nil }
    let others = facts - single
    return BilingualText(
      en: "test-reworded asks \(held) of the \(facts) trained facts in other words; \(wanted.toHundredths) of them, "
        + "\(wantedFacts), were wanted. \(single) facts have one wording only. The share is drawn from the other \(others), and of "
        + "those a wording is held out only where it is not nearly the same as a question in training. More wordings "
        + "(`rewordings` under `generate`) give more.",
      ja: "学習した \(facts) 件の事実のうち、test-reworded で別の言い方により尋ねるのは \(held) 件です（目標は割合 "
        + "\(wanted.toHundredths)、\(wantedFacts) 件）。\(single) 件の事実には言い方が一つしかありません。残りの \(others) 件から取り分けますが、"
        + "学習用の質問とほぼ同じ言い方は使えません。言い換えを増やすと（`generate` の `rewordings`）、この件数も増えます。")
  }
}

/// Parts of a dataset that no pair fell to, and a training part with less than half of all pairs.
public struct ThinParts: Sendable, Hashable {
  /// Pairs of each part.
  public let counts: [DatasetSplit: Int]
  /// Documents in all.
  public let documents: Int

  /// Takes what a dataset holds.
  public init(counts: [DatasetSplit: Int], documents: Int) {
    self.counts = counts
    self.documents = documents
  }

  /// Which are empty, whether training is thin, what that means, and what to do; nil where neither is so.
  public var text: BilingualText? {
    switch (empty, thinTraining) {
    case (let empty?, let thin?): BilingualText(en: "\(empty.en) \(thin.en)", ja: empty.ja + thin.ja)
    case (let empty, let thin): empty ?? thin
    }
  }

  private var thinTraining: BilingualText? {
    let (all, trained) = (counts.values.reduce(0, +), counts[.train, default: 0])
    guard trained * 2 < all else { return nil }
    return BilingualText(
      en: "Training has \(trained) of \(all) pairs only: whole groups of documents are held out, and those of this "
        + "version hold most pairs. Places are kept from version to version; another `seed`, or smaller shares `unseenShare` and "
        + "`validationShare` under `curate`, in a workspace without versions divide otherwise.",
      ja: "学習用は \(all) 件中 \(trained) 件だけです。文書はグループごとに取り分けるため、この版では取り分けたグループにペアの大半があります。"
        + "区分は版が変わっても保たれます。別の分け方にするには、版のないワークスペースで `seed`、または `curate` の `unseenShare`、"
        + "`validationShare` を変えてください。")
  }

  private var empty: BilingualText? {
    let empty = DatasetSplit.allCases.filter { $0 != .train && counts[$0, default: 0] == 0 }
    guard !empty.isEmpty else { return nil }
    let names = empty.map(\.rawValue)
    var english = ["No pair fell to \(names.joined(separator: ", "))."]
    var japanese = ["\(names.joined(separator: "、")) には一件も入りませんでした。"]
    if empty.contains(.testReworded), empty.contains(.testUnseen) {
      english.append("Nothing measures what a model learns from this version.")
      japanese.append("この版では、モデルが何を学んだかを測れません。")
    }
    if empty.contains(where: { $0 != .testReworded }) {
      english.append(
        "Whole groups of documents are held out (documents here: \(documents)): add some, then run ingest, generate and "
          + "curate again.")
      japanese.append(
        "文書はグループごとに取り分けますが、文書が \(documents) 件しかありません。文書を追加し、ingest、generate、curate をもう一度実行してください。")
    }
    if empty.contains(.testReworded) {
      english.append("Reworded questions take facts with several wordings (`rewordings` under `generate`).")
      japanese.append("言い換えの質問には、言い方が複数ある事実が必要です（`generate` の `rewordings`）。")
    }
    english.append("`datasets.load_dataset` finds the other splits alone: it refuses one without examples.")
    japanese.append("`datasets.load_dataset` は空の区分を受け付けないため、残りの区分だけを読み込みます。")
    return BilingualText(en: english.joined(separator: " "), ja: japanese.joined())
  }
}
