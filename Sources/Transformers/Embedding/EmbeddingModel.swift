public import Foundation
public import Tensors

/// A model that turns texts into vectors, as its directory's own files say: which layers, how tokens are pooled, which dense
/// layers follow, whether the vector is normalised, which prompts there are.
public struct EmbeddingModel: Sendable {
  /// What a text is embedded for.
  public enum Role: Sendable { case query, document }

  /// The layers.
  public let model: Transformer
  /// The tokenizer.
  public let tokenizer: Tokenizer
  /// Tokens of a text, template and prompt included; what is longer is cut, and `embed` says so.
  public let maximumTokens: Int
  /// Whether that is the length that the directory's files give, and not the most that its layers take here.
  private let isGivenLength: Bool
  /// Numbers of a vector.
  public let dimension: Int
  /// The directory's prompts by name, such as `query`.
  public let prompts: [String: String]
  /// What stands before every text unless something else is asked for.
  public let defaultPrompt: String?
  /// How vectors are compared: `cosine`, `dot`, `euclidean` or `manhattan`.
  public let similarity: String
  /// Whether of a text that is too long the end is kept.
  let cutsBeginning: Bool
  let pooling: Pooling
  let steps: [EmbeddingStep]

  /// Rows of all texts together in one pass.
  private static let passRows = 2048

  /// Loads a directory in sentence-transformers' layout, or a bare model, whose tokens are averaged.
  ///
  /// - Parameters:
  ///   - directory: `modules.json` beside the files of a Hugging Face model.
  ///   - dtype: How matrices are held; nil keeps the files' own type.
  /// - Throws: `UnusableModel`.
  public static func load(directory: URL, dtype: DType? = nil) throws(UnusableModel) -> EmbeddingModel {
    let files = try EmbeddingFiles(directory)
    return try EmbeddingModel(
      files,
      model: try Transformer.load(
        directory: files.modelDirectory, dtype: dtype, adapter: nil, available: AvailableMemory.now(),
        isHeadWanted: false),
      tokenizer: try Tokenizer(directory: files.modelDirectory), dtype: dtype)
  }

  private init(
    _ files: EmbeddingFiles, model: Transformer, tokenizer: Tokenizer, dtype: DType?
  ) throws(UnusableModel) {
    self.model = model
    self.tokenizer = files.lowersCase ? tokenizer.lowercasing() : tokenizer
    prompts = files.prompts
    defaultPrompt = files.defaultPrompt
    similarity = files.similarity
    cutsBeginning = files.cutsBeginning ?? tokenizer.parts.cutsBeginning ?? false
    pooling = files.pooling
    steps = try files.steps(dtype: dtype)
    // Template and at least one token of the text have to fit.
    let template = tokenizer.prefixIDs.count + tokenizer.suffixIDs.count
    isGivenLength = files.maximumTokens.map { $0 <= model.contextLimit } ?? false
    maximumTokens = max(min(files.maximumTokens ?? model.contextLimit, model.contextLimit), template + 1)
    guard maximumTokens <= model.contextLimit else {
      throw UnusableModel(
        .invalidKey, file: files.modelDirectory.appendingPathComponent("config.json").path,
        place: .key("max_position_embeddings"),
        detail: Explanation(
          en: "\(model.contextLimit) positions have no room for the tokenizer's template of \(template) tokens",
          ja: "位置の数 \(model.contextLimit) には、トークナイザーの定型 \(template) トークンが収まりません"),
        advice: ModelConfiguration.advice)
    }
    let whole = try files.dimension(of: steps, width: model.configuration.hiddenSize)
    dimension = min(whole, files.truncatedDimension ?? whole)
  }

  /// The prompt that the directory has for a role; nil where it has no prompts.
  public func prompt(for role: Role) -> String? {
    let names = role == .query ? ["query"] : ["document", "passage", "corpus"]
    // As in the reference, a role that the directory has no prompt for has an empty one, and not the default.
    return names.lazy.compactMap { prompts[$0] }.first ?? (defaultPrompt == nil ? nil : "")
  }

  /// Where `maximumTokens` comes from, for messages about texts that are cut.
  public var maximumTokensOrigin: Explanation {
    isGivenLength
      ? Explanation(en: "the length that the model's files give", ja: "モデルのファイルにある長さ") : model.contextLimitOrigin
  }

  /// A vector for each text, in their order. A text's vector is the same bits whatever else is embedded with it.
  ///
  /// - Parameters:
  ///   - texts: The texts.
  ///   - prompt: What stands before each; nil takes the directory's default prompt.
  ///   - onCut: Told the number of each text of which not all is embedded, and how many tokens it has.
  /// - Throws: `UnusableInput` where the tokenizer gives an id that the model has no embedding for, and where there is no memory
  ///   for a text; `NonFiniteOutput`; `CancellationError`.
  public func embed(
    _ texts: [String], prompt: String? = nil, onCut: (_ number: Int, _ tokens: Int) -> Void = { _, _ in }
  ) throws -> [[Float]] {
    let prompt = prompt ?? defaultPrompt ?? ""
    let skipped = promptTokens(prompt)
    var vectors = [[Float]](repeating: [], count: texts.count)
    var batch: [(number: Int, ids: [Int32])] = []
    var rows = 0
    for (number, text) in texts.enumerated() {
      let (ids, whole) = cut(prompt + text)
      if whole > ids.count { onCut(number, whole) }
      try model.check(ids)
      // Shorter ones share a pass.
      if ids.count > Self.passRows {
        try model.check(bytes: model.embeddingBytes(tokens: ids.count), tokens: ids.count, available: .now())
      }
      if rows + ids.count > Self.passRows, !batch.isEmpty {
        try Task.checkCancellation()
        embed(batch, skipped: skipped, into: &vectors)
        batch = []
        rows = 0
      }
      batch.append((number, ids))
      rows += ids.count
    }
    if !batch.isEmpty { embed(batch, skipped: skipped, into: &vectors) }
    try Task.checkCancellation()
    for vector in vectors { try vector.withUnsafeBufferPointer { try NonFiniteOutput.check($0) } }
    return vectors
  }

  /// The ids of a text with the tokenizer's template around it, cut to `maximumTokens`.
  func ids(_ text: String) -> [Int32] { cut(text).ids }

  /// The same, and how many there would be of the whole text.
  private func cut(_ text: String) -> (ids: [Int32], whole: Int) {
    let content = tokenizer.encode(text, recognizingSpecial: true)
    let around = tokenizer.prefixIDs.count + tokenizer.suffixIDs.count
    let kept = cutsBeginning ? content.suffix(maximumTokens - around) : content.prefix(maximumTokens - around)
    return (tokenizer.prefixIDs + kept + tokenizer.suffixIDs, content.count + around)
  }

  /// Tokens that the prompt takes at the beginning of a text: the template's last one does not count, if it is one that the
  /// directory's files name. (The reference looks at these alone.)
  private func promptTokens(_ prompt: String) -> Int {
    guard !pooling.includesPrompt, !prompt.isEmpty else { return 0 }
    let ids = ids(prompt)
    return ids.count - (ids.last.map(tokenizer.isNamedSpecial) == true ? 1 : 0)
  }

  private func embed(_ batch: [(number: Int, ids: [Int32])], skipped: Int, into vectors: inout [[Float]]) {
    // A text without a token, where the template has none either, has nothing to be embedded.
    let filled = batch.filter { !$0.ids.isEmpty }
    let states = model.states(
      filled.map { item in
        Transformer.Step(
          cache: KVCache(sharedBy: model.configuration, capacity: item.ids.count), ids: item.ids, wanted: .all)
      })
    let width = model.configuration.hiddenSize
    for item in batch { vectors[item.number] = [Float](repeating: 0, count: dimension) }
    var row = 0
    for item in filled {
      let pooled = pooling.apply(
        states.pointer + row * width, rows: item.ids.count, width: width, skipped: skipped)
      // Cut behind everything, and not normalised again: so does the reference.
      vectors[item.number] = Array(steps.reduce(pooled) { $1.apply($0) }.prefix(dimension))
      row += item.ids.count
    }
  }
}
