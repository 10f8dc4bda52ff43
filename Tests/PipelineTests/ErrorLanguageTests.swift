import Documents
import Foundation
import Generation
import PageContent
import Records
import TestSupport
import Testing

@testable import Evaluation
@testable import FineTuning
@testable import Pipeline
@testable import Preparation
@testable import Storage
@testable import Tensors
@testable import Transformers

/// Every error that a person can meet is told in English and in Japanese.
struct ErrorLanguageTests {
  static let why = BilingualText(systemError: 13)
  static let endpoint = "http://127.0.0.1:8080/v1/chat/completions"

  static let documents: [any ExplainedError] =
    UnreadableDocument.Reason.allCases.map {
      UnreadableDocument(path: "corpora/rules.pdf", reason: $0, detail: BilingualText(en: "it is bad", ja: "壊れています。"))
    } + [
      ReaderFailure(code: .noSuchPage, message: BilingualText(en: "no page 7", ja: "7 ページ目がありません")),
      ProtocolError.malformed(BilingualText(en: "a frame of 9 bytes", ja: "9 バイトのフレーム")), ProtocolError.closed,
      ProtocolError.timedOut, ProtocolError.failed(32),
    ]

  static let generation: [any ExplainedError] = [
    TemplateError.missing(file: "templates/prompts/read-answer.ja.txt"),
    TemplateError.unreadable(file: "templates/prompts/read-answer.ja.txt", why: why),
    TemplateError.unknownPlaceholder(file: "templates/a.txt", line: 4, placeholder: "name", known: ["answer", "text"]),
    TemplateError.placeholderNotUsed(file: "templates/a.txt", placeholder: "answer"),
    TemplateError.malformedRule(file: "templates/rewording.en.txt", line: 12, text: "a = b"),
    EndpointError.malformedName("http://x"), EndpointError.keyMissing(variable: "KEY"),
    EndpointError.unreachable(url: endpoint, why: BilingualText(systemError: 111), attempts: 5),
    EndpointError.timedOut(url: endpoint, seconds: 2.5, attempts: 3),
    EndpointError.keyRefused(url: endpoint, status: 401, message: "bad key"),
    EndpointError.notFound(url: endpoint, model: "m", message: "no model"),
    EndpointError.requestRefused(url: endpoint, status: 400, message: "no"),
    EndpointError.overloaded(url: endpoint, status: 503, message: "busy", attempts: 3),
    EndpointError.invalidAnswer(
      url: endpoint, why: BilingualText(en: "it is not JSON", ja: "JSON になっていません"), excerpt: "<html>", attempts: 2),
    EndpointError.quotaUsedUp(url: endpoint, status: 429, message: "no credit"),
    QuestionNotAnswered(model: "m", unanswered: Unanswered(.failed, "HTTP 500: no")),
    QuestionNotAnswered(model: "m", unanswered: Unanswered(.tooLong, "HTTP 413: no")),
    ChatModelError.wrongCount(model: "m", asked: 8, answered: 7),
  ]

  static let numeric: [any ExplainedError] = [
    MappedFile.Unmappable(path: "/models/a/model.safetensors", code: 2),
    UnusableModel(
      .invalidKey, file: "/models/a/config.json", place: .key("head_dim"),
      detail: Explanation(en: "15 is odd", ja: "15 は奇数です"), advice: ModelConfiguration.advice),
    UnusableModel(
      .missingTensor, file: "/models/a/model.safetensors", place: .tensor("lm_head.weight"),
      detail: Explanation(en: "is not there", ja: "ファイルにありません"), advice: Safetensors.advice),
    UnusableInput(detail: Explanation(en: "600 ids are given", ja: "番号が 600 個あります")),
    UntrainableModel(directory: "/models/a", problem: Explanation(en: "it has biases", ja: "バイアスがあります")),
    UnusableRecipe(file: "templates/recipes/lora.json", problem: Explanation(en: "no rank", ja: "rank がありません")),
    ExampleFile.UnusableLine(
      file: "output/train.jsonl", line: 31, problem: Explanation(en: "no text", ja: "text がありません")),
    ChatTemplateError(
      .syntax, source: "/models/a/chat_template.jinja", line: 3,
      detail: Explanation(en: "“%}” was expected", ja: "「%}」が必要です")),
    ChatTemplateError(
      .missing, source: "chatlm", line: nil,
      detail: Explanation(en: "there are chatml, plain", ja: "あるのは chatml、plain です。")),
    Trainer.NothingToLearn(files: ["a/train.jsonl", "b/train.jsonl"]),
  ]

  static let rest: [any ExplainedError] =
    [StoreError.Kind.diskFull, .busy, .damaged, .newer, .notWritable, .other].map {
      StoreError(kind: $0, attempt: StoreError.opening, message: why, path: "/w/output/studio.sqlite")
    } + [
      StoreError(code: 14, attempt: StoreError.executing("SELECT 1"), message: "unable to open", path: "/w/a.sqlite"),
      UnverifiableDataset(file: "output/dataset/v3/certificate.json", reason: why),
      UnscorableFile(
        file: "answers.jsonl", line: 3, problem: BilingualText(en: "it is not valid JSON", ja: "JSON として正しくありません"),
        remedy: BilingualText(en: "Correct it.", ja: "直してください。")),
      ChainBenchmark.Failed(code: 2, message: "error: no"),
      ConfigurationError.syntax(
        file: "studio.json", JSON5.Position(line: 3, column: 9), BilingualText(en: "no “:”", ja: "「:」がありません")),
      ConfigurationError.unknownKey(
        file: "studio.json", JSON5.Position(line: 2, column: 1), key: "sead", nearest: "seed"),
      ConfigurationError.unreadable(file: "studio.json", why: why),
      WorkspaceError.notFound(from: "/w"), WorkspaceError.locked(pid: "77"),
      WorkspaceError.cannotWrite(path: "output/report/index.html", why: why),
      BenchmarkError.notSQuAD(file: "dev.json", why: why),
      RecipeError.unusable("lora", problem: BilingualText(en: "no rank", ja: "rank がありません")),
      ModelError.noEmbeddedModel, ArmError.onlyInComparison(.oracle), WorkspaceChanged(what: "abc"),
      TemplatesMissing(), WorkspaceError.stageCannotWrite(stage: "tune", path: "/w/output/runs/a.jsonl", why: why),
      BenchmarkError.notPassages(file: "a.jsonl", why: why),
    ]

  static let nothing: [any ExplainedError] = [
    NothingToCurate(reviewedOnly: true, pairs: 5, selected: 0, left: 0, reasons: FrequentReasons([])),
    NothingToCurate(reviewedOnly: true, pairs: 57, selected: 2, left: 2, reasons: reasons),
    NothingToCurate(reviewedOnly: false, pairs: 5, selected: 4, left: 0, reasons: reasons),
    NothingToCurate(reviewedOnly: false, pairs: 58, selected: 4, left: 3, reasons: FrequentReasons([])),
    NothingGenerated(reasons: reasons), NothingToAskAbout(reasons: reasons),
  ]

  static let reasons = FrequentReasons(
    ["retrieval-rank", "retrieval-rank", "too-long", "never-heard-of"].map {
      Drop(stage: "curate", item: "a", reason: $0, detail: BilingualText(verbatim: "x"))
    })

  @Test func `every kind of error says the same in both languages`() {
    for error in Self.documents + Self.generation + Self.numeric + Self.rest + Self.nothing {
      #expect(error.text.flaws == [])
      #expect(error.description == error.text.en)
    }
  }

  @Test func `only what a person wrote wrongly is exit code 2`() {
    #expect(TemplateError.missing(file: "a").isConfiguration)
    #expect(EndpointError.malformedName("a").isConfiguration && EndpointError.keyMissing(variable: "A").isConfiguration)
    #expect(!EndpointError.timedOut(url: "a", seconds: 1, attempts: 1).isConfiguration)
    #expect(
      !UnusableModel(.malformed, file: "a", detail: .init(verbatim: ""), advice: .init(verbatim: "")).isConfiguration)
  }

  @Test func `a file that cannot be opened is explained in both languages`() throws {
    let folder = try TemporaryFolder()
    for (name, text) in [("none.pdf", nil), ("empty.pdf", "")] {
      if let text { try folder.write(text, to: name) }
      let error = #expect(throws: UnreadableDocument.self) {
        try UnreadableDocument.checkReadable(folder.appending(name), path: "corpora/\(name)")
      }
      #expect(error?.text.flaws == [])
    }
    let unsupported = #expect(throws: UnreadableDocument.self) {
      try DocumentLibrary.sourceFile(at: folder.appending("a.xyz"), path: "corpora/a.xyz")
    }
    #expect(unsupported?.text.flaws == [])
  }

  @Test(arguments: [
    "{ a 1 }", "{a: hello}", "'abc", "{a: 1, a: 2}", "1 2", "", "/* x", "[1 2]", "{", "[", "{ 5", #""\uD83D""#,
    #""\xg""#, "{a: 1 b: 2}", "{:1}",
  ])
  func `a mistake in the settings is explained in both languages`(text: String) {
    var configuration = Configuration()
    let error = #expect(throws: ConfigurationError.self) { try configuration.apply(text, file: "studio.json") }
    #expect(error?.text.flaws == [])
  }

  @Test func `a model directory that cannot be used is explained in both languages`() throws {
    let folder = try TemporaryFolder()
    let complete = [
      "architectures": #"["LlamaForCausalLM"]"#, "vocab_size": "100", "hidden_size": "16", "intermediate_size": "32",
      "num_hidden_layers": "2", "num_attention_heads": "4", "num_key_value_heads": "2",
    ]
    for (key, value) in [
      ("architectures", #"["MambaForCausalLM"]"#), ("vocab_size", "0"), ("hidden_size", #""wide""#),
      ("hidden_size", nil),
      ("num_attention_heads", "-1"), ("num_key_value_heads", "3"), ("head_dim", "15"), ("rope_theta", "-2"),
      ("rms_norm_eps", "-1"), ("hidden_act", #""softsign""#), ("rope_scaling", #"{"rope_type": "longrope"}"#),
      ("rope_scaling", #"{"rope_type": "linear"}"#),
    ] {
      var fields = complete
      fields[key] = value
      let json = fields.map { "\"\($0.key)\": \($0.value)" }.sorted().joined(separator: ", ")
      try folder.write("{\(json)}", to: "config.json")
      let error = #expect(throws: UnusableModel.self) { try ModelConfiguration(directory: folder.url) }
      #expect(error?.text.flaws == [])
      #expect(error?.text.ja.contains("/config.json のキー \(key)") == true)
    }
    for text in ["{", "[1]", ""] {
      try folder.write(text, to: "config.json")
      #expect(#expect(throws: UnusableModel.self) { try ModelConfiguration(directory: folder.url) }?.text.flaws == [])
    }
  }

  @Test func `a recipe that does not fit together is explained in both languages`() throws {
    let folder = try TemporaryFolder()
    try folder.write("{\"method\": \"lora\"", to: "cut.json")
    try folder.write("{}", to: "empty.json")
    for name in ["cut.json", "empty.json", "none.json"] {
      let error = #expect(throws: UnusableRecipe.self) { try TrainingRecipe(file: folder.appending(name)) }
      #expect(error?.text.flaws == [])
    }
  }
}

/// What the system and Foundation say about a failure.
struct ReasonTests {
  @Test func `a file error of Foundation's has a Japanese reason`() throws {
    for body in [
      { _ = try Data(contentsOf: URL(fileURLWithPath: "/nowhere/at/all")) },
      { try Data().write(to: URL(fileURLWithPath: "/nowhere/at/all")) },
      {
        try FileManager.default.createDirectory(at: URL(fileURLWithPath: "/proc/a"), withIntermediateDirectories: false)
      },
    ] as [() throws -> Void] {
      let error = try #require(throws: (any Error).self) { try body() }
      let reason = BilingualText(reasonOf: error)
      #expect(reason.ja.contains("ありません") || reason.ja.contains("できません"), "\(error)")
      #expect(reason.en != reason.ja)
      #expect(!reason.en.hasSuffix(".") && !reason.en.contains("could not be completed"), "\(reason.en)")
    }
  }

  @Test func `a field that does not fit is named in both languages`() throws {
    struct Record: Decodable { var inner: [Inner] }
    struct Inner: Decodable { var n: Int }
    let cases = [
      (#"{"inner": [{"n": "x"}]}"#, "inner.[0].n", "inner.[0].n"), ("{}", "inner", "inner"),
      ("[]", "another form", "想定した形"), ("{", "JSON", "JSON"),
    ]
    for (json, en, ja) in cases {
      let error = try #require(throws: DecodingError.self) {
        try JSONDecoder().decode(Record.self, from: Data(json.utf8))
      }
      let reason = BilingualText(reasonOf: error)
      #expect(reason.en.contains(en) && reason.ja.contains(ja), "\(reason)")
      #expect(reason.flaws.filter { !$0.contains("not polite") } == [])
    }
  }

  @Test func `a text written before the second language is read as both`() throws {
    let decoder = JSONDecoder()
    #expect(
      try decoder.decode([BilingualText].self, from: Data(#"["a.pdf"]"#.utf8)) == [BilingualText(verbatim: "a.pdf")])
    let both = BilingualText(en: "yes", ja: "はい")
    #expect(try decoder.decode(BilingualText.self, from: JSONEncoder().encode(both)) == both)
  }
}
