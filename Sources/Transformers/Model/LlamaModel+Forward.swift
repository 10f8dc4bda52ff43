internal import CKernels
public import Tensors

extension LlamaModel {
  /// New tokens of one sequence.
  public struct Step {
    /// Of which tokens the logits are wanted.
    public enum Wanted: Sendable { case none, last, all }

    /// The sequence; its cache grows by the new tokens.
    public let cache: KVCache
    /// The new tokens.
    public let ids: [Int32]
    /// Which logits are wanted.
    public let wanted: Wanted

    /// New tokens of one sequence.
    public init(cache: KVCache, ids: [Int32], wanted: Wanted = .last) {
      self.cache = cache
      self.ids = ids
      self.wanted = wanted
    }

    var logitRows: Int { wanted == .none || ids.isEmpty ? 0 : wanted == .last ? 1 : ids.count }
  }

  /// Models below this size lie in the processor's caches: their sequences are shared out among threads whole. Larger ones
  /// are read once for all sequences, and the matrices are shared out.
  private static let cachedModelBytes = 96 << 20

  /// Runs the new tokens of several sequences and returns the wanted logits, row after row: (rows, V).
  ///
  /// A row's bits depend on its own sequence alone, not on what else is in the batch, nor on the number of threads.
  public func forward(_ steps: [Step]) -> FloatBuffer {
    let vocabulary = configuration.vocabSize
    let logits = FloatBuffer(steps.reduce(0) { $0 + $1.logitRows } * vocabulary)
    let groups =
      matrixBytes <= Self.cachedModelBytes ? Self.balanced(steps, groups: Parallel.availableThreads) : [0..<steps.count]
    var firstRow: [Int] = []
    var rows = 0
    for group in groups {
      firstRow.append(rows)
      rows += steps[group].reduce(0) { $0 + $1.logitRows }
    }
    Parallel.forEach(groups.count) { index in
      ForwardPass(self, steps[groups[index]]).run(into: logits.pointer + firstRow[index] * vocabulary)
    }
    for step in steps { step.cache.advance(step.ids.count) }
    return logits
  }

  /// The logits of a text: (T, V), worked off in blocks.
  public func logits(_ ids: [Int32]) -> Tensor {
    let vocabulary = configuration.vocabSize
    let cache = KVCache(configuration, capacity: ids.count)
    let result = FloatBuffer(ids.count * vocabulary)
    for start in stride(from: 0, to: ids.count, by: Self.blockRows) {
      let block = Array(ids[start..<min(start + Self.blockRows, ids.count)])
      let rows = forward([Step(cache: cache, ids: block, wanted: .all)])
      (result.pointer + start * vocabulary).update(from: rows.pointer, count: rows.count)
    }
    return Tensor(shape: [ids.count, vocabulary], floats: result)
  }

  /// Rows of one block of a prompt.
  static let blockRows = 256

  /// Whether every id has an embedding.
  public func accepts(_ ids: some Sequence<Int32>) -> Bool {
    ids.allSatisfy { $0 >= 0 && Int($0) < configuration.vocabSize }
  }

  /// Cuts consecutive steps into at most `groups` groups of about equal work.
  private static func balanced(_ steps: [Step], groups: Int) -> [Range<Int>] {
    let total = steps.reduce(0) { $0 + $1.ids.count }
    guard groups > 1, steps.count > 1 else { return [0..<steps.count] }
    var ranges: [Range<Int>] = []
    var start = 0
    var done = 0
    for index in steps.indices {
      done += steps[index].ids.count
      if done * groups >= total * (ranges.count + 1) || index == steps.count - 1 {
        ranges.append(start..<(index + 1))
        start = index + 1
      }
    }
    return ranges
  }
}

/// One run through all layers for some sequences, with the buffers that it needs. M rows stand for the new tokens.
private struct ForwardPass {
  /// Rows of one sequence that attention takes at a time, so that threads can share a long prompt.
  private static let attentionRows = 48

  let model: LlamaModel
  let configuration: ModelConfiguration
  let steps: ArraySlice<LlamaModel.Step>
  let rows: Int
  private let hidden, normed, query, key, value, attended, gate, up, scratch: FloatBuffer
  private var positions: [Int32] = []
  private var visible: [Int32] = []
  private var attention: [(step: Int, row: Int, count: Int)] = []

  init(_ model: LlamaModel, _ steps: ArraySlice<LlamaModel.Step>) {
    self.model = model
    self.steps = steps
    configuration = model.configuration
    rows = steps.reduce(0) { $0 + $1.ids.count }
    hidden = FloatBuffer(rows * configuration.hiddenSize)
    normed = FloatBuffer(rows * configuration.hiddenSize)
    query = FloatBuffer(rows * configuration.queryWidth)
    key = FloatBuffer(rows * configuration.keyValueWidth)
    value = FloatBuffer(rows * configuration.keyValueWidth)
    attended = FloatBuffer(rows * configuration.queryWidth)
    gate = FloatBuffer(rows * configuration.intermediateSize)
    up = FloatBuffer(rows * configuration.intermediateSize)
    scratch = FloatBuffer(rows * (model.adapter?.rank ?? 0))
    var row = 0
    for (index, step) in zip(steps.indices, steps) {
      let past = step.cache.count
      precondition(past + step.ids.count <= model.contextLimit, "a sequence is longer than the model's context")
      step.cache.reserve(step.ids.count)
      for place in 0..<step.ids.count {
        positions.append(Int32(past + place))
        visible.append(Int32(past + place + 1))
        model.embedding.copyRow(Int(step.ids[place]), to: hidden.pointer + (row + place) * configuration.hiddenSize)
      }
      for start in stride(from: 0, to: step.ids.count, by: Self.attentionRows) {
        attention.append((index, row + start, min(Self.attentionRows, step.ids.count - start)))
      }
      row += step.ids.count
    }
  }

  func run(into logits: UnsafeMutablePointer<Float>) {
    guard rows > 0 else { return }
    for index in model.layers.indices {
      attend(model.layers[index], index)
      feedForward(model.layers[index])
    }
    head(into: logits)
  }

  private func norm(_ weight: [Float], _ x: UnsafePointer<Float>, rows: Int, into out: UnsafeMutablePointer<Float>) {
    ck_rmsnorm_forward(out, nil, x, weight, rows, configuration.hiddenSize, configuration.rmsNormEps)
  }

  private func attend(_ layer: LlamaModel.Layer, _ index: Int) {
    norm(layer.inputNorm, hidden.pointer, rows: rows, into: normed.pointer)
    layer.query.apply(normed.pointer, rows: rows, into: query.pointer, scratch: scratch.pointer)
    layer.key.apply(normed.pointer, rows: rows, into: key.pointer, scratch: scratch.pointer)
    layer.value.apply(normed.pointer, rows: rows, into: value.pointer, scratch: scratch.pointer)
    rotate(query, heads: configuration.numAttentionHeads)
    rotate(key, heads: configuration.numKeyValueHeads)
    remember(index)
    let size = configuration.headDim
    Parallel.forEach(attention.count) { item in
      let (step, row, count) = attention[item]
      let cache = steps[step].cache
      let place = row * configuration.queryWidth
      visible.withUnsafeBufferPointer { visible in
        guard let visible = visible.baseAddress else { return }
        ck_attention_cached(
          attended.pointer + place, query.pointer + place, cache.keys(layer: index), cache.values(layer: index),
          visible + row, count, configuration.numAttentionHeads, configuration.numKeyValueHeads, size,
          1 / Float(size).squareRoot())
      }
    }
    layer.output.apply(attended.pointer, rows: rows, into: hidden.pointer, accumulate: true, scratch: scratch.pointer)
  }

  private func rotate(_ x: FloatBuffer, heads: Int) {
    ck_rope_forward(
      x.pointer, heads * configuration.headDim, positions, model.rotary.cosine, model.rotary.sine, rows, heads,
      configuration.headDim)
  }

  /// Writes the new keys and values behind those of each sequence's past.
  private func remember(_ layer: Int) {
    let width = configuration.keyValueWidth
    var row = 0
    for step in steps {
      let count = step.ids.count * width
      let place = step.cache.count * width
      (step.cache.keys(layer: layer) + place).update(from: key.pointer + row * width, count: count)
      (step.cache.values(layer: layer) + place).update(from: value.pointer + row * width, count: count)
      row += step.ids.count
    }
  }

  private func feedForward(_ layer: LlamaModel.Layer) {
    norm(layer.postAttentionNorm, hidden.pointer, rows: rows, into: normed.pointer)
    layer.gate.apply(normed.pointer, rows: rows, into: gate.pointer, scratch: scratch.pointer)
    layer.up.apply(normed.pointer, rows: rows, into: up.pointer, scratch: scratch.pointer)
    let width = configuration.intermediateSize
    // Row by row: where a vector loop ends must not depend on the batch.
    for row in 0..<rows {
      let place = row * width
      ck_silu_mul_forward(gate.pointer + place, gate.pointer + place, up.pointer + place, width)
    }
    layer.down.apply(gate.pointer, rows: rows, into: hidden.pointer, accumulate: true, scratch: scratch.pointer)
  }

  /// Gathers the rows whose logits are wanted and multiplies them by the head.
  private func head(into logits: UnsafeMutablePointer<Float>) {
    let width = configuration.hiddenSize
    var gathered = 0
    var row = 0
    for step in steps {
      let wanted = step.logitRows
      let first = row + step.ids.count - wanted
      if wanted > 0 {
        norm(model.finalNorm, hidden.pointer + first * width, rows: wanted, into: normed.pointer + gathered * width)
      }
      gathered += wanted
      row += step.ids.count
    }
    if gathered > 0 { model.head.multiply(normed.pointer, rows: gathered, into: logits) }
  }
}
