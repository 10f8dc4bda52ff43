/// Ids and, for each, whether it is learnt from.
///
/// `lossMask[i]` is the weight of predicting `ids[i]`; both have the same length.
public struct TokenizedExample: Sendable, Equatable {
  /// Token ids.
  public let ids: [Int32]
  /// Weight of each id in the loss: 0 for context, usually 1 for what is learnt.
  public let lossMask: [Float]

  /// Makes an example; nil where the lengths differ.
  public init?(ids: [Int32], lossMask: [Float]) {
    guard ids.count == lossMask.count else { return nil }
    self.ids = ids
    self.lossMask = lossMask
  }

  /// An example whose every id is learnt.
  public init(text ids: [Int32]) {
    self.ids = ids
    lossMask = [Float](repeating: 1, count: ids.count)
  }
}

/// Several examples end to end, each blind to the others: what one pass through the model reads.
struct PackedRow: Sendable {
  private(set) var ids: [Int32] = []
  /// Place inside the own example.
  private(set) var positions: [Int32] = []
  /// Index in the row at which the own example begins.
  private(set) var starts: [Int32] = []
  /// Indices whose next id is learnt, those ids, and their weights.
  private(set) var lossIndices: [Int32] = []
  private(set) var targets: [Int32] = []
  private(set) var weights: [Float] = []

  init(_ examples: some Sequence<TokenizedExample>) {
    for example in examples { append(example) }
  }

  var count: Int { ids.count }
  var totalWeight: Double { weights.reduce(0) { $0 + Double($1) } }

  private mutating func append(_ example: TokenizedExample) {
    let start = Int32(ids.count)
    for (index, id) in example.ids.enumerated() {
      ids.append(id)
      positions.append(Int32(index))
      starts.append(start)
      guard index > 0, example.lossMask[index] != 0 else { continue }
      lossIndices.append(start + Int32(index) - 1)
      targets.append(id)
      weights.append(example.lossMask[index])
    }
  }
}
