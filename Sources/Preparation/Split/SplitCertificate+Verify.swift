public import Foundation
public import Records

/// Something in a dataset's folder that is not as its certificate says, or not as a split must be.
public struct SplitViolation: Codable, Sendable, Hashable, CustomStringConvertible {
  /// Such as `file-changed`, `group-in-two-splits`, `near-duplicate-across-splits`.
  public var code: String
  /// What and where, for people.
  public var detail: BilingualText

  /// For people, in English.
  public var description: String { "\(code): \(detail.en)" }
}

/// A dataset's folder that cannot be verified at all.
public struct UnverifiableDataset: ExplainedError {
  /// The file that could not be read.
  public let file: String
  /// Why.
  public let reason: BilingualText

  /// Which file could not be read, why, and what to name instead.
  public var text: BilingualText {
    BilingualText(
      en: "Cannot verify the dataset: \(file) could not be read (\(reason.en)). "
        + "Name a folder that `shikomi curate` has written, such as output/dataset/v1.",
      ja: "データセットを検証できません。\(file) を読めません（\(reason.ja)）。"
        + "output/dataset/v1 など、`shikomi curate` が作ったフォルダを指定してください。")
  }
}

extension SplitCertificate {
  /// Checks a dataset's folder from its files alone: nothing that made it is asked.
  ///
  /// - Returns: What is wrong; nothing where the split holds.
  /// - Throws: `UnverifiableDataset` where the certificate or a file cannot be read.
  public static func verify(_ directory: URL) throws -> [SplitViolation] {
    let certificate = try read(directory)
    var violations: [SplitViolation] = []
    var examples: [DatasetSplit: [TrainingExample]] = [:]
    for part in DatasetSplit.allCases {
      let data = try contents(directory.appending(path: part.fileName))
      violations += certificate.checkFile(part, data)
      let (read, unreadable) = decode(part, data)
      examples[part] = read
      violations += unreadable
    }
    violations += certificate.checkGroups()
    violations += certificate.checkPlaces(examples)
    violations += checkFacts(examples)
    violations += certificate.checkSearches(examples)
    return violations
  }

  private static func read(_ directory: URL) throws -> SplitCertificate {
    let file = directory.appending(path: fileName)
    do {
      return try JSONDecoder().decode(SplitCertificate.self, from: contents(file))
    } catch let error as DecodingError {
      let why = BilingualText(reasonOf: error)
      throw UnverifiableDataset(
        file: file.path,
        reason: BilingualText(en: "it is no certificate: \(why.en)", ja: "証明書の形になっていません：\(why.ja)"))
    }
  }

  private static func contents(_ file: URL) throws -> Data {
    do {
      return try Data(contentsOf: file)
    } catch {
      throw UnverifiableDataset(file: file.path, reason: BilingualText(reasonOf: error))
    }
  }

  private static func decode(_ part: DatasetSplit, _ data: Data) -> ([TrainingExample], [SplitViolation]) {
    var examples: [TrainingExample] = []
    var violations: [SplitViolation] = []
    for (number, line) in data.split(separator: 0x0A).enumerated() {
      do {
        examples += try JSONLines.decode(TrainingExample.self, from: Data(line))
      } catch {
        let why = BilingualText(reasonOf: error)
        violations.append(
          SplitViolation(
            code: "unreadable-line",
            detail: BilingualText(
              en: "\(part.fileName) line \(number + 1): \(why.en)",
              ja: "\(part.fileName) の \(number + 1) 行目を読めません（\(why.ja)）。")))
      }
    }
    return (examples, violations)
  }

  private func checkFile(_ part: DatasetSplit, _ data: Data) -> [SplitViolation] {
    guard let file = files.first(where: { $0.name == part.fileName }) else {
      return [
        SplitViolation(
          code: "file-not-certified",
          detail: BilingualText(
            en: "The certificate does not name \(part.fileName).", ja: "証明書に \(part.fileName) の記載がありません。"))
      ]
    }
    let digest = ContentHash(of: data)
    guard digest == file.sha256 else {
      return [
        SplitViolation(
          code: "file-changed",
          detail: BilingualText(
            en: "\(part.fileName) has SHA-256 \(digest.short)…, the certificate says \(file.sha256.short)….",
            ja: "\(part.fileName) の SHA-256 は \(digest.short)… ですが、証明書では \(file.sha256.short)… です。"))
      ]
    }
    return []
  }

  /// No document, and no two translations, in two groups.
  private func checkGroups() -> [SplitViolation] {
    var violations: [SplitViolation] = []
    var places: [String: String] = [:]
    for group in groups {
      for document in group.documents {
        let stem = DocumentStem.stem(of: document.path)
        var keys = [document.path, document.sha256.hex].map { BilingualText(verbatim: $0) }
        if DocumentStem.namesLanguage(document.path) {
          keys.append(BilingualText(en: "the translations of " + stem, ja: "\(stem) の各言語版"))
        }
        for key in keys {
          if let other = places[key.en], other != group.name {
            violations.append(
              SplitViolation(
                code: "document-in-two-groups",
                detail: BilingualText(
                  en: "\(key.en) is in \(other) and in \(group.name).",
                  ja: "\(key.ja)が \(other) と \(group.name) の両方にあります。")))
          }
          places[key.en] = group.name
        }
      }
    }
    return violations
  }

  /// Every example cites documents of one group, and stands in that group's part.
  private func checkPlaces(_ examples: [DatasetSplit: [TrainingExample]]) -> [SplitViolation] {
    var groupOf: [ContentHash: SplitGroup] = [:]
    for group in groups {
      for document in group.documents { groupOf[document.sha256] = group }
    }
    var violations: [SplitViolation] = []
    var seen: [ContentHash: DatasetSplit] = [:]
    for part in DatasetSplit.allCases {
      let place: DatasetSplit = part == .testReworded ? .train : part
      for example in examples[part, default: []] {
        if let other = seen.updateValue(part, forKey: example.id) {
          violations.append(
            SplitViolation(
              code: "pair-twice",
              detail: BilingualText(
                en: "\(example.id.short) is in \(other.rawValue) and \(part.rawValue).",
                ja: "\(example.id.short) が \(other.rawValue) と \(part.rawValue) の両方にあります。")))
        }
        for evidence in example.evidence {
          guard let group = groupOf[evidence.sha256] else {
            violations.append(
              SplitViolation(
                code: "unknown-document",
                detail: BilingualText(
                  en: "\(example.id.short) cites \(evidence.document), of no group.",
                  ja: "\(example.id.short) の根拠 \(evidence.document) は、どのグループにもありません。")))
            continue
          }
          guard group.place != place else { continue }
          violations.append(
            SplitViolation(
              code: "group-in-two-splits",
              detail: BilingualText(
                en: "\(example.id.short) in \(part.fileName) cites \(evidence.document), whose group \(group.name) "
                  + "belongs to \(group.place.rawValue).",
                ja: "\(part.fileName) の \(example.id.short) の根拠は \(evidence.document) ですが、"
                  + "そのグループ \(group.name) は \(group.place.rawValue) に属します。")))
        }
      }
    }
    return violations
  }

  /// Reworded facts were trained on; facts of validation and unseen documents were not.
  private static func checkFacts(_ examples: [DatasetSplit: [TrainingExample]]) -> [SplitViolation] {
    let trained = Set(examples[.train, default: []].map(\.fact))
    return DatasetSplit.allCases.flatMap { part -> [SplitViolation] in
      guard part != .train else { return [] }
      return examples[part, default: []].compactMap { example in
        let isTrained = trained.contains(example.fact)
        if part == .testReworded {
          return isTrained
            ? nil
            : SplitViolation(
              code: "reworded-fact-not-trained",
              detail: BilingualText(
                en: "\(example.id.short) rewords fact \(example.fact.short), not in train.",
                ja: "\(example.id.short) は事実 \(example.fact.short) の言い換えですが、その事実が train にありません。"))
        }
        return isTrained
          ? SplitViolation(
            code: "fact-in-two-splits",
            detail: BilingualText(
              en: "Fact \(example.fact.short) is in train and in \(part.rawValue).",
              ja: "事実 \(example.fact.short) が train と \(part.rawValue) の両方にあります。"))
          : nil
      }
    }
  }

  private func checkSearches(_ examples: [DatasetSplit: [TrainingExample]]) -> [SplitViolation] {
    let found = SplitSearch.all(examples, threshold: options.questionThreshold)
    var violations: [SplitViolation] = []
    for search in found where search.leaked > 0 {
      violations.append(
        SplitViolation(
          code: "near-duplicate-across-splits",
          detail: BilingualText(
            en: "\(search.leaked) questions of \(search.part.rawValue) are worded as in \(search.among.rawValue) "
              + "(highest similarity \(search.highest), threshold \(search.threshold)).",
            ja: "\(search.part.rawValue) の質問のうち \(search.leaked) 件が \(search.among.rawValue) の質問とほぼ同じです"
              + "（最大の類似度 \(search.highest)、しきい値 \(search.threshold)）。")))
    }
    if found != searches {
      violations.append(
        SplitViolation(
          code: "search-differs",
          detail: BilingualText(
            en: "The search for like wording finds something else than the certificate says.",
            ja: "似た質問を探した結果が、証明書の記載と違います。"))
      )
    }
    return violations
  }
}
