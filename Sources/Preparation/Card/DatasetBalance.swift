import Charts
import Foundation
public import Records

/// How balanced a dataset is: shares of every kind before and after, the choice that was made, and a picture of both.
public struct DatasetBalance: Sendable {
  /// The picture's name in the dataset's folder.
  public static let fileName = "balance.svg"
  private static let shown = 10

  /// The pairs that there were to choose from.
  public var before: PairList
  /// What was chosen.
  public var options: BalanceOptions
  /// Tells classes.
  public var classes: BalanceClasses
  /// Caps for which nothing was left out.
  public var unmet: UnmetCaps

  /// Names the pairs before anything was evened out, and how it was.
  public init(
    before: some Sequence<QAPair>, options: BalanceOptions, classes: BalanceClasses, unmet: UnmetCaps = UnmetCaps([])
  ) {
    self.before = before as? PairList ?? PairList(before)
    self.options = options
    self.classes = classes
    self.unmet = unmet
  }

  /// A class's share of the pairs before, of those that training has, and of what training counts.
  struct Share: Hashable {
    var name: String
    var before: Double
    var training: Double
    var weighted: Double
  }

  /// By what a class had before, the largest first; what is beyond the first ten is one row.
  func shares(by dimension: BalanceDimension, _ training: TrainingShares) -> [Share] {
    var shares: [String: Share] = [:]
    func add(
      _ classes: (names: [String], numbers: [Int32]), _ path: WritableKeyPath<Share, Double>, _ amounts: [Double]
    ) {
      for (name, amount) in zip(classes.names, amounts) {
        shares[name, default: Share(name: name, before: 0, training: 0, weighted: 0)][keyPath: path] += amount
      }
    }
    func sums(_ classes: (names: [String], numbers: [Int32]), _ amount: (Int) -> [Double]) -> [Double] {
      var sums = [Double](repeating: 0, count: classes.names.count)
      for (index, number) in classes.numbers.enumerated() { for part in amount(index) { sums[Int(number)] += part } }
      return sums
    }
    let all = classes.classes(of: before, by: dimension)
    add(all, \.before, sums(all) { _ in [1 / Double(before.count)] })
    let learned = classes.classes(of: training.pairs, by: dimension)
    let (count, sum) = (Double(training.count), max(training.sum, 1e-9))
    add(learned, \.training, sums(learned) { [Double](repeating: 1 / count, count: training.times($0)) })
    add(
      learned, \.weighted, sums(learned) { [Double](repeating: training.weights[$0] / sum, count: training.times($0)) })
    let sorted = shares.values.sorted { ($1.before, $0.name) < ($0.before, $1.name) }
    guard sorted.count > Self.shown + 1 else { return sorted }
    let rest = sorted.dropFirst(Self.shown)
    return sorted.prefix(Self.shown) + [
      Share(
        name: "\(rest.count) others / 他 \(rest.count) 件", before: rest.reduce(0) { $0 + $1.before },
        training: rest.reduce(0) { $0 + $1.training }, weighted: rest.reduce(0) { $0 + $1.weighted })
    ]
  }

  /// The card's section.
  func text(_ training: TrainingShares) -> String {
    var parts = [choice, measured(training), "![Shares before and after / 調整前後の割合](\(Self.fileName))"]
    for dimension in BalanceDimension.allCases {
      let rows = shares(by: dimension, training).map { share in
        [share.name] + [share.before, share.training, share.weighted].map { "\(($0 * 100).toTenths) %" }
      }
      parts.append(
        DatasetCard.table(
          [
            "\(dimension.name.en) / \(dimension.name.ja)", "before / 調整前", "training / 学習用",
            "training by weight / 重みを掛けた学習用",
          ], rows))
    }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// What the shares that were asked for came to, and weights that are far from the others.
  private func measured(_ training: TrainingShares) -> String {
    var reached = ReachedShares(options)
    var extreme = ExtremeWeights()
    let needsPairs = !reached.dimensions.isEmpty
    for index in training.pairs.indices {
      let weight = training.weights[index]
      guard needsPairs || weight > ExtremeWeights.limit else { continue }
      let pair = training.pairs[index]
      reached.add(weight: weight, times: Double(training.times(index))) { classes.name(of: pair, by: $0) }
      extreme.add(weight: weight, type: pair.type, language: pair.language, document: pair.documentPath)
    }
    return [reached.text, extreme.text].compactMap { $0.map { "\($0.en)\n\n\($0.ja)" } }.joined(separator: "\n\n")
  }

  private var choice: String {
    var lines = [
      BilingualText(
        en:
          "A document keeps at most \(options.documentCap.toHundredths) times the median number of facts (never fewer "
          + "than \(options.smallestCap)); what a person accepted is always kept.",
        ja: "一つの文書の事実は、中央値の \(options.documentCap.toHundredths) 倍まで（最低 \(options.smallestCap) 件）とし、"
          + "人が承認したものは必ず残します。")
    ]
    if !options.caps.isEmpty {
      lines.append(
        BilingualText(
          en:
            "No class may have more than its cap: \(list(options.caps)). Pairs are left out for caps before the division, "
            + "so that the test sets are thinned too; in training by itself weights hold them.",
          ja: "割合の上限：\(list(options.caps))。上限のためにペアを除くのは分割の前なので、テスト用データの件数も減ります。"
            + "学習用データの中では、重みで上限に収めます。"))
      if let text = unmet.text { lines.append(text) }
    }
    if options.dimensions.isEmpty || options.temperature == 1 {
      lines.append(BilingualText(en: "Every training pair counts the same.", ja: "学習用のペアの重みはすべて同じです。"))
    } else {
      let names = options.dimensions.map(\.name)
      // One dimension's factors move the shares in another.
      let several =
        names.count > 1
        ? BilingualText(
          en: ", as far as the factors of the others, which are multiplied, let it",
          ja: "。ただし各項目の係数を掛け合わせるため、厳密にはそろいません")
        : BilingualText(en: "", ja: "")
      lines.append(
        BilingualText(
          en:
            "Training pairs weigh as the number of pairs in their \(names.map(\.en).joined(separator: " and ")) to the "
            + "power of −\((1 - options.temperature).toHundredths) (temperature \(options.temperature.toHundredths): 1 "
            + "leaves shares as they are, 0 makes all classes weigh the same\(several.en)).",
          ja: "学習用のペアの重みは、\(names.map(\.ja).joined(separator: "と"))ごとの件数の "
            + "−\((1 - options.temperature).toHundredths) 乗です（温度 \(options.temperature.toHundredths)。"
            + "1 なら割合はそのまま、0 ならどの分類も同じ重みになります\(several.ja)）。"))
    }
    if !options.targets.isEmpty { lines.append(means) }
    return lines.map(\.en).joined(separator: " ") + "\n\n" + lines.map(\.ja).joined()
  }

  private var means: BilingualText {
    let goals = list(options.targets)
    return switch options.sampling {
    case .weights:
      BilingualText(
        en: "Target shares (\(goals)) are aimed at by weights: no pair is lost or repeated.",
        ja: "目標の割合（\(goals)）は重みで調整します。ペアを除いたり繰り返したりはしません。")
    case .under:
      BilingualText(
        en:
          "Target shares (\(goals)) are aimed at by leaving facts of the larger classes out of training, and by weights for the rest.",
        ja: "目標の割合（\(goals)）は、多い分類の事実を学習から除き、残りの差を重みで調整します。")
    case .over:
      BilingualText(
        en:
          "Target shares (\(goals)) are aimed at by repeating pairs of the smaller classes in training, at most eight "
          + "times, and by weights for the rest.",
        ja: "目標の割合（\(goals)）は、少ない分類のペアを学習用データで最大8回まで繰り返し、残りの差を重みで調整します。")
    }
  }

  private func list(_ goals: [ShareGoal]) -> String { goals.map { "`\($0)`" }.joined(separator: ", ") }

  /// The picture: shares before, and what training counts.
  func picture(_ training: TrainingShares) -> DatasetFile {
    let groups = BalanceDimension.allCases.filter { $0 != .section }.map { dimension in
      ShareChart.Group(
        title: "\(dimension.name.en) / \(dimension.name.ja)",
        rows: shares(by: dimension, training).map {
          ShareChart.Row(label: $0.name, before: $0.before, after: $0.weighted)
        })
    }
    let chart = ShareChart(
      title: "Shares before and after / 調整前後の割合",
      description: "Shares of pairs by \(BalanceDimension.allCases.map(\.name.en).joined(separator: ", ")).",
      legend: ("all pairs that passed / 検査に通った全ペア", "training by weight / 重みを掛けた学習用"), groups: groups)
    return DatasetFile(name: Self.fileName, data: Data(ChartFile.text(chart.svg()).utf8))
  }
}

/// What training takes of its pairs: how much each counts, and how often it stands there.
struct TrainingShares {
  let pairs: PairList
  let weights: [Double]
  /// How often a pair stands in training, where that is more than once.
  private let repeats: [Int: Int]
  /// Examples in all.
  private(set) var count = 0
  /// Of all examples' weights.
  private(set) var sum = 0.0

  init(_ pairs: PairList, weights: [Double], repeats: [ContentHash: Int]) {
    self.pairs = pairs
    self.weights = weights
    var known: [Int: Int] = [:]
    if !repeats.isEmpty {
      for (index, pair) in pairs.enumerated() { if let times = repeats[pair.id] { known[index] = times } }
    }
    self.repeats = known
    for index in pairs.indices {
      for _ in 0..<times(index) {
        count += 1
        sum += weights[index]
      }
    }
  }

  /// How often a pair stands in training.
  func times(_ index: Int) -> Int { repeats[index] ?? 1 }
}

extension Double {
  /// `12.3`, the same on every machine.
  var toTenths: String {
    let tenths = Int((self * 10).rounded())
    return "\(tenths / 10).\(abs(tenths % 10))"
  }
}
