public import Records

/// What became of the shares that were asked for, measured in training: by count and by count times weight.
public struct ReachedShares: Sendable {
  /// One share that was asked for.
  public struct Row: Sendable, Hashable {
    /// What was asked for; of a goal for each class, the class that is farthest from it.
    public var goal: ShareGoal
    /// Whether it is a cap.
    public var isCap: Bool
    /// Share of the examples.
    public var count: Double
    /// Share of their weights.
    public var weight: Double

    /// Whether it holds by weight, to a percentage point.
    public var holds: Bool { isCap ? weight <= goal.share + 0.01 : abs(weight - goal.share) <= 0.01 }
  }

  private let goals: [(goal: ShareGoal, isCap: Bool)]
  private var counts: [BalanceDimension: [String: Double]] = [:]
  private var weights: [BalanceDimension: [String: Double]] = [:]
  private var count = 0.0
  private var weight = 0.0

  /// Names what was asked for.
  public init(_ options: BalanceOptions) {
    goals = options.targets.map { ($0, false) } + options.caps.map { ($0, true) }
  }

  /// The dimensions that shares were asked for by.
  public var dimensions: Set<BalanceDimension> { Set(goals.map(\.goal.dimension)) }

  /// Takes in an example of training.
  ///
  /// - Parameter times: How often it stands there.
  public mutating func add(weight: Double, times: Double = 1, _ className: (BalanceDimension) -> String) {
    count += times
    self.weight += weight * times
    for dimension in dimensions {
      let name = className(dimension)
      counts[dimension, default: [:]][name, default: 0] += times
      weights[dimension, default: [:]][name, default: 0] += weight * times
    }
  }

  /// In the order in which they were asked for.
  public var rows: [Row] {
    goals.map { goal, isCap in
      let names = goal.className.map { [$0] } ?? (counts[goal.dimension] ?? [:]).keys.sorted()
      let rows = names.map { name in
        Row(
          goal: ShareGoal(goal.dimension, name, share: goal.share), isCap: isCap,
          count: (counts[goal.dimension]?[name] ?? 0) / max(count, 1),
          weight: (weights[goal.dimension]?[name] ?? 0) / max(weight, 1e-9))
      }
      let farthest = rows.max { one, other in
        isCap ? one.weight < other.weight : abs(one.weight - goal.share) < abs(other.weight - goal.share)
      }
      return farthest ?? Row(goal: goal, isCap: isCap, count: 0, weight: 0)
    }
  }

  /// What was asked for and what came, one sentence; nil where nothing was asked for.
  public var text: BilingualText? {
    let rows = rows
    guard !rows.isEmpty else { return nil }
    func list(_ form: (Row) -> String) -> String { rows.map(form).joined(separator: "; ") }
    func percent(_ share: Double) -> String { "\((share * 100).toTenths) %" }
    return BilingualText(
      en: "Shares of training, measured: "
        + list { row in
          "`\(row.goal)`\(row.isCap ? " (cap)" : "") is \(percent(row.count)) by count, \(percent(row.weight)) by weight"
            + (row.holds ? "" : " — **not reached**")
        } + ".",
      ja: "学習用データの割合（測定値）："
        + list { row in
          "`\(row.goal)`\(row.isCap ? "（上限）" : "") は件数で \(percent(row.count))、重みで \(percent(row.weight))"
            + (row.holds ? "" : "（**達していません**）")
        } + "。")
  }
}

/// Weights so large that few pairs make most of what is learned.
public struct ExtremeWeights: Sendable {
  /// More than this is named.
  public static let limit = 10.0
  private var count = 0
  private var highest = 0.0
  private var kind = ""

  /// None yet.
  public init() {}

  /// Takes in an example of training.
  public mutating func add(weight: Double, type: QuestionType, language: Language, document: String) {
    guard weight > Self.limit else { return }
    count += 1
    guard weight > highest else { return }
    (highest, kind) = (weight, "\(type.rawValue), \(language.rawValue), \(document)")
  }

  /// How many, the largest, and what to do; nil where there is none.
  public var text: BilingualText? {
    guard count > 0 else { return nil }
    return BilingualText(
      en:
        "\(count) training examples weigh more than \(Int(Self.limit)) times the average, up to \(highest) (\(kind)): a few "
        + "sentences would be learned by heart. Ask for smaller target shares of rare classes, or add pairs of them.",
      ja: "重みが平均の \(Int(Self.limit)) 倍を超える学習用の例が \(count) 件あります（最大 \(highest)：\(kind)）。"
        + "少数の文を丸暗記するおそれがあります。少ない分類の目標の割合を下げるか、その分類のペアを増やしてください。")
  }
}
