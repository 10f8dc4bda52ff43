extension Architecture {
  /// LFM2 and 2.5: layers of attention with norms on each head between layers of short convolutions.
  static let lfm2 = Architecture("Lfm2ForCausalLM", "Lfm2Model", modelType: "lfm2") { file throws(UnusableModel) in
    var parts = try GatedDecoder(
      file, keyValueHeads: 8, positions: 128_000, isTied: true, epsilonKey: "norm_eps", epsilon: 1e-5,
      mlpWidth: try file.lfm2Width())
    parts.isTied = try file.flag("tie_embedding", default: parts.isTied)
    let decoder = parts
    let rotary = try file.rotary(headSize: decoder.headSize, defaultTheta: 1_000_000)
    let bias = try file.flag("conv_bias", default: false)
    let length = try file.size("conv_L_cache", default: 3, limit: 64)
    let attends = try decoder.lfm2Attends()
    return try decoder.model(
      (0..<decoder.layers).map { layer in
        decoder.block(
          layer,
          attends[layer]
            ? .attention(
              decoder.attention(
                layer, rotation: rotary, output: "out_proj", headNorms: ("q_layernorm", "k_layernorm")))
            : .shortConvolution(decoder.convolution(layer, length: length, bias: bias)),
          decoder.feedForward(layer, .silu, module: "feed_forward", names: ("w1", "w3", "w2")),
          norms: ("operator_norm", "ffn_norm"))
      }, finalNorm: "model.embedding_norm")
  }
}

extension ConfigFile {
  /// The feed-forward layer's width: two thirds of the written one, multiplied, and rounded up to a multiple.
  fileprivate func lfm2Width() throws(UnusableModel) -> Int {
    let written =
      try has("block_ff_dim") ? size("block_ff_dim", limit: 1 << 18) : size("intermediate_size", limit: 1 << 18)
    guard try flag("block_auto_adjust_ff_dim", default: true) else { return written }
    let third = 2 * written / 3
    // Null leaves the width as it is; absent means 1.
    if values["block_ffn_dim_multiplier"]?.isNull == true { return max(third, 1) }
    let multiplier = try positive("block_ffn_dim_multiplier", default: 1)
    let multiple = try size("block_multiple_of", default: 256, limit: 1 << 18)
    let width = Int(min(multiplier, 64) * Double(third))
    return max((width + multiple - 1) / multiple * multiple, 1)
  }
}

extension GatedDecoder {
  fileprivate func lfm2Attends() throws(UnusableModel) -> [Bool] {
    guard let types = try file.strings("layer_types") else {
      let indices = try file.integers("full_attn_idxs") ?? Array(0..<layers)
      return (0..<layers).map(indices.contains)
    }
    guard types.count >= layers else {
      throw file.invalid(
        "layer_types", en: "has \(types.count) entries for \(layers) layers",
        ja: "\(layers) 層に対して \(types.count) 個しかありません")
    }
    let known = ["full_attention", "conv"]
    for type in types where !known.contains(type) { throw file.unsupported("layer_types", type, known: known) }
    return types.prefix(layers).map { $0 == "full_attention" }
  }

  fileprivate func convolution(_ layer: Int, length: Int, bias: Bool) -> ShortConvolution<Described> {
    ShortConvolution(
      input: LinearShape(path: path(layer, "conv.in_proj"), outputs: 3 * width, inputs: width, hasBias: bias),
      filter: FilterShape(path: path(layer, "conv.conv"), width: width, length: length, hasBias: bias),
      output: LinearShape(path: path(layer, "conv.out_proj"), outputs: width, inputs: width, hasBias: bias),
      width: width)
  }
}
