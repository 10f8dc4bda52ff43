import CKernels
import Tensors
import Transformers

/// Where a pass adds its gradients.
struct GradientSinks {
  /// All weights in the model's layout; nil where they are frozen.
  var model: UnsafeMutablePointer<Float>?
  /// The adapters' weights in their layout.
  var adapters: UnsafeMutablePointer<Float>?
}

/// One row's way through a Llama-type model and back, written out layer by layer on the kernels.
///
/// Not Sendable: it owns the activations of one row; the weights are shared.
final class LlamaPass {
  let weights: PassWeights
  let adapters: AdapterWeights?
  let rotary: RotaryTables
  let activations: Activations
  var shape: LlamaShape { weights.layout.shape }

  init(weights: PassWeights, adapters: AdapterWeights?, rotary: RotaryTables, capacity: Int) {
    self.weights = weights
    self.adapters = adapters
    self.rotary = rotary
    activations = Activations(
      weights.layout.shape, capacity: capacity, precision: weights.precision, adapters: adapters?.layout)
  }

  /// The row's weighted loss times `scale`; adds the gradients of that to the sinks.
  func step(_ row: PackedRow, scale: Float, into sinks: GradientSinks) -> Double {
    forward(row)
    let loss = head(row, scale: scale, sinks: sinks)
    backward(row, into: sinks)
    return loss
  }

  /// The row's weighted loss.
  func loss(_ row: PackedRow) -> Double {
    forward(row)
    return head(row, scale: 1, sinks: nil)
  }

  /// The logits (row.count, vocabulary) of every position.
  func logits(_ row: PackedRow) -> FloatBuffer {
    forward(row)
    let a = activations
    let result = FloatBuffer(row.count * shape.vocabulary)
    ck_rmsnorm_forward(
      a.chosenNorm.floats, a.chosenScale, a.last, weights.vector(weights.layout.finalNorm), row.count, shape.width,
      Float(shape.normEpsilon))
    Products.forward(
      a.chosenNorm.sealed(rows: row.count), weights.matrix(weights.layout.head, columns: shape.width),
      into: Destination(result.pointer, stride: shape.vocabulary), rows: row.count, outputs: shape.vocabulary,
      inputs: shape.width)
    return result
  }

  // MARK: - Forward

  func forward(_ row: PackedRow) {
    precondition(row.count <= activations.capacity, "a row longer than the pass was made for")
    let width = shape.width
    let first = activations.layers.first?.input ?? activations.last
    for (index, id) in row.ids.enumerated() { weights.copyEmbedding(id, to: first + index * width) }
    for index in 0..<shape.layers {
      let output = index + 1 < shape.layers ? activations.layers[index + 1].input : activations.last
      attentionForward(row, index)
      mlpForward(row, index, into: output)
    }
  }

  private func attentionForward(_ row: PackedRow, _ index: Int) {
    let rows = row.count
    let layer = weights.layout.layers[index]
    let kept = activations.layers[index]
    ck_rmsnorm_forward(
      kept.inputNorm.floats, kept.inputScale, kept.input, weights.vector(layer.inputNorm), rows, shape.width,
      Float(shape.normEpsilon))
    let normed = kept.inputNorm.sealed(rows: rows)
    let stride = shape.attentionWidth
    Products.forward(
      normed, weights.matrix(layer.attention, columns: shape.width), into: Destination(kept.attention, stride: stride),
      rows: rows, outputs: stride, inputs: shape.width)
    if shape.attentionBias {
      for place in 0..<rows { ck_add(kept.attention + place * stride, weights.vector(layer.attentionBias), stride) }
    }
    for (target, column) in attentionColumns {
      adapt(target, index, normed, into: Destination(kept.attention + column, stride: stride), rows: rows)
    }
    let keys = kept.attention + shape.queryWidth
    ck_rope_forward(
      kept.attention, stride, row.positions, rotary.cosine.pointer, rotary.sine.pointer, rows, shape.heads,
      shape.headSize)
    ck_rope_forward(
      keys, stride, row.positions, rotary.cosine.pointer, rotary.sine.pointer, rows, shape.keyValueHeads,
      shape.headSize)
    ck_attention_forward(
      kept.mixed.floats, kept.logSumExp, kept.attention, stride, keys, stride, keys + shape.keyValueWidth, stride,
      row.starts, rows, shape.heads, shape.keyValueHeads, shape.headSize, attentionScale)
    kept.middle.update(from: kept.input, count: rows * shape.width)
    let mixed = kept.mixed.sealed(rows: rows)
    let middle = Destination(kept.middle, stride: shape.width)
    Products.forward(
      mixed, weights.matrix(layer.output, columns: shape.queryWidth), into: middle, rows: rows, outputs: shape.width,
      inputs: shape.queryWidth, adding: true)
    adapt(.output, index, mixed, into: middle, rows: rows)
  }

  private func mlpForward(_ row: PackedRow, _ index: Int, into output: UnsafeMutablePointer<Float>) {
    let rows = row.count
    let layer = weights.layout.layers[index]
    let kept = activations.layers[index]
    let (width, inner) = (shape.width, shape.mlpWidth)
    ck_rmsnorm_forward(
      kept.postNorm.floats, kept.postScale, kept.middle, weights.vector(layer.postNorm), rows, width,
      Float(shape.normEpsilon))
    let normed = kept.postNorm.sealed(rows: rows)
    let gate = Destination(kept.gate, stride: inner)
    let up = Destination(kept.up, stride: inner)
    Products.forward(
      normed, weights.matrix(layer.gate, columns: width), into: gate, rows: rows, outputs: inner, inputs: width)
    adapt(.gate, index, normed, into: gate, rows: rows)
    Products.forward(
      normed, weights.matrix(layer.up, columns: width), into: up, rows: rows, outputs: inner, inputs: width)
    adapt(.up, index, normed, into: up, rows: rows)
    ck_silu_mul_forward(kept.hidden.floats, kept.gate, kept.up, rows * inner)
    let hidden = kept.hidden.sealed(rows: rows)
    output.update(from: kept.middle, count: rows * width)
    let stream = Destination(output, stride: width)
    Products.forward(
      hidden, weights.matrix(layer.down, columns: inner), into: stream, rows: rows, outputs: width, inputs: inner,
      adding: true)
    adapt(.down, index, hidden, into: stream, rows: rows)
  }

  /// y += scale · (x · Aᵀ) · Bᵀ where the target has an adapter.
  private func adapt(_ target: LinearLayer, _ index: Int, _ x: Operand, into y: Destination, rows: Int) {
    guard let adapters, let room = activations.layers[index].adapted[target] else { return }
    let (rank, inputs, outputs) = (adapters.rank, target.inputs(shape), target.outputs(shape))
    Products.forward(
      x, adapters.a(index, target), into: Destination(room.floats, stride: rank), rows: rows, outputs: rank,
      inputs: inputs)
    Products.forward(
      room.sealed(rows: rows), adapters.b(index, target), into: y, rows: rows, outputs: outputs, inputs: rank,
      adding: true, scale: adapters.scale)
  }

  private var attentionColumns: [(LinearLayer, Int)] {
    [(.query, 0), (.key, shape.queryWidth), (.value, shape.queryWidth + shape.keyValueWidth)]
  }

  private var attentionScale: Float { 1 / Float(shape.headSize).squareRoot() }

  // MARK: - Head and loss

  /// Final norm, logits and cross-entropy for the positions with loss, a few rows of logits at a time; with sinks, the
  /// stream's gradient is left in `streamGradient`.
  private func head(_ row: PackedRow, scale: Float, sinks: GradientSinks?) -> Double {
    let a = activations
    let (width, vocabulary) = (shape.width, shape.vocabulary)
    let count = row.targets.count
    for (place, index) in row.lossIndices.enumerated() {
      (a.chosen + place * width).update(from: a.last + Int(index) * width, count: width)
    }
    ck_rmsnorm_forward(
      a.chosenNorm.floats, a.chosenScale, a.chosen, weights.vector(weights.layout.finalNorm), count, width,
      Float(shape.normEpsilon))
    let normed = a.chosenNorm.sealed(rows: count)
    let matrix = weights.matrix(weights.layout.head, columns: width)
    let factors = row.weights.map { $0 * scale }
    var total = 0.0
    for begin in stride(from: 0, to: count, by: Activations.logitRows) {
      let rows = min(Activations.logitRows, count - begin)
      let part = normed.rows(from: begin)
      Products.forward(
        part, matrix, into: Destination(a.logits.floats, stride: vocabulary), rows: rows, outputs: vocabulary,
        inputs: width)
      row.targets.withUnsafeBufferPointer { targets in
        factors.withUnsafeBufferPointer { factors in
          guard let targets = targets.baseAddress, let factors = factors.baseAddress else { return }
          ck_cross_entropy(a.logits.floats, a.losses, nil, targets + begin, factors + begin, rows, vocabulary)
        }
      }
      for place in 0..<rows { total += Double(a.losses[place]) }
      guard let sinks else { continue }
      let gradient = a.logits.sealed(rows: rows)
      Products.backward(
        gradient, matrix, into: Destination(a.chosenNormGradient + begin * width, stride: width), rows: rows,
        outputs: vocabulary, inputs: width)
      if let model = sinks.model {
        Products.weightGradient(
          gradient, part, into: Destination(model + weights.layout.head, stride: width), rows: rows,
          outputs: vocabulary, inputs: width)
      }
    }
    if let sinks { headBackward(row, sinks) }
    return total
  }

  private func headBackward(_ row: PackedRow, _ sinks: GradientSinks) {
    let a = activations
    let width = shape.width
    let count = row.targets.count
    a.chosenGradient.update(repeating: 0, count: count * width)
    ck_rmsnorm_backward(
      a.chosenGradient, sinks.model.map { $0 + weights.layout.finalNorm }, a.chosenNormGradient, a.chosen,
      weights.vector(weights.layout.finalNorm), a.chosenScale, count, width)
    let stream = a.streamGradient.floats
    stream.update(repeating: 0, count: row.count * width)
    for (place, index) in row.lossIndices.enumerated() {
      (stream + Int(index) * width).update(from: a.chosenGradient + place * width, count: width)
    }
  }

  // MARK: - Backward

  private func backward(_ row: PackedRow, into sinks: GradientSinks) {
    for index in stride(from: shape.layers - 1, through: 0, by: -1) {
      mlpBackward(row, index, sinks)
      attentionBackward(row, index, sinks)
    }
    guard let model = sinks.model else { return }
    let width = shape.width
    for (index, id) in row.ids.enumerated() {
      ck_add(
        model + weights.layout.embedding + Int(id) * width, activations.streamGradient.floats + index * width, width)
    }
  }

  private func mlpBackward(_ row: PackedRow, _ index: Int, _ sinks: GradientSinks) {
    let a = activations
    let rows = row.count
    let layer = weights.layout.layers[index]
    let kept = a.layers[index]
    let (width, inner) = (shape.width, shape.mlpWidth)
    let stream = a.streamGradient.sealed(rows: rows)
    linearBackward(
      .down, index, layer.down, dy: stream, x: kept.hidden.operand,
      dx: Destination(a.hiddenGradient, stride: inner), rows: rows, sinks: sinks)
    // The gradients take the place of gate and up, which are not needed any more.
    ck_silu_mul_backward(kept.gate, kept.up, a.hiddenGradient, kept.gate, kept.up, rows * inner)
    let gate = OperandRoom(floats: kept.gate, rounded: a.gateRounded, stride: inner).sealed(rows: rows)
    let up = OperandRoom(floats: kept.up, rounded: a.upRounded, stride: inner).sealed(rows: rows)
    let normed = kept.postNorm.operand
    let dx = Destination(a.normGradient, stride: width)
    linearBackward(.gate, index, layer.gate, dy: gate, x: normed, dx: dx, rows: rows, sinks: sinks)
    linearBackward(.up, index, layer.up, dy: up, x: normed, dx: dx, rows: rows, adding: true, sinks: sinks)
    ck_rmsnorm_backward(
      a.streamGradient.floats, sinks.model.map { $0 + layer.postNorm }, a.normGradient, kept.middle,
      weights.vector(layer.postNorm), kept.postScale, rows, width)
  }

  private func attentionBackward(_ row: PackedRow, _ index: Int, _ sinks: GradientSinks) {
    let a = activations
    let rows = row.count
    let layer = weights.layout.layers[index]
    let kept = a.layers[index]
    let stride = shape.attentionWidth
    let stream = a.streamGradient.sealed(rows: rows)
    linearBackward(
      .output, index, layer.output, dy: stream, x: kept.mixed.operand,
      dx: Destination(a.mixedGradient, stride: shape.queryWidth), rows: rows, sinks: sinks)
    let (keys, values) = (shape.queryWidth, shape.queryWidth + shape.keyValueWidth)
    let gradient = a.attentionGradient.floats
    ck_attention_backward(
      gradient, gradient + keys, gradient + values, a.mixedGradient, kept.mixed.floats, kept.logSumExp,
      kept.attention, stride, kept.attention + keys, stride, kept.attention + values, stride, row.starts, rows,
      shape.heads, shape.keyValueHeads, shape.headSize, attentionScale)
    ck_rope_backward(
      gradient, stride, row.positions, rotary.cosine.pointer, rotary.sine.pointer, rows, shape.heads, shape.headSize)
    ck_rope_backward(
      gradient + keys, stride, row.positions, rotary.cosine.pointer, rotary.sine.pointer, rows, shape.keyValueHeads,
      shape.headSize)
    attentionProductBackward(row, index, sinks)
    ck_rmsnorm_backward(
      a.streamGradient.floats, sinks.model.map { $0 + layer.inputNorm }, a.normGradient, kept.input,
      weights.vector(layer.inputNorm), kept.inputScale, rows, shape.width)
  }

  private func attentionProductBackward(_ row: PackedRow, _ index: Int, _ sinks: GradientSinks) {
    let a = activations
    let rows = row.count
    let layer = weights.layout.layers[index]
    let kept = a.layers[index]
    let (width, stride) = (shape.width, shape.attentionWidth)
    let dy = a.attentionGradient.sealed(rows: rows)
    let dx = Destination(a.normGradient, stride: width)
    let normed = kept.inputNorm.operand
    Products.backward(
      dy, weights.matrix(layer.attention, columns: width), into: dx, rows: rows, outputs: stride, inputs: width)
    if let model = sinks.model {
      Products.weightGradient(
        dy, normed, into: Destination(model + layer.attention, stride: width), rows: rows, outputs: stride,
        inputs: width)
      if shape.attentionBias {
        for place in 0..<rows {
          ck_add(model + layer.attentionBias, a.attentionGradient.floats + place * stride, stride)
        }
      }
    }
    for (target, column) in attentionColumns {
      adaptBackward(target, index, dy: dy.columns(from: column), x: normed, dx: dx, rows: rows, sinks: sinks)
    }
  }

  private func linearBackward(
    _ target: LinearLayer, _ index: Int, _ offset: Int, dy: Operand, x: Operand, dx: Destination, rows: Int,
    adding: Bool = false, sinks: GradientSinks
  ) {
    let (inputs, outputs) = (target.inputs(shape), target.outputs(shape))
    Products.backward(
      dy, weights.matrix(offset, columns: inputs), into: dx, rows: rows, outputs: outputs, inputs: inputs,
      adding: adding)
    if let model = sinks.model {
      Products.weightGradient(
        dy, x, into: Destination(model + offset, stride: inputs), rows: rows, outputs: outputs, inputs: inputs)
    }
    adaptBackward(target, index, dy: dy, x: x, dx: dx, rows: rows, sinks: sinks)
  }

  private func adaptBackward(
    _ target: LinearLayer, _ index: Int, dy: Operand, x: Operand, dx: Destination, rows: Int, sinks: GradientSinks
  ) {
    guard let adapters, let gradients = sinks.adapters, let dz = activations.adaptedGradient,
      let room = activations.layers[index].adapted[target]
    else { return }
    let (rank, inputs, outputs) = (adapters.rank, target.inputs(shape), target.outputs(shape))
    let place = adapters.layout.place(index, target)
    Products.backward(
      dy, adapters.b(index, target), into: Destination(dz.floats, stride: rank), rows: rows, outputs: outputs,
      inputs: rank, scale: adapters.scale)
    let inner = dz.sealed(rows: rows)
    Products.weightGradient(
      dy, room.operand, into: Destination(gradients + place.b, stride: rank), rows: rows, outputs: outputs,
      inputs: rank, scale: adapters.scale)
    Products.weightGradient(
      inner, x, into: Destination(gradients + place.a, stride: inputs), rows: rows, outputs: rank, inputs: inputs)
    Products.backward(
      inner, adapters.a(index, target), into: dx, rows: rows, outputs: rank, inputs: inputs, adding: true)
  }
}
