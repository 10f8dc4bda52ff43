internal import Tensors

/// What attention and short convolutions need of the tokens of one sequence that are past, layer by layer.
///
/// Not Sendable: one sequence is worked on by one thread at a time.
public final class KVCache {
  /// Tokens that the cache holds.
  public private(set) var count = 0
  let widths: [CacheWidth]
  private var capacity: Int
  private var keys: [FloatBuffer]
  private var values: [FloatBuffer]

  /// An empty cache with room for `capacity` tokens; it grows when more come.
  public convenience init(_ configuration: ModelConfiguration, capacity: Int = 64) {
    self.init(widths: configuration.cacheWidths, capacity: capacity)
  }

  /// An empty cache for layers that keep so much of a token.
  init(widths: [CacheWidth], capacity: Int) {
    self.widths = widths
    let capacity = max(capacity, 1)
    self.capacity = capacity
    keys = widths.map { FloatBuffer(capacity * $0.keys) }
    values = widths.map { FloatBuffer(capacity * $0.values) }
  }

  /// Room for a text that is worked off in one pass: its layers come one after the other and share the same memory.
  init(sharedBy configuration: ModelConfiguration, capacity: Int) {
    widths = configuration.cacheWidths
    self.capacity = max(capacity, 1)
    let most = CacheWidth(keys: widths.map(\.keys).max() ?? 0, values: widths.map(\.values).max() ?? 0)
    keys = Array(repeating: FloatBuffer(self.capacity * most.keys), count: widths.count)
    values = Array(repeating: FloatBuffer(self.capacity * most.values), count: widths.count)
  }

  /// Keys of a layer: (capacity, G, S), or what its short convolution has seen: (capacity, D).
  func keys(layer: Int) -> UnsafeMutablePointer<Float> { keys[layer].pointer }
  /// Values of a layer: (capacity, G, S).
  func values(layer: Int) -> UnsafeMutablePointer<Float> { values[layer].pointer }

  /// Makes room for `more` tokens beyond `count`.
  func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    capacity = max(count + more, capacity * 2)
    for layer in widths.indices {
      keys[layer] = grown(keys[layer], width: widths[layer].keys)
      values[layer] = grown(values[layer], width: widths[layer].values)
    }
  }

  private func grown(_ old: FloatBuffer, width: Int) -> FloatBuffer {
    let new = FloatBuffer(capacity * width)
    new.pointer.update(from: old.pointer, count: count * width)
    return new
  }

  /// Counts tokens whose keys and values have been written.
  func advance(_ more: Int) { count += more }

  /// Forgets all tokens but the first `kept`.
  public func truncate(to kept: Int) {
    precondition(kept >= 0 && kept <= count, "a cache of \(count) tokens cannot be cut to \(kept)")
    count = kept
  }

  /// Replaces tokens `from ..< upTo` by those of `other`, and forgets what stood behind them.
  public func copy(_ other: KVCache, from: Int = 0, upTo: Int) {
    precondition(other !== self && from <= count && from <= upTo && upTo <= other.count, "no such tokens in the caches")
    count = from
    reserve(upTo - from)
    func copy(_ source: FloatBuffer, to target: FloatBuffer, width: Int) {
      (target.pointer + from * width).update(from: source.pointer + from * width, count: (upTo - from) * width)
    }
    for layer in widths.indices {
      copy(other.keys[layer], to: keys[layer], width: widths[layer].keys)
      copy(other.values[layer], to: values[layer], width: widths[layer].values)
    }
    count = upTo
  }
}
