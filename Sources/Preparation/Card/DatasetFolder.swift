public import Records

/// What stands in `output/dataset/VERSION/`.
public enum DatasetFolder {
  /// The four parts, the card with its picture and, last, the certificate: a folder that has one is complete.
  ///
  /// - Parameters:
  ///   - weights: The balancer's, for training pairs; tests weigh the same.
  ///   - repeats: How often a pair stands in training, where that is more than once.
  ///   - balance: What was evened out, for the card; by default nothing was.
  ///   - dropped: All that curation left out, for the card.
  ///   - remarks: Contradictions and personal data, for the card.
  public static func files(
    _ result: SplitResult, version: String, weights: [ContentHash: Double] = [:], repeats: [ContentHash: Int] = [:],
    balance: DatasetBalance? = nil, dropped: [Drop] = [], remarks: DatasetRemarks = DatasetRemarks()
  ) throws -> [DatasetFile] {
    let examples = examples(result, weights: weights, repeats: repeats)
    let parts = try DatasetSplit.allCases.map { part in
      DatasetFile(name: part.fileName, data: try JSONLines.data(examples[part, default: []]))
    }
    var certificate = SplitCertificate(result, examples: examples, files: parts)
    var unchanged = BalanceOptions()
    unchanged.temperature = 1
    let balance =
      balance
      ?? DatasetBalance(
        before: DatasetSplit.allCases.flatMap { result[$0] }, options: unchanged, classes: BalanceClasses())
    let training = result[.train].flatMap { pair in
      [(pair: QAPair, weight: Double)](repeating: (pair, weights[pair.id] ?? 1), count: repeats[pair.id] ?? 1)
    }
    let card = DatasetCard(
      version: version, result: result, certificate: certificate, balance: balance.text(training), dropped: dropped,
      remarks: remarks)
    let others =
      [DatasetFile(name: DatasetCard.fileName, data: card.data()), balance.picture(training)] + (try remarks.files())
    certificate.add(others)
    return parts + others + [DatasetFile(name: SplitCertificate.fileName, data: try certificate.data())]
  }

  /// The examples of each part; repeated ones stand one after the other.
  public static func examples(
    _ result: SplitResult, weights: [ContentHash: Double] = [:], repeats: [ContentHash: Int] = [:]
  ) -> [DatasetSplit: [TrainingExample]] {
    Dictionary(
      uniqueKeysWithValues: DatasetSplit.allCases.map { part in
        let examples = result[part].flatMap { pair in
          let example = TrainingExample(pair, weight: part == .train ? weights[pair.id] ?? 1 : 1)
          return [TrainingExample](repeating: example, count: part == .train ? repeats[pair.id] ?? 1 : 1)
        }
        return (part, examples)
      })
  }
}
