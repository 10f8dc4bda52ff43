import Foundation
import Pipeline
import Records
import Tensors
import Transformers

enum ModelCommand: Command {
  static let name = "model"
  static let summary = BilingualText(
    en: "looks into a model directory: inspect, tokenize, logits, generate, answer, embed",
    ja: "モデルのフォルダを調べます（inspect、tokenize、logits、generate、answer、embed）")
  static let operands = [
    Operand(
      "ACTION", en: "inspect, tokenize, logits, generate, answer or embed",
      ja: "inspect、tokenize、logits、generate、answer、embed のいずれか"
    ),
    Operand("DIR", en: "the model's directory, or embedded", ja: "モデルのフォルダ、または embedded"),
  ]
  static let options = [
    CommandOption("special", en: "tokenize: recognise control tokens in the text", ja: "tokenize: 制御トークンを認識します"),
    CommandOption("ids", "1,2,3", en: "logits: the ids", ja: "logits: トークンの番号"),
    CommandOption("output", "FILE", en: "logits: the safetensors file to write", ja: "logits: 書き出す safetensors ファイル"),
    CommandOption("adapter", "DIR", en: "a LoRA adapter in PEFT's format", ja: "PEFT 形式の LoRA アダプター"),
    CommandOption("dtype", "f32|bf16", en: "how matrices are held (default: as stored)", ja: "行列の数値形式（省略時は保存されている形式）"),
    CommandOption(
      "prompt", "TEXT", en: "generate: what the user says; embed: what stands before each text",
      ja: "generate: 利用者の発言。embed: 各文章の前に置く文字列"),
    CommandOption(
      "as", "query|document", en: "embed: with the prompt that the directory has for it",
      ja: "embed: フォルダに書かれた、その用途のプロンプトを付けます"),
    CommandOption("max-tokens", "N", en: "tokens at most (default 64)", ja: "最大トークン数（既定値 64）"),
    CommandOption(
      "temperature", "T", en: "generate: 0 takes the likeliest (default)", ja: "generate: 0 は最も確からしいもの（既定値）"),
    CommandOption(
      "top-p", "P", en: "generate: share of probability drawn from (default 1)", ja: "generate: 候補とする確率の割合（既定値 1）"),
    CommandOption("seed", "N", en: "generate: seed of the drawing (default 0)", ja: "generate: 乱数の種（既定値 0）"),
  ]
  static let details: BilingualText? = BilingualText(
    en:
      "tokenize reads text from standard input; embed reads one text a line and writes one vector a line; "
      + "answer reads JSON lines {\"context\", \"question\", \"language\"} "
      + "and writes {\"answer\", \"start\", \"end\", \"score\"}, the offsets in UTF-8 bytes.",
    ja: "tokenize は標準入力の文章を読みます。embed は 1 行に 1 つの文章を読み、1 行に 1 つのベクトルを書き出します。"
      + "answer は JSON Lines（{\"context\", \"question\", \"language\"}）を読み、"
      + "{\"answer\", \"start\", \"end\", \"score\"}（位置は UTF-8 のバイト数）を書き出します。")

  static func run(_ invocation: Invocation) async throws {
    let actions = ["inspect", "tokenize", "logits", "generate", "answer", "embed"]
    let action = invocation.operands[0]
    let workspace = try? invocation.workspace()
    guard let directory = try ModelName(invocation.operands[1], workspace: nil).directory(near: workspace) else {
      throw ModelError.needsDirectory(
        invocation.operands[1], BilingualText(en: "`shikomi model`", ja: "`shikomi model`"))
    }
    switch action {
    case "inspect": try inspect(directory, invocation)
    case "tokenize": try tokenize(directory, invocation)
    case "logits": try logits(directory, invocation)
    case "generate": try generate(directory, invocation)
    case "answer": try await answer(directory, invocation)
    case "embed": try embed(directory, invocation)
    default:
      throw UsageError.unknownAction(
        action, command: name, nearest: SpellingDistance.nearest(to: action, among: actions), known: actions)
    }
  }

  private static func inspect(_ directory: URL, _ invocation: Invocation) throws {
    let summary = try ModelSummary(directory: directory, template: try template(invocation))
    try invocation.print(summary) { ModelDescription.text(summary, invocation.language) }
  }

  private struct Tokens: Codable {
    var ids: [Int32]
    var tokens: [String]
  }

  private static func tokenize(_ directory: URL, _ invocation: Invocation) throws {
    let tokenizer = try Tokenizer(directory: directory)
    let input = FileHandle.standardInput.readDataToEndOfFile()
    // Keeps U+FEFF at the beginning: it has tokens of its own.
    guard let text = String(validating: input, as: UTF8.self) else {
      throw UnreadableInput(file: "-", why: BilingualText(en: "it is not UTF-8", ja: "UTF-8 ではありません"))
    }
    let ids = tokenizer.encode(text, recognizingSpecial: invocation.isSet("special"))
    let tokens = Tokens(ids: ids, tokens: ids.map(tokenizer.spelling(of:)))
    try invocation.print(tokens) { zip(tokens.ids, tokens.tokens).map { "\($0)\t\($1)" }.joined(separator: "\n") }
  }

  private static func logits(_ directory: URL, _ invocation: Invocation) throws {
    guard let text = invocation.value("ids") else {
      throw UsageError.missingOption("ids", placeholder: "1,2,3", command: name)
    }
    guard let output = invocation.value("output") else {
      throw UsageError.missingOption("output", placeholder: "FILE", command: name)
    }
    let parts = text.split(separator: ",").map { Int32($0.trimmingCharacters(in: .whitespaces)) }
    guard !parts.contains(nil) else {
      throw UsageError.badValue(
        option: "ids", value: text, expected: BilingualText(en: "whole numbers with commas", ja: "コンマで区切った整数"))
    }
    let model = try Transformer.load(
      directory: directory, dtype: try dtype(invocation), adapter: adapter(invocation))
    try model.writeLogits(parts.compactMap { $0 }, to: URL(fileURLWithPath: output))
  }

  private static func generate(_ directory: URL, _ invocation: Invocation) throws {
    guard let prompt = invocation.value("prompt") else {
      throw UsageError.missingOption("prompt", placeholder: "TEXT", command: name)
    }
    let model = try LanguageModel(
      directory: directory, dtype: try dtype(invocation), adapter: adapter(invocation),
      template: try template(invocation))
    let request = try model.request(
      [ChatTurn(role: "user", content: prompt)], maxTokens: try invocation.integer("max-tokens", default: 64),
      temperature: try invocation.number("temperature", default: 0), topP: try invocation.number("top-p", default: 1),
      seed: UInt64(try invocation.integer("seed", default: 0, atLeast: 0)))
    try model.model.check(prompt: request.ids)
    try model.model.checkMemory(tokens: min(request.ids.count + request.maxTokens, model.model.contextLimit))
    guard let result = model.generator.generate([request]).first else { return }
    try Task.checkCancellation()
    guard result.ending != .notFinite else { throw NonFiniteOutput() }
    let written = Written(
      text: result.text, ids: result.ids, ending: result.ending.rawValue,
      meanLogProbability: result.meanLogProbability)
    try invocation.print(written) { written.text }
  }

  private struct Written: Codable {
    var text: String
    var ids: [Int32]
    var ending: String
    var meanLogProbability: Double?
  }

  private struct Asked: Decodable {
    var context: String
    var question: String
    var language: Language
  }

  private static func answer(_ directory: URL, _ invocation: Invocation) async throws {
    let input = FileHandle.standardInput.readDataToEndOfFile()
    var asked: [PassageReader.Question] = []
    for (index, line) in input.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) { continue }
      guard let one = try? JSONDecoder().decode(Asked.self, from: Data(line)) else {
        throw UnreadableLine(
          file: "-", line: index + 1, expected: "{\"context\": …, \"question\": …, \"language\": \"ja\"|\"en\"}")
      }
      asked.append(.init(context: one.context, question: one.question, language: one.language))
    }
    let model = try NativeChatModel(
      name: invocation.operands[1], directory: directory, adapter: adapter(invocation),
      template: try template(invocation))
    let reader = try PassageReader(
      model: model, templates: (try? invocation.workspace())?.templates,
      maximumTokens: try invocation.integer("max-tokens", default: 64))
    for reading in try await reader.read(asked) {
      invocation.terminal.resultPart(try JSONLines.line(reading) + Data([0x0A]))
    }
  }

  /// The template that the workspace's `studio.json` names; nil outside of workspaces.
  private static func template(_ invocation: Invocation) throws -> ChatTemplate? {
    guard let workspace = try? invocation.workspace() else { return nil }
    return try Configuration(of: workspace).chatTemplate(of: workspace)
  }

  static func dtype(_ invocation: Invocation) throws -> DType? {
    guard invocation.value("dtype") != nil else { return nil }
    return DType(rawValue: try invocation.choice("dtype", of: ["f32", "bf16"], default: "f32"))
  }

  private static func adapter(_ invocation: Invocation) -> URL? {
    invocation.value("adapter").map { URL(fileURLWithPath: $0, isDirectory: true) }
  }
}

/// What `model inspect` prints for people.
enum ModelDescription {
  static func text(_ summary: ModelSummary, _ language: Language) -> String {
    var table = TextTable()
    func add(_ en: String, _ ja: String, _ value: String) { table.add(BilingualText(en: en, ja: ja)[language], value) }
    add("architecture", "構造", summary.architecture)
    add("parameters", "パラメータ数", String(summary.parameters))
    add("layers", "層", String(summary.numHiddenLayers))
    add("width", "幅", "\(summary.hiddenSize), MLP \(summary.intermediateSize)")
    add(
      "heads", "ヘッド", "\(summary.numAttentionHeads) / \(summary.numKeyValueHeads) × \(summary.headDim)")
    add("tokenizer", "トークナイザー", "\(summary.tokenizer), \(summary.tokens)")
    if let beyond = summary.tokensWithoutEmbedding {
      add(
        "without embedding", "埋め込みのないトークン",
        BilingualText(
          en: "\(beyond) of the tokens have ids beyond vocab_size \(summary.vocabSize); texts with them are refused",
          ja: "\(beyond) 個のトークンの番号が vocab_size \(summary.vocabSize) を超えています。これらを含む文章は扱えません")[language])
    }
    table.add(
      BilingualText(en: "chat format", ja: "会話の形式")[language],
      ChatFormat.describe(
        kind: summary.chatFormat, origin: summary.chatTemplateOrigin, source: summary.chatTemplate)[language])
    if summary.hasThinkingSwitch {
      add(
        "thinking", "思考",
        BilingualText(
          en: "off: the template's enable_thinking is false, in answers and in training",
          ja: "なし（テンプレートの enable_thinking は、回答でも学習でも false）")[language])
    }
    let most = Transformer.longestContext
    let isCut = summary.maxPositionEmbeddings > most
    add(
      "longest context", "最大の文脈長",
      String(summary.maxPositionEmbeddings)
        + (isCut ? BilingualText(en: " (this program takes \(most))", ja: "（このプログラムで扱えるのは \(most)）")[language] : ""))
    add("stored as", "保存形式", summary.storedType)
    add("weights", "重み", mebibytes(summary.weightBytes))
    add("cache for 1,000 tokens", "1,000 トークンのキャッシュ", mebibytes(summary.cacheBytesPerToken * 1000))
    return table.text
  }

  private static func mebibytes(_ bytes: Int) -> String {
    let tenths = bytes * 10 / (1 << 20)
    return "\(tenths / 10).\(tenths % 10) MiB"
  }
}
