internal import CKernels
internal import Tensors

/// One run through all layers for some sequences, with the buffers that it needs. M rows stand for the new tokens.
struct ForwardPass {
  /// Rows of one sequence that attention takes at a time, so that threads can share a long prompt.
  private static let attentionRows = 48

  /// Which cached tokens each row sees: `first` is nil where all rows see from the first on.
  struct View {
    let reach: Reach
    var first: [Int32]?
    var visible: [Int32]
  }

  let model: Transformer
  let width: Int
  let steps: ArraySlice<Transformer.Step>
  let rows: Int
  let hidden, normed, beside, query, key, value, fused, attended, gate, up, scratch: FloatBuffer
  private(set) var positions: [Int32] = []
  /// Cosines and sines of each row, for rotary positions that grow with the text, where a text is long enough for that.
  private(set) var ownRotations: [Rotary: (cosine: [Float], sine: [Float])] = [:]
  /// The numbers of all rows.
  private(set) var rowNumbers: [Int32] = []
  private(set) var views: [View] = []
  /// Parts of sequences that attention takes at a time.
  private(set) var parts: [(step: Int, row: Int, count: Int)] = []

  init(_ model: Transformer, _ steps: ArraySlice<Transformer.Step>) {
    self.model = model
    self.steps = steps
    width = model.configuration.hiddenSize
    let rows = steps.reduce(0) { $0 + $1.ids.count }
    self.rows = rows
    let widths = model.widths
    hidden = FloatBuffer(rows * width)
    normed = FloatBuffer(rows * width)
    beside = FloatBuffer(rows * widths.beside)
    query = FloatBuffer(rows * widths.query)
    key = FloatBuffer(rows * widths.keyValue)
    value = FloatBuffer(rows * widths.keyValue)
    fused = FloatBuffer(rows * widths.fused)
    attended = FloatBuffer(rows * widths.attended)
    gate = FloatBuffer(rows * widths.gate)
    up = FloatBuffer(rows * widths.up)
    scratch = FloatBuffer(max(rows * (model.adapter?.rank ?? 0), width))
    var row = 0
    for (index, step) in zip(steps.indices, steps) {
      let past = step.cache.count
      precondition(past + step.ids.count <= model.contextLimit, "a sequence is longer than the model's context")
      step.cache.reserve(step.ids.count)
      // Padding counts in learned positions of encoders alone, which take a text in one piece.
      var counted = past
      for place in 0..<step.ids.count {
        positions.append(Int32(past + place))
        let isPadding = step.ids[place] == model.embedding.padding
        model.embedding.write(
          step.ids[place], at: isPadding ? -1 : counted, to: hidden.pointer + (row + place) * width,
          scratch: scratch.pointer)
        if !isPadding { counted += 1 }
      }
      for start in stride(from: 0, to: step.ids.count, by: Self.attentionRows) {
        parts.append((index, row + start, min(Self.attentionRows, step.ids.count - start)))
      }
      row += step.ids.count
    }
    views = model.reaches.map(view)
    for table in model.growingRotations where steps.contains(where: { $0.length > table.trainedPositions }) {
      var own: (cosine: [Float], sine: [Float]) = ([], [])
      for step in steps {
        let made = table.rows(step.cache.count..<(step.cache.count + step.ids.count), length: step.length)
        own.cosine += made.cosine
        own.sine += made.sine
      }
      ownRotations[table.rotary] = own
      rowNumbers = (0..<rows).map { Int32($0) }
    }
  }

  private func view(_ reach: Reach) -> View {
    var view = View(reach: reach, first: reach.back == nil ? nil : [], visible: [])
    for step in steps {
      let (past, all) = (step.cache.count, step.cache.count + step.ids.count)
      // A layer that looks ahead must have all of the text before it.
      precondition(reach.ahead == 0 || past == 0, "a bidirectional model takes a text in one piece")
      for place in past..<all {
        view.visible.append(Int32(reach.ahead.map { min(place + $0 + 1, all) } ?? all))
        if let back = reach.back { view.first?.append(Int32(max(place - back, 0))) }
      }
    }
    return view
  }

  /// Runs all layers, and once stopped none of those that are left: what they compute is of no use any more, and with a
  /// large model and a long prompt they take many seconds.
  func run(isStopped: () -> Bool) {
    guard rows > 0 else { return }
    for index in model.blocks.indices where !isStopped() { run(model.blocks[index], index) }
  }

  private func run(_ block: Block<Loaded>, _ index: Int) {
    switch block.order {
    case .normFirst:
      mix(block, index, norm(block.mixerNorm))
      feed(block, norm(block.feedForwardNorm))
    case .parallel:
      block.feedForwardNorm?.apply(hidden.pointer, rows: rows, into: beside.pointer)
      mix(block, index, norm(block.mixerNorm))
      feed(block, beside.pointer)
    case .normLast:
      mix(block, index, hidden.pointer)
      block.mixerNorm?.apply(hidden.pointer, rows: rows, into: hidden.pointer)
      feed(block, hidden.pointer)
      block.feedForwardNorm?.apply(hidden.pointer, rows: rows, into: hidden.pointer)
    }
  }

  /// The normed stream, or the stream itself where there is no norm.
  private func norm(_ norm: NormWeights?) -> UnsafePointer<Float> {
    guard let norm else { return UnsafePointer(hidden.pointer) }
    norm.apply(hidden.pointer, rows: rows, into: normed.pointer)
    return UnsafePointer(normed.pointer)
  }

  private func mix(_ block: Block<Loaded>, _ index: Int, _ x: UnsafePointer<Float>) {
    switch block.mixer {
    case .attention(let attention):
      attend(attention, index, x)
      add(attention.output, attended.pointer, through: block.mixerOutputNorm)
    case .shortConvolution(let convolution):
      convolve(convolution, index, x)
      add(convolution.output, attended.pointer, through: block.mixerOutputNorm)
    }
  }

  /// Adds a half's result to the stream.
  private func add(_ map: Linear, _ x: UnsafePointer<Float>, through norm: NormWeights?) {
    guard let norm else {
      return map.apply(x, rows: rows, into: hidden.pointer, accumulate: true, scratch: scratch.pointer)
    }
    map.apply(x, rows: rows, into: normed.pointer, scratch: scratch.pointer)
    norm.apply(normed.pointer, rows: rows, into: normed.pointer)
    for row in 0..<rows { ck_add(hidden.pointer + row * width, normed.pointer + row * width, width) }
  }

  private func feed(_ block: Block<Loaded>, _ x: UnsafePointer<Float>) {
    let layer = block.feedForward
    let inner = layer.width
    func apply(_ map: Linear, into y: FloatBuffer) {
      map.apply(x, rows: rows, into: y.pointer, scratch: scratch.pointer)
    }
    // Row by row: where a vector loop ends must not depend on the batch.
    switch layer.inputs {
    case .gated(let gateMap, let upMap):
      apply(gateMap, into: gate)
      apply(upMap, into: up)
      for row in 0..<rows {
        layer.activation.apply(gate: gate.pointer + row * inner, up: up.pointer + row * inner, inner)
      }
    case .fusedGate(let map):
      apply(map, into: fused)
      for row in 0..<rows {
        let both = fused.pointer + row * 2 * inner
        (gate.pointer + row * inner).update(from: both, count: inner)
        layer.activation.apply(gate: gate.pointer + row * inner, up: both + inner, inner)
      }
    case .plain(let map):
      apply(map, into: gate)
      for row in 0..<rows { layer.activation.apply(gate.pointer + row * inner, inner) }
    }
    add(layer.down, gate.pointer, through: block.feedForwardOutputNorm)
  }

  /// Gathers the rows whose logits are wanted, normed: (rows, D).
  func states(into out: UnsafeMutablePointer<Float>) {
    var gathered = 0
    var row = 0
    for step in steps {
      let wanted = step.logitRows
      let first = row + step.ids.count - wanted
      if wanted > 0 {
        let source = hidden.pointer + first * width
        if let norm = model.finalNorm {
          norm.apply(source, rows: wanted, into: out + gathered * width)
        } else {
          (out + gathered * width).update(from: source, count: wanted * width)
        }
      }
      gathered += wanted
      row += step.ids.count
    }
  }

  /// The logits of the rows that are wanted: (rows, V).
  func logits(into out: UnsafeMutablePointer<Float>) {
    let wanted = steps.reduce(0) { $0 + $1.logitRows }
    guard wanted > 0, let head = model.head else { return }
    states(into: normed.pointer)
    head.multiply(normed.pointer, rows: wanted, into: out)
    if let cap = model.softCap {
      for row in 0..<wanted { ck_soft_cap(out + row * head.outputs, cap, head.outputs) }
    }
  }
}
