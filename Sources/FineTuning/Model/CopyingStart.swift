import Foundation
import Tensors

/// Initial weights whose attention can already copy: what a small model otherwise finds only after tens of millions of
/// ids, if at all.
///
/// The first layer's heads look at the previous position, and two later layers' heads look for the place where the
/// present id stood before and pass on what followed it (induction heads; Olsson et al. 2022, arXiv 2209.11895). To
/// begin with structure instead of noise follows the idea of mimetic initialization (Trockman and Kolter 2023, arXiv
/// 2305.09828). Training goes on from there freely.
struct CopyingStart {
  private let layout: ParameterLayout
  private let values: FloatBuffer
  private let seed: UInt64

  /// How strongly the first layer prefers the previous position, in logits over its neighbours about 5.
  private static let previousScale = 0.86
  /// How strongly equal ids attract, about 6 logits.
  private static let matchScale = 1.8
  /// What heads add to the stream, about as large as an embedding.
  private static let writeScale = (previous: 0.02, copied: 0.04)
  /// Every embedding's common part: gives the first layer's heads something that does not depend on the id.
  private static let commonPart: Float = 0.01

  init(_ layout: ParameterLayout, values: FloatBuffer, seed: UInt64) {
    self.layout = layout
    self.values = values
    self.seed = seed
  }

  /// The layers that match: the second, and the fourth where there is one.
  private var matchingLayers: [Int] { [1, 3].filter { $0 < layout.shape.layers } }

  /// Changes random initial values in place.
  func apply() {
    let shape = layout.shape
    let embedding = values.pointer + layout.embedding
    for place in 0..<shape.vocabulary * shape.width { embedding[place] += Self.commonPart }
    lookBack()
    passOn(layer: 0, scale: Self.writeScale.previous, roll: shape.width / 4)
    for layer in matchingLayers {
      match(layer: layer)
      passOn(layer: layer, scale: Self.writeScale.copied, roll: 0)
    }
  }

  /// Queries and keys of the first layer answer to the embeddings' common part alone; the key's is turned by one
  /// position, so that their product is largest one position back. Only fast frequencies tell neighbours apart.
  private func lookBack() {
    let shape = layout.shape
    let start = values.pointer + layout.layers[0].attention
    let common = Float(Self.previousScale / Double(shape.width).squareRoot())
    for head in 0..<shape.heads + shape.keyValueHeads {
      let isKey = head >= shape.heads
      for pair in 0..<shape.halfHead * 3 / 8 {
        let angle = pow(shape.ropeTheta, -2 * Double(pair) / Double(shape.headSize))
        let first = start + (head * shape.headSize + pair) * shape.width
        let second = first + shape.halfHead * shape.width
        for column in 0..<shape.width {
          first[column] = common * (isKey ? Float(cos(angle)) : 1)
          second[column] = common * (isKey ? Float(sin(angle)) : 0)
        }
      }
    }
  }

  /// Queries look for the present id, keys show the previous position's, which the first layer wrote rolled. Fast
  /// frequencies, which would forget a match far away, stay out of it.
  private func match(layer: Int) {
    let shape = layout.shape
    let queries = values.pointer + layout.layers[layer].attention
    let keys = queries + shape.queryWidth * shape.width
    let directions = orthogonalRows(shape.keyValueWidth, stream: UInt64(0x2_0000 + layer))
    let roll = shape.width / 4
    for row in 0..<shape.keyValueWidth {
      let place = row % shape.headSize % shape.halfHead
      let scale = place < shape.halfHead * 3 / 8 ? 0 : Self.matchScale
      for column in 0..<shape.width {
        keys[row * shape.width + (column + roll) % shape.width] = Float(scale * directions[row][column])
      }
    }
    let group = shape.heads / shape.keyValueHeads
    for row in 0..<shape.queryWidth {
      let (head, place) = row.quotientAndRemainder(dividingBy: shape.headSize)
      let shared = head / group * shape.headSize + place
      let scale = place % shape.halfHead < shape.halfHead * 3 / 8 ? 0 : Self.matchScale
      for column in 0..<shape.width {
        queries[row * shape.width + column] = Float(scale * directions[shared][column])
      }
    }
  }

  /// Values in orthogonal directions, and an output that undoes them: what is attended to is added to the stream,
  /// rolled along it by `roll` where it must not be taken for the present id.
  private func passOn(layer: Int, scale: Double, roll: Int) {
    let shape = layout.shape
    let weights = values.pointer + layout.layers[layer].attention
    let directions = orthogonalRows(shape.keyValueWidth, stream: UInt64(0x3_0000 + layer))
    let valueRows = weights + (shape.queryWidth + shape.keyValueWidth) * shape.width
    for row in 0..<shape.keyValueWidth {
      for column in 0..<shape.width { valueRows[row * shape.width + column] = Float(directions[row][column]) }
    }
    let output = values.pointer + layout.layers[layer].output
    let group = shape.heads / shape.keyValueHeads
    for row in 0..<shape.width {
      for column in 0..<shape.queryWidth {
        let (head, place) = column.quotientAndRemainder(dividingBy: shape.headSize)
        let direction = directions[head / group * shape.headSize + place]
        let source = (row + shape.width - roll) % shape.width
        output[row * shape.queryWidth + column] = Float(scale / Double(group) * direction[source])
      }
    }
  }

  /// Random directions of length 1, at right angles to each other (Gram and Schmidt).
  private func orthogonalRows(_ count: Int, stream: UInt64) -> [[Double]] {
    var random = SplitMix64(seed: seed, stream: stream)
    var rows: [[Double]] = []
    for _ in 0..<count {
      var row = (0..<layout.shape.width).map { _ in random.normal() }
      for other in rows {
        let along = zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
        for index in row.indices { row[index] -= along * other[index] }
      }
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      rows.append(row.map { $0 / length })
    }
    return rows
  }
}
