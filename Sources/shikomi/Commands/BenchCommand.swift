import Documents
import FineTuning
import Foundation
import Pipeline
import Records
import Retrieval
import Tensors

enum BenchCommand: Command {
  static let name = "bench"
  static let summary = BilingualText(
    en: "a named benchmark of the product's own code: \(names.joined(separator: ", "))",
    ja: "製品の処理そのものの速さや正しさを測ります（\(names.joined(separator: "、"))）")
  static let names = [
    "prefill", "decode", "lora", "bm25", "pdf", "dedup", "scale", "run", "embedded", "gates", "tokenizer",
  ]
  static let operands = [
    Operand("NAME", en: names.joined(separator: ", "), ja: names.joined(separator: "、")),
    Operand(
      "FILE", .many,
      en: "bm25: a JSONL file; pdf: a folder; embedded, gates: SQuAD-format files; "
        + "tokenizer: a model directory or tokenizer file, then texts",
      ja: "bm25: JSONL ファイル、pdf: フォルダ、embedded・gates: SQuAD 形式のファイル、"
        + "tokenizer: モデルのフォルダかトークナイザーのファイルと、そのあとに文章のファイル"),
  ]
  static let options = [
    CommandOption(
      "shape", "NAME", en: "\(BenchmarkShape.names.joined(separator: ", ")) (default qwen2.5-0.5b)",
      ja: "\(BenchmarkShape.names.joined(separator: "、"))（既定値 qwen2.5-0.5b）"),
    CommandOption("batch", "B", en: "sequences at once (default 1; lora 4)", ja: "同時に処理する系列の数（既定値 1、lora は 4）"),
    CommandOption("context", "C", en: "prefill, decode: tokens of context (default 512)", ja: "文脈のトークン数（既定値 512）"),
    CommandOption("tokens", "N", en: "lora: tokens of an example (default 512)", ja: "lora: 例のトークン数（既定値 512）"),
    CommandOption(
      "prompt-share", "X", en: "lora: share that is not learnt (default 0.75)", ja: "lora: 学習しない割合（既定値 0.75）"),
    CommandOption("rank", "R", en: "lora: width of the adapters (default 16)", ja: "lora: アダプターの幅（既定値 16）"),
    CommandOption("dtype", "bf16|f32", en: "how matrices are held (default bf16)", ja: "行列の数値形式（既定値 bf16）"),
    CommandOption("k", "N", en: "bm25: passages a query gets (default 10)", ja: "bm25: 質問ごとの件数（既定値 10）"),
    CommandOption("threads", "N", en: "threads; pdf: reader processes", ja: "スレッド数（pdf では読み取りプロセスの数）"),
    CommandOption(
      "passages", "N", en: "embedded, gates: passages of each file (default 100)",
      ja: "embedded、gates: ファイルごとの文章の数（既定値 100）"),
    CommandOption(
      "questions", "N,N", en: "dedup: numbers of questions (default 10000,100000,1000000)",
      ja: "dedup: 質問の数（既定値 10000,100000,1000000）"),
    CommandOption(
      "chunks", "N,N", en: "scale: numbers of chunks (default 10000,100000,1000000)",
      ja: "scale: チャンクの数（既定値 10000,100000,1000000）"),
    CommandOption("chart", "FILE", en: "dedup, scale: draws the curve as SVG", ja: "dedup、scale: 伸び方を SVG の図にします"),
    CommandOption(
      "seed", "N", en: "embedded, gates: seed of the choice (default 7); dedup, scale: of the texts",
      ja: "embedded、gates: 選ぶときの乱数の種（既定値 7）、dedup、scale: 文を作る乱数の種"),
    CommandOption("model", "NAME", en: "run, embedded: another model", ja: "run、embedded: 別のモデル"),
  ]

  static func run(_ invocation: Invocation) async throws {
    if invocation.value("threads") != nil { Parallel.threadCount = try invocation.integer("threads", default: 1) }
    switch invocation.operands[0] {
    case "prefill", "decode": try model(invocation)
    case "lora": try lora(invocation)
    case "bm25": try bm25(invocation)
    case "pdf": try await pdf(invocation)
    case "dedup": try deduplication(invocation)
    case "scale": try scale(invocation)
    case "run": try chain(invocation)
    case "embedded": try await embedded(invocation)
    case "gates": try gates(invocation)
    case "tokenizer": try tokenizer(invocation)
    case let other:
      throw UsageError.unknownAction(
        other, command: name, nearest: SpellingDistance.nearest(to: other, among: names), known: names)
    }
  }

  private static func model(_ invocation: Invocation) throws {
    let shape = invocation.value("shape") ?? BenchmarkShape.names[0]
    let batch = try invocation.integer("batch", default: 1)
    let context = try invocation.integer("context", default: 512)
    let dtype: DType = try invocation.choice("dtype", of: ["bf16", "f32"], default: "bf16") == "f32" ? .f32 : .bf16
    let figure = invocation.operands[0]
    let result =
      figure == "prefill"
      ? try ModelBenchmark.prefill(shape: shape, batch: batch, context: context, dtype: dtype)
      : try ModelBenchmark.decode(shape: shape, batch: batch, context: context, dtype: dtype)
    try invocation.print(result) {
      let speed = "\(figure)  \(rounded(result.tokensPerSecond)) tokens/s  \(shape) \(result.dtype)"
      return BilingualText(
        en: "\(speed), batch \(batch), context \(context), ", ja: "\(speed)、系列 \(batch)、文脈 \(context)、")[
          invocation.language] + place(result.threads, result.processor, result.peakBytes, invocation.language)
    }
  }

  private static func lora(_ invocation: Invocation) throws {
    let precision: Precision =
      try invocation.choice("dtype", of: ["bf16", "f32"], default: "bf16") == "f32" ? .f32 : .bf16
    let share = try invocation.number("prompt-share", default: 0.75)
    guard (0..<1).contains(share) else {
      throw UsageError.badValue(
        option: "prompt-share", value: String(share),
        expected: BilingualText(en: "a number from 0 to below 1", ja: "0 以上 1 未満の数"))
    }
    let result = try LoRAStepBenchmark.run(
      shape: invocation.value("shape") ?? BenchmarkShape.names[0], batch: try invocation.integer("batch", default: 4),
      tokens: try invocation.integer("tokens", default: 512, atLeast: 8), promptShare: share,
      rank: try invocation.integer("rank", default: 16), precision: precision)
    try invocation.print(result) {
      let speed = "lora  \(rounded(result.result.tokensPerSecond)) tokens/s  \(result.shape) \(result.dtype)"
      let size = "\(result.batch) × \(result.tokens)"
      return BilingualText(
        en: "\(speed), batch \(size), rank \(result.rank), ", ja: "\(speed)、系列 \(size)、ランク \(result.rank)、")[
          invocation.language]
        + place(result.result.threads, result.processor, result.result.peakBytes, invocation.language)
    }
  }

  private static func bm25(_ invocation: Invocation) throws {
    let path = try file(invocation)
    let depth = try invocation.integer("k", default: 10)
    let result: BM25Benchmark.Result
    do {
      result = try BM25Benchmark.run(file: URL(fileURLWithPath: path), k: depth)
    } catch {
      throw BenchmarkError.notPassages(file: path, why: BilingualText(reasonOf: error))
    }
    try invocation.print(result) {
      let recall = result.recall.sorted { $0.key < $1.key }.map { "recall@\($0.key) \(rounded($0.value, 3))" }
        .joined(separator: ", ")
      let (tokenize, index) = (rounded(result.tokenizeSeconds, 3), rounded(result.indexSeconds, 3))
      return BilingualText(
        en: "bm25  \(rounded(result.queriesPerSecond)) queries/s  \(result.passages) passages: tokenise \(tokenize) s, "
          + "index \(index) s; \(recall); 1 thread, \(Machine.processor)",
        ja: "bm25  \(rounded(result.queriesPerSecond)) 質問/秒  文章 \(result.passages) 件：分かち書き \(tokenize) 秒、"
          + "索引 \(index) 秒、\(recall)、1 スレッド、\(Machine.processor)")[invocation.language]
    }
  }

  private static func pdf(_ invocation: Invocation) async throws {
    let result = try await PDFBenchmark.run(
      directory: URL(fileURLWithPath: try file(invocation), isDirectory: true),
      executable: ReaderPool.installedExecutable, readers: try invocation.integer("threads", default: 1))
    try invocation.print(result) {
      BilingualText(
        en: "pdf  \(rounded(result.pagesPerSecond)) pages/s  \(result.documents) documents, \(result.failed) failed, "
          + "\(result.pages) pages (\(result.pagesInterpretedAgain) interpreted twice); \(result.readers) readers, \(Machine.processor), peak "
          + "\(result.peakReaderBytes >> 20) MiB a reader",
        ja: "pdf  \(rounded(result.pagesPerSecond)) ページ/秒  文書 \(result.documents) 件（失敗 \(result.failed) 件）、"
          + "\(result.pages) ページ（うち二度解釈 \(result.pagesInterpretedAgain)）、読み取りプロセス \(result.readers) 個、\(Machine.processor)、"
          + "一つあたり最大 \(result.peakReaderBytes >> 20) MiB")[invocation.language]
    }
  }

  private static func chain(_ invocation: Invocation) throws {
    let model = invocation.value("model").map { ["--model", $0] } ?? []
    let result = try ChainBenchmark.run(workspace: try invocation.workspace(), arguments: model)
    try invocation.print(result) {
      let (first, second) = (rounded(result.firstSeconds, 1), rounded(result.secondSeconds, 2))
      return BilingualText(
        en: "run  \(first) s from nothing to the report, \(second) s with nothing changed; \(result.files) documents, ",
        ja: "run  最初からレポートまで \(first) 秒、変更なしで \(second) 秒、文書 \(result.files) 件、")[invocation.language]
        + place(Parallel.availableThreads, Machine.processor, result.peakBytes, invocation.language)
    }
  }

  private static func embedded(_ invocation: Invocation) async throws {
    _ = try file(invocation)
    let workspace = try? invocation.workspace()
    let name = invocation.value("model") ?? "embedded"
    guard let directory = try ModelName(name, workspace: nil).directory(near: workspace) else {
      throw ModelError.needsDirectory(name, BilingualText(en: "`bench embedded`", ja: "`bench embedded`"))
    }
    let model = try NativeChatModel(name: name, directory: directory)
    var results: [ReadingBenchmark] = []
    for file in invocation.operands.dropFirst() {
      results.append(
        try await ReadingBenchmark.run(
          file: URL(fileURLWithPath: file), model: model, templates: workspace?.templates,
          passages: try invocation.integer("passages", default: 100),
          seed: UInt64(try invocation.integer("seed", default: 7, atLeast: 0))))
    }
    try invocation.print(results) { results.map { text($0, invocation.language) }.joined(separator: "\n") }
  }

  private static func text(_ result: ReadingBenchmark, _ language: Language) -> String {
    let percent = CompareCommand.percent
    return BilingualText(
      en: "\(result.file) (\(result.language.rawValue)): answer EM \(percent(result.exactMatch)) %, F1 "
        + "\(percent(result.f1)) %; written question ranks its own passage first among \(result.among): "
        + "\(percent(result.ownPassageFirst)) % (chance \(percent(result.chance)) %); "
        + "n = \(result.passages), \(rounded(result.seconds)) s",
      ja: "\(result.file)（\(result.language.rawValue)）：回答の EM \(percent(result.exactMatch)) %、F1 "
        + "\(percent(result.f1)) %、書いた質問で元の文章が \(result.among) 件中の 1 位になる割合 "
        + "\(percent(result.ownPassageFirst)) %（偶然なら \(percent(result.chance)) %）、"
        + "n = \(result.passages)、\(rounded(result.seconds)) 秒")[language]
  }

  private static func file(_ invocation: Invocation) throws -> String {
    guard invocation.operands.count > 1 else { throw UsageError.missingOperand("FILE", command: name) }
    return invocation.operands[1]
  }

  private static func place(_ threads: Int, _ processor: String, _ peak: Int, _ language: Language) -> String {
    BilingualText(
      en: "\(threads) threads, \(processor), peak \(peak >> 20) MiB",
      ja: "\(threads) スレッド、\(processor)、最大 \(peak >> 20) MiB")[language]
  }

  static func rounded(_ value: Double, _ places: Int = 1) -> String { String(format: "%.\(places)f", value) }
}
