internal import Foundation
internal import Tensors

/// A family of models: how its `config.json` becomes a description. One file a family, one line in `known`.
struct Architecture: Sendable {
  /// The names that `architectures` has for it: the causal model, the bare one.
  let names: [String]
  /// What `model_type` has, where `architectures` is not there.
  let modelType: String
  /// Assembles the parts.
  let describe: @Sendable (ConfigFile) throws(UnusableModel) -> ModelConfiguration

  init(
    _ names: String..., modelType: String,
    describe: @escaping @Sendable (ConfigFile) throws(UnusableModel) -> ModelConfiguration
  ) {
    self.names = names
    self.modelType = modelType
    self.describe = describe
  }

  /// The families that work.
  static let known: [Architecture] = [
    .llama, .mistral, .qwen2, .qwen3, .gemma3, .gptNeoX, .gpt2, .smolLM3, .lfm2,
    .bert, .xlmRoberta, .modernBERT,
  ]

  /// The family that a configuration names.
  static func named(in file: ConfigFile) throws(UnusableModel) -> Architecture {
    if file.has("quantization_config") {
      throw UnusableModel(
        .unsupported, file: file.path, place: .key("quantization_config"),
        detail: Explanation(en: "quantised weights cannot be read", ja: "量子化された重みは読み込めません"),
        advice: Explanation(
          en: "use the model with F32, BF16 or F16 weights", ja: "F32、BF16、F16 の重みを持つモデルを使ってください"))
    }
    let all = known.flatMap(\.names)
    if let names = try file.strings("architectures"), let name = names.first {
      guard let found = known.first(where: { $0.names.contains(name) }) else {
        throw file.unsupported("architectures", name, known: all)
      }
      return found
    }
    let type = try file.string("model_type")
    guard let found = known.first(where: { $0.modelType == type }) else {
      throw file.unsupported("architectures", type ?? "(none named)", known: all)
    }
    return found
  }
}
