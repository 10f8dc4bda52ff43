/// What a model's parts are made of: the names and shapes of weights (`Described`), or the weights themselves (`Loaded`).
/// The tree of parts is the same for both; loading replaces its leaves.
protocol Substance: Sendable {
  associatedtype Map: Sendable
  associatedtype Norm: Sendable
  associatedtype Rotation: Sendable
  associatedtype Filter: Sendable
}

/// Substances whose parts can be compared.
protocol ComparableSubstance: Substance where Map: Hashable, Norm: Hashable, Rotation: Hashable, Filter: Hashable {}

/// Parts by name and shape: what a family's file assembles from `config.json`.
enum Described: ComparableSubstance {
  typealias Map = LinearShape
  typealias Norm = NormShape
  typealias Rotation = Rotary
  typealias Filter = FilterShape
}

/// Parts with their weights: what runs.
enum Loaded: Substance {
  typealias Map = Linear
  typealias Norm = NormWeights
  typealias Rotation = RotaryTable
  typealias Filter = FilterWeights
}

/// Which tokens a token sees: so many before it and behind it, nil for all of them.
struct Reach: Sendable, Hashable {
  var back: Int?
  var ahead: Int?

  /// All before it.
  static let causal = Reach(back: nil, ahead: 0)
  /// All of the text.
  static let everything = Reach(back: nil, ahead: nil)

  /// Itself and `window - 1` tokens before it; all where there is no window.
  static func causal(window: Int?) -> Reach { Reach(back: window.map { max($0 - 1, 0) }, ahead: 0) }
  /// So many tokens to both sides.
  static func around(_ distance: Int?) -> Reach { Reach(back: distance, ahead: distance) }

  /// What a decoder's token sees in a model that `is_causal: false` makes an embedder of: as far ahead as back. Of a window the
  /// reference then counts the token itself no more (`create_bidirectional_sliding_window_mask` in transformers).
  var toBothSides: Reach { ahead == 0 ? .around(back.map { $0 + 1 }) : self }
}

/// Attention over some heads (Vaswani et al. 2017), keys and values shared by groups of them.
struct Attention<S: Substance>: Sendable {
  /// Where queries, keys and values come from.
  enum Inputs: Sendable {
    case separate(query: S.Map, key: S.Map, value: S.Map)
    /// One map for all three.
    case fused(S.Map, FusedOrder)
  }

  var inputs: Inputs
  var output: S.Map
  /// Applied to each head's query and key before they turn.
  var queryNorm: S.Norm?
  var keyNorm: S.Norm?
  /// Nil: positions are not turned in.
  var rotation: S.Rotation?
  var heads: Int
  var keyValueHeads: Int
  var headSize: Int
  /// What scores are multiplied by.
  var scale: Float
  var reach: Reach

  var queryWidth: Int { heads * headSize }
  var keyValueWidth: Int { keyValueHeads * headSize }
}

/// How a fused map's outputs are ordered.
enum FusedOrder: Sendable, Hashable {
  /// Head after head, each with its query, key and value (GPT-NeoX).
  case byHead
  /// All queries, all keys, all values.
  case byKind
}

/// A gated causal convolution over few tokens (LFM2): out(C · filter(B · x)), with B, C and x from one map.
struct ShortConvolution<S: Substance>: Sendable {
  var input: S.Map
  var filter: S.Filter
  var output: S.Map
  var width: Int
}

/// What mixes the tokens of a text.
enum Mixer<S: Substance>: Sendable {
  case attention(Attention<S>)
  case shortConvolution(ShortConvolution<S>)
}

/// The layer that works on each token alone.
struct FeedForward<S: Substance>: Sendable {
  enum Inputs: Sendable {
    /// activation(gate) · up.
    case gated(gate: S.Map, up: S.Map)
    /// The same from one map, gate before up.
    case fusedGate(S.Map)
    /// activation(up).
    case plain(S.Map)
  }

  var inputs: Inputs
  var down: S.Map
  var activation: Activation
  /// Inputs of `down`.
  var width: Int
}

/// How the parts of a block stand to the residual stream x.
enum BlockOrder: Sendable, Hashable {
  /// x += mixer(norm x), then x += feedForward(norm x).
  case normFirst
  /// x += mixer(norm x) + feedForward(norm' x).
  case parallel
  /// x = norm(x + mixer x), then x = norm(x + feedForward x).
  case normLast
}

/// One layer.
struct Block<S: Substance>: Sendable {
  var order = BlockOrder.normFirst
  var mixerNorm: S.Norm?
  var mixer: Mixer<S>
  /// Applied to what the mixer gives, before it is added.
  var mixerOutputNorm: S.Norm?
  var feedForwardNorm: S.Norm?
  var feedForward: FeedForward<S>
  /// Applied to what the feed-forward layer gives, before it is added.
  var feedForwardOutputNorm: S.Norm?
}

extension Attention.Inputs: Hashable, Equatable where S: ComparableSubstance {}
extension Attention: Hashable, Equatable where S: ComparableSubstance {}
extension ShortConvolution: Hashable, Equatable where S: ComparableSubstance {}
extension Mixer: Hashable, Equatable where S: ComparableSubstance {}
extension FeedForward.Inputs: Hashable, Equatable where S: ComparableSubstance {}
extension FeedForward: Hashable, Equatable where S: ComparableSubstance {}
extension Block: Hashable, Equatable where S: ComparableSubstance {}
