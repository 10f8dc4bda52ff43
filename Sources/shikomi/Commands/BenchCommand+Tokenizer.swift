import Foundation
import Pipeline
import Records

extension BenchCommand {
  /// How fast a tokenizer encodes the lines of some files.
  static func tokenizer(_ invocation: Invocation) throws {
    guard invocation.operands.count > 2 else { throw UsageError.missingOperand("FILE", command: name) }
    let files = invocation.operands.dropFirst().map { URL(fileURLWithPath: $0) }
    let result = try TokenizerBenchmark.run(tokenizer: files[0], files: Array(files.dropFirst()))
    try invocation.print(result) {
      let speed = String(format: "tokenizer  %.1f MB/s  %@", result.megabytesPerSecond, result.kind)
      let size = String(format: "%.1f MB", Double(result.bytes) / 1e6)
      let time = String(format: "%.2f", result.processorSeconds)
      let load = String(format: "%.2f", result.loadSeconds)
      return BilingualText(
        en: "\(speed), \(size), \(result.lines) lines, \(result.tokens) ids in \(time) s; read in \(load) s; "
          + "1 thread, \(result.processor)",
        ja: "\(speed)、\(size)、\(result.lines) 行から \(result.tokens) トークンを \(time) 秒、読み込み \(load) 秒、"
          + "1 スレッド、\(result.processor)")[invocation.language]
    }
  }
}
