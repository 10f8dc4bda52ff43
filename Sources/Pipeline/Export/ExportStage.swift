import Documents
import Foundation
import Generation
import Preparation
public import Records
public import Storage

/// Which forms a run exports, and what becomes of personal data.
public struct ExportOptions: StageOptions {
  /// The forms.
  public var formats = ["openai", "alpaca", "prompt-completion", "raw"]
  /// Whether personal data and secrets are masked.
  public var maskPersonalData = false
  /// Who answers for personal data and secrets that are exported as they are; empty for nobody.
  public var waivedBy = ""
  /// The path of a list of people's names, in the workspace; empty for none.
  public var nameList = ""

  /// Whether the training prompts hold the gold passage among distractors, as `tune` says how many.
  public var raft = false

  /// The four forms written above; personal data is refused.
  public init() {}

  /// The key of `export` in `studio.json`; only names that `DatasetFormats` knows are taken.
  public static let fields: [OptionField<ExportOptions>] = [
    OptionField(
      "formats", \.formats, en: "forms that `run` exports: \(ExportStage.known)",
      ja: "`run` が書き出す形式（\(ExportStage.known)）",
      expectation: BilingualText(en: "a list of \(ExportStage.known)", ja: "\(ExportStage.known) の列"),
      valid: { $0.allSatisfy { DatasetFormats.named($0) != nil } }),
    OptionField(
      "maskPersonalData", \.maskPersonalData,
      en: "put [phone number] and the like in the place of personal data and secrets",
      ja: "個人情報と秘密情報を【電話番号】などに置き換えます"),
    OptionField(
      "waivedBy", \.waivedBy, en: "name of the person who answers for exporting personal data as it is",
      ja: "個人情報をそのまま書き出すことに責任を持つ人の名前"),
    OptionField(
      "nameList", \.nameList, en: "a file with people's names, one a line, that count as personal data",
      ja: "個人情報とみなす氏名の一覧ファイル（1 行に 1 名）"),
    OptionField(
      "raft", \.raft,
      en: "put the gold passage among distractors into the training prompts (tune: distractors, goldShare)",
      ja: "学習用の入力に、正解の文章と無関係な文章を併記します（数と割合は tune の distractors、goldShare）"),
  ]
}

extension ExportOptions {
  /// The names of the list that is named; none where none is.
  ///
  /// - Throws: `UnreadableNameList`.
  public func names(in workspace: Workspace) throws -> [String] {
    guard !nameList.isEmpty else { return [] }
    let file =
      nameList.hasPrefix("/") ? URL(fileURLWithPath: nameList) : workspace.root.appendingPathComponent(nameList)
    guard let data = try? Data(contentsOf: file), let text = TextDecoding.text(of: data) else {
      throw UnreadableNameList(path: nameList)
    }
    let names = NameList.names(in: text)
    // A list without names would let every name pass in silence.
    guard !names.isEmpty else { throw UnreadableNameList(path: nameList) }
    return names
  }
}

/// Writes the latest dataset version in the forms of other programs.
public struct ExportStage: Stage {
  /// `export`.
  public static let name = "export"
  /// For the list of commands and the command's own help.
  public static let summary = BilingualText(
    en: "writes the dataset in the forms of other programs", ja: "データセットを他のプログラムの形式で書き出します")
  /// To be raised when the same dataset would give other files.
  public static let version = 10
  static var known: String { DatasetFormats.all.map(\.name).joined(separator: ", ") }

  /// The forms of this run.
  public let options: ExportOptions
  /// The dataset's content hash and the path of the target folder, empty for the folder under `output/`.
  public let dependencies: [String]
  private let workspace: Workspace
  private let store: Store
  private let dataset: DatasetVersion
  private let target: URL?
  private let raft: RAFTExamples.Options?

  /// - Parameters:
  ///   - target: Where to write; by default `output/export/VERSION/FORMAT/`.
  ///   - tune: How many distractors stand in training prompts, and how often the gold passage.
  init(
    _ options: ExportOptions, workspace: Workspace, store: Store, dataset: DatasetVersion, target: URL? = nil,
    tune: TuneOptions = TuneOptions()
  ) {
    self.options = options
    self.workspace = workspace
    self.store = store
    self.dataset = dataset
    self.target = target
    raft =
      options.raft
      ? RAFTExamples.Options(distractors: tune.distractors, goldShare: tune.goldShare, seed: dataset.seed) : nil
    dependencies =
      [dataset.content.hex, target?.path ?? ""] + (raft.map { ["raft \($0.distractors) \($0.goldShare)"] } ?? [])
  }

  /// One batch a form, in the order of the options; its id is the version and the form, such as `v3 alpaca`.
  public func plan() throws -> [StageBatch<String>] {
    options.formats.map { StageBatch(id: "\(dataset.name) \($0)", input: $0, label: $0) }
  }

  /// Writes the files of one form; each is there whole or not at all. An unknown form gives nothing.
  ///
  /// - Throws: `PersonalDataInExport` where the dataset holds some that is neither masked nor waived;
  ///   `WorkspaceError.cannotWrite`; what reading the dataset, the list of names or the store throws.
  public func process(_ batch: StageBatch<String>) async throws -> StageOutcome<[Drop]> {
    guard let format = DatasetFormats.named(batch.input) else { return StageOutcome(kept: nil) }
    let folder = folder(of: batch.input)
    let (material, shown) = try material()
    let finder = PersonalDataFinder(names: try options.names(in: workspace))
    var screening = ExportScreening(
      finder, dataset: dataset.name, mask: options.maskPersonalData, withOriginals: format is PreferenceFormat,
      shown: shown, announced: try announced(in: material, finder))
    let screened = screening.screen(material)
    let waiver = try screening.waiver(by: options.waivedBy, form: batch.input)
    var files = try format.files(screened)
    if let card = ExportCard.file(format, files, version: dataset.name) { files.append(card) }
    for file in files { try AtomicFile.write(file.data, to: folder.appendingPathComponent(file.name)) }
    return StageOutcome(
      kept: waiver, drops: screening.masked(form: batch.input) + (files.isEmpty ? [nothing(in: batch)] : []))
  }

  /// The files are the result; what a person has answered for is written down under its own name, so that no later export
  /// of the same form takes its place.
  public func write(
    _ output: [Drop], of batch: StageBatch<String>, provenance: Provenance, to transaction: Transaction
  ) throws {
    for waiver in output {
      let input = "\(batch.id) waived \(ContentHash(of: [waiver.detail.en, waiver.detail.ja]).hex)"
      try transaction.replaceLedger(stage: Self.name, input: input, with: [waiver])
    }
  }

  /// Files that were written earlier are still there, and so is what is known of them: each form's entries stay.
  public var ledgerInputs: Set<String> { (try? store.read { try $0.ledgerInputs(stage: Self.name) }) ?? [] }

  private func nothing(in batch: StageBatch<String>) -> Drop {
    Drop(
      stage: Self.name, item: batch.id, reason: Self.noEdits,
      detail: BilingualText(
        en:
          "Nothing to write in the form \(batch.input): no training or validation pair of \(dataset.name) was edited by a "
          + "reviewer. Edit pairs in the studio, accept them, and run `shikomi curate` again.",
        ja: "\(batch.input) 形式で書き出すものがありません。\(dataset.name) の学習・検証用のペアに、確認者が修正したものがないためです。"
          + "スタジオでペアを修正し、`shikomi curate` をもう一度実行してください。"), outcome: .changed)
  }

  /// The reason of a form that has nothing to hold.
  static let noEdits = "no-edited-pair"

  /// What the ledger says of a form that nothing was written in.
  func emptyForm(_ format: String) throws -> BilingualText? {
    var text: BilingualText?
    try store.read { transaction in
      try transaction.eachDrop(stage: Self.name, reason: Self.noEdits) {
        if $0.item == "\(dataset.name) \(format)" { text = $0.detail }
      }
    }
    return text
  }

  /// Where a form is written.
  func folder(of format: String) -> URL {
    target
      ?? workspace.output.appendingPathComponent("export").appendingPathComponent(dataset.name)
      .appendingPathComponent(format)
  }

  /// What the passages tell of the examples' evidence, by the examples' ids.
  private func announced(
    in material: ExportedDataset, _ finder: PersonalDataFinder
  ) throws -> [ContentHash: [PersonalData]] {
    var found: [ContentHash: [PersonalData]] = [:]
    try store.read { transaction in
      let screening = PassageScreening(finder) { try transaction.chunk($0) }
      for example in DatasetSplit.allCases.flatMap({ material.examples[$0, default: []] }) {
        let values = try screening.values(of: example.evidence)
        if !values.isEmpty { found[example.id] = values }
      }
    }
    return found
  }

  /// The frozen wording, with the rest of each pair as the store knows it, and the passages of the prompts that hold some.
  private func material() throws -> (ExportedDataset, shown: [ContentHash: [Chunk]]) {
    var shown: [ContentHash: [Chunk]] = [:]
    var examples: [DatasetSplit: [TrainingExample]] = [:]
    var pairs: [DatasetSplit: [QAPair]] = [:]
    var originals: [ContentHash: QAPair] = [:]
    let frozen = try FrozenDataset(dataset, in: workspace)
    for part in DatasetSplit.allCases {
      let read = try frozen.examples(part)
      examples[part] = read
      pairs[part] = try store.read { transaction in
        try read.compactMap { example in
          guard let reviewed = try transaction.pair(example.id) else { return nil }
          var pair = reviewed.pair
          originals[example.id] = reviewed.original
          pair.question = example.messages.last { $0.role == "user" }?.content ?? pair.question
          pair.answer = example.messages.last { $0.role == "assistant" }?.content ?? pair.answer
          pair.split = part.rawValue
          return pair
        }
      }
    }
    if let raft {
      let templates = try PromptTemplates(directory: workspace.templates)
      // Test questions are asked as they are.
      for part in [DatasetSplit.train, .validation] {
        let passages = try RAFTExamples(raft, frozen, part, store, templates)
        examples[part] = examples[part]?.map { example in
          shown[example.id] = passages.passages(for: example)
          return passages.conversation(example)
        }
      }
    }
    return (ExportedDataset(examples: examples, pairs: pairs, originals: originals), shown)
  }
}
