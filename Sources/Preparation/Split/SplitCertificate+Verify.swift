public import Foundation
import Records

/// Something in a dataset's folder that is not as its certificate says, or not as a split must be.
public struct SplitViolation: Codable, Sendable, Hashable, CustomStringConvertible {
  /// Such as `file-changed`, `group-in-two-splits`, `near-duplicate-across-splits`.
  public var code: String
  /// What and where, for people.
  public var detail: String

  /// For people.
  public var description: String { "\(code): \(detail)" }
}

/// A dataset's folder that cannot be verified at all.
public struct UnverifiableDataset: Error, CustomStringConvertible {
  /// The file that could not be read.
  public let file: String
  /// Why.
  public let reason: String

  /// For people.
  public var description: String {
    "Cannot verify the dataset: \(file) could not be read (\(reason)). Name a folder that `shikomi curate` has written, "
      + "such as output/dataset/v1."
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
      throw UnverifiableDataset(file: file.path, reason: "it is no certificate: \(error)")
    }
  }

  private static func contents(_ file: URL) throws -> Data {
    do {
      return try Data(contentsOf: file)
    } catch {
      throw UnverifiableDataset(file: file.path, reason: error.localizedDescription)
    }
  }

  private static func decode(_ part: DatasetSplit, _ data: Data) -> ([TrainingExample], [SplitViolation]) {
    var examples: [TrainingExample] = []
    var violations: [SplitViolation] = []
    for (number, line) in data.split(separator: 0x0A).enumerated() {
      do {
        examples += try JSONLines.decode(TrainingExample.self, from: Data(line))
      } catch {
        violations.append(
          SplitViolation(code: "unreadable-line", detail: "\(part.fileName) line \(number + 1): \(error)"))
      }
    }
    return (examples, violations)
  }

  private func checkFile(_ part: DatasetSplit, _ data: Data) -> [SplitViolation] {
    guard let file = files.first(where: { $0.name == part.fileName }) else {
      return [SplitViolation(code: "file-not-certified", detail: "The certificate does not name \(part.fileName).")]
    }
    let digest = ContentHash(of: data)
    guard digest == file.sha256 else {
      return [
        SplitViolation(
          code: "file-changed",
          detail: "\(part.fileName) has SHA-256 \(digest.short)…, the certificate says \(file.sha256.short)….")
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
        var keys = [document.path, document.sha256.hex]
        if DocumentStem.namesLanguage(document.path) { keys.append("the translations of " + stem) }
        for key in keys {
          if let other = places[key], other != group.name {
            violations.append(
              SplitViolation(code: "document-in-two-groups", detail: "\(key) is in \(other) and in \(group.name)."))
          }
          places[key] = group.name
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
              code: "pair-twice", detail: "\(example.id.short) is in \(other.rawValue) and \(part.rawValue)."))
        }
        for evidence in example.evidence {
          guard let group = groupOf[evidence.sha256] else {
            violations.append(
              SplitViolation(
                code: "unknown-document", detail: "\(example.id.short) cites \(evidence.document), of no group."))
            continue
          }
          guard group.place != place else { continue }
          violations.append(
            SplitViolation(
              code: "group-in-two-splits",
              detail: "\(example.id.short) in \(part.fileName) cites \(evidence.document), whose group \(group.name) "
                + "belongs to \(group.place.rawValue)."))
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
              detail: "\(example.id.short) rewords fact \(example.fact.short), not in train.")
        }
        return isTrained
          ? SplitViolation(
            code: "fact-in-two-splits", detail: "Fact \(example.fact.short) is in train and in \(part.rawValue).")
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
          detail: "\(search.leaked) questions of \(search.part.rawValue) are worded as in \(search.among.rawValue) "
            + "(highest similarity \(search.highest), threshold \(search.threshold))."))
    }
    if found != searches {
      violations.append(
        SplitViolation(
          code: "search-differs", detail: "The search for like wording finds something else than the certificate says.")
      )
    }
    return violations
  }
}
