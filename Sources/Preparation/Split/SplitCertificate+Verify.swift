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
    var places = PlaceCheck(certificate.groups)
    var documents = DocumentCheck()
    var facts = FactCheck()
    var frames = FrameCheck(endings: !certificate.options.endingRewords)
    var turns = TurnCheck()
    var weights = WeightCheck()
    var contained = ContainmentCheck(frameRewords: certificate.options.frameRewords)
    var filled: Set<DatasetSplit> = []
    var wordings = SplitWordings(certificate.options.questionPieces)
    for part in DatasetSplit.allCases {
      let file = directory.appending(path: part.fileName)
      violations += certificate.checkFile(part, try digest(file))
      violations += try eachExample(of: part, in: file) { example in
        places.add(example, part)
        documents.add(example, part)
        facts.add(example, part)
        turns.add(example, part)
        weights.add(example, part)
        contained.add(example, part)
        filled.insert(part)
        if part == .testReworded { frames.add(example) }
        wordings.add(example, to: part)
      }
    }
    wordings.finish()
    contained.finish()
    violations += try certificate.checkOtherFiles(directory)
    violations += try certificate.checkCard(directory, filled)
    violations += certificate.checkGroups()
    violations += places.violations + documents.violations + facts.violations + turns.violations
    violations += weights.violations
    // What was tested is known now: what could have been seen is read once more.
    for part in [DatasetSplit.train, .validation] {
      _ = try eachExample(of: part, in: directory.appending(path: part.fileName)) { example in
        if part == .train, !certificate.options.frameRewords { frames.compare(example) }
        contained.search(example, in: part)
      }
    }
    violations += frames.violations + contained.violations
    violations += certificate.checkSearches(wordings)
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

  static func contents(_ file: URL) throws -> Data {
    do {
      return try Data(contentsOf: file)
    } catch {
      throw UnverifiableDataset(file: file.path, reason: BilingualText(reasonOf: error))
    }
  }

  static func digest(_ file: URL) throws -> ContentHash {
    do {
      return try ContentHash(ofFile: file)
    } catch {
      throw UnverifiableDataset(file: file.path, reason: BilingualText(reasonOf: error))
    }
  }

  /// Hands over the examples of a part one by one; the lines that are none are violations.
  private static func eachExample(
    of part: DatasetSplit, in file: URL, _ body: (TrainingExample) -> Void
  ) throws -> [SplitViolation] {
    var violations: [SplitViolation] = []
    let decoder = JSONDecoder()
    do {
      try JSONLines.eachLine(of: file) { number, line in
        do {
          body(try decoder.decode(TrainingExample.self, from: line))
          if let field = RecordShape.unexpectedField(in: line) {
            violations.append(
              SplitViolation(
                code: "unexpected-field",
                detail: BilingualText(
                  en: "\(part.fileName) line \(number) has “\(field)”, which no record of a dataset has.",
                  ja: "\(part.fileName) の \(number) 行目に、データセットの記録にはない項目「\(field)」があります。")))
          }
        } catch {
          let why = BilingualText(reasonOf: error)
          violations.append(
            SplitViolation(
              code: "unreadable-line",
              detail: BilingualText(
                en: "\(part.fileName) line \(number): \(why.en)",
                ja: "\(part.fileName) の \(number) 行目を読めません（\(why.ja)）。")))
        }
      }
    } catch {
      throw UnverifiableDataset(file: file.path, reason: BilingualText(reasonOf: error))
    }
    return violations
  }

  private func checkFile(_ part: DatasetSplit, _ digest: ContentHash) -> [SplitViolation] {
    guard let file = files.first(where: { $0.name == part.fileName }) else {
      return [
        SplitViolation(
          code: "file-not-certified",
          detail: BilingualText(
            en: "The certificate does not name \(part.fileName).", ja: "証明書に \(part.fileName) の記載がありません。"))
      ]
    }
    return check(digest, file)
  }

  /// The card and its pictures, where the certificate names them.
  private func checkOtherFiles(_ directory: URL) throws -> [SplitViolation] {
    let parts = Set(DatasetSplit.allCases.map(\.fileName))
    return try files.filter { !parts.contains($0.name) }.flatMap { file in
      check(try Self.digest(directory.appending(path: file.name)), file)
    }
  }

  private func check(_ digest: ContentHash, _ file: File) -> [SplitViolation] {
    guard digest != file.sha256 else { return [] }
    return [
      SplitViolation(
        code: "file-changed",
        detail: BilingualText(
          en: "\(file.name) has SHA-256 \(digest.short)…, the certificate says \(file.sha256.short)….",
          ja: "\(file.name) の SHA-256 は \(digest.short)… ですが、証明書では \(file.sha256.short)… です。"))
    ]
  }
}
