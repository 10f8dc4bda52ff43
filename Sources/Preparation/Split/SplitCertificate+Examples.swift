import Records

// What must hold of a dataset's examples, told one example after the other: parts in the order of `DatasetSplit`.

/// Every example cites documents of one group, and stands in that group's part.
struct PlaceCheck {
  private(set) var violations: [SplitViolation] = []
  private var groupOf: [ContentHash: SplitGroup] = [:]
  private var seen: [HashKey: (part: DatasetSplit, words: HashKey)] = [:]

  init(_ groups: [SplitGroup]) {
    for group in groups {
      for document in group.documents { groupOf[document.sha256] = group }
    }
  }

  mutating func add(_ example: TrainingExample, _ part: DatasetSplit) {
    let place: DatasetSplit = part == .testReworded ? .train : part
    // Training may repeat a pair to give its kind more room.
    let words = Self.words(of: example)
    if let other = seen.updateValue((part, words), forKey: HashKey(example.id)) {
      if other.part != part || part != .train {
        violations.append(
          SplitViolation(
            code: "pair-twice",
            detail: BilingualText(
              en: "\(example.id.short) is in \(other.part.rawValue) and \(part.rawValue).",
              ja: "\(example.id.short) が \(other.part.rawValue) と \(part.rawValue) の両方にあります。")))
      } else if other.words != words {
        violations.append(
          SplitViolation(
            code: "repeated-pair-differs",
            detail: BilingualText(
              en: "Two records of \(part.fileName) have the id \(example.id.short) and other words.",
              ja: "\(part.fileName) に、id が \(example.id.short) で内容の異なる記録があります。")))
      }
    }
    for evidence in example.evidence {
      guard let group = groupOf[evidence.sha256] else {
        violations.append(
          SplitViolation(
            code: "unknown-document",
            detail: BilingualText(
              en: "\(example.id.short) cites \(evidence.document), of no group.",
              ja: "\(example.id.short) の根拠 \(evidence.document) は、どのグループにもありません。")))
        continue
      }
      if !group.documents.contains(where: { $0.sha256 == evidence.sha256 && $0.path == evidence.document }) {
        violations.append(
          SplitViolation(
            code: "unknown-document",
            detail: BilingualText(
              en: "\(example.id.short) cites \(evidence.document), a path that the group \(group.name) does not have.",
              ja: "\(example.id.short) の根拠 \(evidence.document) は、グループ \(group.name) にないパスです。")))
      }
      guard group.place != place else { continue }
      violations.append(
        SplitViolation(
          code: "group-in-two-splits",
          detail: BilingualText(
            en: "\(example.id.short) in \(part.fileName) cites \(evidence.document), whose group \(group.name) "
              + "belongs to \(group.place.rawValue).",
            ja: "\(part.fileName) の \(example.id.short) の根拠は \(evidence.document) ですが、"
              + "そのグループ \(group.name) は \(group.place.rawValue) に属します。")))
    }
  }
}

extension PlaceCheck {
  /// Question, answer and quotes, in one number.
  private static func words(of example: TrainingExample) -> HashKey {
    HashKey(
      text: (example.messages.map(\.content) + example.evidence.map(\.quote)).joined(separator: "\u{0}"))
  }
}

/// No document, and no stretch of one, on two sides: told from the examples alone, whatever the groups say.
struct DocumentCheck {
  private(set) var violations: [SplitViolation] = []
  private var places: [String: (side: DatasetSplit, example: ContentHash)] = [:]
  private var told: Set<[String]> = []

  mutating func add(_ example: TrainingExample, _ part: DatasetSplit) {
    let side: DatasetSplit = part == .testReworded ? .train : part
    for evidence in example.evidence {
      for key in [evidence.sha256.hex, evidence.document] {
        guard let other = places[key] else {
          places[key] = (side, example.id)
          continue
        }
        guard other.side != side, told.insert([evidence.document, side.rawValue]).inserted else { continue }
        violations.append(
          SplitViolation(
            code: "document-in-two-splits",
            detail: BilingualText(
              en: "\(evidence.document) is cited by \(other.example.short) in \(other.side.rawValue) and by "
                + "\(example.id.short) in \(side.rawValue).",
              ja: "\(evidence.document) を、\(other.side.rawValue) の \(other.example.short) と "
                + "\(side.rawValue) の \(example.id.short) の両方が根拠にしています。")))
      }
    }
  }
}

/// Reworded facts were trained on; a fact of any other part is in that part alone.
struct FactCheck {
  private(set) var violations: [SplitViolation] = []
  private var sides: [HashKey: DatasetSplit] = [:]

  mutating func add(_ example: TrainingExample, _ part: DatasetSplit) {
    let fact = HashKey(example.fact)
    switch part {
    case .train: sides[fact] = .train
    case .testReworded:
      guard sides[fact] != .train else { return }
      violations.append(
        SplitViolation(
          code: "reworded-fact-not-trained",
          detail: BilingualText(
            en: "\(example.id.short) rewords fact \(example.fact.short), not in train.",
            ja: "\(example.id.short) は事実 \(example.fact.short) の言い換えですが、その事実が train にありません。")))
    case .validation, .testUnseen:
      guard let other = sides[fact], other != part else {
        sides[fact] = part
        return
      }
      violations.append(
        SplitViolation(
          code: "fact-in-two-splits",
          detail: BilingualText(
            en: "Fact \(example.fact.short) is in \(other.rawValue) and in \(part.rawValue) (\(example.id.short)).",
            ja: "事実 \(example.fact.short) が \(other.rawValue) と \(part.rawValue)（\(example.id.short)）の両方にあります。")))
    }
  }
}

/// No reworded test question says a training question of its fact word for word, with a frame around it or another ending,
/// or the other way round.
struct FrameCheck {
  /// Whether another ending counts.
  let endings: Bool
  private(set) var violations: [SplitViolation] = []
  private var reworded: [HashKey: [(id: ContentHash, question: String)]] = [:]

  init(endings: Bool = true) { self.endings = endings }

  /// An example of `test-reworded`; all of them before the first of training is compared.
  mutating func add(_ example: TrainingExample) {
    reworded[HashKey(example.fact), default: []].append((example.id, example.question))
  }

  /// An example of training.
  mutating func compare(_ example: TrainingExample) {
    for (id, question) in reworded[HashKey(example.fact), default: []]
    where QuestionFrames.holding([question, example.question], endings: endings) == [true, true] {
      violations.append(
        SplitViolation(
          code: "reworded-by-frame",
          detail: BilingualText(
            en: "\(id.short) in test-reworded says \(example.id.short) in train word for word, with words around it or "
              + "another ending.",
            ja: "test-reworded の \(id.short) は、train の \(example.id.short) と同じ文に言葉を添えただけ、または文末を変えただけの質問です。")))
    }
  }
}
