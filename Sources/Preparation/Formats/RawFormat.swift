public import Records

/// The pairs with all that is known of them, one a line: evidence, scores, review, origin, part.
public struct RawFormat: DatasetFormat {
  /// A pair whose missing values are written as null, so that every line has the same keys.
  private struct Line: Encodable {
    enum CodingKeys: String, CodingKey {
      case variantOf, reviewer, split
    }

    var pair: QAPair

    func encode(to encoder: any Encoder) throws {
      try pair.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      if pair.variantOf == nil { try container.encodeNil(forKey: .variantOf) }
      if pair.reviewer == nil { try container.encodeNil(forKey: .reviewer) }
      if pair.split == nil { try container.encodeNil(forKey: .split) }
    }
  }

  /// As in `export --format`.
  public let name = "raw"
  /// One line for help and pages.
  public let summary = BilingualText(
    en: "JSON Lines of pairs with evidence, scores, review and origin: Shikomi's own form",
    ja: "根拠、点数、確認の結果、由来を含むペアの JSON Lines（Shikomi 独自の形式）")

  /// Makes the format.
  public init() {}

  /// One file with the pairs of all parts, in the order of the parts.
  public func files(_ dataset: ExportedDataset) throws -> [DatasetFile] {
    let pairs = DatasetSplit.allCases.flatMap { dataset.pairs[$0, default: []] }
    return [DatasetFile(name: "pairs.jsonl", data: try JSONLines.data(pairs.map(Line.init)))]
  }
}
