import Generation
import Preparation
public import Records
public import Storage

/// Import has nothing to choose: the gates are those of `generate`.
public struct ImportOptions: StageOptions {
  /// There are none.
  public init() {}
  /// There are none.
  public static let fields: [OptionField<ImportOptions>] = []
}

/// Takes pairs made elsewhere in: finds their evidence in the corpus and puts them through the gates.
///
/// One batch a file, by its name: a file that is imported again stands in the place of its earlier content, and what
/// somebody has reviewed stays.
public struct ImportStage: Stage {
  /// `import`.
  public static let name = "import"
  /// For the list of commands and the command's own help.
  public static let summary = BilingualText(
    en: "pairs made elsewhere, through the same gates", ja: "ほかで作ったペアを、同じ検査を通して取り込みます")
  /// To be raised when the same file would give other pairs.
  public static let version = 9

  /// A file's records.
  public struct Input: Sendable {
    var file: ImportedFile
  }

  /// The pairs that passed, and all that were asked about.
  public struct Output: Sendable {
    var pairs: [QAPair]
    /// The ids of those and of what somebody has decided about.
    var given: Set<ContentHash>
    var tried: [TriedImport]
  }

  /// There are none.
  public let options = ImportOptions()
  /// Digests of the file and of the corpus, the seed, the model's identity and the templates.
  public let dependencies: [String]
  /// What earlier files gave stays in the ledger.
  public let ledgerInputs: Set<String>
  private let name: String
  private let file: ImportedFile
  private let store: Store
  private let finder: EvidenceFinder
  private let gates: Gates
  private let thresholds: GateOptions
  /// Gates that are not asked.
  private let leftOut: Set<GateName>

  init(
    _ file: ImportedFile, name: String, chunks: [Chunk], gates: (EvidenceFinder) -> Gates, store: Store,
    dependencies: [String], thresholds: GateOptions = GateOptions(), leftOut: Set<GateName> = []
  ) throws {
    self.leftOut = leftOut
    self.thresholds = thresholds
    self.name = name
    self.file = file
    self.store = store
    finder = EvidenceFinder(chunks)
    self.gates = gates(finder)
    self.dependencies = dependencies + leftOut.map(\.rawValue).sorted() + [ContentHash(of: chunks.map(\.id.hex)).hex]
    ledgerInputs = try store.read { try $0.ledgerInputs(stage: Self.name) }
  }

  /// One batch: the file.
  public func plan() throws -> [StageBatch<Input>] {
    [StageBatch(id: name, input: Input(file: file), count: file.records.count + file.flaws.count, label: name)]
  }

  /// Finds evidence for every record and asks the gates; every record becomes a pair or an entry in the ledger.
  ///
  /// - Throws: What model and store throw.
  public func process(_ batch: StageBatch<Input>) async throws -> StageOutcome<Output> {
    var drops = batch.input.file.flaws.map { flaw in
      drop(flaw.line, "import-unreadable", flaw.detail)
    }
    var found: [(record: ImportedRecord, place: EvidenceFinder.Place, subject: GateSubject)] = []
    for record in batch.input.file.records {
      try Task.checkCancellation()
      guard let place = finder.place(of: record) else {
        drops.append(
          drop(
            record.line, "import-no-evidence",
            BilingualText(
              en: "No passage of the corpus holds or supports the answer “\(record.answer)” of “\(record.question)”.",
              ja: "「\(record.question)」の答え「\(record.answer)」が書かれた文章も、その根拠になる文も、取り込んだ文書にありません。")))
        continue
      }
      found.append((record, place, subject(record, place)))
    }
    let results = try await gates.judge(found.map(\.subject), without: leftOut)
    if leftOut.contains(.roundTrip), !found.isEmpty { drops.append(notReadBack(found.count)) }
    let selection = ImportSelection(name: name, gates: thresholds)
    var tried = try zip(found, results).map { item, result in
      TriedImport(
        line: item.record.line, pair: try pair(item.record, item.subject, result), measures: result.stored)
    }
    let (decided, elsewhere) = try store.read { [tried] in
      (try $0.decidedPairs(importedFrom: name), try $0.pairsGiven(elsewhereThan: name, among: tried.map(\.pair.id)))
    }
    let selected = selection.select(tried, decided: decided)
    let admitted = Set(selected.pairs.map(\.id))
    for index in tried.indices { tried[index].isAdmitted = admitted.contains(tried[index].pair.id) }
    return StageOutcome(
      kept: Output(pairs: selected.pairs, given: selected.given, tried: tried),
      keptCount: admitted.subtracting(elsewhere).count, drops: drops + selected.drops)
  }

  /// Puts the pairs in the place of what the file gave before; reviewed ones stay.
  public func write(
    _ output: Output, of batch: StageBatch<Input>, provenance: Provenance, to transaction: Transaction
  ) throws {
    try transaction.replacePairs(importedFrom: name, with: output.pairs, provenance: provenance.hash)
    try transaction.saveImportTries(
      output.tried.compactMap { tried in tried.pair.evidence.first.map { (tried, $0.chunk, $0.sha256) } },
      from: name, provenance: provenance.hash)
    try transaction.noteImported(output.given, from: name)
    // These thresholds have decided already.
    let gates = GateStage(thresholds, store: store)
    try transaction.mark(gates.mark(of: GateStage.batch(imported: name)))
    try transaction.replaceLedger(stage: GateStage.name, input: GateStage.batch(imported: name), with: [])
    try transaction.settleImports()
  }

  private func notReadBack(_ count: Int) -> Drop {
    Drop(
      stage: Self.name, item: name, reason: "not-read-back",
      detail: BilingualText(
        en:
          "\(count) pairs were not read back: the embedded model reads worse than people write. Name a model with --model, or "
          + "`judgeModel` under `gates` in studio.json, to have them read.",
        ja: "\(count) 件のペアは、モデルによる読み直しをしていません。内蔵モデルの読解力では、人が書いたペアを判定できないためです。"
          + "--model か、studio.json の `gates` の `judgeModel` でモデルを指定すると読み直します。"), outcome: .changed)
  }

  /// The gates compare with the document's own words, which the answer may write with other widths or spaces; an answer
  /// in words of its own they compare by what it states.
  private func subject(_ record: ImportedRecord, _ place: EvidenceFinder.Place) -> GateSubject {
    var subject = GateSubject(
      chunk: place.chunk, question: record.question, answer: place.isFreelyWorded ? record.answer : quote(place),
      range: place.range, type: record.type ?? type(of: record, in: place.chunk.language))
    subject.isFreelyWorded = place.isFreelyWorded
    return subject
  }

  private func type(of record: ImportedRecord, in language: Language) -> QuestionType {
    let answer = FreeAnswer(question: record.question, answer: record.answer, language: record.language ?? language)
    return answer.isYesNo ? .yesNo : record.answer.contains(where: \.isNumber) ? .number : .factoid
  }

  private func quote(_ place: EvidenceFinder.Place) -> String {
    String(decoding: Array(place.chunk.text.utf8)[place.range], as: UTF8.self)
  }

  private func pair(_ record: ImportedRecord, _ subject: GateSubject, _ result: Gates.Result) throws -> QAPair {
    let chunk = subject.chunk
    let evidence = try store.read { transaction in
      guard let document = try transaction.document(chunk.document),
        let clean = try transaction.cleanDocument(chunk.document)
      else { throw WorkspaceChanged(what: chunk.path) }
      return EvidenceLocator.locate(
        chunk: chunk, start: subject.range.lowerBound, end: subject.range.upperBound, clean: clean, document: document)
    }
    // Two questions for one place ask for one fact, unless the file says otherwise.
    let fact =
      record.fact.isEmpty
      ? ContentHash(of: [
        "fact", chunk.document.hex, chunk.id.hex, String(subject.range.lowerBound), String(subject.range.upperBound),
      ]) : ContentHash(of: ["imported fact", name, record.fact])
    return QAPair(
      question: record.question, answer: record.answer, language: record.language ?? chunk.language, type: subject.type,
      difficulty: 1, evidence: [evidence], fact: fact, scores: result.scores,
      generator: PairGenerator(model: "import", template: name, seed: 0))
  }

  private func drop(_ line: Int, _ reason: String, _ detail: BilingualText) -> Drop {
    ImportSelection.drop(name, line, reason, detail)
  }
}
