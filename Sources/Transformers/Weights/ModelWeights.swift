public import Foundation
public import Tensors

/// All tensors of a model directory: `model.safetensors`, or where it is not there the shards that
/// `model.safetensors.index.json` names.
public struct ModelWeights: Sendable {
  /// The model directory.
  public let directory: URL
  /// What the names of a causal model's tensors begin with, and a bare one's do not.
  private let prefix: String
  private let shards: [Safetensors]
  private let shardOf: [String: Int]
  /// A tensor that is not there, and the one that stands for it.
  private var standIns: [String: String] = [:]

  /// Maps every file. A shard that is named and not there is an error that names it.
  ///
  /// - Parameter prefix: Such as `model.`: a directory may have been written with these names or without.
  /// - Throws: `UnusableModel`.
  public init(directory: URL, prefix: String = "") throws(UnusableModel) {
    self.directory = directory
    self.prefix = prefix
    let index = directory.appendingPathComponent("model.safetensors.index.json")
    let single = directory.appendingPathComponent("model.safetensors")
    // The single file counts where both are there, as in the reference: an index may be left over from an older copy.
    let isSingle = FileManager.default.fileExists(atPath: single.path)
    if !isSingle, let file = try JSONFile.decodeIfPresent(IndexFile.self, from: index, advice: Safetensors.advice) {
      (shards, shardOf) = try Self.open(file, index: index, directory: directory)
      return
    }
    guard isSingle else {
      throw UnusableModel(
        .missingFile, file: single.path,
        detail: Explanation(
          en: "is not there, nor is model.safetensors.index.json",
          ja: "ファイルがなく、model.safetensors.index.json もありません"),
        advice: Explanation(
          en: "only safetensors is read; convert other weights first",
          ja: "読み込めるのは safetensors だけです。ほかの形式の重みは先に変換してください"))
    }
    let file = try Safetensors(single)
    shards = [file]
    shardOf = file.entries.mapValues { _ in 0 }
  }

  /// A directory's configuration and weights: only both tell whether the head is the embedding.
  ///
  /// - Throws: `UnusableModel`.
  public static func read(
    _ directory: URL
  ) throws(UnusableModel) -> (configuration: ModelConfiguration, weights: ModelWeights) {
    try read(directory, isHeadWanted: true)
  }

  /// The same; without the head where it is not wanted, and where a bare model has none.
  static func read(
    _ directory: URL, isHeadWanted: Bool
  ) throws(UnusableModel) -> (configuration: ModelConfiguration, weights: ModelWeights) {
    var configuration = try ModelConfiguration(directory: directory)
    var weights = try ModelWeights(directory: directory, prefix: configuration.description.prefix)
    weights.settleTie(of: configuration.description)
    if let head = try weights.untiedHead(of: configuration.description) { configuration.untie(head) }
    weights.dropHead(of: &configuration, isWanted: isHeadWanted)
    return (configuration, weights)
  }

  /// Leaves out a head of its own that is not wanted, or that a bare model's files do not have: nobody gave it one.
  func dropHead(of configuration: inout ModelConfiguration, isWanted: Bool) {
    guard let own = configuration.description.head?.weight else { return }
    if !isWanted || configuration.isBare && spelling(of: own.name) == nil { configuration.dropHead() }
  }

  /// Names of all tensors, sorted.
  public var names: [String] { shardOf.keys.sorted() }

  /// Whether there is a tensor of that name.
  public func contains(_ name: String) -> Bool { shardOf[name] != nil }

  /// Bytes of all tensors.
  public var byteCount: Int { shards.reduce(0) { $0 + $1.entries.values.reduce(0) { $0 + $1.range.count } } }

  /// The tensor, checked to have `shape`.
  ///
  /// - Throws: `UnusableModel` where it is absent or of another shape.
  public func tensor(_ name: String, shape: [Int]) throws(UnusableModel) -> Tensor {
    let (name, shard) = try found(name)
    return try shards[shard].tensor(name, shape: shape)
  }

  /// The tensor, checked to hold finite numbers only.
  ///
  /// - Throws: `UnusableModel` where it is absent, of another shape, or holds what is infinite or no number.
  func finiteTensor(_ name: String, shape: [Int]) throws(UnusableModel) -> Tensor {
    let (name, shard) = try found(name)
    return try shards[shard].tensor(name, shape: shape).checkedFinite(name, file: shards[shard].path)
  }

  /// Where a tensor lies, and how it is stored, checked to have `shape`; nothing of it is read.
  ///
  /// - Throws: `UnusableModel` where it is absent, of another shape or of a type that is no float.
  func entry(_ name: String, shape: [Int]) throws(UnusableModel) -> (entry: Safetensors.Entry, dtype: DType) {
    let (name, shard) = try found(name)
    return try shards[shard].entry(name, shape: shape)
  }

  /// Finds out what a tied head is in this directory, as the reference does: where there is a head's tensor and no
  /// embedding, the head stands for both.
  mutating func settleTie(of description: ModelDescription) {
    guard let head = description.head, head.weight == nil else { return }
    let embedding = description.embedding.tokens.name
    if spelling(of: embedding) == nil, spelling(of: head.ownName) != nil { standIns[embedding] = head.ownName }
  }

  /// The head that is not what the embedding is, although the configuration ties them: nil where they are one.
  func untiedHead(of description: ModelDescription) throws(UnusableModel) -> TensorShape? {
    let embedding = description.embedding.tokens
    guard let head = description.head, head.weight == nil, standIns.isEmpty, spelling(of: head.ownName) != nil else {
      return nil
    }
    let own = TensorShape(name: head.ownName, shape: embedding.shape)
    let (left, right) = (
      try tensor(own.name, shape: own.shape), try tensor(embedding.name, shape: embedding.shape)
    )
    return left.hasSameNumbers(as: right) ? nil : own
  }

  private func spelling(of name: String) -> (name: String, shard: Int)? {
    for spelling in WeightNames.spellings(of: name, prefix: prefix) {
      if let shard = shardOf[spelling] { return (spelling, shard) }
    }
    return nil
  }

  /// The name that the directory has for a tensor.
  private func found(_ name: String) throws(UnusableModel) -> (name: String, shard: Int) {
    if let found = spelling(of: name) { return found }
    if let standIn = standIns[name], let found = spelling(of: standIn) { return found }
    throw UnusableModel(
      .missingTensor, file: directory.path, place: .tensor(name),
      detail: Explanation(en: "is in none of the weight files", ja: "どの重みファイルにもありません"), advice: Safetensors.advice)
  }

  private static func open(
    _ file: IndexFile, index: URL, directory: URL
  ) throws(UnusableModel) -> ([Safetensors], [String: Int]) {
    var shards: [Safetensors] = []
    var numbers: [String: Int] = [:]
    var shardOf: [String: Int] = [:]
    for name in Set(file.weight_map.values).sorted() {
      // A shard lies beside its index: a name with a slash could point anywhere.
      guard !name.contains("/"), name != "..", !name.isEmpty else {
        throw UnusableModel(
          .malformed, file: index.path, place: .key("weight_map"),
          detail: Explanation(en: "\(name) is no file name", ja: "\(name) はファイル名として使えません"), advice: Safetensors.advice)
      }
      let url = directory.appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: url.path) else {
        throw UnusableModel(
          .missingShard, file: url.path,
          detail: Explanation(
            en: "the shard \(name) is named in \(index.lastPathComponent) and is not there",
            ja: "\(index.lastPathComponent) に書かれている分割ファイル \(name) がありません"),
          advice: Explanation(
            en: "copy or download that file into the model directory",
            ja: "このファイルをモデルのフォルダにコピーまたはダウンロードしてください"))
      }
      numbers[name] = shards.count
      shards.append(try Safetensors(url))
    }
    for (tensor, name) in file.weight_map {
      guard let number = numbers[name], shards[number].entries[tensor] != nil else {
        throw UnusableModel(
          .missingTensor, file: directory.appendingPathComponent(name).path, place: .tensor(tensor),
          detail: Explanation(
            en: "is named in the index and is not in the shard", ja: "索引に書かれていますが、この分割ファイルにありません"),
          advice: Safetensors.advice)
      }
      shardOf[tensor] = number
    }
    return (shards, shardOf)
  }

  private struct IndexFile: Decodable {
    var weight_map: [String: String]
  }
}

extension Tensor {
  /// Whether two tensors are stored alike, bit by bit.
  fileprivate func hasSameNumbers(as other: Tensor) -> Bool {
    guard dtype == other.dtype, shape == other.shape else { return false }
    return withUnsafeBytes { left in
      other.withUnsafeBytes { right in
        guard let one = left.baseAddress, let two = right.baseAddress else { return left.count == right.count }
        return left.count == right.count && memcmp(one, two, left.count) == 0
      }
    }
  }

  /// The tensor, where all its numbers are finite.
  func checkedFinite(_ name: String, file: String) throws(UnusableModel) -> Tensor {
    guard !isFinite else { return self }
    let floats = floats().array
    let place = floats.firstIndex { !$0.isFinite } ?? 0
    throw UnusableModel(
      .notFinite, file: file, place: .tensor(name),
      detail: Explanation(
        en: "holds \(floats[place]) at element \(place)", ja: "\(place) 番目の要素が \(floats[place]) です"),
      advice: Explanation(
        en: "the file is damaged, or training went wrong; copy or download the model again",
        ja: "ファイルが壊れているか、学習が失敗しています。モデルをコピーまたはダウンロードし直してください"))
  }
}
