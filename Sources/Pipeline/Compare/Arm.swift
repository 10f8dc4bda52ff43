public import Records

/// A way of answering, by the contract's words.
public enum Arm: String, Codable, Sendable, CaseIterable {
  /// The model alone.
  case base
  /// The model, shown some questions with their answers first.
  case fewShot = "few-shot"
  /// The model, shown the passages that retrieval finds.
  case rag
  /// The tuned model alone.
  case lora
  /// The tuned model, shown the passages that retrieval finds.
  case loraRAG = "lora+rag"
  /// The model, shown the passage that the question was written from: what perfect retrieval would give.
  case oracle

  /// Whether the adapter is applied.
  public var isTuned: Bool { self == .lora || self == .loraRAG }
  /// Whether passages are looked for.
  public var retrieves: Bool { self == .rag || self == .loraRAG }
  /// Whether passages are shown.
  public var reads: Bool { retrieves || self == .oracle }

  /// The words as they stand in options.
  public static var words: [String] { allCases.map(\.rawValue) }
}

/// What is wrong with the arms that were asked for. Exit code 2.
public enum ArmError: ExplainedError, Hashable {
  /// No arm of this name.
  case unknown(String, nearest: String?)
  /// The gold passage is known for test questions alone.
  case onlyInComparison(Arm)

  /// Always true.
  public var isConfiguration: Bool { true }

  /// Names the arms that can be chosen, or why this one cannot be chosen here.
  public var text: BilingualText {
    switch self {
    case .unknown(let name, let nearest):
      BilingualText(
        en: "There is no arm “\(name)”." + (nearest.map { " Did you mean “\($0)”?" } ?? "")
          + " Arms: \(Arm.words.joined(separator: ", ")).",
        ja: "「\(name)」という方式はありません。" + (nearest.map { "「\($0)」ではありませんか。" } ?? "")
          + "使える方式: \(Arm.words.joined(separator: ", "))")
    case .onlyInComparison(let arm):
      BilingualText(
        en: "The arm “\(arm.rawValue)” needs the passage that a test question was written from; it exists in "
          + "`shikomi compare` only. Choose another with --arm.",
        ja: "「\(arm.rawValue)」は評価用の質問の元の文章を使うため、`shikomi compare` でのみ使えます。--arm で別の方式を選んでください。")
    }
  }
}

extension Arm {
  /// Reads a list of arms; the order is the contract's, whatever order they were given in.
  public static func parse(_ words: [String]) throws(ArmError) -> [Arm] {
    var chosen: Set<Arm> = []
    for word in words {
      guard let arm = Arm(rawValue: word) else {
        throw .unknown(word, nearest: SpellingDistance.nearest(to: word, among: Self.words))
      }
      chosen.insert(arm)
    }
    return allCases.filter(chosen.contains)
  }
}
