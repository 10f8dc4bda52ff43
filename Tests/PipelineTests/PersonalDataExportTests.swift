import Foundation
import Generation
import Preparation
import Records
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Pipeline

/// Personal data and secrets leave a dataset masked, or with somebody's name, or not at all.
struct PersonalDataExportTests {
  private let dataset: DatasetTests
  private let secret = "03-1234-5678"

  init() throws { dataset = try DatasetTests() }

  /// A frozen dataset in which a reviewer has put a telephone number into an answer.
  private func frozen(_ change: (inout Configuration) -> Void = { _ in }) async throws -> Session {
    let session = try dataset.session(change)
    try await session.ingest()
    _ = try await dataset.generate(session)
    let pair = try #require(try dataset.pairs(session).first)
    try session.store.write {
      try $0.append(
        ReviewEvent(
          pair: pair.id, action: .edit, reviewer: "aki", time: 1, question: "Whom do I call about parking?",
          answer: "Call \(secret), or 山田 太郎."))
    }
    try await session.curate()
    return session
  }

  /// All that an export wrote.
  private func written(_ folders: [URL]) throws -> String {
    var text = ""
    for folder in folders {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
        text += String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
      }
    }
    return text
  }

  private func drops(_ session: Session) throws -> [Drop] {
    var drops: [Drop] = []
    try session.store.read { try $0.eachDrop(stage: ExportStage.name) { drops.append($0) } }
    return drops
  }

  @Test func `an export with a telephone number is refused, says why in both languages, and writes nothing`()
    async throws
  {
    let session = try await frozen()
    let refusal = await #expect(throws: PersonalDataInExport.self) { try await session.export(formats: ["raw"]) }
    #expect(refusal?.text.flaws == [])
    #expect(refusal?.text.en.contains("phone number 1") == true)
    #expect(refusal?.text.en.contains(secret) == false)
    #expect(!FileManager.default.fileExists(atPath: session.workspace.output.appendingPathComponent("export/v1").path))
  }

  @Test func `a masked export holds the kind in the number's place, in every form, and the ledger names the pair`()
    async throws
  {
    let session = try await frozen {
      $0.export.maskPersonalData = true
      $0.export.formats = DatasetFormats.all.map(\.name)
    }
    let text = try written(try await session.export())
    #expect(!text.contains(secret))
    #expect(text.contains("[phone number]") || text.contains("【電話番号】"))
    #expect(text.contains("山田 太郎"))
    // The form for edited pairs has none here, says so, and has nothing to mask.
    let drops = try drops(session).filter { $0.reason != "no-edited-pair" }
    #expect(drops.count == DatasetFormats.all.count - 1)
    #expect(drops.allSatisfy { $0.reason == "personal-data-masked" && $0.outcome == .changed && $0.detail.flaws == [] })
    #expect(drops.allSatisfy { !$0.detail.en.contains(secret) })
  }

  @Test func `a named person can answer for an export as it is`() async throws {
    let session = try await frozen { $0.export.waivedBy = "Sato Hanako" }
    let text = try written(try await session.export(formats: ["raw"]))
    #expect(text.contains(secret))
    let drop = try #require(try drops(session).first)
    #expect(drop.reason == "personal-data-waived" && drop.detail.ja.contains("Sato Hanako"))
  }

  @Test func `what a person answers for stays in the ledger for every form, whatever is exported later`() async throws {
    let session = try await frozen()
    let forms = ["openai", "alpaca", "prompt-completion", "raw"]
    let waiving = try dataset.session { $0.export.waivedBy = "Suzuki Ichiro" }
    // As the command does it: one form after the other.
    for form in forms { try await waiving.export(formats: [form]) }
    func waivers() throws -> [String] {
      try drops(session).filter { $0.reason == "personal-data-waived" && $0.detail.en.contains("Suzuki Ichiro") }
        .map(\.item).sorted()
    }
    let expected = forms.map { "v1 \($0)" }.sorted()
    #expect(try waivers() == expected)
    // The same once more says nothing new.
    try await waiving.export(formats: ["openai"])
    #expect(try waivers() == expected)
    // A masked export of one form, and another person for another.
    let masking = try dataset.session { $0.export.maskPersonalData = true }
    try await masking.export(formats: ["openai"])
    let other = try dataset.session { $0.export.waivedBy = "Sato Hanako" }
    try await other.export(formats: ["alpaca"])
    #expect(try waivers() == expected)
    #expect(try drops(session).contains { $0.detail.ja.contains("Sato Hanako") && $0.item == "v1 alpaca" })
    #expect(try drops(session).contains { $0.reason == "personal-data-masked" })
  }

  @Test func `a refusal names the document that a value stands in, be it a distractor's`() async throws {
    let session = try await frozen()
    let pair = try #require(try dataset.pairs(session).last).pair
    let example = TrainingExample(pair)
    func passage(_ path: String, _ page: Int, _ text: String) -> Chunk {
      Chunk(
        document: ContentHash(of: [path]), path: path, index: 0, text: text, start: 0, end: text.utf8.count,
        pages: [page], tokenCount: 9, context: [], language: .en)
    }
    let shown = [passage("corpora/a.md", 1, "Nothing here."), passage("corpora/desk.pdf", 7, "The desk: \(secret).")]
    var asked = example
    asked.messages[0].content = shown.map(\.text).joined(separator: "\n\n") + "\n\n" + asked.messages[0].content
    let material = ExportedDataset(examples: [.train: [asked]], pairs: [:])
    var screening = ExportScreening(
      PersonalDataFinder(), dataset: "v1", mask: false, withOriginals: false, shown: [example.id: shown])
    _ = screening.screen(material)
    #expect(screening.findings.map(\.places) == [[.init(document: "corpora/desk.pdf", page: 7)]])
    let refusal = #expect(throws: PersonalDataInExport.self) { try screening.waiver(by: " ", form: "openai") }
    #expect(refusal?.text.en.contains("(corpora/desk.pdf page 7: phone number 1)") == true)
    #expect(refusal?.text.ja.contains("(corpora/desk.pdf 7 ページ: 電話番号 1 件)") == true)
    // What the pair itself says stands in its own document.
    asked.messages[1].content = secret
    asked.messages[0].content = example.messages[0].content
    screening = ExportScreening(PersonalDataFinder(), dataset: "v1", mask: false, withOriginals: false)
    _ = screening.screen(ExportedDataset(examples: [.train: [asked]], pairs: [:]))
    #expect(screening.findings.first?.places.map(\.document) == pair.evidence.map(\.document))
  }

  @Test func `preferences without an edit are no files, but a note in both languages and the ledger`() async throws {
    let notes = Mutex<[BilingualText]>([])
    let session = try dataset.session()
    try await session.ingest()
    _ = try await dataset.generate(session)
    try await session.curate()
    let telling = try Session(
      workspace: session.workspace, configuration: session.configuration,
      report: { event in
        if case .note(ExportStage.name, let text) = event { notes.withLock { $0.append(text) } }
      }, counter: .init(counter: WordCounter(), identity: "words"))
    #expect(try await telling.export(formats: ["preference", "raw"]).map(\.lastPathComponent) == ["raw"])
    let note = try #require(notes.withLock { $0 }.first)
    #expect(note.flaws == [] && note.en.contains("no training or validation pair of v1 was edited"))
    let folder = session.workspace.output.appendingPathComponent("export/v1/preference")
    #expect(!FileManager.default.fileExists(atPath: folder.path))
    #expect(try drops(session).map(\.reason) == ["no-edited-pair"])
    // With an edit there is a file, and no such entry.
    let pair = try #require(try FrozenDataset(session).examples(.train).first)
    try session.store.write {
      try $0.append(
        ReviewEvent(pair: pair.id, action: .edit, reviewer: "aki", time: 1, question: "How so?", answer: "So."))
    }
    try await telling.curate()
    #expect(try await telling.export(formats: ["preference"]).count == 1)
  }

  @Test func `names of the workspace's list count, and a list that is not there is named`() async throws {
    // The card names them too: curating needs the list as well.
    await #expect(throws: UnreadableNameList.self) { try await frozen { $0.export.nameList = "people.txt" } }
    _ = try await frozen()
    let session = try dataset.session {
      $0.export.nameList = "people.txt"
      $0.export.maskPersonalData = true
    }
    await #expect(throws: UnreadableNameList.self) { try await session.export(formats: ["raw"]) }
    try dataset.folder.write("# staff\n山田太郎\n", to: "people.txt")
    #expect(!(try written(try await session.export(formats: ["raw"]))).contains("山田"))
    let shiftJIS = try #require("山田太郎\r\n".data(using: .shiftJIS))
    try shiftJIS.write(to: dataset.folder.url.appendingPathComponent("people.txt"))
    #expect(!(try written(try await session.export(formats: ["raw"]))).contains("山田"))
    try dataset.folder.write("# nobody\n", to: "people.txt")
    await #expect(throws: UnreadableNameList.self) { try await session.export(formats: ["raw"]) }
  }

  @Test
  func
    `the path of a file that bears a name and a number is masked in every form, and told in full where it is refused`()
    async throws
  {
    let session = try await frozen()
    var pair = try #require(try dataset.pairs(session).first).pair
    (pair.question, pair.answer) = ("Where is the spare key?", "In the office.")
    let path = "corpora/山田太郎_\(secret).md"
    for index in pair.evidence.indices { pair.evidence[index].document = path }
    let material = ExportedDataset(
      examples: [.train: [TrainingExample(pair)]], pairs: [.train: [pair]], originals: [:])
    let finder = PersonalDataFinder(names: ["山田太郎"])
    var screening = ExportScreening(finder, dataset: "v1", mask: true, withOriginals: false)
    let screened = screening.screen(material)
    for format in DatasetFormats.all {
      let text = try format.files(screened).map { String(decoding: $0.data, as: UTF8.self) }.joined()
      #expect(!text.contains(secret) && !text.contains("山田"), "\(format.name)")
    }
    let masked = pair.language == .ja ? "corpora/【氏名】_【電話番号】.md" : "corpora/[name]_[phone number].md"
    #expect(screened.pairs[.train]?.first?.evidence.first?.document == masked)
    #expect(screening.masked(form: "raw").map(\.document) == [path])
    var refusing = ExportScreening(finder, dataset: "v1", mask: false, withOriginals: false)
    #expect(refusing.screen(material).pairs[.train]?.first?.evidence.first?.document == path)
    #expect(throws: PersonalDataInExport.self) { try refusing.waiver(by: "", form: "raw") }
  }

  @Test func `what stood in a pair before its edit counts where the form holds it`() async throws {
    let session = try await frozen()
    var pair = try #require(try dataset.pairs(session).first).pair
    pair.answer = "Ask at the office."
    var original = pair
    original.answer = "Call \(secret)."
    let material = ExportedDataset(
      examples: [.train: [TrainingExample(pair)]], pairs: [.train: [pair]], originals: [pair.id: original])
    var plain = ExportScreening(PersonalDataFinder(), dataset: "v1", mask: true, withOriginals: false)
    _ = plain.screen(material)
    #expect(plain.findings.isEmpty)
    var preference = ExportScreening(PersonalDataFinder(), dataset: "v1", mask: true, withOriginals: true)
    let screened = preference.screen(material)
    #expect(preference.findings.map(\.pair) == [pair.id])
    let text = try PreferenceFormat().files(screened).map { String(decoding: $0.data, as: UTF8.self) }.joined()
    #expect(text.contains("Ask at the office.") && !text.contains(secret))
  }
}
