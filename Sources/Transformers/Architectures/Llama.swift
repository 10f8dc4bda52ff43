extension Architecture {
  /// Llama (Touvron et al. 2023) and all that keep its form: SmolLM2, llm-jp-3, sarashina2.2 …
  static let llama = Architecture("LlamaForCausalLM", "LlamaModel", modelType: "llama") { file throws(UnusableModel) in
    let parts = try GatedDecoder(file, positions: 2048, isTied: false)
    let activation = try file.activation("hidden_act", default: "silu")
    let rotary = try file.rotary(headSize: parts.headSize)
    let (attentionBias, mlpBias) = (
      try file.flag("attention_bias", default: false), try file.flag("mlp_bias", default: false)
    )
    var configuration = try parts.model(
      (0..<parts.layers).map { layer in
        parts.block(
          layer,
          .attention(parts.attention(layer, rotation: rotary, inputBias: attentionBias, outputBias: attentionBias)),
          parts.feedForward(layer, activation, bias: mlpBias))
      })
    configuration.ropeTheta = rotary.theta
    configuration.ropeScaling = rotary.scaling
    configuration.attentionBias = attentionBias
    configuration.mlpBias = mlpBias
    // A Llama's description follows from its fields, which the trainer may set by hand.
    if activation == .silu { configuration.assembled = nil }
    return configuration
  }
}

extension ModelDescription {
  /// A Llama with the fields of a configuration made by hand.
  init(llama configuration: ModelConfiguration) {
    func map(_ layer: LinearLayer, _ index: Int) -> LinearShape {
      let shape = layer.shape(in: configuration)
      return LinearShape(
        path: layer.path(layer: index), outputs: shape.outputs, inputs: shape.inputs,
        hasBias: layer.hasBias(in: configuration))
    }
    func norm(_ path: String) -> NormShape {
      NormShape(path: path, width: configuration.hiddenSize, kind: .rms, epsilon: configuration.rmsNormEps)
    }
    let rotary = Rotary(
      turned: configuration.headDim, theta: configuration.ropeTheta, scaling: configuration.ropeScaling)
    let vocabulary = [configuration.vocabSize, configuration.hiddenSize]
    prefix = "model."
    embedding = EmbeddingDescription(tokens: TensorShape(name: WeightNames.embedding, shape: vocabulary))
    blocks = (0..<configuration.numHiddenLayers).map { index in
      Block(
        mixerNorm: norm("model.layers.\(index).input_layernorm"),
        mixer: .attention(
          Attention(
            inputs: .separate(query: map(.query, index), key: map(.key, index), value: map(.value, index)),
            output: map(.output, index), rotation: rotary, heads: configuration.numAttentionHeads,
            keyValueHeads: configuration.numKeyValueHeads, headSize: configuration.headDim,
            scale: 1 / Float(configuration.headDim).squareRoot(), reach: .causal)),
        feedForwardNorm: norm("model.layers.\(index).post_attention_layernorm"),
        feedForward: FeedForward(
          inputs: .gated(gate: map(.gate, index), up: map(.up, index)), down: map(.down, index), activation: .silu,
          width: configuration.intermediateSize))
    }
    finalNorm = norm("model.norm")
    let tied = configuration.tieWordEmbeddings
    head = HeadDescription(weight: tied ? nil : TensorShape(name: WeightNames.head, shape: vocabulary))
    positions = configuration.maxPositionEmbeddings
  }
}
