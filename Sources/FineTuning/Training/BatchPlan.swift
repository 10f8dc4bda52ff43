/// Which examples each step learns from, fixed before training begins by the recipe and the data alone.
struct BatchPlan: Sendable {
  private let order: [Int32]
  /// `order[boundaries[s] ..< boundaries[s + 1]]` are the examples of step s + 1.
  private let boundaries: [Int]
  private let shards: Int
  private let rowLength: Int

  var stepCount: Int { boundaries.count - 1 }

  /// `stretches` are the numbers of examples that belong together: each is shuffled in itself, in this order; nil
  /// shuffles all together.
  init(recipe: TrainingRecipe, lengths: [Int], stretches: [Int]? = nil) {
    let stretches = stretches ?? [lengths.count]
    shards = recipe.batch.shards
    rowLength = recipe.batch.rowLength
    let epochExamples = recipe.epochs.map { Int(($0 * Double(lengths.count)).rounded()) } ?? Int.max
    let budget = recipe.tokens ?? Int.max
    let stepExamples = (recipe.batch.examples ?? Int.max / recipe.batch.accumulation) * recipe.batch.accumulation
    let stepTokens = (recipe.batch.tokens ?? Int.max / recipe.batch.accumulation) * recipe.batch.accumulation
    var order: [Int32] = []
    var boundaries = [0]
    var (examples, tokens, total) = (0, 0, 0)
    var epoch: UInt64 = 0
    filling: while !lengths.isEmpty {
      var random = SplitMix64(seed: recipe.seed, stream: 1 + epoch)
      var first: Int32 = 0
      let shuffled = stretches.flatMap { count in
        defer { first += Int32(count) }
        return random.permutation(count).map { $0 + first }
      }
      for index in shuffled {
        guard order.count < epochExamples, total < budget else { break filling }
        let length = lengths[Int(index)]
        if examples > 0, examples >= stepExamples || tokens + length > stepTokens {
          boundaries.append(order.count)
          (examples, tokens) = (0, 0)
        }
        order.append(index)
        examples += 1
        tokens += length
        total += length
      }
      epoch += 1
    }
    if order.count > boundaries[boundaries.count - 1] { boundaries.append(order.count) }
    self.order = order
    self.boundaries = boundaries
  }

  /// The rows of step 1, 2, …, by shard. Rows are of even length, so that shards take the same time.
  func shards(step: Int, from examples: [TokenizedExample]) -> [[PackedRow]] {
    let chosen = order[boundaries[step - 1]..<boundaries[step]].map { examples[Int($0)] }
    let rows = Self.rows(chosen, rowLength: rowLength, atLeast: shards)
    var result = [[PackedRow]](repeating: [], count: shards)
    for (index, row) in rows.enumerated() { result[index % shards].append(row) }
    return result
  }

  /// Packs examples, longest first, each into the emptiest row with room for it.
  static func rows(_ examples: [TokenizedExample], rowLength: Int, atLeast least: Int) -> [PackedRow] {
    let total = examples.reduce(0) { $0 + $1.ids.count }
    var count = max(min(least, examples.count), (total + rowLength - 1) / rowLength)
    if least > 1 { count = (count + least - 1) / least * least }
    var members = [[Int]](repeating: [], count: count)
    var sizes = [Int](repeating: 0, count: count)
    let byLength = examples.indices.sorted {
      examples[$0].ids.count != examples[$1].ids.count ? examples[$0].ids.count > examples[$1].ids.count : $0 < $1
    }
    for index in byLength {
      let length = examples[index].ids.count
      var best = 0
      for row in 1..<max(1, sizes.count) where sizes[row] < sizes[best] { best = row }
      if sizes[best] + length > rowLength, sizes[best] > 0 {
        best = sizes.count
        sizes.append(0)
        members.append([])
      }
      sizes[best] += length
      members[best].append(index)
    }
    return members.filter { !$0.isEmpty }.map { PackedRow($0.map { examples[$0] }) }
  }
}
