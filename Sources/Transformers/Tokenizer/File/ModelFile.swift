/// Makes the model of a `tokenizer.json`.
struct ModelBuilder {
  static let known = ["BPE", "Unigram", "WordLevel", "WordPiece"]

  let file: TokenizerFile
  let settings: PartSettings
  /// Tokens' spellings → ids.
  let vocabulary: ByteMap
  /// Ids that come out of words only where control tokens are looked for.
  let special: Set<Int32>
  /// Whether words reach the model as bytes: GPT-2's alphabet comes last, and nothing else looks at it.
  let isByteLevel: Bool
  /// Whether the vocabulary's tokens have scores.
  let hasScores: Bool

  func model() throws(TokenizerFileError) -> SubwordModel {
    switch try type() {
    case "BPE": return try bpe()
    case "Unigram": return .unigram(try unigram())
    case "WordPiece":
      let prefix = try settings.optionalString("continuing_subword_prefix") ?? "##"
      return .wordPiece(
        WordPiece(
          trie: trie(), special: SpecialIDs(special), continuingPrefix: Array(prefix.utf8),
          unknown: vocabulary.find(try settings.optionalString("unk_token") ?? "[UNK]"),
          longestWord: try settings.optionalCount("max_input_chars_per_word") ?? 100))
    case "WordLevel":
      return .wordLevel(
        WordLevel(
          vocabulary: vocabulary, special: SpecialIDs(special),
          unknown: vocabulary.find(try settings.optionalString("unk_token") ?? "<unk>")))
    case let type: throw .unknownPart("model.type", type, known: Self.known)
    }
  }

  /// Files of old do not name it: their settings tell.
  private func type() throws(TokenizerFileError) -> String {
    if let type = try settings.optionalString("type") { return type }
    if file.hasMerges { return "BPE" }
    if hasScores { return "Unigram" }
    return settings["max_input_chars_per_word"] != nil ? "WordPiece" : "WordLevel"
  }

  /// What `model.name` is, without making the model.
  func kind() throws(TokenizerFileError) -> String {
    let fallback = try settings.optionalBool("byte_fallback") ?? false
    switch try type() {
    case "BPE": return SubwordModel.bpeName(isByteLevel: try worksOnBytes(byteTokens), hasByteFallback: fallback)
    case "Unigram": return SubwordModel.unigramName(hasByteFallback: fallback)
    case let type where Self.known.contains(type): return type
    case let type: throw .unknownPart("model.type", type, known: Self.known)
    }
  }

  /// Token of each byte in GPT-2's alphabet, or −1.
  private var byteTokens: [Int32] { ByteAlphabet.scalars.map { vocabulary.find(String($0)) ?? -1 } }

  /// Whether this BPE merges bytes: there is nothing that only characters could tell.
  private func worksOnBytes(_ byteTokens: [Int32]) throws(TokenizerFileError) -> Bool {
    guard isByteLevel, (try settings.optionalString("continuing_subword_prefix") ?? "").isEmpty,
      (try settings.optionalString("end_of_word_suffix") ?? "").isEmpty
    else { return false }
    if byteTokens.allSatisfy({ $0 >= 0 }) { return true }
    let unknown = try settings.optionalString("unk_token").flatMap { vocabulary.find($0) }
    let fallback = try settings.optionalBool("byte_fallback") ?? false
    return unknown == nil && !fallback
  }

  private func trie() -> DoubleArrayTrie {
    DoubleArrayTrie(filling: { insert in
      file.vocabulary.forEach { number, token in
        insert(token, file.vocabulary.ids[number])
      }
    })
  }

  private func unigram() throws(TokenizerFileError) -> Unigram {
    let scores = file.vocabulary.scores
    guard scores.count == file.vocabulary.ids.count else {
      throw .malformed("model.vocab", en: "has no scores", ja: "点数がありません")
    }
    let unknown = try settings.optionalCount("unk_id")
    if let unknown, unknown >= scores.count {
      throw .malformed("model.unk_id", en: "\(unknown) is not in the vocabulary", ja: "\(unknown) が語彙にありません")
    }
    let fallback = try settings.optionalBool("byte_fallback") ?? false
    return Unigram(
      trie: trie(), special: SpecialIDs(special), scores: scores, unknown: unknown.map { Int32($0) },
      unknownScore: (scores.min() ?? 0) - 10,
      byteTokens: fallback ? ByteToken.table { vocabulary.find($0) } : nil, precision: .double)
  }

  // MARK: BPE

  private func bpe() throws(TokenizerFileError) -> SubwordModel {
    let prefix = Array((try settings.optionalString("continuing_subword_prefix") ?? "").utf8)
    let suffix = Array((try settings.optionalString("end_of_word_suffix") ?? "").utf8)
    let ignoresMerges = try settings.optionalBool("ignore_merges") ?? false
    let unknown = try settings.optionalString("unk_token").flatMap { vocabulary.find($0) }
    let fallback = try settings.optionalBool("byte_fallback") ?? false
    let byteTokens = self.byteTokens
    let worksOnBytes = try worksOnBytes(byteTokens)
    var joints = CharacterPairs()
    let (merges, parts) = try merges(dropping: prefix.count, notingJoints: !worksOnBytes, &joints)
    if worksOnBytes {
      return .byteLevelBPE(
        ByteLevelBPE(
          byteTokens: byteTokens, merges: merges, wholeWords: ignoresMerges ? wholeWords() : nil,
          special: SpecialIDs(special)))
    }
    let fallbackTokens = fallback ? ByteToken.table { vocabulary.find($0) } : nil
    let fuses = try settings.optionalBool("fuse_unk") ?? false
    // Characters that are left out make neighbours of those around them.
    let isComplete = fallbackTokens?.allSatisfy { $0 >= 0 } ?? (unknown != nil && !fuses)
    let touchesOthers = parts.contains(unknown ?? -1) || fallbackTokens?.contains(where: parts.contains) ?? false
    let mayCut = prefix.isEmpty && suffix.isEmpty && isComplete && !touchesOthers
    return .characterBPE(
      CharacterBPE(
        settings: .init(
          unknown: unknown, fusesUnknown: fuses, continuingPrefix: prefix, endSuffix: suffix,
          ignoresMerges: ignoresMerges),
        merges: merges, byteTokens: fallbackTokens, vocabulary: vocabulary, special: SpecialIDs(special),
        joints: mayCut ? joints : nil))
  }

  /// All merges, and the tokens that take part in one.
  private func merges(
    dropping prefix: Int, notingJoints: Bool, _ joints: inout CharacterPairs
  ) throws(TokenizerFileError) -> (MergeTable, Set<Int32>) {
    var table = MergeTable(capacity: file.merges.count)
    var isPart = [Bool](repeating: false, count: notingJoints ? Int(file.vocabulary.ids.max() ?? -1) + 1 : 0)
    var broken: Int?
    var joined: [UInt8] = []
    file.merges.bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      for rank in 0..<file.merges.count {
        let middle = file.merges.ends[2 * rank]
        let end = file.merges.ends[2 * rank + 1]
        let left = UnsafeBufferPointer(rebasing: bytes[start..<middle])
        let right = UnsafeBufferPointer(rebasing: bytes[middle..<end])
        start = end
        joined.removeAll(keepingCapacity: true)
        joined.append(contentsOf: left)
        joined.append(contentsOf: right.dropFirst(prefix))
        guard right.count >= prefix, let first = vocabulary.find(left), let second = vocabulary.find(right),
          let result = vocabulary.find(joined)
        else {
          broken = rank
          return
        }
        table.insert(first, second, rank: UInt32(rank), result: result)
        if notingJoints {
          isPart[Int(first)] = true
          isPart[Int(second)] = true
          joined.withUnsafeBufferPointer { joints.insert($0) }
        }
      }
    }
    if let broken { throw brokenMerge(broken) }
    return (table, Set(isPart.indices.lazy.filter { isPart[$0] }.map { Int32($0) }))
  }

  private func brokenMerge(_ rank: Int) -> TokenizerFileError {
    let ends = file.merges.ends
    let start = rank == 0 ? 0 : ends[2 * rank - 1]
    let left = String(decoding: file.merges.bytes[start..<ends[2 * rank]], as: UTF8.self)
    let right = String(decoding: file.merges.bytes[ends[2 * rank]..<ends[2 * rank + 1]], as: UTF8.self)
    return .malformed(
      "model.merges[\(rank)]", en: "joins \(left) and \(right), which are not all in the vocabulary",
      ja: "\(left) と \(right) の結合に必要なトークンが語彙にそろっていません")
  }

  /// Tokens by their bytes.
  private func wholeWords() -> ByteMap {
    var map = ByteMap(capacity: file.vocabulary.ids.count)
    file.vocabulary.forEach { number, token in
      guard let bytes = ByteAlphabet.bytes(of: token) else { return }
      map.insert(bytes, file.vocabulary.ids[number])
    }
    return map
  }
}
