import Preparation
import Records
import Storage

extension Session {
  /// Compares all documents with each other, once each has been read: finds versions, and what many documents repeat.
  /// Both depend on the whole corpus and are worked out anew each time, so that nothing depends on the order of files.
  func relateDocuments(_ stage: IngestStage) throws {
    try store.write { transaction in
      var corpus = CorpusTraits()
      try transaction.eachTraits(as: DocumentTraits.self) { path, traits in
        var traits = traits
        // A moved file has another path than when it was read.
        traits.likeness.path = path
        corpus.append(traits)
      }
      let before = Set(try transaction.supersededDocuments().map(\.document))
      let links = try linkVersions(corpus.likenesses, transaction)
      for link in links where !before.contains(link.document) {
        if let drop = try self.drop(link, transaction) { report(.dropped(drop)) }
      }
      try removeBoilerplate(corpus, links, stage, transaction)
    }
  }

  /// What comparing all documents needs of each: of most a name.
  private struct CorpusTraits {
    var likenesses = LikenessList()
    /// Of documents with paragraphs that may be boilerplate.
    var edges: [CorpusBoilerplate.Edges] = []
    /// Documents of which something was taken out before.
    var cleaned: Set<ContentHash> = []

    mutating func append(_ traits: DocumentTraits) {
      let likeness = traits.likeness
      if !traits.edges.isEmpty {
        edges.append(
          CorpusBoilerplate.Edges(
            document: likeness.document, path: likeness.path, group: likenesses.documents.count,
            fingerprints: traits.edges))
      }
      if !traits.boilerplate.isEmpty { cleaned.insert(likeness.document) }
      likenesses.append(likeness)
    }
  }

  // MARK: - Versions

  /// Finds and stores versions, with an entry of the ledger for each older one.
  private func linkVersions(_ likenesses: LikenessList, _ transaction: Transaction) throws -> [DocumentVersions.Link] {
    let links =
      configuration.ingest.versions == "all"
      ? [] : try DocumentVersions.links(likenesses) { try transaction.cleanDocument($0)?.text ?? "" }
    try transaction.replaceSuperseded(
      with: links.map {
        SupersededDocument(
          document: $0.document, newest: $0.newest, similarity: $0.similarity, reason: $0.reason.rawValue)
      })
    let linked = Dictionary(links.map { ($0.document, $0) }, uniquingKeysWith: { first, _ in first })
    for document in likenesses.documents.lazy.map(\.document) {
      let drop = try linked[document].flatMap { try self.drop($0, transaction) }
      try transaction.replaceLedger(
        stage: IngestStage.name, input: "\(document.hex):superseded", with: drop.map { [$0] } ?? [])
    }
    return links
  }

  private func drop(_ link: DocumentVersions.Link, _ transaction: Transaction) throws -> Drop? {
    guard let older = try transaction.findDocument(link.document.hex),
      let newest = try transaction.findDocument(link.newest.hex)
    else { return nil }
    let why =
      switch link.reason {
      case .version: BilingualText(en: "by its version number", ja: "版番号から")
      case .date: BilingualText(en: "by its date", ja: "日付から")
      case .modified: BilingualText(en: "by the file's time", ja: "ファイルの更新日時から")
      case .path: BilingualText(en: "by name alone: nothing else tells", ja: "ほかに手がかりがなく名前の順で")
      }
    let share = "\(Int((link.similarity * 100).rounded())) %"
    return Drop(
      stage: IngestStage.name, item: older.path, document: older.path, reason: "superseded",
      detail: BilingualText(
        en:
          "\(newest.path) says nearly the same (\(share)) and is newer, \(why.en); this one is kept, but neither asked "
          + "about nor retrieved. Set ingest.versions to “all” to use both",
        ja: "\(newest.path) とほぼ同じ内容（\(share)）で、\(why.ja)そちらが新しいと判断しました。この文書は保存したまま、質問や検索には使いません。"
          + "両方を使うには ingest.versions を \"all\" にしてください。"), outcome: .changed)
  }

  // MARK: - Boilerplate

  /// Cleans those documents anew whose share of the corpus's boilerplate is another one than before.
  private func removeBoilerplate(
    _ corpus: CorpusTraits, _ links: [DocumentVersions.Link], _ stage: IngestStage, _ transaction: Transaction
  ) throws {
    let superseded = Set(links.map(\.document))
    let repeated =
      configuration.ingest.cleaningOff.contains("corpus-boilerplate")
      ? [:] : CorpusBoilerplate.repeated(corpus.edges.filter { !superseded.contains($0.document) })
    for (id, path) in corpus.likenesses.documents.lazy.map({ ($0.document, $0.path) }) {
      let wanted = repeated[id]?.sorted() ?? []
      try transaction.replaceLedger(
        stage: IngestStage.name, input: "\(id.hex):boilerplate",
        with: wanted.isEmpty ? [] : [Drop(boilerplate: wanted.count, of: path)])
      guard !wanted.isEmpty || corpus.cleaned.contains(id),
        var traits = try transaction.traits(of: id, as: DocumentTraits.self), wanted != traits.boilerplate,
        let document = try transaction.document(id)
      else { continue }
      try transaction.replaceReading(stage.reading(of: document, boilerplate: Set(wanted)))
      traits.likeness.path = path
      traits.boilerplate = wanted
      try transaction.saveTraits(traits, of: id)
    }
  }
}

extension Drop {
  /// Names a document that lost paragraphs because another one keeps them.
  fileprivate init(boilerplate count: Int, of path: String) {
    self.init(
      stage: IngestStage.name, item: path, document: path, reason: "corpus-boilerplate",
      detail: BilingualText(
        en:
          "\(count) paragraphs, such as notices, stand in at least \(CorpusBoilerplate.leastDocuments) documents word by word "
          + "and are kept in the first of them alone; add corpus-boilerplate to ingest.cleaningOff to keep all",
        ja: "\(CorpusBoilerplate.leastDocuments) 件以上の文書に同じ文面の注記などが \(count) 段落あり、最初の文書だけに残しました。"
          + "すべて残すには ingest.cleaningOff に corpus-boilerplate を加えてください。"), outcome: .changed)
  }
}
