import Foundation
import Pipeline
import Records
import Storage

enum LedgerCommand: Command {
  static let name = "ledger"
  static let summary = BilingualText(
    en: "every dropped or changed item, and why", ja: "除いたもの、変えたものを理由とともに表示します")
  static let options = [
    CommandOption("stage", "S", en: "only this stage", ja: "この工程だけ"),
    CommandOption("reason", "R", en: "only this reason", ja: "この理由だけ"),
    CommandOption("document", "PATH", en: "only this document", ja: "この文書だけ"),
    CommandOption("counts", en: "figures only", ja: "件数だけ"),
  ]

  static func run(_ invocation: Invocation) async throws {
    let store = try invocation.session().store
    if invocation.isSet("counts") {
      let counts = try store.read { try $0.ledgerCounts() }
      try invocation.print(counts) { text(counts) }
      return
    }
    // One line an entry, written as it is read: a ledger can be long.
    var separator = "[\n"
    try store.read { transaction in
      try transaction.eachDrop(
        stage: invocation.value("stage"), reason: invocation.value("reason"), document: invocation.value("document")
      ) { drop in
        if invocation.isJSON {
          invocation.terminal.resultPart(Data(separator.utf8) + (try JSONLines.line(drop)))
          separator = ",\n"
        } else {
          invocation.terminal.resultPart(Data((line(drop, invocation.language) + "\n").utf8))
        }
      }
    }
    if invocation.isJSON { invocation.terminal.resultPart(Data((separator == "[\n" ? "[]\n" : "\n]\n").utf8)) }
  }

  private static func line(_ drop: Drop, _ language: Language) -> String {
    let mark = drop.outcome == .dropped ? "-" : "~"
    let place = drop.document == nil || drop.document == drop.item ? "" : " (\(drop.document ?? ""))"
    return "\(mark) \(drop.stage) [\(drop.reason)] \(drop.item)\(place): \(drop.detail[language])"
  }

  private static func text(_ counts: [LedgerCount]) -> String {
    var table = TextTable(figures: [3])
    for count in counts { table.add(count.stage, count.outcome.rawValue, count.reason, String(count.count)) }
    return table.text
  }
}
