import Foundation
import TestSupport
import Testing

@testable import Transformers

/// The vocabularies of real models, where `../shared/fixtures` is at hand.
@Suite(.enabled(if: Golden.sharedFixtures != nil, "../shared/fixtures is not there: no real vocabularies to test with"))
struct TokenizerFixtureTests {
  /// A line of a gold file. The first line describes the file.
  struct Line: Decodable {
    var text: String
    var ids: [Int32]
    /// `tokenizer.json` only: `ids` have the file's template around them.
    var ids_nospecial: [Int32]?
    var decoded: String
  }

  static func folder() throws -> URL { try #require(Golden.sharedFixtures).appendingPathComponent("tokenizers") }

  @Test(arguments: [
    "phi2", "phi3", "llmjp_v2.2_hf", "llmjp_v2.2_50k", "rinna_google_sp", "sp_en_1k", "sp_ja_8k",
  ])
  func `real vocabularies give the gold's ids and texts`(name: String) throws {
    let folder = try Self.folder()
    let gold = try TokenizerTests.unpack("gzip", folder.appendingPathComponent("gold/\(name).jsonl.gz"))
    let lines = try gold.split(separator: 0x0A).dropFirst().map { try JSONDecoder().decode(Line.self, from: Data($0)) }
    #expect(lines.count > 500)
    try Golden.withTemporaryFolder { temporary in
      var file = folder.appendingPathComponent("\(name).model")
      if !FileManager.default.fileExists(atPath: file.path) {
        let packed = folder.appendingPathComponent("\(name).tokenizer.json.xz")
        file = temporary.appendingPathComponent("tokenizer.json")
        try TokenizerTests.unpack("xz", packed).write(to: file)
      }
      let tokenizer = try Tokenizer(file: file)
      var wrong: [String] = []
      for line in lines {
        let plain = tokenizer.encode(line.text, recognizingSpecial: true)
        if plain != line.ids_nospecial ?? line.ids { wrong.append("ids: \(line.text.debugDescription)") }
        if line.ids_nospecial != nil,
          tokenizer.encode(line.text, recognizingSpecial: true, addingTemplate: true) != line.ids
        {
          wrong.append("template: \(line.text.debugDescription)")
        }
        let decoded = tokenizer.decode(line.ids_nospecial ?? line.ids, skippingSpecial: line.ids_nospecial == nil)
        if Array(decoded.unicodeScalars) != Array(line.decoded.unicodeScalars) {
          wrong.append("decoded: \(line.text.debugDescription)")
        }
      }
      let summary = "\(wrong.count) wrong, such as \(wrong.prefix(3))"
      #expect(wrong.isEmpty, "\(summary)")
    }
  }
}

/// 20,000 lines with every real vocabulary, beside the libraries themselves (`Tests/Golden/tokenizers/lines.py`).
@Suite(
  .enabled(
    if: LiveTokenizers.python != nil && Golden.sharedFixtures != nil,
    "tokenizers and sentencepiece are not installed (make reference installs them), or ../shared/fixtures is not there")
)
struct TokenizerLiveReferenceTests {
  @Test func `20,000 lines have the ids and texts that the libraries give`() throws {
    let fixtures = try #require(Golden.sharedFixtures)
    try Golden.withTemporaryFolder { folder in
      // A folder of an earlier run saves making it.
      let made = ProcessInfo.processInfo.environment["SHIKOMI_TOKENIZER_LINES"].map { URL(fileURLWithPath: $0) }
      if made == nil { try LiveTokenizers.makeLines(fixtures, in: folder) }
      let out = made ?? folder
      var reader = try LineReader(out.appendingPathComponent("lines"))
      var lines: [String] = []
      while !reader.isAtEnd { lines.append(reader.text()) }
      #expect(lines.count >= 20_000)
      let files = try FileManager.default.contentsOfDirectory(atPath: out.path).sorted()
        .filter { $0.hasSuffix(".json") || $0.hasSuffix(".model") }
      #expect(files.count >= 12)
      for name in files {
        let summary = try Self.compare(out.appendingPathComponent(name), lines)
        #expect(summary.hasPrefix("0 wrong"), "\(name): \(summary)")
      }
    }
  }

  private static func compare(_ file: URL, _ lines: [String]) throws -> String {
    var answers = try LineReader(file.deletingPathExtension().appendingPathExtension("ids"))
    let tokenizer = try Tokenizer(file: file)
    var wrong: [String] = []
    for line in lines {
      let ids = answers.ids()
      let decoded = answers.text()
      if tokenizer.encode(line, recognizingSpecial: true) != ids { wrong.append("ids: \(line.debugDescription)") }
      if Array(tokenizer.decode(ids).utf8) != Array(decoded.utf8) { wrong.append("decoded: \(line.debugDescription)") }
    }
    return "\(wrong.count) wrong\(wrong.isEmpty ? "" : ", such as \(wrong.prefix(8))")"
  }
}

/// The numbers and texts that `lines.py` writes.
private struct LineReader {
  private let bytes: [UInt8]
  private var index = 0

  init(_ url: URL) throws { bytes = [UInt8](try Data(contentsOf: url)) }

  var isAtEnd: Bool { index >= bytes.count }

  private mutating func number() -> UInt32 {
    defer { index += 4 }
    return (0..<4).reduce(0) { $0 | UInt32(bytes[index + $1]) << UInt32(8 * $1) }
  }

  mutating func text() -> String {
    let count = Int(number())
    defer { index += count }
    return String(decoding: bytes[index..<(index + count)], as: UTF8.self)
  }

  mutating func ids() -> [Int32] { (0..<number()).map { _ in Int32(bitPattern: number()) } }
}

/// A Python with the reference tokenizers, if there is one.
enum LiveTokenizers {
  static let python = LiveReference.interpreter(importing: "sentencepiece, tokenizers")

  static func makeLines(_ fixtures: URL, in folder: URL) throws {
    let script = TestLocations.repository.appendingPathComponent("Tests/Golden/tokenizers/lines.py").path
    let (exitCode, output) = try LiveReference.run([
      try #require(python), "-B", script, fixtures.path, folder.path,
    ])
    #expect(exitCode == 0, "\(output)")
  }
}
