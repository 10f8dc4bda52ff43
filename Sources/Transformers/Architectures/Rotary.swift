internal import Foundation

/// How rotary positions are stretched beyond the context that the model was first trained on.
public enum RopeScaling: Sendable, Hashable {
  /// Positions divided by `factor`.
  case linear(factor: Double)
  /// The base grows with texts beyond the model's own context (NTK), as `transformers` does it: a pass turns its tokens by
  /// the length that the text then has, up to its last token. A text that is given whole, however it is cut into blocks
  /// inside, is turned by its whole length. Where the caller feeds it in chunks through a cache, or generates, the keys in
  /// the cache stay turned by the length that the text had then: beyond the model's context this gives other numbers than
  /// the whole text does, and the same as `transformers` with its cache.
  case dynamic(factor: Double)
  /// Llama 3.1's: long wave lengths divided by `factor`, short ones kept, a ramp between.
  case llama3(factor: Double, lowFrequencyFactor: Double, highFrequencyFactor: Double, originalPositions: Int)
  /// YaRN's (Peng et al. 2023): a ramp over the dimensions, by how often each turns within the original context;
  /// cosines and sines are multiplied by `magnitude`.
  case yarn(
    factor: Double, fast: Double, slow: Double, originalPositions: Double, truncates: Bool, magnitude: Double)
}

/// Rotary positions (Su et al. 2021) of one kind of layer.
struct Rotary: Sendable, Hashable {
  /// Columns of each head that turn, in pairs (i, i + turned/2).
  var turned: Int
  /// Base of the wave lengths.
  var theta: Double
  var scaling: RopeScaling?

  /// Whether texts longer than the model's own context turn by their length.
  var growsWithText: Bool { if case .dynamic? = scaling { true } else { false } }
}

extension ConfigFile {
  /// The rotary positions of all layers: transformers 4's `rope_theta` and `rope_scaling`, or 5's `rope_parameters`.
  func rotary(headSize: Int, defaultTheta: Double = 10_000) throws(UnusableModel) -> Rotary {
    try rotary(
      from: try section("rope_scaling", or: "rope_parameters"), headSize: headSize,
      theta: try positive("rope_theta", default: defaultTheta))
  }

  /// The rotary positions that `parameters` describe; `theta` is for those that leave it open. `share` is the part of each
  /// head that turns where the family has such a choice.
  func rotary(
    from parameters: ConfigFile?, headSize: Int, theta: Double, share given: Double? = nil
  ) throws(UnusableModel) -> Rotary {
    let here = parameters ?? ConfigFile(path: path, place: place, values: [:])
    for (key, value) in here.values.sorted(by: { $0.key < $1.key }) {
      // Such as `full_attention`: taken for nothing, the layers would turn as if nothing were said.
      if case .object = value { throw here.unsupported(key, "{…}", known: ["rope_type", "rope_theta", "factor", "…"]) }
    }
    let share = try here.number("partial_rotary_factor") ?? given ?? 1
    guard given != nil || share == 1 else { throw here.unsupported("partial_rotary_factor", "\(share)", known: ["1"]) }
    let turned = Int(Double(headSize) * min(max(share, 0), 1))
    guard share > 0, share <= 1, turned >= 2, turned % 2 == 0 else {
      throw here.invalid(
        "head_dim", en: "\(turned) of \(headSize) columns would turn; rotary positions need pairs",
        ja: "\(headSize) 列のうち \(turned) 列では回転位置符号の組を作れません")
    }
    let scaling = try here.scaling(of: self)
    if case .dynamic? = scaling, turned == 2 {
      throw here.unsupported("rope_type", "dynamic", known: ["default", "linear", "llama3", "yarn"])
    }
    return Rotary(turned: turned, theta: try here.positive("rope_theta", default: theta), scaling: scaling)
  }

  /// The stretching that this section describes; `file` is the whole configuration.
  private func scaling(of file: ConfigFile) throws(UnusableModel) -> RopeScaling? {
    // The older key counts where the newer one is not there.
    let key = has("rope_type") ? "rope_type" : "type"
    switch try string(key) ?? "default" {
    case "default": return nil
    case "linear": return .linear(factor: try positive("factor"))
    case "dynamic": return .dynamic(factor: try positive("factor"))
    case "llama3":
      let (low, high) = (try positive("low_freq_factor"), try positive("high_freq_factor"))
      guard high > low else {
        throw invalid("high_freq_factor", en: "must be above low_freq_factor", ja: "low_freq_factor より大きくなければなりません")
      }
      let original = try originalPositions(of: file)
      guard original == original.rounded() else {
        throw invalid(
          "original_max_position_embeddings", en: "\(original) is no whole number", ja: "\(original) は整数ではありません")
      }
      return .llama3(
        factor: try positive("factor"), lowFrequencyFactor: low, highFrequencyFactor: high,
        originalPositions: Int(original))
    case "yarn": return try yarn(of: file)
    case let other: throw unsupported(key, other, known: ["default", "linear", "dynamic", "llama3", "yarn"])
    }
  }

  /// Of a family whose kinds of layers turn each in their own way: `rope_parameters` of one kind, as transformers 5 writes them.
  func rotaryParameters(ofKind kind: String) throws(UnusableModel) -> ConfigFile? {
    guard let written = try section("rope_parameters") else { return nil }
    let known = ["full_attention", "sliding_attention"]
    for key in written.values.keys.sorted() where !known.contains(key) && written.has(key) {
      throw written.unsupported(key, "…", known: known)
    }
    return try written.section(kind)
  }

  private func originalPositions(of file: ConfigFile) throws(UnusableModel) -> Double {
    let own = try file.number("max_position_embeddings") ?? 2048
    let outside = try file.number("original_max_position_embeddings")
    let inside = try number("original_max_position_embeddings")
    let original = outside ?? inside ?? own
    guard original >= 1, original < 1e9 else {
      throw invalid("original_max_position_embeddings", en: "\(original) cannot be", ja: "\(original) という値は使えません")
    }
    return original
  }

  private func yarn(of file: ConfigFile) throws(UnusableModel) -> RopeScaling {
    let original = try originalPositions(of: file)
    let longest = try file.number("max_position_embeddings") ?? 2048
    let factor = has("factor") ? try positive("factor") : longest / original
    func magnitude(_ weight: Double) -> Double { factor <= 1 ? 1 : 0.1 * weight * log(factor) + 1 }
    var scale = try number("attention_factor")
    if scale == nil {
      let (one, all) = (try number("mscale") ?? 0, try number("mscale_all_dim") ?? 0)
      scale = one != 0 && all != 0 ? magnitude(one) / magnitude(all) : magnitude(1)
    }
    // Zero counts as not given, as in the reference.
    let (fast, slow) = (try number("beta_fast") ?? 0, try number("beta_slow") ?? 0)
    return .yarn(
      factor: factor, fast: fast == 0 ? 32 : fast, slow: slow == 0 ? 1 : slow, originalPositions: original,
      truncates: try flag("truncate", default: true), magnitude: scale ?? 1)
  }
}
