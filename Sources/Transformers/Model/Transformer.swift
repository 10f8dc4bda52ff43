public import Foundation
public import Tensors

/// A model that runs: the parts that its family's file describes, with their weights.
///
/// Weights stay in the mapped files where their type is the one asked for.
public final class Transformer: Sendable {
  /// The model's shape.
  public let configuration: ModelConfiguration
  /// The adapter that is applied, if any.
  public let adapter: LoRAAdapter?
  /// The longest sequence: the model's own limit, at most `longestContext`; that alone where rotary positions grow with the
  /// text.
  public let contextLimit: Int
  /// Rotary positions that grow with the text, each kind once.
  let growingRotations: [RotaryTable]
  let embedding: TokenEmbedding
  let blocks: [Block<Loaded>]
  let finalNorm: NormWeights?
  /// Nil for a model without logits.
  let head: MatrixWeight?
  let softCap: Float?
  /// Which tokens layers see, each way once.
  let reaches: [Reach]
  let widths: BufferWidths

  /// Positions beyond this are not tabulated.
  public static let longestContext = 16_384

  /// Assembles a model from tensors by their checkpoint names.
  ///
  /// - Throws: What `tensor` throws for a tensor that is missing or has another shape.
  public init(
    _ configuration: ModelConfiguration, dtype: DType? = nil, adapter: LoRAAdapter? = nil,
    tensor: @escaping (_ name: String, _ shape: [Int]) throws(UnusableModel) -> Tensor
  ) throws(UnusableModel) {
    let description = configuration.description
    self.configuration = configuration
    self.adapter = adapter
    let grows = description.blocks.contains {
      if case .attention(let attention) = $0.mixer { attention.rotation?.growsWithText == true } else { false }
    }
    let longest = configuration.maxPositionEmbeddings
    contextLimit = grows ? Self.longestContext : min(longest, Self.longestContext)
    let loader = WeightLoader(
      dtype: dtype, adapter: adapter, positions: contextLimit, trainedPositions: longest, tensor: tensor)
    embedding = try TokenEmbedding(description.embedding, loader)
    blocks = try loader.blocks(description.blocks)
    finalNorm = try loader.norm(description.finalNorm)
    if let described = description.head {
      if let weight = described.weight { head = try loader.matrix(weight) } else { head = embedding.tokens }
    } else {
      head = nil
    }
    softCap = description.head?.softCap
    var reaches: [Reach] = []
    for case .attention(let attention) in blocks.map(\.mixer) where !reaches.contains(attention.reach) {
      reaches.append(attention.reach)
    }
    self.reaches = reaches
    var growing: [Rotary: RotaryTable] = [:]
    for case .attention(let attention) in blocks.map(\.mixer) {
      if let table = attention.rotation, table.rotary.growsWithText { growing[table.rotary] = table }
    }
    growingRotations = Array(growing.values)
    widths = BufferWidths(blocks, hidden: configuration.hiddenSize)
  }

  /// Loads a model directory.
  ///
  /// - Parameters:
  ///   - directory: Hugging Face layout: `config.json`, `*.safetensors` and their index.
  ///   - dtype: How the matrices are held; nil keeps the files' own type.
  ///   - adapter: A PEFT LoRA directory, applied beside the weights.
  /// - Throws: `UnusableModel`.
  public static func load(directory: URL, dtype: DType? = nil, adapter: URL? = nil) throws(UnusableModel) -> Transformer
  {
    try load(directory: directory, dtype: dtype, adapter: adapter, available: AvailableMemory.now())
  }

  /// The same where so much memory is available.
  ///
  /// Every weight that is used is looked at once, so that one that is infinite or no number is found here and not in an answer;
  /// what that reads of the files is what the first text would read. A model that only embeds texts needs no head.
  static func load(
    directory: URL, dtype: DType?, adapter: URL?, available: AvailableMemory?, isHeadWanted: Bool = true
  ) throws(UnusableModel) -> Transformer {
    let (configuration, weights) = try ModelWeights.read(directory, isHeadWanted: isHeadWanted)
    try MemoryNeed(configuration, weights, dtype: dtype).check(available, directory: directory.path)
    var lora: LoRAAdapter?
    if let adapter { lora = try LoRAAdapter(directory: adapter, configuration: configuration) }
    return try Transformer(configuration, dtype: dtype, adapter: lora) {
      (name, shape) throws(UnusableModel) in
      try weights.finiteTensor(name, shape: shape)
    }
  }

  /// Where `contextLimit` comes from, for messages about texts that are too long.
  public var contextLimitOrigin: Explanation {
    contextLimit == configuration.maxPositionEmbeddings
      ? Explanation(en: "its max_position_embeddings", ja: "モデルの max_position_embeddings")
      : Explanation(
        en: "this program's limit; the model's max_position_embeddings is \(configuration.maxPositionEmbeddings)",
        ja: "このプログラムの上限。モデルの max_position_embeddings は \(configuration.maxPositionEmbeddings)")
  }

  /// Whether the model writes texts: it has logits, and no token sees those behind it. Encoders do not.
  public var isCausal: Bool { head != nil && reaches.allSatisfy { $0.ahead == 0 } }

  /// Bytes of all matrices: what one token's pass reads.
  var matrixBytes: Int { configuration.parameterCount * embedding.tokens.dtype.size }
}

/// Columns that a pass's working memory needs.
struct BufferWidths: Sendable {
  var query = 0
  var keyValue = 0
  var fused = 0
  var attended = 0
  var gate = 0
  var up = 0
  /// A second norm of the stream, for layers whose halves stand side by side.
  var beside = 0
  /// All that a row takes: the stream and its norm too.
  private(set) var columns = 0

  init(_ blocks: [Block<Loaded>], hidden: Int) {
    for block in blocks {
      switch block.mixer {
      case .attention(let attention):
        query = max(query, attention.queryWidth)
        keyValue = max(keyValue, attention.keyValueWidth)
        attended = max(attended, attention.queryWidth)
        if case .fused(let map, _) = attention.inputs { fused = max(fused, map.weight.outputs) }
      case .shortConvolution(let convolution):
        fused = max(fused, 3 * convolution.width)
        attended = max(attended, convolution.width)
      }
      switch block.feedForward.inputs {
      case .gated:
        gate = max(gate, block.feedForward.width)
        up = max(up, block.feedForward.width)
      case .fusedGate:
        fused = max(fused, 2 * block.feedForward.width)
        gate = max(gate, block.feedForward.width)
      case .plain: gate = max(gate, block.feedForward.width)
      }
      if block.order == .parallel { beside = hidden }
    }
    columns = 2 * hidden + beside + query + 2 * keyValue + fused + attended + gate + up
  }
}
