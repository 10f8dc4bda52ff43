internal import Foundation
internal import Tensors

/// What `tokenizer_config.json`, `special_tokens_map.json` and `added_tokens.json` say about tokens.
struct TokenizerConfiguration: Sendable {
  /// Tokens to add where the tokenizer's own file lacks them, in the order in which the reference adds them.
  private(set) var tokens: [AddedTokenEntry] = []
  /// The ids that `tokens` are declared with.
  private(set) var ids: [String: Int32] = [:]
  private(set) var addsBeginning: Bool?
  private(set) var addsEnd: Bool?
  /// Whether the class is asked for a space before the text; nil where nothing is said.
  private(set) var addsPrefixSpace: Bool?
  /// Whether SentencePiece's leading space is put before every section, not the first alone.
  private(set) var isLegacy = true
  /// Whether a SentencePiece model's control pieces are control tokens: `transformers` reads them so, `sentencepiece` itself
  /// cuts their spelling as any other text.
  private(set) var countsControlPieces = false
  /// Such as `LlamaTokenizer`.
  private(set) var tokenizerClass: String?
  /// How BERT's tokenizers fold letters: their class says it, and not the tokenizer's own file.
  private(set) var folding: Normalizer?
  /// How many `<extra_id_N>` T5's tokenizer has behind its pieces; nil for other classes.
  private(set) var extraIDs: Int?
  /// Whether the spelling of a control token is cut as any other text, wherever it stands.
  private(set) var splitsSpecial = false

  /// The seven that have names, by these.
  private var roles: [String: AddedTokenEntry] = [:]
  /// Those of the seven that are named and have no text: a class's standard does not stand for them.
  private var absent: Set<String> = []
  /// A model's own ones: of `tokenizer_config.json`, and those of the older file that have keys of their own.
  private var ownListed = NamedTokens()
  private var ownOlder = NamedTokens()
  /// Those without a name.
  private var others: [AddedTokenEntry] = []
  private var listsAddedTokens = false

  private static let names = [
    "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
  ]

  /// The content of `bos_token`, `eos_token`, … and of a model's own tokens, by name, as the files say it.
  var named: [String: String] {
    roles.mapValues(\.content).merging(own.map { ($0.name, $0.token.content) }) { $1 }
  }

  /// A model's own ones, in the reference's order: those of the older file first, with the newer one's text.
  private var own: [(name: String, token: AddedTokenEntry)] {
    var own = ownOlder
    for (name, token) in ownListed.items { own.set(name, token) }
    return own.items
  }

  /// The same, with what the tokenizer's class has where the files say nothing: what a template sees.
  var namedOrStandard: [String: String] {
    SpecialTokens.standards(of: tokenizerClass).filter { !absent.contains($0.key) }.merging(named) { $1 }
  }

  /// Every control token that the files or the class name, or list without a name.
  var special: Set<String> { Set(namedOrStandard.values).union(others.map(\.content)) }

  init() {}

  init(directory: URL) throws(UnusableModel) {
    countsControlPieces = true
    try Self.withFile("tokenizer_config.json", in: directory) { (bytes) throws(TokenizerFileError) in
      var numbered: [(id: Int32, token: AddedTokenEntry)]?
      var reader = JSONReader(bytes)
      let value = try Self.value(&reader, &numbered)
      try reader.finish()
      try read(try PartSettings(value, key: "tokenizer_config"), numbered)
      try readSpecial(value, isOlder: false)
    }
    // As in the reference: the older files count where the newer one does not list the tokens.
    if !listsAddedTokens {
      try Self.withFile("special_tokens_map.json", in: directory) { (bytes) throws(TokenizerFileError) in
        try readSpecial(try Self.whole(bytes), isOlder: true)
      }
      try Self.withFile("added_tokens.json", in: directory) { (bytes) throws(TokenizerFileError) in
        try readAdded(try Self.whole(bytes))
      }
    }
    addSpecial()
  }

  private static func withFile(
    _ name: String, in directory: URL,
    _ body: (UnsafeBufferPointer<UInt8>) throws(TokenizerFileError) -> Void
  ) throws(UnusableModel) {
    let url = directory.appendingPathComponent(name)
    guard let data = try? Data(contentsOf: url) else { return }
    let bytes = [UInt8](data)
    do throws(TokenizerFileError) {
      try Tokenizer.checkUTF8(bytes)
      try bytes.withUnsafeBufferPointer(body)
    } catch {
      throw Tokenizer.unusable(error, url)
    }
  }

  private static func whole(_ bytes: UnsafeBufferPointer<UInt8>) throws(TokenizerFileError) -> TokenizerJSON {
    var reader = JSONReader(bytes)
    let value = try reader.value()
    try reader.finish()
    return value
  }

  /// The value of `tokenizer_config.json`; its added tokens go into `numbered` where all have the usual form.
  private static func value(
    _ reader: inout JSONReader, _ numbered: inout [(id: Int32, token: AddedTokenEntry)]?
  ) throws(TokenizerFileError) -> TokenizerJSON {
    guard try reader.peek() == UInt8(ascii: "{") else { return try reader.value() }
    var members: [TokenizerJSON.Member] = []
    try reader.forEachMember { (reader, key) throws(TokenizerFileError) in
      let name = String(decoding: key, as: UTF8.self)
      if name == "added_tokens_decoder", numbered == nil, let tokens = reader.numberedTokens() {
        numbered = tokens
      } else {
        members.append(.init(name, try reader.value(depth: 1)))
      }
    }
    return .object(members)
  }

  private mutating func read(
    _ part: PartSettings, _ numbered: [(id: Int32, token: AddedTokenEntry)]?
  ) throws(TokenizerFileError) {
    addsBeginning = try part.optionalBool("add_bos_token")
    addsEnd = try part.optionalBool("add_eos_token")
    addsPrefixSpace = try part.optionalBool("add_prefix_space")
    isLegacy = try part.optionalBool("legacy") ?? true
    splitsSpecial = try part.optionalBool("split_special_tokens") ?? false
    tokenizerClass = try part.optionalString("tokenizer_class")
    if isClass(["BertTokenizer"]) { folding = try Self.folding(part) }
    if isClass(["T5Tokenizer"]) { extraIDs = try Self.extraIDs(part) }
    if let numbered {
      listsAddedTokens = true
      for (id, entry) in Dictionary(numbered, uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key }) {
        try note(entry, id: id)
      }
    }
    if case .object(let members)? = part["added_tokens_decoder"] {
      listsAddedTokens = true
      let numbered = Dictionary(members.compactMap { member in Int32(member.name).map { ($0, member.value) } }) { $1 }
      for (id, value) in numbered.sorted(by: { $0.key < $1.key }) {
        try note(AddedTokenEntry(try PartSettings(value, key: "added_tokens_decoder.\(id)")), id: id)
      }
    }
  }

  /// Whether the class is one of these, or its fast form.
  private func isClass(_ names: [String]) -> Bool {
    names.contains { $0 == tokenizerClass || $0 + "Fast" == tokenizerClass }
  }

  private static func extraIDs(_ part: PartSettings) throws(TokenizerFileError) -> Int {
    let count = try part.optionalCount("extra_ids") ?? 100
    guard count <= 10_000 else {
      throw .malformed("extra_ids", en: "is impossible: \(count)", ja: "ありえない数です: \(count)")
    }
    return count
  }

  /// The standards are the reference's.
  private static func folding(_ part: PartSettings) throws(TokenizerFileError) -> Normalizer {
    let lowercases = try part.optionalBool("do_lower_case") ?? true
    return .bert(
      cleansText: true, separatesHan: try part.optionalBool("tokenize_chinese_chars") ?? true,
      stripsAccents: try part.optionalBool("strip_accents") ?? lowercases, lowercases: lowercases)
  }

  private mutating func note(_ entry: AddedTokenEntry, id: Int32) throws(TokenizerFileError) {
    guard id >= 0, id < TokenizerFile.largestID else {
      throw .malformed("added_tokens_decoder.\(id)", en: "is an impossible id", ja: "ありえない番号です")
    }
    ids[entry.content] = id
    var entry = entry
    entry.replaces = true
    tokens.append(entry)
  }

  /// The control tokens of `tokenizer_config.json` or `special_tokens_map.json`; what comes later counts.
  private mutating func readSpecial(_ value: TokenizerJSON, isOlder: Bool) throws(TokenizerFileError) {
    guard case .object(let members) = value else { throw .malformed(nil, en: "is not an object", ja: "オブジェクトではありません") }
    for member in members {
      if Self.names.contains(member.name) {
        roles[member.name] = try Self.token(member.value, key: member.name)
        if roles[member.name] == nil { absent.insert(member.name) } else { absent.remove(member.name) }
      } else if member.name.hasSuffix("_token"), let token = try? Self.token(member.value, key: member.name) {
        if isOlder { ownOlder.set(member.name, token) } else { ownListed.set(member.name, token) }
      }
    }
    for key in ["extra_special_tokens", "model_specific_special_tokens"] {
      // As in the reference: those that are listed give way to those that have keys of their own.
      if key == "model_specific_special_tokens", !ownListed.items.isEmpty { continue }
      guard case .object(let listed)? = members[key] else { continue }
      for member in listed {
        if let token = try Self.token(member.value, key: key + "." + member.name) { ownListed.set(member.name, token) }
      }
    }
    for key in ["extra_special_tokens", "additional_special_tokens"] {
      guard case .array(let listed)? = members[key], !listed.isEmpty else { continue }
      others = []
      for (index, value) in listed.enumerated() {
        if let token = try Self.token(value, key: "\(key)[\(index)]") { others.append(token) }
      }
      // The older name counts where the newer is not there.
      break
    }
  }

  /// A control token as the files write it: its text, or an object with its text and flags.
  private static func token(_ value: TokenizerJSON, key: String) throws(TokenizerFileError) -> AddedTokenEntry? {
    if case .null = value { return nil }
    if case .string(let text) = value { return text.isEmpty ? nil : AddedTokenEntry(content: text, special: true) }
    var entry = try AddedTokenEntry(try PartSettings(value, key: key))
    entry.special = true
    return entry
  }

  /// `{"<token>": 32000}`
  private mutating func readAdded(_ value: TokenizerJSON) throws(TokenizerFileError) {
    guard case .object(let members) = value else { throw .malformed(nil, en: "is not an object", ja: "オブジェクトではありません") }
    var numbered: [(content: String, id: Int32)] = []
    for (content, value) in Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }) {
      guard case .number(let number) = value, let id = Int32(exactly: number), id >= 0, id < TokenizerFile.largestID
      else {
        throw .malformed(content, en: "has an impossible id", ja: "番号がありえません")
      }
      numbered.append((content, id))
    }
    let special = Set(roles.values.map(\.content) + others.map(\.content))
    for (content, id) in numbered.sorted(by: { $0.id < $1.id }) where !tokens.contains(where: { $0.content == content })
    {
      ids[content] = id
      tokens.append(AddedTokenEntry(content: content, special: special.contains(content)))
    }
  }

  /// Adds the control tokens behind those that have ids: the seven, a model's own, the others.
  private mutating func addSpecial() {
    let special = Self.names.compactMap { roles[$0] } + own.map(\.token) + others
    var known = Set(tokens.map(\.content))
    for token in special where !token.content.isEmpty && known.insert(token.content).inserted { tokens.append(token) }
  }

  /// Refuses a class that cuts a SentencePiece model's text, or numbers its pieces, otherwise than the model itself does.
  func checkSentencePiece() throws(TokenizerFileError) {
    let known = [
      "LlamaTokenizer", "CodeLlamaTokenizer", "GemmaTokenizer", "T5Tokenizer", "MT5Tokenizer", "PreTrainedTokenizer",
      "TokenizersBackend", "SentencePieceBackend",
    ]
    guard let tokenizerClass, !isClass(known) else { return }
    throw .unsupported(
      nil,
      en:
        "is a model of SentencePiece for \(tokenizerClass), a class that changes its ids or texts; those that do not are "
        + known.joined(separator: ", "),
      ja: "\(tokenizerClass) 用の SentencePiece モデルです。このクラスは番号か文章の扱いを変えます。使えるクラス: "
        + known.joined(separator: "、"))
  }

  /// Refuses what a class makes of `add_prefix_space` and the tokenizer's own file does not.
  func checkPrefixSpace(_ parts: TokenizerParts) throws(TokenizerFileError) {
    let name = tokenizerClass ?? ""
    guard addsPrefixSpace == true, !parts.addsPrefixSpace, name.hasPrefix("GPT2") || name.hasPrefix("GPTNeoX") else {
      return
    }
    throw .unsupported(
      nil, en: "adds no space before a text, but tokenizer_config.json asks \(name) for one (add_prefix_space)",
      ja: "テキストの前に空白を置きませんが、tokenizer_config.json は \(name) にそれを求めています（add_prefix_space）")
  }
}

/// Tokens by name, in the order in which the names came.
private struct NamedTokens: Sendable {
  private(set) var items: [(name: String, token: AddedTokenEntry)] = []

  /// What comes later counts, in the place of what came before.
  mutating func set(_ name: String, _ token: AddedTokenEntry) {
    if let index = items.firstIndex(where: { $0.name == name }) {
      items[index].token = token
    } else {
      items.append((name, token))
    }
  }
}
