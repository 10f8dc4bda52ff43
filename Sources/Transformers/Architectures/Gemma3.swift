extension Architecture {
  /// Gemma 3's text model, and EmbeddingGemma: norms by 1 + w on both sides of each half, scaled embeddings, layers that
  /// attend to a window between layers that see everything, each kind with rotary positions of its own.
  static let gemma3 = Architecture("Gemma3ForCausalLM", "Gemma3TextModel", modelType: "gemma3_text") {
    file throws(UnusableModel) in
    let parts = try GatedDecoder(
      file, keyValueHeads: 4, headSize: 256, positions: 131_072, isTied: true, norm: .rmsPlusOne)
    if let cap = try file.number("attn_logit_softcapping") {
      // The reference reads the key for this family and does not apply it.
      throw file.unsupported("attn_logit_softcapping", "\(cap)", known: ["null"])
    }
    let softCap = try file.has("final_logit_softcapping") ? Float(file.positive("final_logit_softcapping")) : nil
    let activation = try file.activation("hidden_activation", default: "gelu_pytorch_tanh")
    let bias = try file.flag("attention_bias", default: false)
    let scale = Float(1 / (try file.positive("query_pre_attn_scalar", default: 256)).squareRoot())
    let rotary = try parts.gemmaRotary()
    let reaches = try parts.gemmaReaches()
    return try parts.model(
      (0..<parts.layers).map { layer in
        var block = parts.block(
          layer,
          .attention(
            parts.attention(
              layer, rotation: reaches[layer].isLocal ? rotary.local : rotary.global, reach: reaches[layer].reach,
              inputBias: bias, outputBias: bias, headNorms: ("q_norm", "k_norm"), scale: scale)),
          parts.feedForward(layer, activation), norms: ("input_layernorm", "pre_feedforward_layernorm"))
        block.mixerOutputNorm = parts.norm(parts.path(layer, "post_attention_layernorm"))
        block.feedForwardOutputNorm = parts.norm(parts.path(layer, "post_feedforward_layernorm"))
        return block
      }, scale: Double(parts.width).squareRoot(), softCap: softCap)
  }
}

extension GatedDecoder {
  /// Scaling is for the layers that see everything, and transformers 5 writes each kind's parameters apart.
  fileprivate func gemmaRotary() throws(UnusableModel) -> (local: Rotary, global: Rotary) {
    var global = try file.rotaryParameters(ofKind: "full_attention")
    if let scaling = try file.section("rope_scaling") { global = scaling }
    return (
      local: try file.rotary(
        from: file.rotaryParameters(ofKind: "sliding_attention"), headSize: headSize,
        theta: try file.positive("rope_local_base_freq", default: 10_000)),
      global: try file.rotary(
        from: global, headSize: headSize, theta: try file.positive("rope_theta", default: 1_000_000))
    )
  }

  /// What each layer sees; with `use_bidirectional_attention` half the window to both sides.
  fileprivate func gemmaReaches() throws(UnusableModel) -> [(isLocal: Bool, reach: Reach)] {
    let pattern = try file.size("sliding_window_pattern", default: 6, limit: 1 << 10)
    let windowed = try windowedLayers { ($0 + 1) % pattern != 0 }
    let window = try window(default: 4096)
    if window == nil, windowed.contains(true) {
      throw file.invalid("sliding_window", en: "is null, but layers need it", ja: "null ですが、必要とする層があります")
    }
    if try file.flag("use_bidirectional_attention", default: false) {
      return windowed.map { ($0, $0 ? .around(window.map { $0 / 2 }) : .everything) }
    }
    return windowed.map { ($0, .causal(window: $0 ? window : nil)) }
  }
}
