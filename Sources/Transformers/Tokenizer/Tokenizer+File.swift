public import Foundation
internal import Tensors

extension Tokenizer {
  /// Reads the tokenizer of a model directory: `tokenizer.json`, or where there is none `tokenizer.model` (`spiece.model`),
  /// with what `tokenizer_config.json` and `added_tokens.json` add to them, as `transformers` does.
  ///
  /// - Throws: `UnusableModel` that names what this program does not know.
  public init(directory: URL) throws(UnusableModel) {
    let configuration = try TokenizerConfiguration(directory: directory)
    let (url, isSentencePiece) = Self.file(in: directory)
    if isSentencePiece {
      try self.init(sentencePiece: url, configuration: configuration)
    } else {
      try self.init(json: url, extra: configuration.tokens)
    }
  }

  /// The file that a model directory has its tokenizer in.
  static func file(in directory: URL) -> (url: URL, isSentencePiece: Bool) {
    let json = directory.appendingPathComponent("tokenizer.json")
    if FileManager.default.fileExists(atPath: json.path) { return (json, false) }
    let models = ["tokenizer.model", "spiece.model"].map { directory.appendingPathComponent($0) }
    return models.first { FileManager.default.fileExists(atPath: $0.path) }.map { ($0, true) } ?? (json, false)
  }

  /// Reads one file: `tokenizer.json` in the form of the `tokenizers` library, or a `.model` of `sentencepiece`.
  ///
  /// - Throws: `UnusableModel` that names what this program does not know.
  public init(file url: URL) throws(UnusableModel) {
    if url.pathExtension == "model" {
      try self.init(sentencePiece: url, configuration: TokenizerConfiguration())
    } else {
      try self.init(json: url, extra: [])
    }
  }

  private init(json url: URL, extra: [AddedTokenEntry]) throws(UnusableModel) {
    let data = try Self.data(url)
    do throws(TokenizerFileError) {
      try Self.checkUTF8(data)
      let file = try data.withUnsafeBufferPointer { (bytes) throws(TokenizerFileError) in try TokenizerFile(bytes) }
      self.init(source: url.path, parts: try TokenizerAssembly.parts(file, extra: extra))
    } catch {
      throw Self.unusable(error, url)
    }
  }

  private init(sentencePiece url: URL, configuration: TokenizerConfiguration) throws(UnusableModel) {
    let data = try Self.data(url)
    do throws(TokenizerFileError) {
      self.init(
        source: url.path,
        parts: try SentencePieceAssembly.parts(try SentencePieceFile(data), configuration: configuration))
    } catch {
      throw Self.unusable(error, url)
    }
  }

  static func checkUTF8(_ data: [UInt8]) throws(TokenizerFileError) {
    guard String(validating: data, as: UTF8.self) != nil else {
      throw .malformed(nil, en: "is not UTF-8", ja: "UTF-8 ではありません")
    }
  }

  static func data(_ url: URL) throws(UnusableModel) -> [UInt8] {
    do {
      return [UInt8](try Data(contentsOf: url))
    } catch {
      throw unreadable(url)
    }
  }

  static func unreadable(_ url: URL) -> UnusableModel {
    UnusableModel(
      .missingFile, file: url.path, detail: Explanation(en: "cannot be read", ja: "読み込めません"), advice: copyAgain)
  }

  static func unusable(_ error: TokenizerFileError, _ url: URL) -> UnusableModel {
    let isUnsupported = error.reason == .unsupported
    return UnusableModel(
      error.reason, file: url.path, place: error.key.map { .key($0) }, detail: error.detail,
      advice: isUnsupported
        ? Explanation(
          en: "use a model whose tokenizer has parts that work", ja: "対応している部品でできたトークナイザーを持つモデルを使ってください")
        : copyAgain)
  }
}

private let copyAgain = Explanation(
  en: "copy or download the tokenizer again", ja: "トークナイザーをコピーまたはダウンロードし直してください")

/// What `tokenizer_config.json` and `added_tokens.json` say about tokens.
struct TokenizerConfiguration: Sendable {
  /// Tokens to add where the tokenizer's own file lacks them, in the order of their ids.
  var tokens: [AddedTokenEntry] = []
  /// The ids that `tokens` are declared with.
  var ids: [String: Int32] = [:]
  var addsBeginning: Bool?
  var addsEnd: Bool?
  /// Whether SentencePiece's leading space is put before every section, not the first alone.
  var isLegacy = true
  /// Such as `LlamaTokenizer`.
  var tokenizerClass: String?
  /// `bos_token`, `eos_token`, … by name.
  var named: [String: String] = [:]

  init() {}

  init(directory: URL) throws(UnusableModel) {
    for name in ["tokenizer_config.json", "added_tokens.json"] {
      let url = directory.appendingPathComponent(name)
      guard let data = try? Data(contentsOf: url) else { continue }
      let bytes = [UInt8](data)
      do throws(TokenizerFileError) {
        try Tokenizer.checkUTF8(bytes)
        var numbered: [(id: Int32, token: AddedTokenEntry)]?
        let value = try bytes.withUnsafeBufferPointer { (bytes) throws(TokenizerFileError) in
          var reader = JSONReader(bytes)
          let value = try name == "tokenizer_config.json" ? Self.value(&reader, &numbered) : reader.value()
          try reader.finish()
          return value
        }
        if name == "added_tokens.json" {
          try readAdded(value)
        } else {
          try read(try PartSettings(value, key: "tokenizer_config"), numbered)
        }
      } catch {
        throw Tokenizer.unusable(error, url)
      }
    }
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
    _ part: PartSettings, _ tokens: [(id: Int32, token: AddedTokenEntry)]?
  ) throws(TokenizerFileError) {
    addsBeginning = try part.optionalBool("add_bos_token")
    addsEnd = try part.optionalBool("add_eos_token")
    isLegacy = try part.optionalBool("legacy") ?? true
    tokenizerClass = try part.optionalString("tokenizer_class")
    if let tokens {
      for (id, entry) in Dictionary(tokens, uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key }) {
        try note(entry, id: id)
      }
    }
    if case .object(let members)? = part["added_tokens_decoder"] {
      let numbered = Dictionary(members.compactMap { member in Int32(member.name).map { ($0, member.value) } }) { $1 }
      for (id, value) in numbered.sorted(by: { $0.key < $1.key }) {
        try note(AddedTokenEntry(try PartSettings(value, key: "added_tokens_decoder.\(id)")), id: id)
      }
    }
    for name in ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"] {
      guard let value = part[name] else { continue }
      if case .string(let text) = value {
        try note(name, AddedTokenEntry(content: text, special: true))
      } else {
        var entry = try AddedTokenEntry(try PartSettings(value, key: name))
        entry.special = true
        try note(name, entry)
      }
    }
  }

  private mutating func note(_ entry: AddedTokenEntry, id: Int32) throws(TokenizerFileError) {
    guard id >= 0, id < TokenizerFile.largestID else {
      throw .malformed("added_tokens_decoder.\(id)", en: "is an impossible id", ja: "ありえない番号です")
    }
    ids[entry.content] = id
    tokens.append(entry)
  }

  private mutating func note(_ name: String, _ entry: AddedTokenEntry) throws(TokenizerFileError) {
    named[name] = entry.content
    if !entry.content.isEmpty, !tokens.contains(where: { $0.content == entry.content }) { tokens.append(entry) }
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
    for (content, id) in numbered.sorted(by: { $0.id < $1.id }) where !tokens.contains(where: { $0.content == content })
    {
      ids[content] = id
      tokens.append(AddedTokenEntry(content: content, special: false))
    }
  }
}
