import Foundation
import Pipeline
import Preparation
import Records
import Storage

/// What cleaning took out of documents, with the name of the rule: of one document as it would be now, or of all as they
/// are stored.
struct RemovalList {
  private let invocation: Invocation
  private let names: [String: BilingualText]

  init(_ invocation: Invocation) {
    self.invocation = invocation
    names = Dictionary(uniqueKeysWithValues: Cleaner.ruleNames.map { ($0.code, $0.name) })
  }

  /// One removal and where it was.
  private struct Entry: Encodable {
    var document: String
    var page: Int
    var rule: String
    var block: String
    var start: Int
    var end: Int
    var text: String
  }

  /// Those of all current documents, or of the one and the rule that were asked for.
  func print(_ store: Store) throws {
    let (wanted, rule) = (invocation.value("document"), invocation.value("reason"))
    var entries: [Entry] = []
    try store.read { transaction in
      let chosen = try wanted.map { try transaction.findDocument($0)?.sha256 }
      for summary in try transaction.documents() {
        let id = summary.source.sha256
        guard chosen == nil || chosen == id, let document = try transaction.document(id),
          let clean = try transaction.cleanDocument(id)
        else { continue }
        entries += self.entries(clean, of: document).filter { rule == nil || $0.rule == rule }
      }
    }
    try invocation.print(entries) {
      entries.map { "\($0.document) " + line($0) }.joined()
        + (entries.isEmpty ? Self.nothing : Self.undoing)[
          invocation.language] + "\n"
    }
  }

  /// Those of one document that is not stored.
  func print(_ clean: CleanDocument, of document: Document) throws {
    try invocation.print(clean.removed) { entries(clean, of: document).map(line).joined() }
  }

  /// White space alone is no loss, and cannot be brought back.
  private func entries(_ clean: CleanDocument, of document: Document) -> [Entry] {
    let pages = Dictionary(document.blocks.map { ($0.id, $0.page) }, uniquingKeysWith: { first, _ in first })
    return clean.removed.filter { $0.rule != "blank" }.map { removal in
      Entry(
        document: document.source.path, page: pages[removal.block] ?? 1, rule: removal.rule, block: removal.block,
        start: removal.start, end: removal.end, text: removal.text)
    }
  }

  private func line(_ entry: Entry) -> String {
    let name = names[entry.rule]?[invocation.language] ?? entry.rule
    let text = entry.text.split(whereSeparator: \.isNewline).joined(separator: " ⏎ ")
    return "\(entry.page) [\(entry.rule)] \(name): \(text)\n"
  }

  private static let nothing = BilingualText(en: "Nothing was taken out.", ja: "取り除いた箇所はありません。")
  private static let undoing = BilingualText(
    en: "To bring a text back add it to ingest.cleaningKeep in studio.json; to switch a rule off add its name to "
      + "ingest.cleaningOff. Then run ingest.",
    ja: "元に戻すには、その文面を studio.json の ingest.cleaningKeep に加えます。規則を使わないときは、規則名を "
      + "ingest.cleaningOff に加えます。そのあと ingest を実行してください。")
}
