internal import Tensors

/// What a model takes when it is loaded, found from headers alone.
struct MemoryNeed: Hashable {
  /// Tokens of one text whose keys and values are counted in.
  static let countedContext = 2048

  /// Bytes of weights that stay in the mapped files.
  var mapped = 0
  /// Bytes of weights that are copied: converted, transposed, widened.
  var copied = 0
  /// Bytes of keys and values of one text.
  var cache = 0
  /// Bytes that a conversion needs for a moment: the largest tensor widened.
  var passing = 0

  var total: Int { mapped + copied + cache + passing }

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
    cache = configuration.cacheBytesPerToken * min(Self.countedContext, configuration.maxPositionEmbeddings)
  }

  /// Refuses a model that does not fit, naming what it needs and what is there.
  func check(_ available: AvailableMemory?, directory: String) throws(UnusableModel) {
    guard let available, total > available.bytes else { return }
    func mebibytes(_ bytes: Int) -> String { "\((bytes + (1 << 20) - 1) >> 20) MiB" }
    let limit: Explanation =
      available.source == .system
      ? Explanation(en: "available", ja: "空いているメモリー")
      : Explanation(en: "left of the control group's limit", ja: "コントロールグループの残り")
    throw UnusableModel(
      .insufficientMemory, file: directory,
      detail: Explanation(
        en: "needs \(mebibytes(total)) of memory (weights \(mebibytes(mapped + copied)), cache \(mebibytes(cache)), "
          + "conversion \(mebibytes(passing))), and \(mebibytes(available.bytes)) are \(limit.en)",
        ja: "\(mebibytes(total)) のメモリーが必要ですが（重み \(mebibytes(mapped + copied))、キャッシュ \(mebibytes(cache))、"
          + "変換 \(mebibytes(passing))）、\(limit.ja)は \(mebibytes(available.bytes)) です"),
      advice: Explanation(
        en: "close other programs, hold matrices as bf16 (--dtype bf16), or use a smaller model",
        ja: "ほかのプログラムを終了する、行列を bf16 で持つ（--dtype bf16）、より小さいモデルを使う、のいずれかをお試しください"))
  }
}
