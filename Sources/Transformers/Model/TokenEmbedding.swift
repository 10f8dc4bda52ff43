internal import CKernels
internal import Tensors

/// A token's vector before the first layer.
struct TokenEmbedding: Sendable {
  let tokens: MatrixWeight
  private let positions: MatrixWeight?
  private let offset: Int
  /// Takes the row before a text's first, and does not count.
  let padding: Int32?
  private let segment: [Float]?
  private let norm: NormWeights?
  private let scale: Float?

  init(_ description: EmbeddingDescription, _ loader: WeightLoader) throws(UnusableModel) {
    tokens = try loader.matrix(description.tokens)
    if let learned = description.positions { positions = try loader.matrix(learned) } else { positions = nil }
    offset = description.offset
    padding = description.padding
    if let kinds = description.segments {
      segment = Array(try loader.tensor(kinds.name, kinds.shape).floats().array.prefix(kinds.shape[1]))
    } else {
      segment = nil
    }
    norm = try loader.norm(description.norm)
    // The reference multiplies by a scale that has the weights' own type.
    switch (description.scale, tokens.dtype) {
    case (nil, _): scale = nil
    case (let exact?, .f32): scale = Float(exact)
    case (let exact?, .f16): scale = Float(Float16(exact))
    case (let exact?, .bf16):
      var (value, half, rounded) = (Float(exact), UInt16(0), Float(0))
      ck_bf16_from_f32(&half, &value, 1)
      ck_f32_from_bf16(&rounded, &half, 1)
      scale = rounded
    }
  }

  /// Writes the vector of token `id` at `position` of its text, −1 for padding; `scratch` has room for another one.
  func write(
    _ id: Int32, at position: Int, to out: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let width = tokens.inputs
    tokens.copyRow(Int(id), to: out)
    if let scale { ck_scale(out, scale, width) }
    if let segment { ck_add(out, segment, width) }
    if let positions {
      positions.copyRow(position + offset, to: scratch)
      ck_add(out, scratch, width)
    }
    norm?.apply(out, rows: 1, into: out)
  }
}
