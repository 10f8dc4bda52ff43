import Preparation
public import Records
public import Storage

extension Transaction {
  /// Puts pairs that have lost their passage where their evidence stands in a document that was just read: those of its
  /// own earlier chunks, and those of what the file held before. Notes what the new version changed.
  func takeOverPairs(of reading: IngestStage.Reading) throws {
    let document = reading.document
    let earlier = try earlierContents(of: document.id)
    let transfer = EvidenceTransfer(to: document, clean: reading.clean, chunks: reading.chunks)
    _ = try takeOverPairs(of: document.id, with: transfer)
    let fates = try earlier.map { try takeOverPairs(of: $0, with: transfer) }
    guard let before = earlier.first else { return }
    var difference = RevisionDifference(from: try chunks(of: before), to: reading.chunks)
    let known = try self.difference(of: document.id)
    difference.pairsKept = fates.reduce(known?.pairsKept ?? 0) { $0 + $1.kept }
    difference.pairsStale = fates[0].stale
    // Reading a file again, by itself, is no change.
    if difference != known { try save(difference, of: document.id) }
    try replaceLedger(
      stage: IngestStage.name, input: Drop.input(ofRevision: document.id),
      with: [Drop(revision: DocumentRevision(path: document.source.path, difference: difference))])
  }

  /// Moves those displaced pairs of one content whose evidence stands elsewhere now.
  private func takeOverPairs(
    of source: ContentHash, with transfer: EvidenceTransfer
  ) throws -> (kept: Int, stale: Int) {
    var kept = 0
    var stale = 0
    let displaced = try displacedPairs(of: source)
    guard !displaced.isEmpty else { return (0, 0) }
    let sections = EvidenceTransfer.sections(of: try chunks(of: source))
    for pair in displaced {
      let evidence = try pair.original.evidence.compactMap { evidence in
        try chunk(evidence.chunk).flatMap { transfer.place(of: evidence, from: $0, in: sections) }
      }
      if !evidence.isEmpty, evidence.count == pair.original.evidence.count {
        if try move(pair.id, to: evidence) { kept += 1 }
      } else if pair.isStale {
        stale += 1
      }
    }
    // What was written for the old chunks has to be written again, should they come back.
    if kept > 0 { try unmark(stage: GenerateStage.name, partsOf: source) }
    return (kept, stale)
  }

  /// The same for a document that stands in the store already; nothing where it does not.
  func takeOverPairs(of id: ContentHash) throws {
    guard let document = try document(id), let clean = try cleanDocument(id) else { return }
    try takeOverPairs(of: IngestStage.Reading(document: document, clean: clean, chunks: try chunks(of: id)))
  }
}

extension Transaction {
  /// Finds what became of documents whose files are gone: a file may have been renamed and changed at once. Its pairs go
  /// where their evidence stands now, as they do when a file changes under its name.
  ///
  /// - Parameter known: The documents that were there before.
  func followRenamed(_ gone: [ContentHash], known: Set<ContentHash>) throws {
    guard !gone.isEmpty else { return }
    let new = try documents().map(\.source.sha256).filter {
      try !known.contains($0) && earlierContents(of: $0).isEmpty
    }
    guard !new.isEmpty else { return }
    func likenesses(_ documents: [ContentHash]) throws -> [DocumentLikeness] {
      try documents.compactMap { try traits(of: $0, as: DocumentTraits.self)?.likeness }
    }
    let successors = try DocumentVersions.successors(of: likenesses(gone), among: likenesses(new)) {
      try cleanDocument($0)?.text ?? ""
    }
    for (earlier, later) in successors {
      try note(earlier, replacedBy: later)
      try replaceLedger(stage: IngestStage.name, input: Drop.input(ofRemoved: earlier), with: [])
      try takeOverPairs(of: later)
    }
  }
}

extension Drop {
  static func input(ofRevision document: ContentHash) -> String { "revision:\(document.hex)" }
  static func input(ofRemoved document: ContentHash) -> String { "removed:\(document.hex)" }

  /// Names a new version of a file with what it changed.
  init(revision: DocumentRevision) {
    self.init(
      stage: IngestStage.name, item: revision.path, document: revision.path, reason: "new-version",
      detail: revision.difference.text, outcome: .changed)
  }

  /// Names a document whose file is gone.
  init(removed document: DocumentSummary) {
    let source = document.source
    self.init(
      stage: IngestStage.name, item: source.path, document: source.path, reason: "file-gone",
      detail: BilingualText(
        en:
          "no file has its content any more: its \(document.chunks) chunks are out of use and its \(document.pairs) pairs stale; "
          + "put it back to have them again, or remove them for good with `shikomi purge`",
        ja: "この内容のファイルはもうありません。チャンク \(document.chunks) 件を外し、ペア \(document.pairs) 件を「根拠なし」としました。"
          + "ファイルを戻すと元に戻ります。完全に消すには `shikomi purge` を使ってください。"), outcome: .changed)
  }
}

extension RevisionDifference {
  /// The difference in words: “3 chunks added, 1 removed, 2 changed, 40 unchanged”.
  public var text: BilingualText {
    let chunks = BilingualText(
      en: "a new version of the file: \(added) chunks added, \(removed) removed, \(changed) changed, "
        + "\(unchanged) unchanged",
      ja: "ファイルの新しい版です。チャンク：追加 \(added)、削除 \(removed)、変更 \(changed)、変更なし \(unchanged)")
    guard pairsKept + pairsStale > 0 else { return BilingualText(en: chunks.en, ja: chunks.ja + "。") }
    return BilingualText(
      en: chunks.en + "; \(pairsKept) pairs keep their evidence, \(pairsStale) are stale",
      ja: chunks.ja + "。ペア：根拠が残ったもの \(pairsKept)、根拠がなくなったもの \(pairsStale)。")
  }
}
