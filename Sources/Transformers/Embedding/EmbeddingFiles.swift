internal import Foundation
internal import Tensors

/// What an embedding model's directory says beside its layers: `modules.json` and the folders that it names,
/// `sentence_bert_config.json`, `config_sentence_transformers.json`.
struct EmbeddingFiles {
  let directory: URL
  /// Where the layers and the tokenizer lie.
  private(set) var modelDirectory: URL
  private(set) var pooling = Pooling(modes: [.mean])
  private(set) var maximumTokens: Int?
  private(set) var lowersCase = false
  /// Whether a text that is too long loses its beginning; nil where no file but the tokenizer's own may say it.
  private(set) var cutsBeginning: Bool?
  /// So many numbers of a vector are kept.
  private(set) var truncatedDimension: Int?
  private(set) var prompts: [String: String] = [:]
  private(set) var defaultPrompt: String?
  private(set) var similarity = "cosine"
  private var after: [Module] = []

  private struct Module {
    var kind: String
    var folder: URL
  }

  /// The modules that work, by the last part of their type.
  private static let known = ["Transformer", "Pooling", "Dense", "Normalize"]

  init(_ directory: URL) throws(UnusableModel) {
    self.directory = directory
    modelDirectory = directory
    try readModules()
    let lengths = try TextLengths(modelDirectory)
    (maximumTokens, lowersCase, cutsBeginning) = (lengths.maximum, lengths.lowersCase, lengths.cutsBeginning)
    try readPrompts()
  }

  private struct ModuleEntry: Decodable {
    var path: String?
    var type: String
  }

  private mutating func readModules() throws(UnusableModel) {
    let url = directory.appendingPathComponent("modules.json")
    guard
      let entries = try JSONFile.decodeIfPresent([ModuleEntry].self, from: url, advice: ModelConfiguration.advice)
    else { return }
    let file = ConfigFile(path: url.path, values: [:])
    var modules: [Module] = []
    // In the order of the file, whatever `idx` says: so does the reference.
    for entry in entries {
      let kind = entry.type.split(separator: ".").last.map(String.init) ?? ""
      // Leaves out numbers in training alone.
      if kind == "Dropout" { continue }
      guard Self.known.contains(kind) else { throw file.unsupported("type", entry.type, known: Self.known) }
      let path = entry.path ?? ""
      // A module lies inside the directory.
      guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
        throw file.invalid("path", en: "\(path) lies outside the directory", ja: "\(path) はフォルダの外を指しています")
      }
      modules.append(Module(kind: kind, folder: path.isEmpty ? directory : directory.appendingPathComponent(path)))
    }
    guard modules.count >= 2, modules[0].kind == "Transformer", modules[1].kind == "Pooling",
      !modules[2...].contains(where: { $0.kind == "Transformer" || $0.kind == "Pooling" })
    else {
      throw file.unsupported(
        "type", modules.map(\.kind).joined(separator: " → "), known: ["Transformer → Pooling → (Dense | Normalize) …"])
    }
    modelDirectory = modules[0].folder
    pooling = try Self.pooling(modules[1].folder)
    after = Array(modules[2...])
  }

  private static func pooling(_ folder: URL) throws(UnusableModel) -> Pooling {
    let file = try ConfigFile(folder.appendingPathComponent("config.json"))
    let includesPrompt = try file.flag("include_prompt", default: true)
    var names: [String]
    if case .string(let one)? = file.values["pooling_mode"] {
      names = [one]
    } else if let several = try file.strings("pooling_mode") {
      names = several
    } else {
      // As before version 5: one switch a mode.
      names = []
      for mode in Pooling.Mode.allCases where try file.flag(mode.oldKey, default: false) { names.append(mode.rawValue) }
      // In the order in which the reference reads the switches.
      if names.isEmpty { names = ["mean"] }
    }
    var modes: [Pooling.Mode] = []
    for name in names {
      guard let mode = Pooling.Mode(rawValue: name) else {
        throw file.unsupported("pooling_mode", name, known: Pooling.Mode.allCases.map(\.rawValue))
      }
      modes.append(mode)
    }
    return Pooling(modes: modes, includesPrompt: includesPrompt)
  }

  private mutating func readPrompts() throws(UnusableModel) {
    let url = directory.appendingPathComponent("config_sentence_transformers.json")
    let advice = ModelConfiguration.advice
    guard let values = try JSONFile.decodeIfPresent([String: JSONValue].self, from: url, advice: advice) else { return }
    let file = ConfigFile(path: url.path, values: values)
    if let section = try file.section("prompts") {
      for name in section.values.keys { prompts[name] = try section.string(name) ?? "" }
    }
    if let name = try file.string("default_prompt_name") {
      guard let prompt = prompts[name] else {
        throw file.invalid("default_prompt_name", en: "there is no prompt \(name)", ja: "\(name) というプロンプトがありません")
      }
      defaultPrompt = prompt
    }
    similarity = try file.string("similarity_fn_name") ?? similarity
    if file.has("truncate_dim") { truncatedDimension = try file.size("truncate_dim", limit: 1 << 24) }
  }

  /// Dense layers and normalisation, in their order.
  func steps(dtype: DType?) throws(UnusableModel) -> [EmbeddingStep] {
    var steps: [EmbeddingStep] = []
    for module in after {
      steps.append(module.kind == "Normalize" ? .normalize : try Self.dense(module.folder, dtype: dtype))
    }
    return steps
  }

  private static func dense(_ folder: URL, dtype: DType?) throws(UnusableModel) -> EmbeddingStep {
    let file = try ConfigFile(folder.appendingPathComponent("config.json"))
    let (inputs, outputs) = (
      try file.size("in_features", limit: 1 << 20), try file.size("out_features", limit: 1 << 20)
    )
    try file.refuse("use_residual", unless: false)
    for key in ["module_input_name", "module_output_name"] {
      if let name = try file.string(key), name != "sentence_embedding" {
        throw file.unsupported(key, name, known: ["sentence_embedding"])
      }
    }
    let name = try file.string("activation_function") ?? "torch.nn.modules.activation.Tanh"
    let kinds = DenseActivation.allCases.map(\.rawValue)
    guard let activation = name.split(separator: ".").last.flatMap({ DenseActivation(rawValue: String($0)) }) else {
      throw file.unsupported("activation_function", name, known: kinds)
    }
    let weights = try ModelWeights(directory: folder)
    let loader = WeightLoader(dtype: dtype, adapter: nil, positions: 0, trainedPositions: 0) {
      (name, shape) throws(UnusableModel) in try weights.finiteTensor(name, shape: shape)
    }
    let shape = LinearShape(
      path: "linear", outputs: outputs, inputs: inputs, hasBias: try file.flag("bias", default: true))
    return .dense(try loader.linear(shape), activation)
  }

  /// Numbers of a vector behind all steps.
  func dimension(of steps: [EmbeddingStep], width: Int) throws(UnusableModel) -> Int {
    var size = width * pooling.modes.count
    for (step, module) in zip(steps, after) {
      guard case .dense(let map, _) = step else { continue }
      guard map.weight.inputs == size else {
        throw UnusableModel(
          .wrongShape, file: module.folder.appendingPathComponent("config.json").path, place: .key("in_features"),
          detail: Explanation(
            en: "\(map.weight.inputs) numbers are taken where \(size) come",
            ja: "\(size) 個の入力に対して \(map.weight.inputs) 個を想定しています"),
          advice: ModelConfiguration.advice)
      }
      size = map.weight.outputs
    }
    return size
  }
}

extension Pooling.Mode {
  /// The switch that turned the mode on before version 5 of sentence-transformers.
  fileprivate var oldKey: String {
    switch self {
    case .cls: "pooling_mode_cls_token"
    case .max: "pooling_mode_max_tokens"
    case .mean: "pooling_mode_mean_tokens"
    case .meanSquareRoot: "pooling_mode_mean_sqrt_len_tokens"
    case .weightedMean: "pooling_mode_weightedmean_tokens"
    case .last: "pooling_mode_lasttoken"
    }
  }
}
