extension Architecture {
  /// Qwen2 and 2.5, TinySwallow: Llama with biases on queries, keys and values; later layers may attend to a window.
  static let qwen2 = Architecture("Qwen2ForCausalLM", "Qwen2Model", modelType: "qwen2") { file throws(UnusableModel) in
    let parts = try GatedDecoder(file, keyValueHeads: 32, positions: 32_768, isTied: false)
    let activation = try file.activation("hidden_act", default: "silu")
    let rotary = try file.rotary(headSize: parts.headSize)
    let reaches = try parts.qwenReaches()
    return try parts.model(
      (0..<parts.layers).map { layer in
        parts.block(
          layer,
          .attention(parts.attention(layer, rotation: rotary, reach: reaches[layer], inputBias: true)),
          parts.feedForward(layer, activation))
      })
  }
}

extension GatedDecoder {
  /// What each layer sees: with `use_sliding_window` the layers from `max_window_layers` on attend to a window.
  func qwenReaches() throws(UnusableModel) -> [Reach] {
    let isSliding = try file.flag("use_sliding_window", default: false)
    let window = isSliding ? try window(default: 4096) : nil
    let first = try file.integer("max_window_layers", default: 28) ?? 28
    let windowed = try windowedLayers { window != nil && $0 >= first }
    if window == nil, windowed.contains(true) {
      throw file.invalid(
        "layer_types", en: "has sliding layers, but there is no window (use_sliding_window, sliding_window)",
        ja: "窓を使う層がありますが、窓の幅（use_sliding_window、sliding_window）の指定がありません")
    }
    return windowed.map { .causal(window: $0 ? window : nil) }
  }
}
