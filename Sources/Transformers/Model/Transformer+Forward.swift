internal import CKernels
public import Tensors

extension Transformer {
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
    /// The length of the text, as far as it is known: rotary positions that grow with the text turn by it.
    public let length: Int

    /// New tokens of one sequence.
    ///
    /// - Parameter length: The length of the text where more of it is to follow; nil where it ends with these tokens.
    public init(cache: KVCache, ids: [Int32], wanted: Wanted = .last, length: Int? = nil) {
      self.cache = cache
      self.ids = ids
      self.wanted = wanted
      self.length = max(length ?? 0, cache.count + ids.count)
    }

    var logitRows: Int { wanted == .none || ids.isEmpty ? 0 : wanted == .last ? 1 : ids.count }
  }

  /// Models below this size lie in the processor's caches: their sequences are shared out among threads whole. Larger ones
  /// are read once for all sequences, and the matrices are shared out.
  private static let cachedModelBytes = 96 << 20

  /// Runs the new tokens of several sequences and returns the wanted logits, row after row: (rows, V).
  ///
  /// A row's bits depend on its own sequence alone, not on what else is in the batch, nor on the number of threads. Where the
  /// task is cancelled meanwhile they are anything: who asks for them looks at that before he uses them.
  public func forward(_ steps: [Step]) -> FloatBuffer {
    run(steps, width: configuration.vocabSize) { $0.logits(into: $1) }
  }

  /// The states behind the last norm, of the same tokens that `forward` gives logits of: (rows, D).
  func states(_ steps: [Step]) -> FloatBuffer {
    run(steps, width: configuration.hiddenSize) { $0.states(into: $1) }
  }

  private func run(
    _ steps: [Step], width: Int, _ finish: (ForwardPass, UnsafeMutablePointer<Float>) -> Void
  ) -> FloatBuffer {
    let result = FloatBuffer(steps.reduce(0) { $0 + $1.logitRows } * width)
    let groups =
      matrixBytes <= Self.cachedModelBytes ? Self.balanced(steps, groups: Parallel.availableThreads) : [0..<steps.count]
    var firstRow: [Int] = []
    var rows = 0
    for group in groups {
      firstRow.append(rows)
      rows += steps[group].reduce(0) { $0 + $1.logitRows }
    }
    // The threads of the pool have no task of their own to ask whether it is cancelled.
    withUnsafeCurrentTask { task in
      Parallel.forEach(groups.count) { index in
        let pass = ForwardPass(self, steps[groups[index]])
        pass.run { task?.isCancelled ?? false }
        finish(pass, result.pointer + firstRow[index] * width)
      }
    }
    for step in steps { step.cache.advance(step.ids.count) }
    return result
  }

  /// The logits of a text: (T, V), worked off in blocks.
  public func logits(_ ids: [Int32]) -> Tensor {
    let vocabulary = configuration.vocabSize
    let cache = KVCache(configuration, capacity: ids.count)
    let result = FloatBuffer(ids.count * vocabulary)
    for start in stride(from: 0, to: ids.count, by: Self.blockRows) where !Task.isCancelled {
      let block = Array(ids[start..<min(start + Self.blockRows, ids.count)])
      let rows = forward([Step(cache: cache, ids: block, wanted: .all, length: ids.count)])
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
