import Foundation
import Pipeline
import Records
import Tensors

/// The benchmarks that measure one thing at several sizes, with a curve.
extension BenchCommand {
  static func deduplication(_ invocation: Invocation) throws {
    let seed = UInt64(try invocation.integer("seed", default: 7, atLeast: 0))
    let results = try measured("questions", invocation, text) {
      try DeduplicationBenchmark.run(questions: $0, seed: seed)
    }
    try draw(DeduplicationBenchmark.chart(results), invocation)
  }

  static func scale(_ invocation: Invocation) throws {
    let workspace = try invocation.workspace()
    let seed = UInt64(try invocation.integer("seed", default: 7, atLeast: 0))
    let results = try measured("chunks", invocation, text) {
      try ScaleBenchmark.run(chunks: $0, workspace: workspace, seed: seed)
    }
    try draw(ScaleBenchmark.chart(results), invocation)
  }

  private static func text(_ result: DeduplicationBenchmark, _ language: Language) -> String {
    let speed = rounded(result.questionsPerSecond, 0)
    let peak = result.peakBytes >> 20
    let (ranked, ranks) = (result.ranked, rounded(result.rankSeconds, 1))
    return BilingualText(
      en: "dedup  \(speed) questions/s  \(result.questions) questions in \(rounded(result.seconds, 2)) s; "
        + "\(result.found) of \(result.planted) planted duplicates found, \(result.unexpected) others taken out; "
        + "\(ranked) passages found among the first 20 of \(result.questions) in \(ranks) s; "
        + "divided in \(rounded(result.splitSeconds, 2)) s, certified and written in "
        + "\(rounded(result.freezeSeconds, 2)) s; "
        + "\(Parallel.threadCount) threads for ranks, else 1, \(Machine.processor), peak \(peak) MiB",
      ja: "dedup  \(speed) 質問/秒  質問 \(result.questions) 件を \(rounded(result.seconds, 2)) 秒、"
        + "仕込んだ重複 \(result.planted) 件中 \(result.found) 件を検出、ほかに \(result.unexpected) 件を除去、"
        + "\(result.questions) 件の文章の上位 20 件に元の文章が入る質問 \(ranked) 件の判定 \(ranks) 秒、"
        + "分割 \(rounded(result.splitSeconds, 2)) 秒、証明書とファイルの作成 \(rounded(result.freezeSeconds, 2)) 秒、"
        + "判定は \(Parallel.threadCount) スレッド、ほかは 1 スレッド、\(Machine.processor)、最大 \(peak) MiB")[language]
  }

  private static func text(_ result: ScaleBenchmark, _ language: Language) -> String {
    let (chunks, documents) = (result.chunks, result.documents)
    let (changed, changes) = (result.changedDocuments, result.changedChunks)
    let head = BilingualText(
      en: "scale  \(chunks) chunks of \(documents) documents; then \(changed) document with \(changes) other chunks; "
        + "\(Parallel.availableThreads) threads, \(Machine.processor)",
      ja: "scale  文書 \(documents) 件のチャンク \(chunks) 件、そのあと文書 \(changed) 件のチャンク \(changes) 件を変更、"
        + "\(Parallel.availableThreads) スレッド、\(Machine.processor)")[language]
    let width = result.steps.map(\.command.count).max() ?? 0
    let unit = BilingualText(en: "s", ja: "秒")[language]
    let lines = result.steps.map { step in
      let after = step.isAfterChange ? BilingualText(en: "  after the change", ja: "  変更後")[language] : ""
      let seconds = rounded(step.seconds, 2)
      return "  " + step.command.padding(toLength: width, withPad: " ", startingAt: 0)
        + String(repeating: " ", count: max(1, 10 - seconds.count)) + "\(seconds) \(unit)  \(step.peakBytes >> 20) MiB"
        + after
    }
    return ([head] + lines).joined(separator: "\n")
  }

  /// Measures every size, the smallest first, and prints each figure as soon as there is one: the largest takes long.
  private static func measured<Result: Encodable>(
    _ option: String, _ invocation: Invocation, _ text: (Result, Language) -> String, _ measure: (Int) throws -> Result
  ) throws -> [Result] {
    var results: [Result] = []
    for size in try sizes(option, invocation) {
      let result = try measure(size)
      results.append(result)
      if !invocation.isJSON { invocation.terminal.result(text(result, invocation.language)) }
    }
    if invocation.isJSON { try invocation.printJSON(results) }
    return results
  }

  private static func draw(_ chart: String, _ invocation: Invocation) throws {
    guard let path = invocation.value("chart") else { return }
    try AtomicFile.write(Data(chart.utf8), to: URL(fileURLWithPath: path))
  }

  /// Whole numbers with commas between, ascending.
  private static func sizes(_ option: String, _ invocation: Invocation) throws -> [Int] {
    let text = invocation.value(option) ?? "10000,100000,1000000"
    let counts = text.split(separator: ",").compactMap { Int($0) }.filter { (1...10_000_000).contains($0) }
    guard !counts.isEmpty, counts.count == text.split(separator: ",").count else {
      throw UsageError.badValue(
        option: option, value: text,
        expected: BilingualText(
          en: "whole numbers from 1 to 10000000 with commas between", ja: "コンマで区切った 1 から 10000000 までの整数"))
    }
    return counts.sorted()
  }
}
