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
    return title[language] + "\n" + table.text
  }

  private static func share(_ value: Double?) -> String { value.map { CompareCommand.percent($0) } ?? "–" }
}
