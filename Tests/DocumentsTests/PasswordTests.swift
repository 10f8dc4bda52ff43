import Foundation
import Glibc
import Records
import TestSupport
import Testing

@testable import Documents

@Suite struct PasswordTests {
  private static let file = TestLocations.sampleFixture("encrypted.pdf")

  private func library(_ sources: [DocumentPasswords.Source], _ environment: [String: String]) throws -> DocumentLibrary
  {
    DocumentLibrary(
      pool: ReaderPool(
        executable: try TestLocations.builtProduct(named: "shikomi-reader"), count: 1,
        passwords: DocumentPasswords(sources) { environment[$0] }))
  }

  /// What came of reading a file: nil when it was read.
  private func error(_ file: URL, _ library: DocumentLibrary, path: String) async throws -> UnreadableDocument? {
    do {
      _ = try await library.read(file, as: DocumentLibrary.sourceFile(at: file, path: path))
      return nil
    } catch let error as UnreadableDocument {
      return error
    }
  }

  @Test(arguments: [
    ("corpora/*.pdf", "corpora/a.pdf", true), ("corpora/*.pdf", "corpora/hr/a.pdf", false),
    ("corpora/**/*.pdf", "corpora/hr/x/a.pdf", true), ("corpora/**/*.pdf", "corpora/a.pdf", true),
    ("corpora/hr/**", "corpora/hr/x/a.pdf", true), ("**/給与?.pdf", "corpora/人事/給与1.pdf", true),
    ("corpora/*a*b*.pdf", "corpora/xaxxbx.pdf", true), ("corpora/*a*b*.pdf", "corpora/xbxxax.pdf", false),
    ("corpora/ガ.pdf", "corpora/カ\u{3099}.pdf", true), ("corpora/a.pdf", "corpora/a.pdf.txt", false),
  ])
  func `a pattern fits the paths that it is meant for`(pattern: String, path: String, fits: Bool) {
    #expect(PathPattern(pattern).matches(path) == fits)
  }

  @Test func `a pattern of many stars takes no time`() {
    let pattern = PathPattern("corpora/" + String(repeating: "*a", count: 200) + "b")
    #expect(!pattern.matches("corpora/" + String(repeating: "a", count: 2000)))
  }

  @Test func `the passwords of the patterns that fit are tried one after the other`() async throws {
    let sources = ["WRONG", "EMPTY", "RIGHT"].map { DocumentPasswords.Source(files: "corpora/hr/*.pdf", variable: $0) }
    let library = try library(sources, ["WRONG": "no", "EMPTY": "", "RIGHT": Self.password])
    #expect(try await error(Self.file, library, path: "corpora/hr/a.pdf") == nil)
    // The pattern does not fit: nothing is tried.
    let other = try await error(Self.file, library, path: "corpora/a.pdf")
    #expect(other?.reason == .encrypted && other?.detail.en.contains("needs a password") == true)
  }

  @Test func `a variable that is not set is named, and so is what to do`() async throws {
    let library = try library([.init(files: "**", variable: "HR_PDF_PASSWORD")], [:])
    let named = try await error(Self.file, library, path: "corpora/a.pdf")
    #expect(named?.reason == .encrypted)
    #expect(named?.detail.en.contains("HR_PDF_PASSWORD") == true && named?.detail.flaws == [])
  }

  @Test func `the reader process gets no password as an argument or in its environment`() async throws {
    let folder = try TemporaryFolder()
    let reader = try TestLocations.builtProduct(named: "shikomi-reader")
    let script = folder.appending("reader")
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    let body = "#!/bin/sh\n(echo \"$@\"; env) > \(folder.url.path)/seen; exec \(reader.path) \"$@\"\n"
    shell.arguments = ["-c", "printf '%s' \"$1\" > \"$2\" && chmod 755 \"$2\"", "sh", body, script.path]
    try shell.run()
    shell.waitUntilExit()
    let library = DocumentLibrary(
      pool: ReaderPool(
        executable: script, count: 1,
        passwords: DocumentPasswords([.init(files: "**", variable: "HIDDEN")]) { _ in Self.password }))
    #expect(try await error(Self.file, library, path: "corpora/a.pdf") == nil)
    let seen = try String(contentsOf: folder.appending("seen"), encoding: .utf8)
    #expect(seen.contains("--memory") && !seen.contains(Self.password) && !seen.contains("HIDDEN"))
  }

  /// That of the sample.
  private static let password = "secret"

  @Test(.enabled(if: TestLocations.sharedFixture("pdf/passwords.tsv") != nil, "no ../shared/fixtures here"))
  func `every encrypted file of the fixtures opens with its password or without one, or is named`() async throws {
    let table = try #require(TestLocations.sharedFixture("pdf/passwords.tsv"))
    let root = table.deletingLastPathComponent().deletingLastPathComponent()
    let pool = ReaderPool(executable: try TestLocations.builtProduct(named: "shikomi-reader"), count: 1)
    var opened = 0
    var named = 0
    for line in try String(contentsOf: table, encoding: .utf8).split(separator: "\n").dropFirst() {
      let fields = line.split(separator: "\t").map(String.init)
      let file = root.appendingPathComponent(fields[0])
      let isUnknown = fields[1].hasPrefix("(unknown")
      let passwords = fields[1].hasPrefix("(") ? [] : fields[1].split(separator: "|").map(String.init)
      // Every one of them for itself.
      for password in passwords.isEmpty ? [nil] : passwords.map(Optional.some) {
        let found = try await error(file, DocumentLibrary(pool: pool, password: password), path: fields[0])
        if isUnknown {
          #expect(found?.reason == .encrypted, "\(fields[0]): \(String(describing: found))")
          named += 1
        } else {
          #expect(found == nil, "\(fields[0]) with \(password ?? "none"): \(String(describing: found))")
          opened += 1
        }
        // Without the password it is named, and nothing else.
        guard !passwords.isEmpty else { continue }
        let without = try await error(file, DocumentLibrary(pool: pool), path: fields[0])
        #expect(without?.reason == .encrypted, "\(fields[0]): \(String(describing: without))")
      }
    }
    print("passwords: \(opened) opened, \(named) named as encrypted")
    #expect(opened > 30 && named >= 8)
  }
}
