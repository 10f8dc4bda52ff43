import Foundation
import Records
import TestSupport
import Testing

@testable import Preparation

@Suite struct DocumentVersionsTests {
  private func likeness(_ path: String, _ text: String, modified: Double = 0) -> (DocumentLikeness, String) {
    let document = Document(
      source: SourceFile(path: path, sha256: ContentHash(of: [path, text]), bytes: 1, mediaType: "text/plain"),
      title: "", language: Language(guessing: text), pages: [Page(number: 1, width: 0, height: 0)],
      blocks: [Block(id: "b1", page: 1, kind: .paragraph, text: text)])
    return (DocumentLikeness(document, clean: Cleaner.clean(document), modified: modified), text)
  }

  private func links(_ documents: [(DocumentLikeness, String)]) -> [DocumentVersions.Link] {
    let texts = Dictionary(documents.map { ($0.0.document, $0.1) }, uniquingKeysWith: { $1 })
    return DocumentVersions.links(LikenessList(documents.map(\.0))) { texts[$0] ?? "" }
  }

  private let rules = (1...40).map { "第\($0)条　社員は、用件\($0)の申請書を、期日の\($0)日前までに所属長へ提出しなければならない。" }.joined()

  @Test func `an older version is linked to the newest, by what the name says`() {
    let old = likeness("corpora/規程_v1.txt", rules)
    let new = likeness("corpora/規程_v2.txt", rules.replacing("用件7の", with: "用件七の"), modified: -5)
    let other = likeness("corpora/別.txt", (1...40).map { "別の文書の\($0)番目の文です。内容は\($0 * 7)です。" }.joined())
    let found = links([old, other, new])
    #expect(found.map(\.document) == [old.0.document] && found.map(\.newest) == [new.0.document])
    #expect(found.first?.reason == .version)
    #expect((found.first?.similarity ?? 0) >= 0.8)
  }

  @Test func `a date in the text decides where the names say nothing, and the file's time where the text does not`() {
    let dated = links([
      likeness("corpora/a.txt", "2023年4月1日 改定\n" + rules, modified: 9),
      likeness("corpora/b.txt", "2024年4月1日 改定\n" + rules),
    ])
    #expect(dated.first?.reason == .date)
    #expect(dated.first?.newest == likeness("corpora/b.txt", "2024年4月1日 改定\n" + rules).0.document)
    let bare = links([
      likeness("corpora/a.txt", rules, modified: 9), likeness("corpora/b.txt", rules + "追記。", modified: 4),
    ])
    #expect(
      bare.first?.reason == .modified && bare.first?.document == likeness("corpora/b.txt", rules + "追記。").0.document)
  }

  @Test(
    arguments: [
      ("handbook_v2.1.pdf", [2, 1], []), ("規程（第3版）.pdf", [3], []), ("rules Rev.4.docx", [4], []),
      ("rules-2024-04-01.md", [], [2024, 4, 1]),
      ("20240401_規程.pdf", [], [2024, 4, 1]), ("規程_令和6年4月.pdf", [], [2024, 4, 0]),
      ("研修計画-2025年度.pdf", [], [2025, 0, 0]),
      ("report March 5, 2023.pdf", [], [2023, 3, 5]), ("価格表.pdf", [], []), ("drive2.pdf", [], []),
    ] as [(String, [Int], [Int])])
  func `names tell versions and dates`(name: String, version: [Int], date: [Int]) {
    let mark = VersionMark(path: "corpora/" + name, title: "", text: "")
    #expect(mark.version == version)
    #expect(mark.date == date)
  }

  @Test func `of a chain of small changes each is linked to one newest that it is like`() {
    let versions = (1...4).map { number in
      likeness(
        "corpora/r_v\(number).txt", (1...number * 2).reduce(rules) { $0.replacing("用件\($1 * 3)の", with: "件名\($1)番") })
    }
    let found = links(versions)
    #expect(found.count == 3 && Set(found.map(\.newest)) == [versions[3].0.document])
  }

  /// A version or none, a date or none, a time: small ranges, so that many are equal and many miss something.
  private func randomGroup(_ number: Int, _ random: inout SeededRandom) -> [(DocumentLikeness, String)] {
    (0..<Int.random(in: 2...5, using: &random)).map { index in
      var made = likeness("corpora/\(number)-\(index).txt", rules.replacing("用件", with: "用件\(number)の") + "追記\(index)。")
      made.0.mark.version = Bool.random(using: &random) ? [] : [Int.random(in: 1...3, using: &random)]
      made.0.mark.date = Bool.random(using: &random) ? [] : [Int.random(in: 2020...2022, using: &random), 4, 1]
      made.0.modified = Double(Int.random(in: 0..<4, using: &random))
      return made
    }
  }

  @Test(arguments: 0..<25)
  func `versions are linked alike in whatever order the documents come, and beside whatever others`(
    seed: Int
  ) {
    var random = SeededRandom(seed: UInt64(seed))
    let groups = (0..<3).map { randomGroup($0, &random) }
    let all = groups.flatMap { $0 }
    let found = links(all)
    #expect(found.count == all.count - groups.count)
    for _ in 0..<4 { #expect(links(all.shuffled(using: &random)) == found) }
    #expect(Set(groups.flatMap { links($0) }) == Set(found))
    let marks = Dictionary(all.map { ($0.0.document, $0.0.mark) }, uniquingKeysWith: { $1 })
    for link in found {
      guard let newest = marks[link.newest], let older = marks[link.document] else { continue }
      #expect(VersionMark.isNewer(older.version, newest.version) != true)
      if newest.version.isEmpty, older.version.isEmpty { #expect(VersionMark.isNewer(older.date, newest.date) != true) }
    }
  }

  @Test func `a higher version stays above a lower one that was written later, with one without a number between them`()
  {
    var nine = likeness("corpora/規程_v9.txt", rules, modified: 30)
    let ten = likeness("corpora/規程_v10.txt", rules + "追記。", modified: 10)
    let bare = likeness("corpora/規程.txt", rules + "補足。", modified: 20)
    let found = links([nine, bare, ten])
    #expect(Set(found.map(\.newest)) == [ten.0.document])
    #expect(found.allSatisfy { $0.reason == .version })
    nine.0.modified = 15
    #expect(Set(links([nine, bare, ten]).map(\.newest)) == [bare.0.document])
  }

  @Test func `a translation is no version`() {
    #expect(links([likeness("a.txt", rules), likeness("b.txt", "The employee hands in the form in time. ")]).isEmpty)
  }

  /// What `bench dedup` of the fixtures says: real versions of documents, with the exact Jaccard of five characters.
  @Test(
    .enabled(
      if: TestLocations.sharedFixture("cleaning/neardup") != nil, "there is no ../shared/fixtures/cleaning/neardup"),
    arguments: [("18f-en", Language.en), ("denkiyagi-ja", .ja)])
  func `versions of real documents are found at Jaccard 0.8`(name: String, language: Language) throws {
    let folder = try #require(TestLocations.sharedFixture("cleaning/neardup"))
    let texts = try Self.documents(folder.appendingPathComponent("\(name).docs.jsonl.xz"))
    let pairs = try String(contentsOf: folder.appendingPathComponent("\(name).pairs.tsv"), encoding: .utf8)
      .split(separator: "\n").dropFirst().map { $0.split(separator: "\t").map(String.init) }
    let names = texts.keys.sorted()
    let sets = names.map { Shingles(version: texts[$0] ?? "", language) }
    let matches = MinHash(threshold: DocumentVersions.threshold).matches(sets)
    let found = Set(matches.map { Set([names[$0.left], names[$0.right]]) })
    let gold = Set(pairs.filter { (Double($0[3]) ?? 0) >= 0.8 }.map { Set([$0[0], $0[1]]) })
    let judged = Set(pairs.map { Set([$0[0], $0[1]]) })
    let right = found.intersection(gold).count
    let precision = Double(right) / Double(found.intersection(judged).count)
    let recall = Double(right) / Double(gold.count)
    print("near-duplicates \(name): precision \(precision), recall \(recall), \(gold.count) pairs")
    #expect(precision >= 0.95 && recall >= 0.95)
  }

  private static func documents(_ file: URL) throws -> [String: String] {
    let unpack = Process()
    unpack.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    unpack.arguments = ["xz", "-dc", file.path]
    let pipe = Pipe()
    unpack.standardOutput = pipe
    try unpack.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    unpack.waitUntilExit()
    struct Line: Decodable { var id, text: String }
    return Dictionary(
      uniqueKeysWithValues: try data.split(separator: 0x0A).map {
        let line = try JSONDecoder().decode(Line.self, from: Data($0))
        return (line.id, line.text)
      })
  }
}
