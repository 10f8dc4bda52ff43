import Foundation
import Glibc
import TestSupport
import Testing

/// Bad input of every kind gets a clear message, and nothing already stored is lost.
@Suite(.enabled(if: Program.hasEmbeddedModel, "Sources/EmbeddedModel has no model yet"))
struct BadInputTests {
  let folder: TemporaryFolder

  init() async throws {
    folder = try TemporaryFolder()
    try await Program.prepare(["init"], in: folder.url)
  }

  func fixture(_ name: String) throws -> Data {
    try Data(contentsOf: Program.repository.appendingPathComponent("Tests/SampleDocuments/fixtures/\(name)"))
  }

  @Test func `an empty corpora is exit code 1 and says what to do`() async throws {
    let outcome = try await Program.run(["run"], in: folder.url)
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.contains("Put PDF, Markdown, text or CSV files there"))
  }

  @Test func `bad files are named with their reasons while the others go on`() async throws {
    try TinyCorpus.write(1, to: folder)
    try folder.write("", to: "corpora/zero.pdf")
    try folder.write("This is no PDF.\n", to: "corpora/fake.pdf")
    try folder.write(try fixture("encrypted.pdf"), to: "corpora/locked.pdf")
    let whole = Program.repository.appendingPathComponent("corpora/leave-rules.en.pdf")
    try folder.write(try Data(contentsOf: whole).prefix(4000), to: "corpora/cut.pdf")
    let outcome = try await Program.run(["ingest"], in: folder.url)
    #expect(outcome.exitCode == 0)
    for (name, reason) in [
      ("zero", "empty-file"), ("fake", "not-a-pdf"), ("locked", "encrypted"), ("cut", "truncated"),
    ] {
      #expect(outcome.output.contains("corpora/\(name).pdf  [\(reason)]"))
    }
    // The same store, told in the other language.
    let japanese = try await Program.run(["ledger", "--language", "ja"], in: folder.url)
    #expect(japanese.output.contains("corpora/zero.pdf: ファイルが空です（0 バイト）。"))
    #expect(japanese.output.contains("corpora/cut.pdf: PDF が途中で切れています。"))
    let english = try await Program.run(["ledger"], in: folder.url)
    #expect(english.output.contains("corpora/zero.pdf: the file has no content (0 bytes)"))
    let status = try await Program.run(["status", "--json"], in: folder.url)
    let figures = try #require(
      try JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: any Sendable])
    #expect(figures["documents"] as? Int == 1)
  }

  @Test func `a document without text says so beside its empty text`() async throws {
    let file = PDFBytes()
    let root = file.pages([file.add(content: "100 100 200 300 re f")], resources: "")
    try folder.write(file.data(root: root), to: "corpora/drawn.pdf")
    for format in ["text", "markdown"] {
      let outcome = try await Program.run(["parse", "corpora/drawn.pdf", "--format", format], in: folder.url)
      #expect(outcome.exitCode == 0 && outcome.output.allSatisfy(\.isWhitespace))
      #expect(outcome.errors.contains("corpora/drawn.pdf has no text to print\npage 1 has no text"))
    }
    let japanese = try await Program.run(
      ["parse", "corpora/drawn.pdf", "--format", "text", "--language", "ja"], in: folder.url)
    #expect(japanese.errors.contains("表示できる文字がありません\n1 ページ目に文字がありません"))
    let json = try await Program.run(["parse", "corpora/drawn.pdf"], in: folder.url)
    #expect(json.errors.isEmpty)
  }

  @Test func `a file that may not be read is named while the others go on`() async throws {
    // Root may read everything, so the program runs as nobody then.
    var launcher: [String] = []
    if geteuid() == 0 {
      launcher = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
      let probe = try? await Program.run(["--help"], in: URL(fileURLWithPath: "/"), launcher: launcher)
      guard probe?.exitCode == 0 else {
        print("skipped: running as root, and setpriv cannot start the program as nobody")
        return
      }
    }
    try TinyCorpus.write(1, to: folder)
    try folder.write("A secret of 12 words.\n", to: "corpora/secret.txt")
    chmod(folder.appending("corpora/secret.txt").path, 0)
    chmod(folder.url.path, 0o777)
    chmod(folder.appending("output").path, 0o777)
    let outcome = try await Program.run(["ingest"], in: folder.url, launcher: launcher)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("corpora/secret.txt  [no-permission]"))
  }

  @Test func `a missing template is exit code 2 and says how to get it back`() async throws {
    try TinyCorpus.write(1, to: folder)
    try await Program.prepare(["ingest"], in: folder.url)
    try FileManager.default.removeItem(at: folder.appending("templates/prompts/read-answer.ja.txt"))
    let outcome = try await Program.run(["generate"], in: folder.url)
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("templates/prompts/read-answer.ja.txt"))
    #expect(outcome.errors.contains("shikomi init"))
    let japanese = try await Program.run(["generate", "--language", "ja"], in: folder.url)
    #expect(japanese.exitCode == 2)
    #expect(japanese.errors.hasPrefix("エラー: テンプレート templates/prompts/read-answer.ja.txt がありません。"))
    #expect(japanese.errors.contains("shikomi init"))
  }

  @Test func `a model directory with a missing shard is exit code 1 and names the shard`() async throws {
    let model = Program.repository.appendingPathComponent("Sources/EmbeddedModel")
    for name in ["config.json", "tokenizer.json"] {
      try folder.write(try Data(contentsOf: model.appendingPathComponent(name)), to: "model/\(name)")
    }
    try folder.write(
      #"{"metadata": {}, "weight_map": {"model.embed_tokens.weight": "model-00001-of-00002.safetensors"}}"#,
      to: "model/model.safetensors.index.json")
    try TinyCorpus.write(1, to: folder)
    try await Program.prepare(["ingest", "--model", "model"], in: folder.url)
    let outcome = try await Program.run(["generate", "--model", "model"], in: folder.url)
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.contains("model-00001-of-00002.safetensors"))
    let japanese = try await Program.run(["generate", "--model", "model", "--language", "ja"], in: folder.url)
    #expect(japanese.exitCode == 1)
    #expect(japanese.errors.contains("分割ファイル model-00001-of-00002.safetensors がありません"))
    #expect(!japanese.errors.contains("cannot use the model"))
    // What was stored before is still there.
    #expect(try await Program.run(["retrieve", "parking permit"], in: folder.url).output.contains("parking.md"))
  }

  @Test func `a full disk is exit code 1, and what was stored before is still there`() async throws {
    try TinyCorpus.write(1, to: folder)
    try await Program.prepare(["ingest"], in: folder.url)
    for number in 0..<40 {
      let text = (0..<200).map { "Room \(number)-\($0) has \($0 * 7 + number) seats and a window to the yard.\n" }
      try folder.write(text.joined(), to: "corpora/rooms-\(number).txt")
    }
    // No file may grow beyond 256 blocks: to the database that is a full disk.
    let outcome = try await Program.run(
      ["ingest"], in: folder.url, launcher: ["sh", "-c", "ulimit -f 256; exec \"$@\"", "sh"])
    #expect(outcome.exitCode == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains("disk is full"), "\(outcome.errors)")
    #expect(try await Program.run(["retrieve", "parking permit"], in: folder.url).output.contains("parking.md"))
    // With room again, the rest is taken in.
    try await Program.prepare(["ingest"], in: folder.url)
    #expect(try await Program.run(["retrieve", "Room 39-199"], in: folder.url).output.contains("rooms-39.txt"))
  }

  @Test func `the closing line's figures add up, and the database stands alone after a command`() async throws {
    try TinyCorpus.write(2, to: folder)
    let first = try await Program.run(["ingest"], in: folder.url)
    #expect(first.errors.contains("ingest  2: 2 done; 2 kept"), "\(first.errors)")
    try TinyCorpus.write(3, to: folder)
    let second = try await Program.run(["ingest"], in: folder.url)
    #expect(second.errors.contains("ingest  3: 1 done, 2 unchanged; 1 kept"), "\(second.errors)")
    let japanese = try await Program.run(["ingest", "--chunk-tokens", "90", "--language", "ja"], in: folder.url)
    #expect(japanese.errors.contains("ingest  全 3 件: 処理 3／採用 3"), "\(japanese.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.appending("output/studio.sqlite-wal").path))
  }

  @Test func `a busy port is exit code 1 and names the port`() async throws {
    let listener = try BusyPort()
    try TinyCorpus.write(1, to: folder)
    let outcome = try await Program.run(["studio", "--port", String(listener.port)], in: folder.url, limit: 30)
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.contains(String(listener.port)))
  }

  @Test func `a store that is no database is exit code 1 and left as it is`() async throws {
    try TinyCorpus.write(1, to: folder)
    let text = String(repeating: "no database ", count: 500)
    try folder.write(text, to: "output/studio.sqlite")
    let outcome = try await Program.run(["ingest"], in: folder.url)
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.contains("studio.sqlite"))
    #expect(try String(contentsOf: folder.appending("output/studio.sqlite"), encoding: .utf8) == text)
  }
}

/// Listens on a port of its own until it goes.
final class BusyPort: Sendable {
  let port: Int
  private let descriptor: Int32

  init() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, length) == 0 && listen(descriptor, 1) == 0
          && getsockname(descriptor, generic, &length) == 0
      }
    }
    guard bound else { throw NSError(domain: NSPOSIXErrorDomain, code: Int(errno)) }
    self.descriptor = descriptor
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  deinit { close(descriptor) }
}
