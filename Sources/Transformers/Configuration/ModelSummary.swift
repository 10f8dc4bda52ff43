public import Foundation
public import Tensors

/// What `model inspect` shows of a model directory.
public struct ModelSummary: Codable, Sendable, Hashable {
  /// A tensor's name, type and shape.
  public struct TensorShape: Codable, Sendable, Hashable {
    /// Name in the checkpoint.
    public var name: String
    /// Sizes, outermost first.
    public var shape: [Int]
  }

  /// Such as `LlamaForCausalLM`.
  public var architecture: String
  /// Weights, a tied head counted once.
  public var parameters: Int
  /// V.
  public var vocabSize: Int
  /// D.
  public var hiddenSize: Int
  /// Width inside the feed-forward layer.
  public var intermediateSize: Int
  /// Layers.
  public var numHiddenLayers: Int
  /// Query heads.
  public var numAttentionHeads: Int
  /// Key and value heads.
  public var numKeyValueHeads: Int
  /// Width of one head.
  public var headDim: Int
  /// Longest context.
  public var maxPositionEmbeddings: Int
  /// Whether the head is the embedding.
  public var tieWordEmbeddings: Bool
  /// As config.json names the weights' type.
  public var storedType: String
  /// Such as `byte-level BPE`.
  public var tokenizer: String
  /// Tokens, added ones included.
  public var tokens: Int
  /// Tokens whose ids the model has no embedding for: texts with them are refused.
  public var tokensWithoutEmbedding: Int?
  /// The form of its conversations: `chatml`, `llama3`, …; `own` for a template that is none of the known ones.
  public var chatFormat: String
  /// Where its chat template comes from.
  public var chatTemplateOrigin: ChatFormat.Origin
  /// The template's file, or the name of one that is built in.
  public var chatTemplate: String
  /// Whether the template can switch thinking on (`enable_thinking`). Conversations are always written with it off, in answers
  /// and in what is learned from.
  public var hasThinkingSwitch: Bool
  /// Bytes of the weights, mapped from their files.
  public var weightBytes: Int
  /// Bytes of keys and values for one token of context.
  public var cacheBytesPerToken: Int
  /// Every tensor.
  public var tensors: [TensorShape]

  /// Looks into a directory; every tensor is checked to be there and to have its shape.
  ///
  /// - Parameter template: Writes the conversations of a model that has no template of its own.
  /// - Throws: `UnusableModel`.
  public init(directory: URL, template: ChatTemplate? = nil) throws(UnusableModel) {
    let files = try InspectedFiles(directory)
    let (configuration, weights) = (files.configuration, files.weights)
    let description = configuration.description
    let tokenizer = try files.tokenizer.outline(files.tokenizerConfiguration)
    let (template, origin) = ChatFormat.template(
      own: files.template, addedTokens: tokenizer.addedTokens, chosen: template)
    architecture = configuration.architecture
    parameters = configuration.parameterCount
    vocabSize = configuration.vocabSize
    hiddenSize = configuration.hiddenSize
    intermediateSize = configuration.intermediateSize
    numHiddenLayers = configuration.numHiddenLayers
    numAttentionHeads = configuration.numAttentionHeads
    numKeyValueHeads = configuration.numKeyValueHeads
    headDim = configuration.headDim
    maxPositionEmbeddings = configuration.maxPositionEmbeddings
    tieWordEmbeddings = configuration.tieWordEmbeddings
    storedType = configuration.storedType
    self.tokenizer = tokenizer.kind
    tokens = tokenizer.vocabularySize
    let beyond = tokenizer.vocabularySize - configuration.vocabSize
    tokensWithoutEmbedding = beyond > 0 ? beyond : nil
    chatFormat = ChatFormat.kind(of: template).rawValue
    chatTemplateOrigin = origin
    chatTemplate = ChatFormat.name(of: template, origin)
    hasThinkingSwitch = template.hasThinkingSwitch
    weightBytes = weights.byteCount
    cacheBytesPerToken = configuration.cacheBytesPerToken
    tensors = []
    for tensor in description.tensors {
      _ = try weights.entry(tensor.name, shape: tensor.shape)
      tensors.append(TensorShape(name: tensor.name, shape: tensor.shape))
    }
  }
}

/// A directory's files, as far as a summary needs them. The tokenizer's own is the longest by far, so it is gone over while
/// the others are read.
private struct InspectedFiles {
  let configuration: ModelConfiguration
  let weights: ModelWeights
  let tokenizerConfiguration: TokenizerConfiguration
  let template: ChatTemplate?
  let tokenizer: MappedTokenizer

  init(_ directory: URL) throws(UnusableModel) {
    var tokenizer: Result<MappedTokenizer, UnusableModel>?
    var others: Result<Others, UnusableModel>?
    Parallel.forEach(2) { part in
      if part == 0 {
        tokenizer = Result { () throws(UnusableModel) in try MappedTokenizer(directory: directory) }
      } else {
        others = Result { () throws(UnusableModel) in try Others(directory) }
      }
    }
    guard let tokenizer, let others else { preconditionFailure("an item was not done") }
    let read = try others.get()
    (configuration, weights, tokenizerConfiguration, template) = (
      read.configuration, read.weights, read.tokenizer, read.template
    )
    self.tokenizer = try tokenizer.get()
  }

  private struct Others {
    let configuration: ModelConfiguration
    let weights: ModelWeights
    let tokenizer: TokenizerConfiguration
    let template: ChatTemplate?

    init(_ directory: URL) throws(UnusableModel) {
      var configuration = try ModelConfiguration(directory: directory)
      var weights = try ModelWeights(directory: directory, prefix: configuration.description.prefix)
      weights.settleTie(of: configuration.description)
      weights.dropHead(of: &configuration, isWanted: true)
      (self.configuration, self.weights) = (configuration, weights)
      tokenizer = try TokenizerConfiguration(directory: directory)
      template = try ChatTemplate.own(in: directory)
    }
  }
}

extension Transformer {
  /// Writes the tensor `logits`, float32 of shape (T, V), for some ids.
  ///
  /// - Throws: `UnusableInput` where the model cannot take the ids; `CancellationError`; what `Data.write` throws.
  public func writeLogits(_ ids: [Int32], to url: URL) throws {
    guard isCausal else {
      throw UnusableInput(
        detail: Explanation(
          en: "\(configuration.architecture) is an encoder and gives no logits",
          ja: "\(configuration.architecture) はエンコーダーで、ロジットを出しません"))
    }
    guard !ids.isEmpty, ids.count <= contextLimit else {
      throw UnusableInput(
        detail: Explanation(
          en: "\(ids.count) ids are given, the model takes 1 to \(contextLimit) (\(contextLimitOrigin.en))",
          ja: "番号が \(ids.count) 個ありますが、このモデルで扱えるのは 1～\(contextLimit) 個です（\(contextLimitOrigin.ja)）"))
    }
    try check(ids)
    try checkMemory(tokens: ids.count, logitRows: ids.count)
    let logits = logits(ids)
    try Task.checkCancellation()
    try logits.withUnsafeBytes { try NonFiniteOutput.check($0.bindMemory(to: Float.self)) }
    var writer = SafetensorsWriter()
    writer.add("logits", logits)
    try writer.write(to: url)
  }

  /// Checks that every id has an embedding.
  ///
  /// - Throws: `UnusableInput` that names the first that has none.
  public func check(_ ids: [Int32]) throws(UnusableInput) {
    guard let stranger = ids.first(where: { !accepts([$0]) }) else { return }
    throw UnusableInput(
      detail: Explanation(
        en: "the id \(stranger) is outside the vocabulary (0 to \(configuration.vocabSize - 1))",
        ja: "番号 \(stranger) は語彙の範囲（0～\(configuration.vocabSize - 1)）にありません"))
  }

  /// Checks that a prompt can be answered: it is not empty, has room for an answer and ids with embeddings.
  ///
  /// - Throws: `UnusableInput` that says what is wrong.
  public func check(prompt ids: [Int32]) throws(UnusableInput) {
    guard !ids.isEmpty, ids.count < contextLimit else {
      throw UnusableInput(
        detail: Explanation(
          en:
            "the prompt has \(ids.count) tokens, and must have 1 to \(contextLimit - 1), so that an answer has room in "
            + "\(contextLimit) positions (\(contextLimitOrigin.en))",
          ja: "プロンプトが \(ids.count) トークンですが、回答を含めて \(contextLimit) 位置に収めるには 1～\(contextLimit - 1) "
            + "トークンでなければなりません（\(contextLimitOrigin.ja)）"))
    }
    try check(ids)
  }
}

/// Ids that a model cannot take.
public struct UnusableInput: Error, CustomStringConvertible, Sendable, Hashable {
  /// What is wrong with them.
  public var detail: Explanation
  /// What to do next.
  public var advice = Explanation(
    en: "give ids of this model's tokenizer", ja: "このモデルのトークナイザーの番号を指定してください")

  /// What was attempted, why it failed, and what to do next.
  public var explanation: Explanation {
    Explanation(
      en: "cannot run the model on these ids: \(detail.en); \(advice.en)",
      ja: "指定されたトークンの番号ではモデルを動かせません（\(detail.ja)）。\(advice.ja)。")
  }

  /// One line for people.
  public var description: String { explanation.en }
}
