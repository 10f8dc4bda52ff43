import Foundation
import Glibc
import PageContent
import Records
import TestSupport
import Testing

@testable import Documents

/// Files that want too much of everything: each is read or named, in its time, and costs nobody else anything.
@Suite(.serialized) struct HostileTests {
  private let folder: TemporaryFolder
  /// Tighter than in earnest, so that the tests do not take as long.
  private var limits: ReaderLimits {
    var limits = ReaderLimits(pageSeconds: 8, cpuSeconds: 1)
    limits.lostSeconds = 12
    return limits
  }

  init() throws { folder = try TemporaryFolder() }

  private enum Outcome: Equatable {
    case read(pages: Int, lost: [Int], text: String)
    case named(UnreadableDocument.Reason)
  }

  /// What becomes of a file; the next one is read as ever, by the same pool.
  private func outcome(_ data: Data, _ limits: ReaderLimits? = nil) async throws -> Outcome {
    let pool = ReaderPool(
      executable: try TestLocations.builtProduct(named: "shikomi-reader"), count: 1, limits: limits ?? self.limits)
    let library = DocumentLibrary(pool: pool)
    let file = try folder.write(data, to: "\(UUID().uuidString).pdf")
    let found: Outcome
    do {
      let document = try await library.read(file, as: DocumentLibrary.sourceFile(at: file, path: "corpora/a.pdf"))
      #expect(document.warnings.allSatisfy { $0.message.flaws == [] })
      found = .read(
        pages: document.pages.count,
        lost: document.warnings.filter { $0.code == "page-unreadable" }.compactMap(\.page),
        text: document.blocks.map(\.text).joined(separator: "\n"))
    } catch let error as UnreadableDocument {
      #expect(error.path == "corpora/a.pdf" && error.detail.flaws == [])
      found = .named(error.reason)
    }
    let whole = TestLocations.sampleFixture("table.pdf")
    let after = try await library.read(whole, as: DocumentLibrary.sourceFile(at: whole, path: "table.pdf"))
    #expect(after.title == "Household goods")
    return found
  }

  @Test func `a reader can write nothing, reach nobody and start nothing`() async throws {
    let pool = ReaderPool(executable: try TestLocations.builtProduct(named: "shikomi-reader"), count: 1)
    let found = try await pool.confinement()
    #expect(found.permitted.isEmpty)
    #expect(found.hasSeccomp)
    let landlock = (try? String(contentsOfFile: "/sys/kernel/security/lsm", encoding: .utf8))?.contains("landlock")
    if landlock == true { #expect(found.hasLandlock) }
    // And it still reads.
    #expect(try await outcome(HostileFiles.plain(["Here."])) == .read(pages: 1, lost: [], text: "Here."))
  }

  @Test func `a stream that unpacks to gigabytes is stopped`() async throws {
    #expect(try await outcome(HostileFiles.compressionBomb()) == .named(.timedOut))
  }

  @Test func `a page with more text than a reader may send is named`() async throws {
    var limits = ReaderLimits()
    limits.pageBytes = 1 << 20
    let found = try await outcome(HostileFiles.textBomb(lines: 500), limits)
    #expect(found == .named(.tooLarge))
  }

  @Test func `a file with more text than is read of one is named`() async throws {
    var limits = ReaderLimits()
    limits.fileBytes = 6000
    let data = HostileFiles.plain((1...40).map { "This is the text of page \($0) and no other." })
    #expect(try await outcome(data, limits) == .named(.tooLarge))
  }

  @Test func `a file that wants more memory than there is for it is named`() async throws {
    let limits = ReaderLimits(memoryBytes: 300 << 20)
    #expect(try await outcome(HostileFiles.plain(["Small."]), limits) == .read(pages: 1, lost: [], text: "Small."))
    #expect(try await outcome(HostileFiles.textBomb(), limits) == .named(.readerDied))
  }

  @Test func `forms that call each other without end are stopped`() async throws {
    #expect(try await outcome(HostileFiles.laughingForms()) == .named(.timedOut))
  }

  @Test func `one bad page costs itself, and the others are read`() async throws {
    // The processor's time decides: a machine that does much else must not cost the file.
    var limits = ReaderLimits(pageSeconds: 60, cpuSeconds: 1)
    limits.lostSeconds = 120
    guard
      case .read(let pages, let lost, let text) = try await outcome(
        HostileFiles.laughingForms(pages: 6, bad: [3]), limits)
    else {
      Issue.record("not read")
      return
    }
    #expect(pages == 6)
    #expect(lost == [3])
    for page in [1, 2, 4, 5, 6] { #expect(text.contains("Page \(page) is here.")) }
  }

  @Test func `many bad pages cost no more than the time for one file`() async throws {
    let start = ContinuousClock.now
    #expect(try await outcome(HostileFiles.laughingForms(pages: 40, bad: Set(2...40))) == .named(.timedOut))
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func `what refers to itself is read or named`() async throws {
    #expect(
      try await outcome(HostileFiles.formInItself()) == .read(pages: 1, lost: [], text: "Around and around."))
    #expect(try await outcome(HostileFiles.circularReferences()) == .read(pages: 1, lost: [], text: "Around."))
    #expect(try await outcome(HostileFiles.cyclicTree()) == .named(.damaged))
    _ = try await outcome(HostileFiles.fontInItself())
  }

  @Test func `what is nested deeper than any stack is read or named`() async throws {
    for data in [HostileFiles.deepTree(), HostileFiles.deepArrays()] {
      let found = try await outcome(data)
      if case .read(_, let lost, _) = found { #expect(lost.isEmpty || lost == [1]) }
    }
  }

  @Test func `more pages than are read are named, and so are a million that are not there`() async throws {
    #expect(try await outcome(HostileFiles.plain(["Alone."], count: 1_000_000)) == .named(.damaged))
    var few = limits
    few.pages = 10
    #expect(try await outcome(HostileFiles.plain((1...11).map { "Page \($0)" }), few) == .named(.tooLarge))
  }

  @Test(arguments: [1e4, 1e6, 1e9, 1e38])
  func `a gigantic page is read or named, and its picture has an ordinary size`(side: Double) async throws {
    let data = HostileFiles.plain(["Far away."], size: (side, side))
    let found = try await outcome(data)
    if side < 1e8 { #expect(found == .read(pages: 1, lost: [], text: "Far away.")) }
    let file = try folder.write(data, to: "page.pdf")
    let pool = ReaderPool(
      executable: try TestLocations.builtProduct(named: "shikomi-reader"), count: 1, limits: ReaderLimits())
    let picture = try? await pool.renderPage(of: file, page: 1, scale: 2)
    if side < 1e8 { #expect((picture?.count ?? .max) < 1 << 20) }
  }

  @Test func `pictures and fonts that explode are bounded, when read and when drawn`() async throws {
    #expect(try await outcome(HostileFiles.explodingImage()) == .read(pages: 1, lost: [], text: "A picture."))
    let file = try folder.write(HostileFiles.explodingImage(), to: "image.pdf")
    let pool = ReaderPool(
      executable: try TestLocations.builtProduct(named: "shikomi-reader"), count: 1, limits: limits)
    let start = ContinuousClock.now
    _ = try? await pool.renderPage(of: file, page: 1, scale: 2)
    #expect(ContinuousClock.now - start < .seconds(20))
    switch try await outcome(HostileFiles.explodingFont()) {
    case .read(_, _, let text): #expect(text.utf8.count < 32 << 20)
    case .named(let reason): #expect([.timedOut, .readerDied, .tooLarge].contains(reason))
    }
  }

  @Test func `a character that stands for nothing does not take the rest of the page with it in silence`() async throws
  {
    let file = try folder.write(HostileFiles.zeroInText(), to: "zero.pdf")
    let pool = ReaderPool(executable: try TestLocations.builtProduct(named: "shikomi-reader"), count: 1)
    let document = try await DocumentLibrary(pool: pool).read(
      file, as: DocumentLibrary.sourceFile(at: file, path: "zero.pdf"))
    let text = document.blocks.map(\.text).joined(separator: "\n")
    #expect(text.contains("Before it."))
    #expect(text.contains("Behind it there is more.") || document.warnings.contains { $0.code == "text-cut-short" })
  }

  @Test func `a reader that closes its end and stays is ended`() async throws {
    let stay = folder.appending("reader")
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = [
      "-c", "printf '%s' \"$1\" > \"$2\" && chmod 755 \"$2\"", "sh", "#!/bin/sh\nexec sleep 60 <&- >&-\n", stay.path,
    ]
    try shell.run()
    shell.waitUntilExit()
    let start = ContinuousClock.now
    let pool = ReaderPool(executable: stay, count: 1)
    let error = await #expect(throws: UnreadableDocument.self) {
      try await pool.readPages(of: TestLocations.sampleFixture("table.pdf"), path: "a.pdf", into: 0) { _, _ in }
    }
    #expect(error?.reason == .readerDied)
    #expect(ContinuousClock.now - start < .seconds(5))
  }
}
