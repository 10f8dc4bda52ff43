public import Records

/// The search for like wording across a split, and what it found.
public struct SplitSearch: Codable, Sendable, Hashable {
  /// What was compared.
  public enum Subject: String, Codable, Sendable {
    /// The questions' wording.
    case question
    /// The wording of quotes that are long enough to be told apart, where their numbers are the same.
    case evidence
  }

  /// Two examples and how alike they are.
  public struct Likeness: Codable, Sendable, Hashable {
    /// The example of `part`.
    public var example: ContentHash
    /// The example of `among`.
    public var other: ContentHash
    /// Jaccard, in ten-thousandths' precision.
    public var similarity: Double
  }

  /// Questions or evidence.
  public var subject: Subject
  /// The part whose wording was looked for …
  public var part: DatasetSplit
  /// … among the wording of this part.
  public var among: DatasetSplit
  /// How many different wordings of `part` were looked for.
  public var searched: Int
  /// How many different wordings of `among` they were compared with.
  public var compared: Int
  /// From this similarity on a wording counts as leaked.
  public var threshold: Double
  /// The search missed nothing down to this similarity; 0 where all were compared that share anything.
  public var exactDownTo: Double
  /// The highest similarity found, in ten-thousandths' precision; 0 where none is above `exactDownTo`.
  public var highest: Double
  /// The most alike, the highest similarity first: at most ten.
  public var nearest: [Likeness]
  /// How many wordings of `part` are at or above the threshold of one in `among`.
  public var leaked: Int

  /// Which parts must not be worded like which.
  static let comparisons: [(part: DatasetSplit, among: DatasetSplit)] = [
    (.validation, .train), (.testReworded, .train), (.testUnseen, .train), (.testUnseen, .validation),
  ]

  /// Looks for every wording of `part` in `among`, exactly.
  static func run(
    _ subject: Subject, _ part: DatasetSplit, among other: DatasetSplit, _ wordings: SplitWordings,
    options: SplitOptions
  ) -> SplitSearch {
    let threshold = subject == .question ? options.questionThreshold : options.evidenceThreshold
    let left = wordings.of(subject, part)
    let right = wordings.of(subject, other)
    let found = NearestWordings(left.wordings, among: right.wordings, threshold: threshold)
    let nearest = found.nearest.map { match in
      Likeness(
        example: ContentHash(hex: left.examples[match.left]), other: ContentHash(hex: right.examples[match.right]),
        similarity: (match.similarity * 10000).rounded() / 10000)
    }
    return SplitSearch(
      subject: subject, part: part, among: other, searched: left.wordings.count, compared: right.wordings.count,
      threshold: threshold, exactDownTo: found.exactDownTo, highest: nearest.first?.similarity ?? 0, nearest: nearest,
      leaked: found.leaks.count)
  }

  /// All searches that a certificate holds. Reworded questions share their evidence with training: that is their point.
  static func all(_ wordings: SplitWordings, options: SplitOptions) -> [SplitSearch] {
    comparisons.map { run(.question, $0.part, among: $0.among, wordings, options: options) }
      + comparisons.filter { $0.part != .testReworded }.map {
        run(.evidence, $0.part, among: $0.among, wordings, options: options)
      }
  }
}

/// What the examples of each part ask, and their quotes, as they are compared across a split.
struct SplitWordings {
  /// Wordings, and the ids of the examples that they stand for.
  struct Part {
    var wordings = WordingList()
    let examples = TextList()
  }

  private let pieces: QuestionPieces
  private var questions: [DatasetSplit: Part] = [:]
  private var quotes: [DatasetSplit: Part] = [:]
  private var knownQuestions: [DatasetSplit: Set<HashKey>] = [:]
  private var knownQuotes: [DatasetSplit: Set<HashKey>] = [:]

  init(_ pieces: QuestionPieces) {
    self.pieces = pieces
    for part in DatasetSplit.allCases { (questions[part], quotes[part]) = (Part(), Part()) }
  }

  func of(_ subject: SplitSearch.Subject, _ part: DatasetSplit) -> Part {
    (subject == .question ? questions[part] : quotes[part]) ?? Part()
  }

  /// Takes in an example of a part; one that stands there several times in the same words counts once, and a quote that several examples
  /// cite stands for the first of them.
  mutating func add(_ example: TrainingExample, to part: DatasetSplit) {
    if knownQuestions[part, default: []].insert(HashKey(text: example.id.hex + example.question)).inserted {
      questions[part]?.wordings.append(Wording(question: example.question, example.language, pieces))
      questions[part]?.examples.append(example.id.hex)
    }
    for evidence in example.evidence
    where knownQuotes[part, default: []].insert(HashKey(text: evidence.quote)).inserted {
      guard let wording = Wording(evidence: evidence.quote, example.language) else { continue }
      quotes[part]?.wordings.append(wording)
      quotes[part]?.examples.append(example.id.hex)
    }
  }

  /// After the last example: what was needed to tell which are known goes.
  mutating func finish() {
    knownQuestions = [:]
    knownQuotes = [:]
  }
}

extension SplitSearch {
  /// Reads certificates of earlier programs too, which looked at questions alone and named two examples without more.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    subject = try container.decodeIfPresent(Subject.self, forKey: .subject) ?? .question
    part = try container.decode(DatasetSplit.self, forKey: .part)
    among = try container.decode(DatasetSplit.self, forKey: .among)
    searched = try container.decodeIfPresent(Int.self, forKey: .searched) ?? 0
    compared = try container.decodeIfPresent(Int.self, forKey: .compared) ?? 0
    threshold = try container.decode(Double.self, forKey: .threshold)
    exactDownTo = try container.decodeIfPresent(Double.self, forKey: .exactDownTo) ?? 0
    highest = try container.decode(Double.self, forKey: .highest)
    nearest = (try? container.decode([Likeness].self, forKey: .nearest)) ?? []
    leaked = try container.decode(Int.self, forKey: .leaked)
  }
}

extension TrainingExample {
  /// What the user asks.
  var question: String { messages.last { $0.role == "user" }?.content ?? "" }
  /// What the assistant should say.
  var answer: String { messages.last { $0.role == "assistant" }?.content ?? "" }
}
