import Documents
import Foundation
import Records
import TestSupport
import Testing

@testable import Pipeline

struct ConfigurationTests {
  func apply(_ text: String) throws -> Configuration {
    var configuration = Configuration()
    try configuration.apply(text, file: "studio.json")
    return configuration
  }

  @Test func `settings of the top and of a section are taken over the defaults`() throws {
    let configuration = try apply("{ seed: 11, ingest: { chunkTokens: 300 } }")
    #expect(configuration.general.seed == 11)
    #expect(configuration.ingest.chunkTokens == 300)
    #expect(configuration.ingest.readers == IngestOptions().readers)
  }

  @Test func `an unknown key is named with its place and the nearest known one`() {
    let error = #expect(throws: ConfigurationError.self) { try apply("{\n  ingest: { chunkToken: 3 } }") }
    #expect(
      error
        == .unknownKey(
          file: "studio.json", JSON5.Position(line: 2, column: 13), key: "chunkToken", nearest: "chunkTokens"))
    #expect(error?.isConfiguration == true)
    #expect(error?.text.ja.contains("chunkTokens") == true)
  }

  @Test(arguments: ["{ seed: 'x' }", "{ seed: 1.5 }", "{ seed: -1 }", "{ ingest: 3 }", "{ model: 3 }"])
  func `a value of the wrong kind is refused with its place`(text: String) {
    let error = #expect(throws: ConfigurationError.self) { try apply(text) }
    guard case .badValue(_, let position, _, _) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(position.line == 1)
  }

  @Test func `the sample file says what the defaults are and parses`() throws {
    for language in Language.allCases {
      let sample = Configuration.sample(language)
      #expect(try apply(sample) == Configuration())
      let active = sample.replacingOccurrences(of: "// ", with: "", options: [], range: nil)
        .split(separator: "\n").filter {
          $0.contains(": ") && $0.hasSuffix(",") || "{}".contains($0.last ?? " ") || $0.hasSuffix("},")
        }
      #expect(try apply(active.joined(separator: "\n")) == Configuration())
    }
  }

  @Test func `a file that is missing means defaults, one that is no text is named`() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "corpora/a.txt")
    let workspace = try Workspace(root: folder.url)
    #expect(try Configuration(of: workspace) == Configuration())
    try folder.write(Data([0xFF, 0xFE, 0x00]), to: "studio.json")
    #expect(throws: ConfigurationError.self) { try Configuration(of: workspace) }
  }

  @Test func `passwords are named by variable, and one that stands in the file is refused with its place`() throws {
    let text = "{ passwords: [{ files: 'corpora/hr/*.pdf', variable: 'HR_PDF_PASSWORD' }] }"
    let sources = try apply(text).general.passwords
    #expect(sources.sources == [.init(files: "corpora/hr/*.pdf", variable: "HR_PDF_PASSWORD")])
    #expect(PasswordSources(optionText: sources.optionText) == sources)
    for text in [
      "{ password: 'hunter2' }", "{ ingest: { password: 'hunter2' } }",
      "{ passwords: [{ files: '*.pdf', password: 'hunter2' }] }",
    ] {
      let error = #expect(throws: ConfigurationError.self) { try apply(text) }
      guard case .passwordInFile(_, let position, "password") = error else {
        Issue.record("another error: \(String(describing: error))")
        continue
      }
      #expect(position.line == 1 && error?.text.flaws == [])
      #expect(error?.text.en.contains("hunter2") == false && error?.isConfiguration == true)
    }
    // What is no name of a variable is a password that somebody has put in the wrong place: it is not repeated.
    for text in ["{ passwords: [{ files: '*.pdf', variable: 'hunter-2!' }] }", "{ passwords: 'hunter2' }"] {
      let error = #expect(throws: ConfigurationError.self) { try apply(text) }
      #expect(error?.text.en.contains("hunter") == false && error?.text.en.contains("environment variable") == true)
    }
  }

  @Test func `every option has a name of its own on the command line`() {
    let names = Configuration.sections.flatMap { $0.options.map(\.commandLineName) }
    #expect(Set(names).count == names.count)
    // Of every command: `--language` is the language of messages.
    #expect(!names.contains("language") && names.contains("question-language"))
  }

  @Test func `a setting that changes speed alone is not part of the hash`() {
    var options = IngestOptions()
    options.readers = 7
    #expect(options.hashFields == IngestOptions().hashFields)
    options.chunkTokens += 1
    #expect(options.hashFields != IngestOptions().hashFields)
  }

  @Test func `a slip of the finger is understood, nonsense is not`() {
    #expect(SpellingDistance.nearest(to: "ingset", among: ["init", "ingest", "run"]) == "ingest")
    #expect(SpellingDistance.nearest(to: "frobnicate", among: ["init", "ingest", "run"]) == nil)
  }
}
