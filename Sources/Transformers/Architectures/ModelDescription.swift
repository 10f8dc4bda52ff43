/// Where a token's vector comes from.
struct EmbeddingDescription: Sendable, Hashable {
  /// (V, D).
  var tokens: TensorShape
  /// Learned positions: (rows, D); a text's first token has row `offset`.
  var positions: TensorShape?
  var offset = 0
  /// Tokens that have the row before `offset`, and do not count, wherever they stand.
  var padding: Int32?
  /// The kinds of text, of which every token is of the first: (kinds, D).
  var segments: TensorShape?
  var norm: NormShape?
  /// What token vectors are multiplied by, rounded to the type that they are held in.
  var scale: Double?
}

/// What turns the last states into logits.
struct HeadDescription: Sendable, Hashable {
  /// (V, D); nil where it is the embedding.
  var weight: TensorShape?
  /// What the tensor of a head of its own is called.
  var ownName = WeightNames.head
  /// Logits become cap · tanh(logits / cap).
  var softCap: Float?
}

/// A model as its family's file assembled it: every part, every tensor by name and shape.
struct ModelDescription: Sendable, Hashable {
  /// What the names of a causal model's tensors begin with, and a bare one's do not.
  var prefix: String
  var embedding: EmbeddingDescription
  var blocks: [Block<Described>]
  /// Nil where the blocks end with one.
  var finalNorm: NormShape?
  /// Nil for an encoder.
  var head: HeadDescription?
  /// The longest text.
  var positions: Int

  var vocabulary: Int { embedding.tokens.shape[0] }
  var width: Int { embedding.tokens.shape[1] }

  /// Floats of keys and of values that each layer keeps for a token.
  var cacheWidths: [CacheWidth] { blocks.map(\.cacheWidth) }

  /// Every linear map of the blocks.
  var maps: [LinearShape] { blocks.flatMap(\.maps) }

  /// Every tensor that the model needs, in the order embedding, layers, norm, head.
  var tensors: [TensorShape] {
    var all = [embedding.tokens]
    if let positions = embedding.positions { all.append(positions) }
    if let segments = embedding.segments { all.append(segments) }
    all += embedding.norm?.tensors ?? []
    for block in blocks { all += block.tensors }
    all += finalNorm?.tensors ?? []
    if let weight = head?.weight { all.append(weight) }
    return all
  }
}

/// Floats that a layer keeps of each token that is past.
struct CacheWidth: Sendable, Hashable {
  var keys: Int
  var values: Int
}

extension Block where S == Described {
  var cacheWidth: CacheWidth {
    switch mixer {
    case .attention(let attention): CacheWidth(keys: attention.keyValueWidth, values: attention.keyValueWidth)
    // What the filter has seen, for every token: a cache can then be cut and shared anywhere.
    case .shortConvolution(let convolution): CacheWidth(keys: convolution.width, values: 0)
    }
  }

  /// Linear maps in the order in which they run.
  var maps: [LinearShape] {
    var maps: [LinearShape] = []
    switch mixer {
    case .attention(let attention):
      switch attention.inputs {
      case .separate(let query, let key, let value): maps += [query, key, value]
      case .fused(let map, _): maps.append(map)
      }
      maps.append(attention.output)
    case .shortConvolution(let convolution): maps += [convolution.input, convolution.output]
    }
    switch feedForward.inputs {
    case .gated(let gate, let up): maps += [gate, up]
    case .fusedGate(let map), .plain(let map): maps.append(map)
    }
    return maps + [feedForward.down]
  }

  var tensors: [TensorShape] {
    var norms = [mixerNorm, mixerOutputNorm, feedForwardNorm, feedForwardOutputNorm]
    var filter: [TensorShape] = []
    switch mixer {
    case .attention(let attention): norms += [attention.queryNorm, attention.keyNorm]
    case .shortConvolution(let convolution): filter = convolution.filter.tensors
    }
    return norms.compactMap { $0 }.flatMap(\.tensors) + maps.flatMap(\.tensors) + filter
  }
}
