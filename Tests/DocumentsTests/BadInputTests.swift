import Foundation
import Glibc
import PageContent
import Records
import TestSupport
import Testing

@testable import Documents

@Suite struct BadInputTests {
  private let pool: ReaderPool
  private let library: DocumentLibrary

  init() throws {
    pool = ReaderPool(executable: try TestLocations.builtProduct(named: "shikomi-reader"), count: 1)
    library = DocumentLibrary(pool: pool)
  }

  private func read(_ url: URL) async throws -> Document {
    let path = "corpora/\(url.lastPathComponent)"
    return try await library.read(url, as: DocumentLibrary.sourceFile(at: url, path: path))
  }

  private func reason(_ url: URL) async -> UnreadableDocument.Reason? {
    do {
      _ = try await read(url)
      return nil
    } catch let error as UnreadableDocument {
      #expect(error.path == "corpora/\(url.lastPathComponent)")
      #expect(error.description.contains(error.path) && error.description.contains(error.reason.rawValue))
      return error.reason
    } catch {
      Issue.record("\(error)")
      return nil
    }
  }

  @Test(arguments: [
    ("zero-byte.pdf", UnreadableDocument.Reason.emptyFile), ("truncated.pdf", .truncated),
    ("encrypted.pdf", .encrypted),
    ("not-a-pdf.pdf", .notAPDF), ("no-such-file.pdf", .missing),
  ])
  func `a file that cannot be read is named with its reason`(
    _ name: String, _ expected: UnreadableDocument.Reason
  ) async {
    #expect(await reason(TestLocations.sampleFixture(name)) == expected)
  }

  @Test func `a type that cannot be read is named`() async throws {
    let folder = try TemporaryFolder()
    #expect(await reason(try folder.write("x", to: "a.docx")) == .unsupportedType)
    #expect(await reason(try folder.write(Data([0, 1, 2, 0, 255]), to: "b.txt")) == .unsupportedType)
  }

  @Test func `a file without read permission is named`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("secret", to: "secret.txt")
    chmod(file.path, 0)
    // Root may read everything; the kernel judges by the identity of this one thread, which is given back at once.
    let asNobody = geteuid() == 0
    let setIdentity = try #require(dlsym(nil, "setfsuid")).identityCall
    if asNobody { _ = setIdentity(65534) }
    defer { if asNobody { _ = setIdentity(0) } }
    let error = #expect(throws: UnreadableDocument.self) {
      try UnreadableDocument.checkReadable(file, path: "corpora/secret.txt")
    }
    #expect(error?.reason == .noPermission)
  }

  @Test func `the others go on after files that cannot be read`() async throws {
    _ = await reason(TestLocations.sampleFixture("encrypted.pdf"))
    _ = await reason(TestLocations.sampleFixture("truncated.pdf"))
    let document = try await read(TestLocations.sampleFixture("table.pdf"))
    #expect(document.blocks.contains { $0.kind == .table })
  }

  @Test func `a wrong password is called wrong, a missing one missing`() async throws {
    let file = TestLocations.sampleFixture("encrypted.pdf")
    let source = try DocumentLibrary.sourceFile(at: file, path: "a.pdf")
    var errors: [UnreadableDocument] = []
    for password in [nil, "not this one"] {
      do { _ = try await DocumentLibrary(pool: pool, password: password).read(file, as: source) } catch {
        errors.append(try #require(error as? UnreadableDocument))
      }
    }
    #expect(errors.map(\.reason) == [.encrypted, .encrypted])
    #expect(errors[0].detail.en.contains("needs a password"))
    #expect(errors[1].detail.en.contains("the password is wrong") && errors[1].detail.ja.contains("パスワードが違います"))
  }

  @Test func `an encrypted file opens with its password`() async throws {
    guard let file = TestLocations.sharedFixture("pdf/gold-text/crazyones-encrypted-256.pdf") else { return }
    let source = try DocumentLibrary.sourceFile(at: file, path: "a.pdf")
    let document = try await DocumentLibrary(pool: pool, password: "password").read(file, as: source)
    #expect(document.blocks.map(\.text).joined().contains("crazy"))
  }

  @Test func `a page without text is reported by its number`() async throws {
    let document = try await read(TestLocations.sampleFixture("image-only.pdf"))
    #expect(document.warnings.map(\.code) == ["no-text-layer"])
    #expect(document.warnings.map(\.page) == [1])
  }

  @Test func `a page whose letters were all left out is not sent to text recognition`() {
    var page = PageContent(number: 3, width: 595, height: 842, isTextCutShort: true)
    let (warnings, layer) = PageWarnings.find(in: page)
    #expect(warnings.map(\.code) == ["text-cut-short"] && layer == nil)
    #expect(!warnings[0].message.en.contains("OCR") && !warnings[0].message.ja.contains("OCR"))
    // A picture besides them may be a scan all the same.
    page.imageCoverage = 0.9
    let both = PageWarnings.find(in: page)
    #expect(both.warnings.map(\.code) == ["text-cut-short", "no-text-layer"] && both.layer == .missing)
  }

  @Test func `hostile files cost themselves and nothing else`() async throws {
    guard let folder = TestLocations.sharedFixture("pdf/hostile/qpdf-fuzz") else { return }
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "pdf" }.sorted { $0.path < $1.path }
    for file in files { _ = try? await read(file) }
    _ = try await read(TestLocations.sampleFixture("table.pdf"))
  }
}

@Suite struct ReaderPoolTests {
  private func reader() throws -> URL { try TestLocations.builtProduct(named: "shikomi-reader") }

  /// A program that stands in for the reader. A shell writes it: a file that this process has open for writing, or a
  /// child of it that another test is just starting, could not be run.
  private func script(_ body: String, in folder: TemporaryFolder) throws -> URL {
    let file = folder.appending("reader")
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", "printf '%s\\n' '#!/bin/sh' \"$1\" > \"$2\" && chmod 755 \"$2\"", "sh", body, file.path]
    try shell.run()
    shell.waitUntilExit()
    return file
  }

  private func pageCount(_ pool: ReaderPool, _ name: String = "running-header.pdf") async throws -> Int {
    try await pool.readPages(of: TestLocations.sampleFixture(name), path: name, into: 0) { count, _ in count += 1 }
      .state
  }

  @Test func `a reader that dies midway costs one page where it had begun, else one file, and says so`() async throws {
    let folder = try TemporaryFolder()
    // The first one begins an answer and is killed; those after it are real.
    let beginning = try ReaderReply.info(DocumentInfo(pageCount: 3)).encoded()
    let length = (0..<4).map { UInt8(truncatingIfNeeded: beginning.count >> (8 * $0)) }
    try folder.write(Data(length + beginning), to: "beginning")
    let dying = try script(
      """
      if [ -e \(folder.url.path)/died ]; then exec \(try reader().path) "$@"; fi
      touch \(folder.url.path)/died
      # The request is taken first: what lies unread when a process dies takes its answer away.
      dd bs=4 count=1 of=/dev/null 2> /dev/null
      dd bs=65536 count=1 of=/dev/null 2> /dev/null
      cat \(folder.url.path)/beginning
      kill -9 $$
      """, in: folder)
    let pool = ReaderPool(executable: dying, count: 1)
    let file = TestLocations.sampleFixture("running-header.pdf")
    let lost = try await pool.readPages(of: file, path: "a.pdf", into: [PageLoss?]()) { $0.append($1.loss) }
    #expect(lost.state == [.readerDied, nil, nil])
    #expect(try await pageCount(pool) == 3)
    // One that dies before it has said anything about the file.
    let silent = try TemporaryFolder()
    let error = await #expect(throws: UnreadableDocument.self) {
      try await pageCount(ReaderPool(executable: try script("kill -9 $$", in: silent), count: 1))
    }
    #expect(error?.reason == .readerDied)
    #expect(error?.detail.en.contains("signal 9") == true)
  }

  @Test(arguments: [ReaderLimits(wallSeconds: 0.2), ReaderLimits(pageSeconds: 0.2)])
  func `a reader that hangs is stopped at its time limit, the file's and the page's`(_ limits: ReaderLimits)
    async throws
  {
    let folder = try TemporaryFolder()
    let pool = ReaderPool(executable: try script("exec sleep 60", in: folder), count: 1, limits: limits)
    let error = await #expect(throws: UnreadableDocument.self) { try await pageCount(pool) }
    #expect(error?.reason == .timedOut)
  }

  @Test func `a reader that talks nonsense is not believed`() async throws {
    let folder = try TemporaryFolder()
    let pool = ReaderPool(executable: try script("printf '\\001\\000\\000\\000\\077'; sleep 5", in: folder), count: 1)
    let error = await #expect(throws: UnreadableDocument.self) { try await pageCount(pool) }
    #expect(error?.reason == .readerDied)
  }

  @Test func `a reader that died while idle is replaced without a loss`() async throws {
    let folder = try TemporaryFolder()
    let noting = try script("echo $$ > \(folder.url.path)/pid; exec \(try reader().path) \"$@\"", in: folder)
    let pool = ReaderPool(executable: noting, count: 1)
    #expect(try await pageCount(pool) == 3)
    let pid = try String(contentsOf: folder.appending("pid"), encoding: .utf8).trimmingCharacters(
      in: .whitespacesAndNewlines)
    kill(try #require(Int32(pid)), SIGKILL)
    try await Task.sleep(for: .milliseconds(50))
    #expect(try await pageCount(pool) == 3)
  }

  @Test func `a reader that is not installed is the installation's fault`() async throws {
    let pool = ReaderPool(executable: URL(fileURLWithPath: "/nowhere/shikomi-reader"), count: 1)
    let error = await #expect(throws: ReaderStartFailure.self) { try await pageCount(pool) }
    #expect(error?.text.flaws == [])
  }

  @Test func `more requests than readers wait for their turn`() async throws {
    let pool = ReaderPool(executable: try reader(), count: 2)
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<12 { group.addTask { try await pageCount(pool) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts == [Int](repeating: 3, count: 12))
  }

  @Test func `a page is drawn as PNG`() async throws {
    let pool = ReaderPool(executable: try reader(), count: 1)
    let png = try await pool.renderPage(of: TestLocations.sampleFixture("table.pdf"), page: 1, scale: 0.5)
    #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
  }
}

@Suite struct PDFDocumentTests {
  private func read(_ name: String) async throws -> Document {
    let pool = ReaderPool(executable: try TestLocations.builtProduct(named: "shikomi-reader"), count: 1)
    let url = TestLocations.sampleFixture(name)
    return try await DocumentLibrary(pool: pool).read(url, as: DocumentLibrary.sourceFile(at: url, path: name))
  }

  @Test func `a table between paragraphs has its cells`() async throws {
    let document = try await read("table.pdf")
    #expect(document.blocks.map(\.kind) == [.heading, .paragraph, .table, .paragraph])
    #expect(document.title == "Household goods")
    #expect(
      document.blocks[2].rows == [
        ["Article", "Weight", "Price"], ["Copper bowl", "1.2 kg", "34.50"], ["Tin spoon", "45 g", "2.80"],
        ["Iron kettle", "3.7 kg", "61.00"],
      ])
  }

  @Test func `columns that share baselines are read one after the other`() async throws {
    let text = try await read("two-columns.pdf").blocks.map(\.text).joined(separator: "\n")
    let left = try #require(text.range(of: "Today the mill is a library."))
    let right = try #require(text.range(of: "The right column speaks of the bridge."))
    #expect(left.upperBound <= right.lowerBound)
    #expect(text.contains("The mill was built in 1894 beside the river Arrow and ground wheat for three villages."))
  }

  @Test func `running headers and footers are kept apart from the sentence that crosses the page`() async throws {
    let document = try await read("running-header.pdf")
    #expect(document.blocks.filter { $0.kind == .header }.count == 3)
    #expect(document.blocks.filter { $0.kind == .footer }.map(\.text) == ["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"])
    #expect(document.blocks.contains { $0.text.contains("must climb all the 188 steps of the tower before sunset") })
  }

  @Test func `divided words are put together, compounds keep their hyphen`() async throws {
    let text = try await read("hyphenation.pdf").blocks.map(\.text).joined(separator: " ")
    for word in ["underground", "temperature", "well-known", "fruitless"] { #expect(text.contains(word)) }
  }

  @Test func `a Japanese list has its items`() async throws {
    let document = try await read("japanese-list.pdf")
    #expect(document.language == .ja)
    #expect(document.blocks.map(\.kind) == [.heading, .paragraph, .listItem, .listItem, .listItem])
    #expect(document.blocks[1].text == "図書室は、平日の9時から17時まで開いています。借りた本は、2週間以内に返してください。")
  }
}

extension UnsafeMutableRawPointer {
  /// `setfsuid`, whose header is not among those that Swift imports.
  fileprivate var identityCall: @convention(c) (UInt32) -> Int32 {
    unsafeBitCast(self, to: (@convention(c) (UInt32) -> Int32).self)
  }
}
