internal import CKernels
internal import Tensors

// What mixes the tokens of a sequence: attention and short convolutions. Both leave their result in `attended`.
extension ForwardPass {
  func attend(_ attention: Attention<Loaded>, _ layer: Int, _ x: UnsafePointer<Float>) {
    project(attention, x)
    attention.queryNorm?.apply(query.pointer, rows: rows * attention.heads, into: query.pointer)
    attention.keyNorm?.apply(key.pointer, rows: rows * attention.keyValueHeads, into: key.pointer)
    if let table = attention.rotation {
      rotate(query, table, heads: attention.heads, size: attention.headSize)
      rotate(key, table, heads: attention.keyValueHeads, size: attention.headSize)
    }
    remember(layer)
    guard let view = views.first(where: { $0.reach == attention.reach }) else { return }
    let width = attention.queryWidth
    Parallel.forEach(parts.count) { item in
      let (step, row, count) = parts[item]
      let cache = steps[step].cache
      view.visible.withUnsafeBufferPointer { visible in
        guard let visible = visible.baseAddress else { return }
        let (out, q) = (attended.pointer + row * width, query.pointer + row * width)
        let (keys, values) = (cache.keys(layer: layer), cache.values(layer: layer))
        guard let first = view.first else {
          ck_attention_cached(
            out, q, keys, values, visible + row, count, attention.heads, attention.keyValueHeads, attention.headSize,
            attention.scale)
          return
        }
        first.withUnsafeBufferPointer { first in
          guard let first = first.baseAddress else { return }
          ck_attention_window(
            out, q, keys, values, first + row, visible + row, count, attention.heads, attention.keyValueHeads,
            attention.headSize, attention.scale)
        }
      }
    }
  }

  /// Queries, keys and values of the new tokens.
  private func project(_ attention: Attention<Loaded>, _ x: UnsafePointer<Float>) {
    switch attention.inputs {
    case .separate(let queryMap, let keyMap, let valueMap):
      queryMap.apply(x, rows: rows, into: query.pointer, scratch: scratch.pointer)
      keyMap.apply(x, rows: rows, into: key.pointer, scratch: scratch.pointer)
      valueMap.apply(x, rows: rows, into: value.pointer, scratch: scratch.pointer)
    case .fused(let map, let order):
      map.apply(x, rows: rows, into: fused.pointer, scratch: scratch.pointer)
      for row in 0..<rows { part(row, attention, order) }
    }
  }

  /// Parts a row of a fused map's result into query, key and value.
  private func part(_ row: Int, _ attention: Attention<Loaded>, _ order: FusedOrder) {
    let (size, width) = (attention.headSize, attention.queryWidth)
    let source = fused.pointer + row * 3 * width
    for (index, target) in [query, key, value].enumerated() {
      let out = target.pointer + row * width
      switch order {
      case .byKind: out.update(from: source + index * width, count: width)
      case .byHead:
        for head in 0..<attention.heads {
          (out + head * size).update(from: source + (3 * head + index) * size, count: size)
        }
      }
    }
  }

  private func rotate(_ x: FloatBuffer, _ table: RotaryTable, heads: Int, size: Int) {
    if let own = ownRotations[table.rotary] {
      ck_rope_partial_forward(
        x.pointer, heads * size, rowNumbers, own.cosine, own.sine, rows, heads, size, table.turned)
    } else {
      ck_rope_partial_forward(
        x.pointer, heads * size, positions, table.cosine, table.sine, rows, heads, size, table.turned)
    }
  }

  /// Writes the new keys and values behind those of each sequence's past.
  private func remember(_ layer: Int) {
    var row = 0
    for step in steps {
      let width = step.cache.widths[layer]
      let (count, past) = (step.ids.count, step.cache.count)
      (step.cache.keys(layer: layer) + past * width.keys)
        .update(from: key.pointer + row * width.keys, count: count * width.keys)
      (step.cache.values(layer: layer) + past * width.values)
        .update(from: value.pointer + row * width.values, count: count * width.values)
      row += count
    }
  }

  func convolve(_ convolution: ShortConvolution<Loaded>, _ layer: Int, _ x: UnsafePointer<Float>) {
    let width = convolution.width
    convolution.input.apply(x, rows: rows, into: fused.pointer, scratch: scratch.pointer)
    var row = 0
    for step in steps {
      let (past, seen) = (step.cache.count, step.cache.keys(layer: layer))
      for place in past..<(past + step.ids.count) {
        // B, C and x stand side by side.
        let parts = fused.pointer + row * 3 * width
        ck_multiply(seen + place * width, parts, parts + 2 * width, width)
        let out = attended.pointer + row * width
        convolution.filter.apply(seen, at: place, into: out)
        ck_multiply(out, out, parts + width, width)
        row += 1
      }
    }
  }
}
