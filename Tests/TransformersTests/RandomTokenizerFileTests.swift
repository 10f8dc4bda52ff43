import Foundation
import Tensors
import TestSupport
import Testing

@testable import Transformers

/// Tokenizer files with random parts (`Tests/Golden/tokenizers/random_files.py`): read, or refused by name, and where both this
/// program and the library read one, the same ids and texts.
struct RandomTokenizerFiles {
  /// A file and what the library makes of it; nil where it fails.
  struct Record: Decodable {
    var seed: Int
    var file: String
    /// Why the library does not read the file.
    var error: String?
    var texts: [String]?
    var ids: [[Int32]?]?
    var template: [[Int32]?]?
    var pairs: [[Int32]?]?
    var types: [[Int32]?]?
    var lists: [[Int32]]?
    var decoded: [String?]?
    var kept: [String?]?
  }

  /// Files that were compared, and what was wrong.
  private(set) var compared = 0
  private(set) var refused = 0
  private(set) var wrong: [String] = []

  mutating func compare(_ record: Record, in folder: URL) throws {
    let url = folder.appendingPathComponent("tokenizer.json")
    try Data(record.file.utf8).write(to: url)
    let read = Result { () throws(UnusableModel) in try Tokenizer(file: url) }
    switch read {
    case .success(let tokenizer):
      // What the library does not read, or ends on, must not end this program.
      for text in record.texts ?? [] { _ = tokenizer.encode(text) + tokenizer.encode(pair: text, "b").ids }
      guard record.error == nil, record.ids != nil else { return }
      compared += 1
      compareIDs(record, tokenizer)
      compareTexts(record, tokenizer)
    case .failure(let error):
      if record.error == nil { refused += 1 }
      #expect(!error.detail.en.isEmpty && !error.detail.ja.isEmpty, "seed \(record.seed)")
    }
  }

  private mutating func note(_ seed: Int, _ what: String, _ found: some Equatable, _ expected: some Equatable) {
    wrong.append("seed \(seed): \(what): \(found) instead of \(expected)")
  }

  private mutating func compareIDs(_ record: Record, _ tokenizer: Tokenizer) {
    let texts = record.texts ?? []
    for (number, text) in texts.enumerated() {
      let shown = text.debugDescription
      if let expected = record.ids?[number] {
        let found = tokenizer.encode(text, recognizingSpecial: true)
        if found != expected { note(record.seed, shown, found, expected) }
      }
      if let expected = record.template?[number] {
        let found = tokenizer.encode(text, recognizingSpecial: true, addingTemplate: true)
        if found != expected { note(record.seed, "template \(shown)", found, expected) }
      }
      if let expected = record.pairs?[number], let types = record.types?[number] {
        let found = tokenizer.encode(pair: text, texts[0])
        if found.ids != expected { note(record.seed, "pair \(shown)", found.ids, expected) }
        if found.typeIDs != types { note(record.seed, "types \(shown)", found.typeIDs, types) }
      }
    }
  }

  private mutating func compareTexts(_ record: Record, _ tokenizer: Tokenizer) {
    for (number, list) in (record.lists ?? []).enumerated() {
      for (expected, skips) in [(record.decoded?[number], true), (record.kept?[number], false)] {
        guard let expected else { continue }
        let found = tokenizer.decode(list, skippingSpecial: skips)
        if !found.unicodeScalars.elementsEqual(expected.unicodeScalars) {
          note(record.seed, "\(list)", found.debugDescription, expected.debugDescription)
        }
      }
      var stream = StreamingDecoder(tokenizer)
      for id in list { _ = stream.append(id) }
      _ = stream.finish()
    }
  }

  /// A word for the log.
  var summary: String {
    "\(compared) compared, \(refused) that the library reads refused, \(wrong.count) wrong\(wrong.isEmpty ? "" : ", such as\n")"
      + wrong.prefix(8).joined(separator: "\n")
  }
}

struct RandomTokenizerFileTests {
  @Test func `tokenizer files with random parts give the ids and texts of the tokenizers library`() throws {
    let data = try TokenizerTests.unpack("gzip", TokenizerGoldenTests.folder.appendingPathComponent("random.json.gz"))
    let records = try JSONDecoder().decode([RandomTokenizerFiles.Record].self, from: data)
    var files = RandomTokenizerFiles()
    try Golden.withTemporaryFolder { folder in for record in records { try files.compare(record, in: folder) } }
    #expect(records.count >= 60 && files.compared >= 40)
    #expect(files.wrong.isEmpty, "\(files.summary)")
  }
}

/// The same with files that the library is asked about now. SHIKOMI_REFERENCE_FILES is another number of files,
/// SHIKOMI_REFERENCE_SEED another beginning.
@Suite(.enabled(if: LiveTokenizers.python != nil, "tokenizers is not installed (make reference installs it)"))
struct RandomTokenizerFileLiveReferenceTests {
  @Test func `thousands of random tokenizer files give the library's ids and texts`() throws {
    let environment = ProcessInfo.processInfo.environment
    try Golden.withTemporaryFolder { folder in
      let out = folder.appendingPathComponent("files.jsonl")
      let (exitCode, output) = try LiveReference.run([
        try #require(LiveTokenizers.python), "-B", "Tests/Golden/tokenizers/random_files.py", out.path,
        environment["SHIKOMI_REFERENCE_SEED"] ?? "1000", environment["SHIKOMI_REFERENCE_FILES"] ?? "3000",
      ])
      try #require(exitCode == 0, "\(output)")
      var files = RandomTokenizerFiles()
      for line in try Data(contentsOf: out).split(separator: 0x0A) {
        try files.compare(try JSONDecoder().decode(RandomTokenizerFiles.Record.self, from: Data(line)), in: folder)
      }
      print(files.summary)
      #expect(files.compared > 100 && files.wrong.isEmpty, "\(files.summary)")
    }
  }
}
