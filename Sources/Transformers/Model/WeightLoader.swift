internal import Tensors

/// Makes loaded parts of described ones.
struct WeightLoader {
  /// How matrices are held; nil keeps the file's type.
  let dtype: DType?
  let adapter: LoRAAdapter?
  /// Positions that rotary tables reach.
  let positions: Int
  /// The context that the model was trained on.
  let trainedPositions: Int
  let tensor: (_ name: String, _ shape: [Int]) throws(UnusableModel) -> Tensor

  func matrix(_ described: TensorShape) throws(UnusableModel) -> MatrixWeight {
    MatrixWeight(try tensor(described.name, described.shape).converted(to: dtype))
  }

  func vector(_ name: String, _ count: Int) throws(UnusableModel) -> [Float] {
    try tensor(name, [count]).floats().array
  }

  func linear(_ shape: LinearShape) throws(UnusableModel) -> Linear {
    var weight = try tensor(shape.tensors[0].name, shape.tensors[0].shape).converted(to: dtype)
    if shape.isTransposed { weight = weight.transposed() }
    return Linear(
      weight: MatrixWeight(weight), bias: shape.hasBias ? try vector(shape.path + ".bias", shape.outputs) : nil,
      lowRank: adapter?.pairs[shape.path])
  }

  func norm(_ shape: NormShape) throws(UnusableModel) -> NormWeights {
    var weight = try vector(shape.path + ".weight", shape.width)
    if shape.kind == .rmsPlusOne { weight = weight.map { 1 + $0 } }
    return NormWeights(
      kind: shape.kind, weight: weight,
      bias: shape.kind == .layer(hasBias: true) ? try vector(shape.path + ".bias", shape.width) : nil,
      epsilon: shape.epsilon)
  }

  func norm(_ shape: NormShape?) throws(UnusableModel) -> NormWeights? {
    guard let shape else { return nil }
    return try norm(shape) as NormWeights
  }

  func filter(_ shape: FilterShape) throws(UnusableModel) -> FilterWeights {
    let stored = try tensor(shape.path + ".weight", [shape.width, 1, shape.length]).floats()
    var taps = [Float](repeating: 0, count: shape.width * shape.length)
    for channel in 0..<shape.width {
      for tap in 0..<shape.length { taps[tap * shape.width + channel] = stored[channel * shape.length + tap] }
    }
    return FilterWeights(
      taps: taps, bias: shape.hasBias ? try vector(shape.path + ".bias", shape.width) : nil, width: shape.width,
      length: shape.length)
  }

  /// All blocks; layers that turn alike share one table.
  func blocks(_ described: [Block<Described>]) throws(UnusableModel) -> [Block<Loaded>] {
    var tables: [Rotary: RotaryTable] = [:]
    var blocks: [Block<Loaded>] = []
    for block in described {
      let mixerNorm: NormWeights? = try norm(block.mixerNorm)
      let mixer: Mixer<Loaded>
      switch block.mixer {
      case .attention(let attention):
        var table: RotaryTable?
        if let rotary = attention.rotation {
          table = tables[rotary] ?? RotaryTable(rotary, positions: positions, trainedPositions: trainedPositions)
          tables[rotary] = table
        }
        mixer = .attention(try loaded(attention, table))
      case .shortConvolution(let convolution):
        mixer = .shortConvolution(
          ShortConvolution(
            input: try linear(convolution.input), filter: try filter(convolution.filter),
            output: try linear(convolution.output), width: convolution.width))
      }
      blocks.append(
        Block(
          order: block.order, mixerNorm: mixerNorm, mixer: mixer,
          mixerOutputNorm: try norm(block.mixerOutputNorm), feedForwardNorm: try norm(block.feedForwardNorm),
          feedForward: try loaded(block.feedForward), feedForwardOutputNorm: try norm(block.feedForwardOutputNorm)))
    }
    return blocks
  }

  private func loaded(_ attention: Attention<Described>, _ table: RotaryTable?) throws(UnusableModel)
    -> Attention<Loaded>
  {
    let inputs: Attention<Loaded>.Inputs
    switch attention.inputs {
    case .separate(let query, let key, let value):
      inputs = .separate(query: try linear(query), key: try linear(key), value: try linear(value))
    case .fused(let map, let order): inputs = .fused(try linear(map), order)
    }
    return Attention(
      inputs: inputs, output: try linear(attention.output), queryNorm: try norm(attention.queryNorm),
      keyNorm: try norm(attention.keyNorm), rotation: table, heads: attention.heads,
      keyValueHeads: attention.keyValueHeads, headSize: attention.headSize, scale: attention.scale,
      reach: attention.reach)
  }

  private func loaded(_ layer: FeedForward<Described>) throws(UnusableModel) -> FeedForward<Loaded> {
    let inputs: FeedForward<Loaded>.Inputs
    switch layer.inputs {
    case .gated(let gate, let up): inputs = .gated(gate: try linear(gate), up: try linear(up))
    case .fusedGate(let map): inputs = .fusedGate(try linear(map))
    case .plain(let map): inputs = .plain(try linear(map))
    }
    return FeedForward(
      inputs: inputs, down: try linear(layer.down), activation: layer.activation, width: layer.width)
  }
}
