public import Foundation
public import Records

/// Where a dataset's files go.
public protocol DatasetSink {
  /// Writes a file piece by piece.
  ///
  /// - Returns: The digest of what was written.
  mutating func file(_ name: String, _ body: (_ write: (Data) throws -> Void) throws -> Void) throws -> ContentHash
}

/// What stands in `output/dataset/VERSION/`.
public enum DatasetFolder {
  /// Keeps files in memory.
  private struct HeldFiles: DatasetSink {
    var files: [DatasetFile] = []

    mutating func file(
      _ name: String, _ body: (_ write: (Data) throws -> Void) throws -> Void
    ) throws -> ContentHash {
      var data = Data()
      try body { data.append($0) }
      files.append(DatasetFile(name: name, data: data))
      return ContentHash(of: data)
    }
  }

  /// As below, the files in memory.
  ///
  /// - Parameters:
  ///   - weights: The balancer's, for training pairs; tests weigh the same.
  ///   - balance: What was evened out, for the card; by default nothing was.
  ///   - dropped: All that curation left out, for the card.
  public static func files(
    _ result: SplitResult, version: String, weights: [ContentHash: Double] = [:], repeats: [ContentHash: Int] = [:],
    balance: DatasetBalance? = nil, dropped: [Drop] = [], remarks: DatasetRemarks = DatasetRemarks()
  ) throws -> [DatasetFile] {
    var held = HeldFiles()
    try write(
      result, version: version, weights: result[.train].map { weights[$0.id] ?? 1 }, repeats: repeats,
      balance: balance, dropped: Dictionary(grouping: dropped, by: \.reason).mapValues(\.count), remarks: remarks,
      to: &held)
    return held.files
  }

  /// Writes the four parts, the card with its picture and, last, the certificate: a folder that has one is complete.
  ///
  /// - Parameters:
  ///   - weights: The balancer's, one for each pair of training; tests weigh the same.
  ///   - repeats: How often a pair stands in training, where that is more than once.
  ///   - balance: What was evened out, for the card; nil for nothing.
  ///   - dropped: How many pairs curation left out by reason, for the card.
  ///   - remarks: Contradictions and personal data, for the card.
  public static func write(
    _ result: SplitResult, version: String, weights: [Double], repeats: [ContentHash: Int] = [:],
    balance: DatasetBalance?, dropped: [String: Int], remarks: DatasetRemarks, to sink: inout some DatasetSink
  ) throws {
    let training = TrainingShares(result[.train], weights: weights, repeats: repeats)
    var wordings = SplitWordings(result.options.questionPieces)
    var contents = DatasetContents()
    var files: [SplitCertificate.File] = []
    for part in DatasetSplit.allCases {
      var count = 0
      let digest = try sink.file(part.fileName) { write in
        for (index, pair) in result[part].enumerated() {
          let example = TrainingExample(pair, weight: part == .train ? weights[index] : 1)
          wordings.add(example, to: part)
          contents.add(pair, fact: result[part].traits(at: index).fact, to: part)
          let line = try JSONLines.line(example) + Data("\n".utf8)
          for _ in 0..<(part == .train ? training.times(index) : 1) {
            try write(line)
            count += 1
          }
        }
      }
      files.append(SplitCertificate.File(name: part.fileName, sha256: digest, examples: count))
    }
    wordings.finish()
    var certificate = SplitCertificate(result, wordings: wordings, files: files)
    var unchanged = BalanceOptions()
    unchanged.temperature = 1
    let balance =
      balance
      ?? DatasetBalance(
        before: PairList.joined(DatasetSplit.allCases.map { result[$0] }), options: unchanged, classes: BalanceClasses()
      )
    let card = DatasetCard(
      version: version, result: result, contents: contents, certificate: certificate, balance: balance.text(training),
      dropped: dropped, remarks: remarks)
    let others =
      [DatasetFile(name: DatasetCard.fileName, data: card.data()), balance.picture(training)] + (try remarks.files())
    for file in others {
      let digest = try sink.file(file.name) { try $0(file.data) }
      certificate.files.append(SplitCertificate.File(name: file.name, sha256: digest))
    }
    _ = try sink.file(SplitCertificate.fileName) { try $0(try certificate.data()) }
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
