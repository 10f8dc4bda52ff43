import Records
import Storage

extension Transaction {
  /// No file is named like this.
  private static let shared = "/shared"

  /// Sees to it that every pair that files give is in use once, and that each of the other records which give it has a
  /// reason in the ledger, whatever was imported, generated, changed or purged in between.
  func settleImports() throws {
    try reassignImports()
    for orphan in try orphanedImports(as: TriedImport.self) {
      var pair = orphan.tries.tried.pair
      for place in pair.evidence.indices { pair.evidence[place].document = orphan.tries.path }
      try adopt(pair, from: orphan.file, position: orphan.position, provenance: orphan.tries.provenance)
    }
    try replaceLedger(stage: ImportStage.name, input: Self.shared, with: try unclaimedImports().map(Self.drop))
  }

  private static func drop(_ record: UnclaimedImport) -> Drop {
    func repeated(_ en: String, _ ja: String) -> BilingualText {
      BilingualText(
        en: "The pair “\(record.question)” is there already, from \(en).",
        ja: "同じペア「\(record.question)」が、\(ja)すでにあります。")
    }
    let (reason, detail): (String, BilingualText) =
      switch record.cause {
      case .givenBy(record.file): ("import-repeated", repeated("a version of the document", "文書の別の版から"))
      case .givenBy(let file): ("import-repeated", repeated(file, " \(file) から"))
      case .generated: ("import-repeated", repeated("generation", "生成したペアとして"))
      case .stale:
        (
          "stale",
          BilingualText(
            en: "The passage of “\(record.question)” is gone.", ja: "「\(record.question)」の元の文章がなくなりました。")
        )
      }
    return ImportSelection.drop(
      record.file, record.line, reason, detail, document: record.document, chunk: record.chunk)
  }
}
