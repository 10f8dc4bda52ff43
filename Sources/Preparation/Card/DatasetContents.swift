import Records

/// What a dataset holds, in figures, told one pair after the other.
struct DatasetContents {
  /// What a part holds.
  struct Part {
    var pairs = 0
    /// By their numbers.
    var facts: Set<Int32> = []
    var documents: Set<String> = []
    var languages: [Language: Int] = [:]
    var types: [QuestionType: Int] = [:]
  }

  private(set) var parts: [DatasetSplit: Part] = [:]
  /// Pairs by document.
  private(set) var documents: [String: Int] = [:]
  /// Pairs that a person has accepted.
  private(set) var reviewed = 0
  /// Models and prompts that wrote the questions.
  private(set) var origins: Set<PairOrigin> = []
  private(set) var reworded = RewordedShare.Wordings()

  /// What wrote a question.
  struct PairOrigin: Hashable {
    var model: String
    var template: String
  }

  /// Pairs in all.
  var pairs: Int { parts.values.reduce(0) { $0 + $1.pairs } }

  subscript(part: DatasetSplit) -> Part { parts[part] ?? Part() }

  /// - Parameter fact: The number of the pair's fact.
  mutating func add(_ pair: QAPair, fact: Int32, to part: DatasetSplit) {
    parts[part, default: Part()].pairs += 1
    parts[part, default: Part()].facts.insert(fact)
    parts[part, default: Part()].documents.insert(pair.documentPath)
    parts[part, default: Part()].languages[pair.language, default: 0] += 1
    parts[part, default: Part()].types[pair.type, default: 0] += 1
    documents[pair.documentPath, default: 0] += 1
    if pair.status == .accepted || pair.status == .edited { reviewed += 1 }
    origins.insert(PairOrigin(model: pair.generator.model, template: pair.generator.template))
    reworded.add(fact: pair.fact, answer: pair.answer, id: pair.id, part)
  }
}
