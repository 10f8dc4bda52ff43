/// How a dataset is divided.
public struct SplitOptions: Codable, Sendable, Hashable {
  /// Decides which groups and which facts are held out.
  public var seed: UInt64
  /// Share of the groups that training never sees; at least six groups where there are eighteen or more.
  public var unseenShare: Double
  /// Share of the other groups that validation takes.
  public var validationShare: Double
  /// Share of the trained facts with several wordings of which one wording is held out.
  public var rewordedShare: Double
  /// Whether a wording counts as a rewording that holds another one of its fact word for word, with words around it. Such
  /// a question tests nothing that training has not seen; datasets of earlier programs have them.
  public var frameRewords: Bool
  /// Whether a Japanese wording counts as a rewording that differs from another one of its fact in its ending alone, as
  /// 「何回押しますか」 from 「何回押すのか教えてください」. Datasets of earlier programs have such questions.
  public var endingRewords: Bool
  /// From this similarity on, two questions may not stand on both sides of a split.
  public var questionThreshold: Double
  /// Into what pieces questions are cut to be compared.
  public var questionPieces: QuestionPieces
  /// From this similarity on, two documents are versions of one another.
  public var documentThreshold: Double
  /// From this similarity on, two passages of different documents join them.
  public var passageThreshold: Double
  /// From this similarity on, two quotes, or the sentences around them, are the same evidence.
  public var evidenceThreshold: Double
  /// Paths that belong together for a reason that only people know.
  public var groups: [[String]]

  /// The defaults suit corpora from some tens of short documents on.
  public init(
    seed: UInt64 = 0, unseenShare: Double = 0.22, validationShare: Double = 0.1, rewordedShare: Double = 0.3,
    frameRewords: Bool = false, endingRewords: Bool = false, questionThreshold: Double = 0.6,
    questionPieces: QuestionPieces = .usual, documentThreshold: Double = 0.5, passageThreshold: Double = 0.8,
    evidenceThreshold: Double = 0.8, groups: [[String]] = []
  ) {
    self.seed = seed
    self.unseenShare = unseenShare
    self.validationShare = validationShare
    self.rewordedShare = rewordedShare
    self.frameRewords = frameRewords
    self.endingRewords = endingRewords
    self.questionThreshold = questionThreshold
    self.questionPieces = questionPieces
    self.documentThreshold = documentThreshold
    self.passageThreshold = passageThreshold
    self.evidenceThreshold = evidenceThreshold
    self.groups = groups
  }

  /// Takes the defaults for what a certificate of an earlier program does not name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func value<Value: Decodable>(_ key: CodingKeys, _ otherwise: Value) throws -> Value {
      try container.decodeIfPresent(Value.self, forKey: key) ?? otherwise
    }
    let usual = SplitOptions()
    self.init(
      seed: try container.decode(UInt64.self, forKey: .seed),
      unseenShare: try container.decode(Double.self, forKey: .unseenShare),
      validationShare: try container.decode(Double.self, forKey: .validationShare),
      rewordedShare: try container.decode(Double.self, forKey: .rewordedShare),
      frameRewords: try value(.frameRewords, true),
      endingRewords: try value(.endingRewords, true),
      questionThreshold: try container.decode(Double.self, forKey: .questionThreshold),
      // A certificate that does not say is one of a program that knew no other.
      questionPieces: try value(.questionPieces, .pairs),
      documentThreshold: try container.decode(Double.self, forKey: .documentThreshold),
      passageThreshold: try value(.passageThreshold, usual.passageThreshold),
      evidenceThreshold: try value(.evidenceThreshold, usual.evidenceThreshold),
      groups: try container.decode([[String]].self, forKey: .groups))
  }
}
