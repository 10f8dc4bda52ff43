import Foundation
import Pipeline
import Records

extension BenchCommand {
  /// What each gate makes of pairs corrupted on purpose, as a table a file.
  static func gates(_ invocation: Invocation) throws {
    guard invocation.operands.count > 1 else { throw UsageError.missingOperand("FILE", command: name) }
    let results = try invocation.operands.dropFirst().map { file in
      try GateBenchmark.run(
        file: URL(fileURLWithPath: file), passages: try invocation.integer("passages", default: 100),
        seed: UInt64(try invocation.integer("seed", default: 7, atLeast: 0)))
    }
    try invocation.print(results) { results.map { text($0, invocation.language) }.joined(separator: "\n\n") }
  }

  private static func text(_ result: GateBenchmark, _ language: Language) -> String {
    let header = BilingualText(
      en: "corruption,n,recall %,by any gate %,false alarms,precision %",
      ja: "壊し方,件数,再現率 %,いずれかの検査 %,誤検出,適合率 %")[language]
    var table = TextTable(figures: [1, 2, 3, 4, 5])
    let names = header.split(separator: ",").map(String.init)
    table.add(names[0], names[1], names[2], names[3], names[4], names[5])
    for row in result.rows {
      let any = row.corrupted == 0 ? nil : Double(row.caughtByAny) / Double(row.corrupted)
      table.add(
        row.corruption, String(row.corrupted), share(row.recall), share(any), String(row.falseAlarms),
        share(row.precision))
    }
    let title = BilingualText(
      en: "\(result.file) (\(result.language.rawValue)): \(result.pairs) sound pairs",
      ja: "\(result.file)（\(result.language.rawValue)）：正しいペア \(result.pairs) 件")
    return title[language] + "\n" + table.text + "\n\n" + heldOut(result.heldOut, language)
  }

  /// Thresholds chosen on every other passage, tested on the rest.
  private static func heldOut(_ checks: [HeldOutThreshold], _ language: Language) -> String {
    let title = BilingualText(
      en: "Thresholds chosen on one half of the passages, tested on the other (recall / precision %):",
      ja: "一方の半分で選んだしきい値を、もう一方で確かめたもの（再現率 / 適合率 %）:")
    let names = BilingualText(
      en: "gate,corruption,chosen,where chosen,held out,default,held out",
      ja: "検査,壊し方,選んだ値,選んだ半分,残り半分,既定値,残り半分")[language].split(separator: ",").map(String.init)
    var table = TextTable(figures: [2, 3, 4, 5, 6])
    table.add(names[0], names[1], names[2], names[3], names[4], names[5], names[6])
    func both(_ outcome: HeldOutThreshold.Outcome) -> String {
      "\(share(outcome.recall)) / \(share(outcome.precision))"
    }
    for check in checks {
      table.add(
        check.gate, check.corruption, String(check.chosen), both(check.chosenWhereChosen), both(check.chosenHeldOut),
        String(check.usual), both(check.usualHeldOut))
    }
    return title[language] + "\n" + table.text
  }

  private static func share(_ value: Double?) -> String { value.map { CompareCommand.percent($0) } ?? "–" }
}
