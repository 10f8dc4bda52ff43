public import Records

/// A share that is asked for a class that there is not: nothing could reach it.
public struct UnknownShareClass: ExplainedError {
  /// As it was asked for.
  public let goal: ShareGoal
  /// The classes that there are, ascending.
  public let known: [String]
  private static let named = 12

  /// The share, and the classes that it can be asked for.
  public var text: BilingualText {
    let names = known.prefix(Self.named).joined(separator: ", ") + (known.count > Self.named ? ", …" : "")
    let name = goal.className ?? ""
    return BilingualText(
      en: "No pair is of the \(goal.dimension.name.en) “\(name)” that `\(goal)` asks for. There are: \(names). "
        + "Correct `targetShares` or `caps` under `curate`; nothing was frozen.",
      ja: "`\(goal)` が求める\(goal.dimension.name.ja)「\(name)」のペアはありません。あるのは次のものです：\(names)。"
        + "`curate` の `targetShares` か `caps` を直してください。版は作っていません。")
  }
}

extension Balancer {
  /// Refuses target shares of classes that no pair has, and caps of classes that there cannot be.
  ///
  /// - Throws: `UnknownShareClass`.
  public func check(_ pairs: PairList) throws(UnknownShareClass) {
    for (goals, isCap) in [(options.targets, false), (options.caps, true)] {
      for goal in goals {
        guard let name = goal.className else { continue }
        let known = Set(classes.classes(of: pairs, by: goal.dimension).names)
        // A cap may wait for pairs to come.
        guard !known.contains(name), !isCap || !goal.dimension.mayHave(name) else { continue }
        throw UnknownShareClass(goal: goal, known: known.sorted())
      }
    }
  }
}

extension BalanceDimension {
  /// Whether some pair could be of a class, whatever pairs there are.
  func mayHave(_ name: String) -> Bool {
    switch self {
    case .document, .section: true
    case .type: QuestionType(rawValue: name) != nil
    case .difficulty: Int(name).map { (1...5).contains($0) } ?? false
    case .language: Language(rawValue: name) != nil
    case .length: AnswerLength(rawValue: name) != nil
    }
  }
}
