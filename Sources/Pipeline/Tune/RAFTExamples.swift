import Generation
import Preparation
import Records
import Retrieval
import Storage

/// Training conversations with passages in the prompt: the gold one among distractors, and in a share of them distractors
/// alone (RAFT, Zhang et al. 2024). The model learns to read what retrieval finds, and not to trust all of it.
///
/// Passages come from documents that training may see, and from no other: a passage of `test-unseen` in a training prompt
/// would be a leak.
struct RAFTExamples {
  /// How many, and how often.
  struct Options: Sendable, Hashable {
    /// Passages beside the gold one.
    var distractors = 4
    /// Share of the conversations that hold the gold passage.
    var goldShare = 0.8
    /// What the order and the share follow from.
    var seed: UInt64 = 7
  }

  /// What the setting `context` may say.
  static let contexts = ["closed-book", "raft"]

  private let options: Options
  private let templates: PromptTemplates
  private let passages: [ContentHash: Chunk]
  private let allowed: BM25Index
  /// The passages of `allowed`, in the order of their ids.
  private let others: [Chunk]

  /// - Parameters:
  ///   - documents: What training may see.
  ///   - passages: All that may be gold; distractors are those of `documents` alone.
  init(_ options: Options, templates: PromptTemplates, documents: Set<ContentHash>, passages: [Chunk]) {
    self.options = options
    self.templates = templates
    self.passages = Dictionary(passages.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    others = self.passages.values.filter { documents.contains($0.document) }.sorted { $0.id < $1.id }
    allowed = BM25Index(others)
  }

  /// The passages of an example's prompt, in their order there; without any where the gold one is gone.
  func passages(for example: TrainingExample) -> [Chunk] {
    let gold = example.evidence.compactMap { passages[$0.chunk] }
    guard gold.count == example.evidence.count, !gold.isEmpty else { return [] }
    var random = SeededRandom(seed: options.seed, name: "raft " + example.id.hex)
    let share = Double(random.next() >> 11) / Double(1 << 53)
    let own = share < options.goldShare ? unique(gold) : []
    let wanted = options.distractors + (own.isEmpty ? 1 : 0)
    let cited = Set(gold.map(\.id))
    // What says the same is no distractor.
    let distracts = { (passage: Chunk) in
      !cited.contains(passage.id) && !example.evidence.contains { passage.text.contains($0.quote) }
    }
    var found = allowed.search(example.asked, k: wanted + 4 * cited.count + 4).compactMap { passages[$0.chunk] }
      .filter(distracts)
    if found.count < wanted {
      // A question that shares words with few passages is filled up with others.
      let known = Set(found.map(\.id))
      found += others.shuffled(using: &random).filter { !known.contains($0.id) && distracts($0) }
    }
    return (own + found.prefix(wanted)).shuffled(using: &random)
  }

  /// The example as it is trained on.
  func conversation(_ example: TrainingExample) -> TrainingExample {
    let shown = passages(for: example)
    guard !shown.isEmpty else { return example }
    let asked = templates.render(
      .readAnswer, language: example.language,
      values: [
        "passage": shown.map(\.textWithContext).joined(separator: "\n\n"), "question": example.asked,
      ])
    var out = example
    out.messages = [
      Message(role: "user", content: asked), Message(role: "assistant", content: example.answered),
    ]
    return out
  }

  private func unique(_ chunks: [Chunk]) -> [Chunk] {
    var seen: Set<ContentHash> = []
    return chunks.filter { seen.insert($0.id).inserted }
  }
}

extension RAFTExamples {
  /// For a frozen dataset: documents of its training part, and for the validation part those of that part too.
  init(_ options: Options, _ dataset: FrozenDataset, _ part: DatasetSplit, _ store: Store, _ templates: PromptTemplates)
    throws
  {
    let parts: [DatasetSplit] = part == .validation ? [.train, .validation] : [.train]
    let unseen = Set(try dataset.examples(.testUnseen).flatMap { $0.evidence.map(\.sha256) })
    let examples = try parts.flatMap { try dataset.examples($0) }
    let documents = Set(examples.flatMap { $0.evidence.map(\.sha256) }).subtracting(unseen)
    var chunks: [Chunk] = []
    try store.read { transaction in
      for document in documents.sorted() { chunks += try transaction.chunks(of: document) }
      let known = Set(chunks.map(\.id))
      // Passages out of use that an accepted pair still quotes.
      for id in Set(examples.flatMap { $0.evidence.map(\.chunk) }).subtracting(known).sorted() {
        if let chunk = try transaction.chunk(id) { chunks.append(chunk) }
      }
    }
    self.init(options, templates: templates, documents: documents, passages: chunks)
  }
}
