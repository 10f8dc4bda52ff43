extension Architecture {
  /// SmolLM3: Llama in which every few layers go without rotary positions.
  static let smolLM3 = Architecture("SmolLM3ForCausalLM", "SmolLM3Model", modelType: "smollm3") {
    file throws(UnusableModel) in
    let parts = try GatedDecoder(file, keyValueHeads: 4, positions: 32_768, isTied: true)
    let activation = try file.activation("hidden_act", default: "silu")
    let rotary = try file.rotary(headSize: parts.headSize, defaultTheta: 2_000_000)
    let (attentionBias, mlpBias) = (
      try file.flag("attention_bias", default: false), try file.flag("mlp_bias", default: false)
    )
    let interval = try file.size("no_rope_layer_interval", default: 4, limit: 1 << 10)
    let turns = try file.integers("no_rope_layers") ?? (0..<parts.layers).map { ($0 + 1) % interval == 0 ? 0 : 1 }
    guard turns.count >= parts.layers else {
      throw file.invalid(
        "no_rope_layers", en: "has \(turns.count) entries for \(parts.layers) layers",
        ja: "\(parts.layers) 層に対して \(turns.count) 個しかありません")
    }
    let isSliding = try file.flag("use_sliding_window", default: false)
    let window = try parts.window(default: nil)
    // Layers that the file names see a window even where `use_sliding_window` is false: so does the reference.
    let windowed = try parts.windowedLayers { isSliding && window != nil && turns[$0] == 0 }
    guard window != nil || !windowed.contains(true) else {
      throw file.invalid(
        "sliding_window", en: "is missing, and layers are named that have one", ja: "窓を使う層がありますが、指定がありません")
    }
    return try parts.model(
      (0..<parts.layers).map { layer in
        parts.block(
          layer,
          .attention(
            parts.attention(
              layer, rotation: turns[layer] == 0 ? nil : rotary,
              reach: .causal(window: windowed[layer] ? window : nil), inputBias: attentionBias,
              outputBias: attentionBias)),
          parts.feedForward(layer, activation, bias: mlpBias))
      })
  }
}
