public import Foundation
internal import Tensors

extension Tokenizer {
  /// Reads the `tokenizer.json` of a model directory.
  ///
  /// - Throws: `UnusableModel` that names what this program does not know.
  public init(directory: URL) throws(UnusableModel) {
    try self.init(file: directory.appendingPathComponent("tokenizer.json"))
  }

  /// Reads a file in the form of the `tokenizers` library.
  ///
  /// - Throws: `UnusableModel` that names what this program does not know.
  public init(file url: URL) throws(UnusableModel) {
    let file = try JSONFile.decode(TokenizerFile.self, from: url, advice: copyAgain)
    let model = file.model
    guard model.type ?? "BPE" == "BPE" else {
      throw Self.unsupported(
        url, "model.type", en: "\(model.type ?? "") is not known, only byte-level BPE is",
        ja: "\(model.type ?? "") には対応していません（使えるのはバイト単位の BPE だけです）")
    }
    guard model.byte_fallback != true, (model.continuing_subword_prefix ?? "").isEmpty,
      (model.end_of_word_suffix ?? "").isEmpty
    else {
      throw Self.unsupported(
        url, "model", en: "is a BPE over characters, not over bytes", ja: "バイト単位ではなく文字単位の BPE です")
    }
    let added = try Self.addedTokens(file.added_tokens ?? [], url)
    let bytes = try Self.bytesOfTokens(model, added: added, url)
    let (prefix, suffix) = try Self.template(file.post_processor, url)
    self.init(
      source: url.path, bytesOfToken: bytes, addedTokens: added, normalizer: try Self.normalizer(file.normalizer, url),
      preTokenizer: try Self.preTokenizer(file.pre_tokenizer, url),
      model: try Self.encoding(model, added: added, url), prefixIDs: prefix, suffixIDs: suffix)
    try Self.check(file.decoder, url)
  }

  private static func addedTokens(_ tokens: [TokenizerFile.Added], _ url: URL) throws(UnusableModel) -> [AddedToken] {
    var added: [AddedToken] = []
    for token in tokens {
      guard token.id >= 0, token.id < 1 << 22 else {
        throw malformed(
          url, "added_tokens", en: "\(token.content) has the impossible id \(token.id)",
          ja: "\(token.content) の番号 \(token.id) はありえません")
      }
      added.append(
        AddedToken(
          id: token.id, content: token.content, special: token.special ?? false, lstrip: token.lstrip ?? false,
          rstrip: token.rstrip ?? false, singleWord: token.single_word ?? false,
          normalized: token.normalized ?? !(token.special ?? false)))
    }
    return added
  }

  private static func bytesOfTokens(
    _ model: TokenizerFile.Model, added: [AddedToken], _ url: URL
  ) throws(UnusableModel) -> [[UInt8]] {
    var top: Int32 = -1
    for (token, id) in model.vocab {
      guard id >= 0, id < 1 << 22 else {
        throw malformed(
          url, "model.vocab", en: "\(token) has the impossible id \(id)", ja: "\(token) の番号 \(id) はありえません")
      }
      top = max(top, id)
    }
    for token in added { top = max(top, token.id) }
    var bytes = Array(repeating: [UInt8](), count: Int(top) + 1)
    for (token, id) in model.vocab { bytes[Int(id)] = ByteAlphabet.bytes(of: token) ?? Array(token.utf8) }
    for token in added { bytes[Int(token.id)] = Array(token.content.utf8) }
    return bytes
  }

  private static func encoding(
    _ model: TokenizerFile.Model, added: [AddedToken], _ url: URL
  ) throws(UnusableModel) -> BytePairEncoding {
    let byteTokens = ByteAlphabet.scalars.map { model.vocab[String($0)] ?? -1 }
    guard byteTokens.contains(where: { $0 >= 0 }) else {
      throw malformed(
        url, "model.vocab", en: "has no token for any byte", ja: "バイトを表すトークンが一つもありません")
    }
    var merges = MergeTable(capacity: model.merges.count)
    for (rank, pair) in model.merges.enumerated() {
      guard let left = model.vocab[pair.left], let right = model.vocab[pair.right],
        let result = model.vocab[pair.left + pair.right]
      else {
        throw malformed(
          url, "model.merges[\(rank)]",
          en: "joins \(pair.left) and \(pair.right), which are not all in the vocabulary",
          ja: "\(pair.left) と \(pair.right) の結合に必要なトークンが語彙にそろっていません")
      }
      merges.insert(left, right, rank: UInt32(rank), result: result)
    }
    var whole: [[UInt8]: Int32] = [:]
    if model.ignore_merges == true {
      // A control token must never come out of ordinary text.
      let special = Set(added.filter(\.special).map(\.id))
      for (token, id) in model.vocab where !special.contains(id) {
        if let bytes = ByteAlphabet.bytes(of: token) { whole[bytes] = id }
      }
    }
    return BytePairEncoding(byteTokens: byteTokens, merges: merges, wholeWords: whole)
  }

  private static func normalizer(_ step: TokenizerFile.Step?, _ url: URL) throws(UnusableModel) -> Normalizer {
    guard let step else { return .none }
    switch step.type {
    case "NFC": return .nfc
    case "Sequence":
      var result = Normalizer.none
      for inner in step.normalizers ?? [] where try normalizer(inner, url) == .nfc { result = .nfc }
      return result
    default:
      throw unsupported(
        url, "normalizer", en: "\(step.type) is not known, only NFC is",
        ja: "\(step.type) には対応していません（使えるのは NFC だけです）")
    }
  }

  private static func preTokenizer(_ step: TokenizerFile.Step?, _ url: URL) throws(UnusableModel) -> PreTokenizer {
    guard let step else {
      throw unsupported(
        url, "pre_tokenizer", en: "is missing; a byte-level one is needed", ja: "指定がありません（バイト単位のものが必要です）")
    }
    let parts = step.type == "Sequence" ? step.pretokenizers ?? [] : [step]
    guard parts.contains(where: { $0.type == "ByteLevel" }) else {
      let types = parts.map(\.type).joined(separator: ", ")
      throw unsupported(
        url, "pre_tokenizer", en: "\(types) is not byte-level", ja: "\(types) はバイト単位ではありません")
    }
    var steps: [PreTokenizer.Step] = []
    for part in parts {
      switch part.type {
      case "ByteLevel":
        if part.add_prefix_space ?? true { steps.append(.prefixSpace) }
        if part.use_regex ?? true { steps.append(.pattern(.gpt2)) }
      case "Digits": steps.append(.digits(individual: part.individual_digits ?? false))
      case "Split": steps.append(.pattern(try splitPattern(part, url)))
      default:
        throw unsupported(
          url, "pre_tokenizer", en: "\(part.type) is not known", ja: "\(part.type) には対応していません")
      }
    }
    return PreTokenizer(steps: steps)
  }

  private static func splitPattern(_ step: TokenizerFile.Step, _ url: URL) throws(UnusableModel) -> SplitPattern {
    guard let regex = step.pattern?.Regex, let pattern = SplitPattern(rawValue: regex) else {
      let given = step.pattern?.Regex ?? step.pattern?.String
      throw unsupported(
        url, "pre_tokenizer.pattern",
        en: "\(given ?? "none") is not one of the patterns of GPT-2, Llama 3 and Qwen 2",
        ja: "\(given ?? "指定なし") は GPT-2、Llama 3、Qwen 2 のいずれのパターンでもありません")
    }
    // The patterns match everywhere, so that keeping the matches alone is the same as isolating them.
    let isIsolated = step.behavior == "Isolated" && step.invert != true
    let isInverseRemoved = step.behavior == "Removed" && step.invert == true
    guard isIsolated || isInverseRemoved else {
      throw unsupported(
        url, "pre_tokenizer.behavior", en: "\(step.behavior ?? "none") is not known",
        ja: "\(step.behavior ?? "指定なし") には対応していません")
    }
    return pattern
  }

  private static func check(_ decoder: TokenizerFile.Step?, _ url: URL) throws(UnusableModel) {
    guard let decoder, decoder.type != "ByteLevel" else { return }
    let inner = decoder.decoders ?? []
    guard decoder.type == "Sequence", inner.allSatisfy({ $0.type == "ByteLevel" || $0.type == "Fuse" }) else {
      throw unsupported(
        url, "decoder", en: "\(decoder.type) is not known, only ByteLevel is",
        ja: "\(decoder.type) には対応していません（使えるのは ByteLevel だけです）")
    }
  }

  private static func template(
    _ processor: TokenizerFile.Processor?, _ url: URL
  ) throws(UnusableModel) -> ([Int32], [Int32]) {
    guard let processor else { return ([], []) }
    switch processor.type {
    case "ByteLevel": return ([], [])
    case "Sequence":
      var around: ([Int32], [Int32]) = ([], [])
      for inner in processor.processors ?? [] {
        let (prefix, suffix) = try template(inner, url)
        around = (prefix + around.0, around.1 + suffix)
      }
      return around
    case "TemplateProcessing":
      var around: ([Int32], [Int32]) = ([], [])
      var isBehind = false
      for item in processor.single ?? [] {
        if item.Sequence != nil { isBehind = true }
        guard let name = item.SpecialToken?.id else { continue }
        guard let ids = processor.special_tokens?[name]?.ids else {
          throw malformed(url, "post_processor.special_tokens", en: "has no \(name)", ja: "\(name) がありません")
        }
        if isBehind { around.1 += ids } else { around.0 += ids }
      }
      return around
    default:
      throw unsupported(
        url, "post_processor", en: "\(processor.type) is not known", ja: "\(processor.type) には対応していません")
    }
  }

  private static func unsupported(_ url: URL, _ key: String, en: String, ja: String) -> UnusableModel {
    UnusableModel(
      .unsupported, file: url.path, place: .key(key), detail: Explanation(en: en, ja: ja),
      advice: Explanation(
        en: "use a model with a byte-level BPE tokenizer", ja: "バイト単位の BPE トークナイザーを持つモデルを使ってください"))
  }

  private static func malformed(_ url: URL, _ key: String, en: String, ja: String) -> UnusableModel {
    UnusableModel(
      .malformed, file: url.path, place: .key(key), detail: Explanation(en: en, ja: ja), advice: copyAgain)
  }
}

private let copyAgain = Explanation(
  en: "copy or download the tokenizer again", ja: "トークナイザーをコピーまたはダウンロードし直してください")
