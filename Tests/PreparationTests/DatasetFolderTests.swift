import Foundation
import Preparation
import Records
import Testing

@Suite struct DatasetFolderTests {
  private func result() -> SplitResult {
    let documents = RandomPairs.corpus(28)
    return Splitter().split(documents.flatMap { RandomPairs.pairs(in: $0, facts: 4) }, documents: documents)
  }

  private func write(_ files: [DatasetFile]) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "shikomi-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for file in files { try file.data.write(to: folder.appending(path: file.name)) }
    return folder
  }

  @Test func `the same seed gives the same bytes`() throws {
    let files = try DatasetFolder.files(result(), version: "v1")
    #expect(files == (try DatasetFolder.files(result(), version: "v1")))
    #expect(
      files.map(\.name) == [
        "train.jsonl", "validation.jsonl", "test-reworded.jsonl", "test-unseen.jsonl", "README.md",
        "balance.svg", "certificate.json",
      ])
    let first = String(decoding: files[0].data, as: UTF8.self)
    #expect(first.contains("期限は何日ですか"))
    #expect(!first.contains("\\u"))
  }

  @Test func `a folder as written holds`() throws {
    let folder = try write(DatasetFolder.files(result(), version: "v1"))
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try SplitCertificate.verify(folder).isEmpty)
  }

  @Test func `a line moved from the test into training is found`() throws {
    let folder = try write(DatasetFolder.files(result(), version: "v1"))
    defer { try? FileManager.default.removeItem(at: folder) }
    let unseen = try Data(contentsOf: folder.appending(path: "test-unseen.jsonl"))
    let line = try #require(unseen.split(separator: 0x0A).first)
    let train = folder.appending(path: "train.jsonl")
    try (Data(contentsOf: train) + line + Data("\n".utf8)).write(to: train)
    let codes = Set(try SplitCertificate.verify(folder).map(\.code))
    #expect(
      codes.isSuperset(of: [
        "file-changed", "pair-twice", "group-in-two-splits", "fact-in-two-splits", "near-duplicate-across-splits",
        "search-differs",
      ]))
  }

  @Test func `a certificate that was edited to fit is still found`() throws {
    // The group's place is changed to where the pairs stand; digests and searches stay right.
    var files = try DatasetFolder.files(result(), version: "v1")
    let text = String(decoding: files[6].data, as: UTF8.self)
    let changed = text.replacing("\"place\" : \"test-unseen\"", with: "\"place\" : \"train\"")
    #expect(changed != text)
    files[6].data = Data(changed.utf8)
    let folder = try write(files)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(Set(try SplitCertificate.verify(folder).map(\.code)) == ["group-in-two-splits"])
  }

  @Test func `a broken line is named, a missing file is an error that says what to do`() throws {
    let folder = try write(DatasetFolder.files(result(), version: "v1"))
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "validation.jsonl")
    try (Data(contentsOf: file) + Data("{\"messages\": 1}\n".utf8)).write(to: file)
    let violations = try SplitCertificate.verify(folder)
    #expect(violations.contains { $0.code == "unreadable-line" && $0.detail.en.contains("validation.jsonl line") })
    try FileManager.default.removeItem(at: file)
    #expect { try SplitCertificate.verify(folder) } throws: { error in
      (error as? UnverifiableDataset)?.file.hasSuffix("validation.jsonl") == true
    }
  }

  @Test func `the card names four parts, documents, balance and how much was reviewed`() throws {
    let file = try DatasetFolder.files(
      result(), version: "v3",
      dropped: [Drop(stage: "curate", item: "1", reason: "exact-duplicate", detail: BilingualText(verbatim: ""))]
    ).first { $0.name == "README.md" }
    let card = String(decoding: try #require(file).data, as: UTF8.self)
    for part in ["train", "validation", "test_reworded", "test_unseen"] {
      #expect(card.contains("- split: \(part)\n    path: \(part.replacing("_", with: "-")).jsonl"))
    }
    #expect(card.hasPrefix("---\npretty_name: \"Shikomi question–answer pairs v3\"\nlanguage:\n- en\n- ja\n"))
    #expect(card.contains("0 of "))
    #expect(card.contains("`corpora/d0.pdf`"))
    #expect(card.contains("| exact-duplicate | 1 |"))
  }

  @Test func `the card's columns are those of the files`() throws {
    let files = try DatasetFolder.files(result(), version: "v1")
    let card = String(decoding: files[4].data, as: UTF8.self)
    let line = try #require(files[0].data.split(separator: 0x0A).first)
    let example = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
    let columns = card.split(separator: "\n").filter { $0.hasPrefix("  - name: ") }.map { String($0.dropFirst(10)) }
    #expect(columns == example.keys.sorted())
  }

  private func header(_ files: [DatasetFile]) throws -> Substring {
    let card = String(decoding: try #require(files.first { $0.name == "README.md" }).data, as: UTF8.self)
    let end = try #require(card.range(of: "\n---\n"))
    return card[..<end.lowerBound]
  }

  @Test func `the card's header tells data of one shape apart, and is the same for the same`() throws {
    let result = result()
    let files = try DatasetFolder.files(result, version: "v1")
    let first = try #require(result[.train].first)
    let weighed = try DatasetFolder.files(result, version: "v1", weights: [first.id: 0.25])
    #expect(try header(files) != header(weighed))
    #expect(try header(files) == header(DatasetFolder.files(result, version: "v1")))
    #expect(try header(files).contains("\ndataset_info:\n  description: \"SHA-256 of the files: "))
    #expect(try header(files).contains("\"\n  features:\n  - name: evidence\n"))
  }

  @Test func `a card of an earlier program, whose header says nothing of the data, holds`() throws {
    var files = try DatasetFolder.files(result(), version: "v1")
    let (card, certificate) = (4, 6)
    let text = String(decoding: files[card].data, as: UTF8.self)
    let line = try #require(text.split(separator: "\n").first { $0.contains("SHA-256 of the files") })
    let old = Data(text.replacing(line + "\n", with: "").utf8)
    let digests = [files[card].data, old].map { ContentHash(of: $0).hex }
    files[card].data = old
    files[certificate].data = Data(
      String(decoding: files[certificate].data, as: UTF8.self).replacing(digests[0], with: digests[1]).utf8)
    let folder = try write(files)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try SplitCertificate.verify(folder).isEmpty)
  }

  @Test func `an empty part is not named in the card's header`() throws {
    let documents = [RandomPairs.document("a.pdf"), RandomPairs.document("b.pdf")]
    let result = Splitter().split(documents.flatMap { RandomPairs.pairs(in: $0, facts: 2) }, documents: documents)
    let files = try DatasetFolder.files(result, version: "v1")
    #expect(result[.validation].isEmpty)
    let card = String(decoding: files[4].data, as: UTF8.self)
    #expect(!card.contains("- split: validation"))
    #expect(card.contains("- split: test_unseen"))
    #expect(files[1].name == "validation.jsonl" && files[1].data.isEmpty)
  }

  @Test func `weights are those of training pairs alone`() throws {
    let result = result()
    let weights = Dictionary(
      uniqueKeysWithValues: DatasetSplit.allCases.flatMap { result[$0] }.map { ($0.id, 0.5) })
    let examples = DatasetFolder.examples(result, weights: weights)
    #expect(examples[.train]?.allSatisfy { $0.weight == 0.5 } == true)
    #expect(examples[.testUnseen]?.allSatisfy { $0.weight == 1 } == true)
  }
}
