public import Records

/// What stands in `output/dataset/VERSION/`.
public enum DatasetFolder {
  /// The four parts, the card and, last, the certificate: a folder that has one is complete.
  ///
  /// `weights` are the balancer's, for training pairs; tests weigh the same. `dropped` is all that curation left out, for
  /// the card.
  public static func files(
    _ result: SplitResult, version: String, weights: [ContentHash: Double] = [:], dropped: [Drop] = []
  ) throws -> [DatasetFile] {
    let examples = examples(result, weights: weights)
    let parts = try DatasetSplit.allCases.map { part in
      DatasetFile(name: part.fileName, data: try JSONLines.data(examples[part, default: []]))
    }
    var certificate = SplitCertificate(result, examples: examples, files: parts)
    let card = DatasetCard(version: version, result: result, certificate: certificate, dropped: dropped)
    let others = [DatasetFile(name: DatasetCard.fileName, data: card.data())]
    certificate.add(others)
    return parts + others + [DatasetFile(name: SplitCertificate.fileName, data: try certificate.data())]
  }

  /// The examples of each part.
  public static func examples(
    _ result: SplitResult, weights: [ContentHash: Double] = [:]
  ) -> [DatasetSplit: [TrainingExample]] {
    Dictionary(
      uniqueKeysWithValues: DatasetSplit.allCases.map { part in
        (part, result[part].map { TrainingExample($0, weight: part == .train ? weights[$0.id] ?? 1 : 1) })
      })
  }
}
