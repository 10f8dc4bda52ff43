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
    CommandOption("removals", en: "what cleaning took out of the documents, span by span", ja: "整形で文書から取り除いた箇所を一つずつ"),
    CommandOption("counts", en: "figures only", ja: "件数だけ"),
    CommandOption("totals", en: "what came in, what went on, and every reason, with sums", ja: "入力、採用、除いた理由ごとの件数と合計"),
    CommandOption("chart", "FILE", en: "the totals as a flow chart (SVG)", ja: "合計を流れ図（SVG）で書き出します"),
  ]

  static func run(_ invocation: Invocation) async throws {
    let store = try invocation.session().store
    if let file = invocation.value("chart") { return try draw(store, file, invocation) }
    if invocation.isSet("removals") { return try RemovalList(invocation).print(store) }
    if invocation.isSet("totals") {
      let accounts = try store.read { try $0.ledgerAccounts() }
      try invocation.print(accounts) { text(accounts, invocation.language) }
      return
    }
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

  private static func draw(_ store: Store, _ file: String, _ invocation: Invocation) throws {
    let accounts = try store.read { try $0.ledgerAccounts() }
    try AtomicFile.write(LedgerAccount.chart(accounts, invocation.language), to: URL(fileURLWithPath: file))
    try invocation.print(file) { file }
  }

  /// Each sum in its own paragraph: the whole, what went on, every reason, and whether it adds up.
  private static func text(_ accounts: [LedgerAccount], _ language: Language) -> String {
    let adds = BilingualText(en: "adds up", ja: "合計が一致")[language]
    return accounts.map { account in
      var table = TextTable(figures: [0])
      table.add(String(account.total), account.subject.name[language])
      table.add(String(account.kept), "= " + account.subject.keptName[language])
      for loss in account.losses { table.add(String(loss.count), "+ " + LedgerAccount.name(of: loss.reason, language)) }
      if account.unaccounted == 0 {
        table.add("", adds)
      } else {
        table.add(String(account.unaccounted), "+ " + LedgerAccount.unaccountedName[language])
      }
      for remark in account.remarks { table.add(String(remark.count), LedgerAccount.name(of: remark.code)[language]) }
      return table.text
    }.joined(separator: "\n\n")
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
