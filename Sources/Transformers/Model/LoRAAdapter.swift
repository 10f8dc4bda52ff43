public import Foundation
internal import Tensors

/// A low-rank adapter in PEFT's files: `adapter_config.json` and `adapter_model.safetensors`.
public struct LoRAAdapter: Sendable {
  /// Rank.
  public let rank: Int
  /// Numerator of the scale.
  public let alpha: Double
  /// What B(A x) is multiplied by: alpha / rank, or alpha / √rank for rsLoRA.
  public let scale: Float
  /// Module names that are adapted, sorted.
  public let targetModules: [String]
  let pairs: [String: Linear.LowRank]

  /// Reads an adapter and checks that it fits the model.
  ///
  /// - Throws: `UnusableModel` that names file and key or tensor.
  public init(directory: URL, configuration: ModelConfiguration) throws(UnusableModel) {
    let url = directory.appendingPathComponent("adapter_config.json")
    let file = try JSONFile.decode(ConfigFile.self, from: url, advice: Self.advice)
    try Self.refuseUnknown(file, path: url.path)
    rank = file.r ?? 8
    alpha = file.lora_alpha ?? 8
    guard rank > 0, rank <= 1 << 14, alpha.isFinite else {
      throw UnusableModel(
        .invalidKey, file: url.path, place: .key("r"),
        detail: Explanation(
          en: "rank \(rank), alpha \(alpha) cannot be", ja: "ランク \(rank)、alpha \(alpha) という値は使えません"),
        advice: Self.advice)
    }
    scale = Float(alpha / (file.use_rslora == true ? Double(rank).squareRoot() : Double(rank)))
    let weights = try Safetensors(directory.appendingPathComponent("adapter_model.safetensors"))
    pairs = try Self.pairs(weights, configuration: configuration, rank: rank, scale: scale)
    targetModules = Set(pairs.keys.compactMap { $0.split(separator: ".").last.map(String.init) }).sorted()
  }

  private static func pairs(
    _ weights: Safetensors, configuration: ModelConfiguration, rank: Int, scale: Float
  ) throws(UnusableModel) -> [String: Linear.LowRank] {
    var pairs: [String: Linear.LowRank] = [:]
    var unused = Set(weights.entries.keys)
    for map in configuration.description.maps {
      let (aName, bName) = tensorNames(map.path)
      guard unused.contains(aName) || unused.contains(bName) else { continue }
      let a = try weights.tensor(aName, shape: [rank, map.inputs])
        .checkedFinite(aName, file: weights.path).floats()
      let b = try weights.tensor(bName, shape: [map.outputs, rank])
        .checkedFinite(bName, file: weights.path).floats()
      for place in 0..<b.count { b.pointer[place] *= scale }
      pairs[map.path] = Linear.LowRank(
        a: MatrixWeight(Tensor(shape: [rank, map.inputs], floats: a)),
        b: MatrixWeight(Tensor(shape: [map.outputs, rank], floats: b)))
      unused.remove(aName)
      unused.remove(bName)
    }
    if let stranger = unused.min() {
      throw UnusableModel(
        .unsupported, file: weights.path, place: .tensor(stranger),
        detail: Explanation(
          en: "belongs to no linear layer of this model", ja: "このモデルのどの線形層にも当てはまりません"),
        advice: Explanation(
          en: "use the adapter with the model that it was trained on", ja: "アダプターは、学習に使ったモデルと組み合わせてください"))
    }
    guard !pairs.isEmpty else {
      throw UnusableModel(
        .missingTensor, file: weights.path,
        detail: Explanation(en: "holds no adapted layer", ja: "適用できる層が一つもありません"), advice: advice)
    }
    return pairs
  }

  /// Names of an adapted layer's two tensors, as PEFT writes them.
  public static func tensorNames(_ path: String) -> (a: String, b: String) {
    ("base_model.model.\(path).lora_A.weight", "base_model.model.\(path).lora_B.weight")
  }

  private static let advice = Explanation(
    en: "copy the adapter's directory again, or train it anew", ja: "アダプターのフォルダをコピーし直すか、学習し直してください")

  /// Variants that would change the numbers if they were passed over in silence. (`fan_in_fan_out`, which PEFT writes for
  /// GPT-2, says how the model's own matrix lies: the adapter's two lie the same way whatever it says.)
  private static func refuseUnknown(_ file: ConfigFile, path: String) throws(UnusableModel) {
    let refused: [(String, Bool)] = [
      ("peft_type", file.peft_type ?? "LORA" != "LORA"), ("use_dora", file.use_dora == true),
      ("use_qalora", file.use_qalora == true), ("bias", file.bias ?? "none" != "none"),
      ("lora_bias", file.lora_bias == true),
      ("rank_pattern", !(file.rank_pattern ?? [:]).isEmpty), ("alpha_pattern", !(file.alpha_pattern ?? [:]).isEmpty),
      ("modules_to_save", !(file.modules_to_save ?? []).isEmpty),
    ]
    for (key, isSet) in refused where isSet {
      throw UnusableModel(
        .unsupported, file: path, place: .key(key),
        detail: Explanation(
          en: "has a value that this program does not apply", ja: "このプログラムでは扱えない値が指定されています"),
        advice: Explanation(
          en: "merge the adapter into its model with peft, or train one without this option",
          ja: "peft でアダプターをモデルに統合するか、この設定を使わずに学習し直してください"))
    }
  }

  private struct ConfigFile: Decodable {
    var peft_type, bias: String?
    var r: Int?
    var lora_alpha: Double?
    var use_rslora, use_dora, use_qalora, lora_bias: Bool?
    var rank_pattern, alpha_pattern: [String: Double]?
    var modules_to_save: [String]?
  }
}
