internal import Tensors

/// What a model takes when it is loaded, found from headers alone.
struct MemoryNeed: Hashable {
  /// Tokens of one text whose keys and values are counted in. How long the texts will be nobody knows yet: what longer ones
  /// need is compared with what is there before they are worked on (`Transformer.checkMemory`).
  static let countedContext = 2048
  /// Rows of logits of a batch: 32 texts that are generated, and as many that are being prefilled, or 16 spans of four
  /// hypotheses each.
  static let countedLogits = 64

  /// Bytes of weights that stay in the mapped files.
  var mapped = 0
  /// Bytes of weights that are copied: converted, transposed, widened.
  var copied = 0
  /// Bytes of keys and values of one text.
  var cache = 0
  /// Bytes of a batch's logits.
  var logits = 0
  /// Bytes that a conversion needs for a moment: the largest tensor widened.
  var passing = 0

  var total: Int { mapped + copied + cache + logits + passing }

  /// - Throws: `UnusableModel` where a tensor is missing, or has another shape or a type that is no float.
  init(_ configuration: ModelConfiguration, _ weights: ModelWeights, dtype: DType?) throws(UnusableModel) {
    let description = configuration.description
    let transposed = Set(description.maps.filter(\.isTransposed).map { $0.tensors[0].name })
    for tensor in description.tensors {
      let (entry, stored) = try weights.entry(tensor.name, shape: tensor.shape)
      let count = tensor.shape.reduce(1, *)
      let isMatrix = tensor.shape.count == 2
      let held = isMatrix ? dtype ?? stored : .f32
      if held == stored, isMatrix, !transposed.contains(tensor.name) {
        mapped += entry.range.count
      } else {
        copied += count * held.size
        if held != stored || !isMatrix { passing = max(passing, count * DType.f32.size) }
      }
    }
    if description.head != nil { logits = Self.countedLogits * configuration.vocabSize * MemoryLayout<Float>.size }
    cache = configuration.cacheBytesPerToken * min(Self.countedContext, configuration.maxPositionEmbeddings)
  }

  /// Refuses a model that does not fit, naming what it needs and what is there.
  func check(_ available: AvailableMemory?, directory: String) throws(UnusableModel) {
    guard let available, total > available.bytes else { return }
    let limit = available.limit
    throw UnusableModel(
      .insufficientMemory, file: directory,
      detail: Explanation(
        en: "needs \(mebibytes(total)) of memory (weights \(mebibytes(mapped + copied)), cache \(mebibytes(cache)), "
          + "logits \(mebibytes(logits)), conversion \(mebibytes(passing))), and \(mebibytes(available.bytes)) are \(limit.en)",
        ja: "\(mebibytes(total)) のメモリーが必要ですが（重み \(mebibytes(mapped + copied))、キャッシュ \(mebibytes(cache))、"
          + "ロジット \(mebibytes(logits))、変換 \(mebibytes(passing))）、\(limit.ja)は \(mebibytes(available.bytes)) です"),
      advice: Explanation(
        en: "close other programs, hold matrices as bf16 (--dtype bf16), or use a smaller model",
        ja: "ほかのプログラムを終了する、行列を bf16 で持つ（--dtype bf16）、より小さいモデルを使う、のいずれかをお試しください"))
  }
}

private func mebibytes(_ bytes: Int) -> String { "\((bytes + (1 << 20) - 1) >> 20) MiB" }

extension AvailableMemory {
  /// What limits it, for messages.
  fileprivate var limit: Explanation {
    source == .system
      ? Explanation(en: "available", ja: "空いているメモリー")
      : Explanation(en: "left of the control group's limit", ja: "コントロールグループの残り")
  }
}

extension Transformer {
  /// Rows that a pass over a long prompt has at most.
  private static let prefilledRows = 1024

  /// Bytes that a text of so many tokens takes while it is worked on: keys and values of all layers, logits, and what one pass
  /// over a part of it needs.
  func workingBytes(tokens: Int, logitRows: Int) -> Int {
    configuration.cacheBytesPerToken * tokens
      + (logitRows * configuration.vocabSize + min(tokens, Self.prefilledRows) * widths.columns)
      * MemoryLayout<Float>.size
  }

  /// Bytes that a pass over texts of so many tokens takes whose layers share one cache: where texts are embedded.
  func embeddingBytes(tokens: Int) -> Int {
    let cache = configuration.cacheWidths.map { max($0.keys, $0.values) }.max() ?? 0
    return tokens * (widths.columns + 2 * cache + configuration.hiddenSize) * MemoryLayout<Float>.size
  }

  /// Checks before a text is worked on that there is memory for it.
  ///
  /// - Parameters:
  ///   - tokens: The prompt's, and those of its answer.
  ///   - logitRows: Of so many tokens logits are kept.
  /// - Throws: `UnusableInput` that names what is needed and what is there.
  public func checkMemory(tokens: Int, logitRows: Int = 1) throws(UnusableInput) {
    try check(bytes: workingBytes(tokens: tokens, logitRows: logitRows), tokens: tokens, available: .now())
  }

  /// The same for so many bytes.
  func check(bytes: Int, tokens: Int, available: AvailableMemory?) throws(UnusableInput) {
    guard let available, bytes > available.bytes else { return }
    throw UnusableInput(
      detail: Explanation(
        en:
          "\(tokens) tokens need \(mebibytes(bytes)) of memory beside the model, and \(mebibytes(available.bytes)) are "
          + available.limit.en,
        ja: "\(tokens) トークンにはモデルのほかに \(mebibytes(bytes)) のメモリーが必要ですが、\(available.limit.ja)は "
          + "\(mebibytes(available.bytes)) です"),
      advice: Explanation(
        en: "close other programs, give a shorter text, or use a smaller model",
        ja: "ほかのプログラムを終了するか、より短い文章またはより小さいモデルを使ってください"))
  }
}
