import Foundation
import Records
import TestSupport
import Testing

@testable import Preparation

/// Leaks planted into a frozen dataset whose certificate is made to fit: `--verify` must find them from the files.
@Suite struct PlantedLeakTests {
  /// A version's parts and certificate, to be tampered with.
  private struct Frozen {
    var examples: [DatasetSplit: [TrainingExample]]
    var certificate: SplitCertificate
    var card: Data
    var picture: Data
    var isCertified = true
    /// Whether the certificate is made to fit the card too.
    var isCardCertified = false

    init(seed: Int = 1) throws {
      let corpus = RandomCorpus(seed: seed, documents: 18)
      let result = Splitter().split(Deduplicator().deduplicate(corpus.pairs).kept, documents: corpus.documents)
      examples = DatasetFolder.examples(result)
      let files = try DatasetFolder.files(result, version: "v1")
      card = files[4].data
      picture = files[5].data
      certificate = try JSONDecoder().decode(SplitCertificate.self, from: files[files.count - 1].data)
    }

    /// The folder with digests that fit, as somebody who hides a leak would write it; then what verification finds.
    func codes() throws -> Set<String> {
      let folder = FileManager.default.temporaryDirectory.appending(path: "shikomi-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      var certificate = certificate
      for index in certificate.files.indices where certificate.files[index].name == "README.md" && isCardCertified {
        certificate.files[index].sha256 = ContentHash(of: card)
      }
      for part in DatasetSplit.allCases {
        let data = try JSONLines.data(examples[part, default: []])
        try data.write(to: folder.appending(path: part.fileName))
        if isCertified, let index = certificate.files.firstIndex(where: { $0.name == part.fileName }) {
          certificate.files[index].sha256 = ContentHash(of: data)
        }
      }
      try card.write(to: folder.appending(path: "README.md"))
      try picture.write(to: folder.appending(path: "balance.svg"))
      try certificate.data().write(to: folder.appending(path: "certificate.json"))
      return Set(try SplitCertificate.verify(folder).map(\.code))
    }
  }

  @Test func `a dataset as it was frozen holds`() throws {
    #expect(try Frozen().codes() == [])
  }

  @Test func `a test question asked in training word for word`() throws {
    var frozen = try Frozen()
    let asked = try #require(frozen.examples[.testUnseen]?.first).messages[0]
    frozen.examples[.train]?[0].messages[0] = asked
    #expect(
      try frozen.codes() == ["near-duplicate-across-splits", "search-differs", "question-in-other-split"])
  }

  @Test(arguments: [DatasetSplit.testUnseen, .testReworded, .validation])
  func `a test question asked in training almost so`(
    part: DatasetSplit
  ) throws {
    var frozen = try Frozen()
    let asked = try #require(frozen.examples[part]?.max { $0.question.count < $1.question.count })
    var words = asked.messages[0]
    words.content += asked.language == .ja ? "か。" : "!"
    words.content = words.content.replacing("規程", with: "「規程」").uppercased()
    let index = try #require(frozen.examples[.train]?.firstIndex { $0.language == asked.language })
    frozen.examples[.train]?[index].messages[0] = words
    // Of a reworded one it is the question of its own fact, with a word more.
    let framed: Set<String> = part == .testReworded ? ["reworded-by-frame"] : []
    let found: Set<String> = ["near-duplicate-across-splits", "search-differs", "question-in-other-split"]
    #expect(try frozen.codes() == framed.union(found))
  }

  @Test func `evidence that a training example quotes too, under another document's name`() throws {
    var frozen = try Frozen()
    let example = try #require(
      frozen.examples[.testUnseen]?.first { Wording(evidence: $0.evidence[0].quote, $0.language) != nil })
    let index = try #require(frozen.examples[.train]?.firstIndex { $0.language == example.language })
    frozen.examples[.train]?[index].evidence[0].quote = example.evidence[0].quote + "等"
    #expect(try frozen.codes() == ["evidence-in-two-splits", "search-differs"])
  }

  @Test(arguments: [DatasetSplit.testUnseen, .validation]) func `a fact of a test that was trained on`(
    part: DatasetSplit
  ) throws {
    var frozen = try Frozen()
    let fact = try #require(frozen.examples[part]?.first).fact
    frozen.examples[.train]?[0].fact = fact
    let codes = try frozen.codes()
    #expect(codes.contains("fact-in-two-splits"))
    #expect(codes.isSubset(of: ["fact-in-two-splits", "reworded-fact-not-trained"]))
  }

  @Test func `a fact of validation that is asked in the test`() throws {
    var frozen = try Frozen()
    let fact = try #require(frozen.examples[.testUnseen]?.first).fact
    frozen.examples[.validation]?[0].fact = fact
    #expect(try frozen.codes() == ["fact-in-two-splits"])
  }

  @Test func `a document of the test that training cites, whatever the groups say`() throws {
    var frozen = try Frozen()
    let evidence = try #require(frozen.examples[.testUnseen]?.first { $0.evidence[0].quote.count < 12 }).evidence
    frozen.examples[.train]?[0].evidence = evidence
    #expect(try frozen.codes() == ["document-in-two-splits", "group-in-two-splits"])
    // The certificate's group is moved along.
    for index in frozen.certificate.groups.indices
    where frozen.certificate.groups[index].documents.contains(where: { $0.sha256 == evidence[0].sha256 }) {
      frozen.certificate.groups[index].place = .train
    }
    #expect(try frozen.codes().contains("document-in-two-splits"))
  }

  @Test func `translations that stand in two groups`() throws {
    var frozen = try Frozen()
    let index = try #require(frozen.certificate.groups.firstIndex { $0.documents.count == 1 })
    frozen.certificate.groups[index].documents.append(
      SplitGroup.Member(path: "corpora/doc9.ja.txt", sha256: ContentHash(of: ["a translation"])))
    #expect(try frozen.codes() == ["document-in-two-groups"])
  }

  @Test func `a changed part and a changed card`() throws {
    var frozen = try Frozen()
    frozen.isCertified = false
    frozen.examples[.train]?[0].weight += 0.5
    #expect(try frozen.codes() == ["file-changed"])
    var other = try Frozen()
    other.card += Data("better than it was\n".utf8)
    #expect(try other.codes() == ["file-changed"])
  }

  @Test func `a certificate of an earlier program is read, and checked for what it says`() throws {
    var frozen = try Frozen()
    let data = try frozen.certificate.data()
    var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    object["version"] = 1
    object["moves"] = nil
    var options = try #require(object["options"] as? [String: Any])
    for key in ["passageThreshold", "evidenceThreshold"] { options[key] = nil }
    object["options"] = options
    let searches = try #require(object["searches"] as? [[String: Any]])
    object["searches"] = searches.filter { $0["subject"] as? String == "question" }.map { search in
      var old = search.filter { ["part", "among", "threshold", "highest", "leaked"].contains($0.key) }
      old["nearest"] = ["0", "1"].map { ContentHash(of: [$0]).hex }
      return old
    }
    frozen.certificate = try JSONDecoder().decode(
      SplitCertificate.self, from: JSONSerialization.data(withJSONObject: object))
    #expect(frozen.certificate.searches.count == 4)
    #expect(try frozen.codes() == [])
    frozen.certificate.searches[0].highest += 0.01
    #expect(try frozen.codes() == ["search-differs"])
  }

  @Test func `test questions in earlier turns, a system message or an answer of training`() throws {
    let asked = try #require(try Frozen().examples[.testUnseen]).prefix(3)
    // Their answers are sentences of documents that training never saw.
    let text = asked.map { $0.question + " " + $0.answer }.joined(separator: "\n")
    var turns = try Frozen()
    turns.examples[.train]?[0].messages.insert(contentsOf: asked.flatMap(\.messages), at: 0)
    #expect(try turns.codes() == ["unexpected-turn", "question-in-other-split", "evidence-in-other-split"])
    var system = try Frozen()
    system.examples[.train]?[0].messages.insert(Message(role: "system", content: text), at: 0)
    #expect(try system.codes() == ["unexpected-turn", "question-in-other-split", "evidence-in-other-split"])
    var answer = try Frozen()
    answer.examples[.train]?[0].messages[1].content += "\n" + text
    #expect(try answer.codes() == ["question-in-other-split", "evidence-in-other-split"])
  }

  @Test(arguments: [0, 1])
  func `the quote of an unseen document in a question or an answer of training`(turn: Int) throws {
    var frozen = try Frozen()
    let held = try #require(
      frozen.examples[.testUnseen]?.first { Wording(evidence: $0.evidence[0].quote, $0.language) != nil })
    let index = try #require(frozen.examples[.train]?.lastIndex { $0.language == held.language })
    frozen.examples[.train]?[index].messages[turn].content += " " + held.evidence[0].quote
    #expect(try frozen.codes().contains("evidence-in-other-split"))
    var validation = try Frozen()
    validation.examples[.validation]?[0].messages[1].content = held.evidence[0].quote
    #expect(try validation.codes().contains("evidence-in-other-split"))
  }

  @Test(arguments: [0, -5, -0.5]) func `a weight that is not above zero`(weight: Double) throws {
    var frozen = try Frozen()
    frozen.examples[.train]?[3].weight = weight
    #expect(try frozen.codes() == ["weight-not-positive"])
  }

  @Test func `a record under the id of another is searched as any other`() throws {
    var frozen = try Frozen()
    let asked = try #require(frozen.examples[.testUnseen]?.max { $0.question.count < $1.question.count })
    var record = try #require(frozen.examples[.train]?.first { $0.language == asked.language })
    // The same record twice is what over-sampling writes.
    frozen.examples[.train]?.append(record)
    #expect(try frozen.codes() == [])
    record.messages[0].content = String(asked.question.dropFirst())
    frozen.examples[.train]?.append(record)
    #expect(
      try frozen.codes().isSuperset(of: ["near-duplicate-across-splits", "search-differs", "repeated-pair-differs"]))
  }

  @Test func `a test question with letters that only look Latin`() throws {
    var frozen = try Frozen()
    let asked = try #require(
      frozen.examples[.testUnseen]?.filter { $0.language == .en }.max { $0.question.count < $1.question.count })
    let index = try #require(frozen.examples[.train]?.firstIndex { $0.language == .en })
    frozen.examples[.train]?[index].messages[0].content = asked.question.replacing("a", with: "а")
      .replacing("e", with: "е").replacing("o", with: "о")
    #expect(
      try frozen.codes() == ["near-duplicate-across-splits", "search-differs", "question-in-other-split"])
  }

  @Test(arguments: [("раrking", "parking"), ("ТЕМРΕRАТURE", "temperature"), ("Whаt is а dоg", "what is a dog")])
  func `letters that look Latin are compared as Latin where a word has both`(text: String, form: String) {
    #expect(MatchingForm.string(of: text) == form)
  }

  @Test(arguments: ["москва", "αβγ", "5 μm", "10 kω", "γ gtp", "δt"])
  func `Greek and Russian words, and signs of units, stay as they are`(text: String) {
    #expect(MatchingForm.string(of: text) == text)
  }

  @Test func `a document under another spelling of its path`() throws {
    var frozen = try Frozen()
    let path = try #require(frozen.examples[.testUnseen]?.first).evidence[0].document
    frozen.examples[.train]?[0].evidence[0].document = path.uppercased()
    #expect(try frozen.codes() == ["unknown-document"])
  }

  @Test func `a question that rests on a sentence which training says whole is taken out of the test`() {
    let documents = RandomPairs.corpus(28)
    var pairs = documents.flatMap { RandomPairs.pairs(in: $0, facts: 4) }
    let usual = Splitter().split(pairs, documents: documents)
    let quote = "この規程は、総務部長が毎年度末に見直し、取締役会の承認を受けて改める。"
    let (held, learned) = (usual[.testUnseen][0].id, usual[.train][0].id)
    for index in pairs.indices where pairs[index].id == held || pairs[index].id == learned {
      if pairs[index].id == held {
        pairs[index].evidence[0].quote = quote
      } else {
        pairs[index].answer = "次のとおりである。" + quote
      }
    }
    let result = Splitter().split(pairs, documents: documents)
    #expect(result.dropped.contains { $0.item == held.hex && $0.reason == "evidence-in-other-split" })
    #expect(!result[.testUnseen].contains { $0.id == held })
    #expect(result.dropped.allSatisfy { $0.detail.flaws == [] })
  }

  @Test func `a test question whose letters stand apart`() throws {
    var frozen = try Frozen()
    let asked = try #require(frozen.examples[.testUnseen]?.first).question
    frozen.examples[.train]?[0].messages[1].content += " " + asked.map(String.init).joined(separator: "\u{200B} ")
    #expect(try frozen.codes() == ["question-in-other-split"])
  }

  @Test(arguments: [
    ("    path: train.jsonl", "    path: [train.jsonl, test-unseen.jsonl]"),
    ("configs:\n", "configs:\n- config_name: more\n  data_files: test-unseen.jsonl\n"),
    ("\n---\n\n", "\nconfigs:\n- config_name: default\n  data_files: test-unseen.jsonl\n---\n\n"),
    ("---\npretty_name", "pretty_name"),
  ])
  func `a card that loads a test as training, or names no files at all`(old: String, new: String) throws {
    var frozen = try Frozen()
    let text = String(decoding: frozen.card, as: UTF8.self)
    let place = try #require(text.range(of: old))
    frozen.isCardCertified = true
    frozen.card = Data(text.replacingCharacters(in: place, with: new).utf8)
    #expect(try frozen.codes() == ["card-loads-other-files"])
  }

  @Test(.timeLimit(.minutes(1)))
  func `questions of one form that differ at their ends are told apart at once`() {
    let count = 12_000
    func question(_ number: Int) -> String {
      "What is the telephone number of the branch office \(100_000 + number) in town?"
    }
    var questions = ContainedTexts()
    for number in 0..<count { questions.append(question(number)) }
    questions.finish()
    for number in 0..<count {
      #expect(questions.found(in: "Note. \(question(number)) Ask there.") == [number])
    }
    #expect(questions.found(in: question(count)).isEmpty)
    #expect(questions.found(in: question(5) + " " + question(3)) == [3, 5])
  }

  @Test func `questions of several lengths that share their middle are all found`() {
    var questions = ContainedTexts()
    for text in [
      "Where is the main valve of pump seven kept", "is the main valve of pump seven",
      "is the main valve of pump seven",
    ] {
      questions.append(text)
    }
    questions.finish()
    #expect(questions.found(in: "Where is the main valve of pump seven kept?") == [0, 1, 2])
    #expect(questions.found(in: "Is the main valve of pump seven open?") == [1, 2])
  }

  @Test func `a question within another word is not that question`() {
    var questions = ContainedTexts()
    questions.append("What is a seal on pump")
    questions.append("経費の精算は誰がしますか")
    questions.finish()
    #expect(questions.found(in: "What is a seal on pumps made of?") == [])
    #expect(questions.found(in: "Note: what is a SEAL, on pump? None.") == [0])
    #expect(questions.found(in: "質問です。経費の精算は、誰がしますか。") == [1])
  }
}
