extension Architecture {
  /// Mistral (Jiang et al. 2023): Llama whose layers all attend to a sliding window.
  static let mistral = Architecture("MistralForCausalLM", "MistralModel", modelType: "mistral") {
    file throws(UnusableModel) in
    let parts = try GatedDecoder(file, keyValueHeads: 8, positions: 131_072, isTied: false)
    let activation = try file.activation("hidden_act", default: "silu")
    let rotary = try file.rotary(headSize: parts.headSize)
    let reach = Reach.causal(window: try parts.window(default: 4096))
    return try parts.model(
      (0..<parts.layers).map { layer in
        parts.block(
          layer, .attention(parts.attention(layer, rotation: rotary, reach: reach)),
          parts.feedForward(layer, activation))
      })
  }
}
