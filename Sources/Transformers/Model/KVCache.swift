internal import Tensors

/// Keys and values of one sequence, layer by layer: what attention needs of the tokens that are past.
///
/// Not Sendable: one sequence is worked on by one thread at a time.
public final class KVCache {
  /// Tokens that the cache holds.
  public private(set) var count = 0
  let layers: Int
  /// G × S.
  let width: Int
  private var capacity: Int
  private var keys: [FloatBuffer]
  private var values: [FloatBuffer]

  /// An empty cache with room for `capacity` tokens; it grows when more come.
  public init(_ configuration: ModelConfiguration, capacity: Int = 64) {
    layers = configuration.numHiddenLayers
    width = configuration.keyValueWidth
    self.capacity = max(capacity, 1)
    keys = []
    values = []
    for _ in 0..<layers {
      keys.append(FloatBuffer(self.capacity * width))
      values.append(FloatBuffer(self.capacity * width))
    }
  }

  /// Keys of a layer: (capacity, G, S).
  func keys(layer: Int) -> UnsafeMutablePointer<Float> { keys[layer].pointer }
  /// Values of a layer: (capacity, G, S).
  func values(layer: Int) -> UnsafeMutablePointer<Float> { values[layer].pointer }

  /// Makes room for `more` tokens beyond `count`.
  func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    capacity = max(count + more, capacity * 2)
    for layer in 0..<layers {
      keys[layer] = grown(keys[layer])
      values[layer] = grown(values[layer])
    }
  }

  private func grown(_ old: FloatBuffer) -> FloatBuffer {
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
    for layer in 0..<layers {
      let place = from * width
      (keys[layer].pointer + place).update(from: other.keys[layer].pointer + place, count: (upTo - from) * width)
      (values[layer].pointer + place).update(from: other.values[layer].pointer + place, count: (upTo - from) * width)
    }
    count = upTo
  }
}
