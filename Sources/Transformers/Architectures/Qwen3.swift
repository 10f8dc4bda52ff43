extension Architecture {
  /// Qwen3 and Qwen3-Embedding: a head size of its own, and a norm on each head's query and key.
  static let qwen3 = Architecture("Qwen3ForCausalLM", "Qwen3Model", modelType: "qwen3") { file throws(UnusableModel) in
    let parts = try GatedDecoder(file, keyValueHeads: 32, headSize: 128, positions: 32_768, isTied: false)
    let activation = try file.activation("hidden_act", default: "silu")
    let rotary = try file.rotary(headSize: parts.headSize)
    let bias = try file.flag("attention_bias", default: false)
    let reaches = try parts.qwenReaches()
    return try parts.model(
      (0..<parts.layers).map { layer in
        parts.block(
          layer,
          .attention(
            parts.attention(
              layer, rotation: rotary, reach: reaches[layer], inputBias: bias, outputBias: bias,
              headNorms: ("q_norm", "k_norm"))),
          parts.feedForward(layer, activation))
      })
  }
}
