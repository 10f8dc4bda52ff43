import Foundation
import Preparation
import Records

extension ExportedDataset {
  /// The pairs of training and validation that somebody has edited: all that preferences are made of.
  fileprivate var edited: ExportedDataset {
    var out = self
    for part in DatasetSplit.allCases {
      let isUsed = part == .train || part == .validation
      out.examples[part] = examples[part, default: []].filter { isUsed && originals[$0.id] != nil }
      out.pairs[part] = pairs[part, default: []].filter { isUsed && originals[$0.id] != nil }
    }
    return out
  }
}

/// Looks for personal data and secrets in what is about to be exported, and masks it where that is asked for.
struct ExportScreening {
  /// A pair that holds some.
  struct Finding {
    var pair: ContentHash
    /// The documents that the values stand in, and the pages; the answer's own where no other is known.
    var places: [Place]
    var values: [PersonalData]
  }

  /// Where a value stands.
  struct Place: Hashable {
    /// Path of the document.
    var document: String
    var page: Int?
  }

  let finder: PersonalDataFinder
  let dataset: String
  let mask: Bool
  /// Whether the form holds what pairs were before somebody edited them.
  let withOriginals: Bool
  /// Passages in the prompts beside the answer's own, by the example's id.
  let shown: [ContentHash: [Chunk]]
  /// What the passages tell of the evidence, by the example's id.
  let announced: [ContentHash: [PersonalData]]
  private(set) var findings: [Finding] = []

  init(
    _ finder: PersonalDataFinder, dataset: String, mask: Bool, withOriginals: Bool, shown: [ContentHash: [Chunk]] = [:],
    announced: [ContentHash: [PersonalData]] = [:]
  ) {
    self.shown = shown
    self.announced = announced
    self.withOriginals = withOriginals
    self.finder = finder
    self.dataset = dataset
    self.mask = mask
  }

  /// The dataset as it may be written: masked where that was asked for, else as it was.
  mutating func screen(_ whole: ExportedDataset) -> ExportedDataset {
    // What the form does not write needs neither mask nor anybody who answers for it.
    let material = withOriginals ? whole.edited : whole
    var screened = material
    for part in DatasetSplit.allCases {
      var pairs = material.pairs[part, default: []]
      let places = Dictionary(pairs.indices.map { (pairs[$0].id, $0) }) { first, _ in first }
      screened.examples[part] = material.examples[part, default: []].map { original in
        var example = original
        var hiding = PersonalDataMask(finder, language: example.language)
        hiding.look(
          at: example.messages.map(\.content) + example.evidence.flatMap { [$0.quote, $0.document] },
          asked: [
            places[example.id].map { (pairs[$0].question, pairs[$0].answer) } ?? (example.asked, example.answered)
          ],
          announced: announced[example.id, default: []])
        for index in example.messages.indices {
          example.messages[index].content = hiding.apply(to: example.messages[index].content)
        }
        Self.hide(&example.evidence, by: &hiding)
        // The same mask, so that a value has the same name in the record's every form.
        if let place = places[example.id] { pairs[place] = Self.hidden(pairs[place], by: &hiding) }
        if withOriginals, let unedited = material.originals[example.id] {
          screened.originals[example.id] = Self.hidden(unedited, by: &hiding)
        }
        if !hiding.masked.isEmpty { note(hiding.masked, of: original) }
        return example
      }
      screened.pairs[part] = pairs
    }
    return mask ? screened : material
  }

  private static func hidden(_ pair: QAPair, by hiding: inout PersonalDataMask) -> QAPair {
    var pair = pair
    pair.question = hiding.apply(to: pair.question)
    pair.answer = hiding.apply(to: pair.answer)
    hide(&pair.evidence, by: &hiding)
    return pair
  }

  /// Files are named after people too, and every form has the path of the file: 山田太郎_090-1234-5678.md.
  private static func hide(_ evidence: inout [Evidence], by hiding: inout PersonalDataMask) {
    for index in evidence.indices {
      evidence[index].quote = hiding.apply(to: evidence[index].quote)
      evidence[index].document = hiding.apply(to: evidence[index].document)
    }
  }

  private mutating func note(_ values: [PersonalData], of example: TrainingExample) {
    var known: Set<String> = []
    let distinct = values.filter { known.insert("\($0.kind.rawValue) \($0.text)").inserted }
    var places: Set<Place> = []
    let ordered = distinct.compactMap { place(of: $0.text, in: example) }.filter { places.insert($0).inserted }
    findings.append(Finding(pair: example.id, places: ordered, values: distinct))
  }

  /// The passage that a value stands in: the answer's own, or a distractor's.
  private func place(of value: String, in example: TrainingExample) -> Place? {
    let passages = shown[example.id, default: []]
    let cited = Set(example.evidence.map(\.chunk))
    if let own = example.evidence.first(where: { $0.quote.contains(value) }) {
      return Place(document: own.document, page: own.page)
    }
    let holding = passages.filter { $0.textWithContext.contains(value) }
    if let passage = holding.first(where: { cited.contains($0.id) }) ?? holding.first {
      return Place(document: passage.path, page: passage.pages.first)
    }
    return example.evidence.first.map { Place(document: $0.document, page: $0.page) }
  }

  /// What the ledger says of masked pairs. The values themselves stay out of it.
  func masked(form: String) -> [Drop] {
    guard mask else { return [] }
    return findings.map { finding in
      let what = Self.summary([finding])
      return Drop(
        stage: ExportStage.name, item: finding.pair.hex, document: finding.places.first?.document,
        reason: "personal-data-masked",
        detail: BilingualText(
          en: "Masked in the form \(form) of \(dataset): \(what.en).",
          ja: "\(dataset) の \(form) 形式で伏せました: \(what.ja)。"), outcome: .changed)
    }
  }

  /// Who answers for what is neither masked nor left out.
  ///
  /// - Throws: `PersonalDataInExport` where nobody does.
  func waiver(by person: String, form: String) throws -> [Drop] {
    guard !mask, !findings.isEmpty else { return [] }
    let person = person.trimmingCharacters(in: .whitespaces)
    guard !person.isEmpty else { throw PersonalDataInExport(dataset: dataset, findings: findings) }
    let what = Self.summary(findings)
    return [
      Drop(
        stage: ExportStage.name, item: "\(dataset) \(form)", reason: "personal-data-waived",
        detail: BilingualText(
          en: "\(person) answers for exporting as they are: \(what.en), in \(findings.count) pairs.",
          ja: "\(person) の責任で、次の情報をそのまま書き出しました: \(what.ja)（\(findings.count) 件のペア）。"), outcome: .changed)
    ]
  }

  /// Such as `phone number 3, e-mail address 1`.
  static func summary(_ findings: [Finding]) -> BilingualText {
    var counts: [PersonalDataKind: Int] = [:]
    for value in findings.flatMap(\.values) { counts[value.kind, default: 0] += 1 }
    let kinds = PersonalDataKind.allCases.filter { counts[$0] != nil }
    return BilingualText(
      en: kinds.map { "\($0.label.en) \(counts[$0] ?? 0)" }.joined(separator: ", "),
      ja: kinds.map { "\($0.label.ja) \(counts[$0] ?? 0) 件" }.joined(separator: "、"))
  }
}
