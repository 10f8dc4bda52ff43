/// Puts a tokenizer together from a `tokenizer.json`.
struct TokenizerAssembly {
  private let file: TokenizerFile
  /// The model's tokens; for an outline those alone that it asks for.
  private let vocabulary: ByteMap
  /// How many tokens the model has.
  private let vocabularyCount: Int
  private let normalizers: [Normalizer]

  static func parts(
    _ file: TokenizerFile, configuration: TokenizerConfiguration
  ) throws(TokenizerFileError) -> TokenizerParts {
    let entries = file.vocabulary
    var map = ByteMap(capacity: entries.ids.count)
    entries.forEach { number, token in map.insert(token, entries.ids[number]) }
    return try TokenizerAssembly(file, vocabulary: map, count: map.count, configuration).parts(configuration)
  }

  private init(
    _ file: TokenizerFile, vocabulary: ByteMap, count: Int, _ configuration: TokenizerConfiguration
  ) throws(TokenizerFileError) {
    self.file = file
    self.vocabulary = vocabulary
    vocabularyCount = count
    let steps =
      try file.part("normalizer").map { (part) throws(TokenizerFileError) in try Normalizer.steps(part) } ?? []
    if let folding = configuration.folding, steps.count == 1, case .bert = steps[0] {
      normalizers = [folding]
    } else {
      normalizers = steps
    }
  }

  private func checkVersion() throws(TokenizerFileError) {
    if let version = file.settings["version"], version != .string("1.0") {
      throw .unsupported("version", en: "is not 1.0", ja: "1.0 ではありません")
    }
    guard !file.model.isEmpty || vocabularyCount > 0 else {
      throw .malformed("model", en: "is missing", ja: "指定がありません")
    }
  }

  private func builder(
    special: Set<Int32>, isByteLevel: Bool, hasScores: Bool
  ) throws(TokenizerFileError) -> ModelBuilder {
    ModelBuilder(
      file: file, settings: try PartSettings(.object(file.model), key: "model"), vocabulary: vocabulary,
      special: special, isByteLevel: isByteLevel, hasScores: hasScores)
  }

  private func parts(_ configuration: TokenizerConfiguration) throws(TokenizerFileError) -> TokenizerParts {
    try checkVersion()
    let added = try added(configuration)
    let special = Set(added.filter(\.token.special).map(\.token.id))
    let (preTokenizer, isByteLevel) = try preTokenizer()
    let model = try builder(
      special: special, isByteLevel: isByteLevel, hasScores: !file.vocabulary.scores.isEmpty
    ).model()
    var steps = preTokenizer
    if case .byteLevelBPE = model { steps.removeLast() }
    let entries = file.vocabulary
    var all = [[UInt8]](repeating: [], count: Int(entries.ids.max() ?? -1) + 1)
    entries.forEach { number, token in all[Int(entries.ids[number])] = Array(token) }
    for (token, spelling) in added {
      while all.count <= Int(token.id) { all.append([]) }
      all[Int(token.id)] = spelling
    }
    var parts = TokenizerParts(spellings: all, vocabulary: vocabulary, added: added, model: model)
    parts.emptyToken = vocabulary.find("")
    parts.normalizers = normalizers
    parts.preTokenizer = PreTokenizer(steps: steps)
    if let part = try file.part("post_processor") { parts.postProcessor = try PostProcessor(part) }
    if let part = try file.part("decoder") {
      parts.decoders = try TokenDecoder.steps(part)
      parts.hasDecoder = true
    }
    parts.addsPrefixSpace = addsPrefixSpace(steps)
    parts.cutsBeginning = try cutsBeginning()
    parts.splitsSpecial = configuration.splitsSpecial
    parts.namedSpecial = configuration.special
    try check(parts.postProcessor, size: all.count)
    return parts
  }

  /// The outline of a file whose tables have not been read.
  static func outline(
    _ file: TokenizerFile, configuration: TokenizerConfiguration
  ) throws(TokenizerFileError) -> TokenizerOutline {
    let tokens = try file.lookUp(wanted(file, extra: configuration.tokens))
    let assembly = try TokenizerAssembly(file, vocabulary: tokens.ids, count: tokens.count, configuration)
    try assembly.checkVersion()
    let added = try assembly.added(configuration).map(\.token)
    let size = (added.map(\.id) + [tokens.largest]).max().map { Int($0) + 1 } ?? 0
    if let part = try file.part("post_processor") { try assembly.check(try PostProcessor(part), size: size) }
    if let part = try file.part("decoder") { _ = try TokenDecoder.steps(part) }
    let isByteLevel = try assembly.preTokenizer().isByteLevel
    let kind = try assembly.builder(special: [], isByteLevel: isByteLevel, hasScores: tokens.hasScores).kind()
    return TokenizerOutline(kind: kind, vocabularySize: size, addedTokens: added)
  }

  /// The tokens whose ids an outline needs: added ones, the unknown one and those of bytes.
  private static func wanted(_ file: TokenizerFile, extra: [AddedTokenEntry]) -> WantedTokens {
    var texts = ByteAlphabet.scalars.map { String($0) } + extra.map(\.content)
    texts += file.addedTokens?.map(\.content) ?? []
    if case .array(let items)? = file.settings["added_tokens"] {
      for case .object(let token) in items {
        if case .string(let content)? = token["content"] { texts.append(content) }
      }
    }
    if case .string(let unknown)? = file.model["unk_token"] { texts.append(unknown) }
    return WantedTokens(texts)
  }

  private func check(_ processor: PostProcessor, size: Int) throws(TokenizerFileError) {
    for piece in processor.single + processor.pair {
      if case .ids(let ids, _) = piece, let stranger = ids.first(where: { Int($0) >= size }) {
        throw .malformed(
          "post_processor", en: "puts in the id \(stranger), which is not in the vocabulary",
          ja: "番号 \(stranger) を加えますが、語彙にありません")
      }
    }
  }

  /// What the file says of texts that are too long. Names that the library does not know are refused, as there.
  private func cutsBeginning() throws(TokenizerFileError) -> Bool? {
    guard let part = try file.part("truncation") else { return nil }
    func choice(_ name: String, _ known: [String]) throws(TokenizerFileError) -> String? {
      guard let value = try part.optionalString(name) else { return nil }
      guard known.contains(value) else { throw .unknownPart(part.path(name), value, known: known) }
      return value
    }
    _ = try choice("strategy", ["LongestFirst", "OnlyFirst", "OnlySecond"])
    return try choice("direction", ["Left", "Right"]).map { $0 == "Left" }
  }

  private func addsPrefixSpace(_ steps: [PreTokenizer.Step]) -> Bool {
    let bySplitting = steps.contains {
      switch $0 {
      case .prefixSpace: true
      case .metaspace(_, let scheme): scheme != .never
      default: false
      }
    }
    return bySplitting || normalizers.contains { if case .prepend = $0 { true } else { false } }
  }

  private func preTokenizer() throws(TokenizerFileError) -> (steps: [PreTokenizer.Step], isByteLevel: Bool) {
    guard let part = try file.part("pre_tokenizer") else { return ([], false) }
    let steps = try PreTokenizer.steps(part)
    let mapping = steps.indices.filter { if case .byteAlphabet = steps[$0] { true } else { false } }
    return (steps, mapping == [steps.count - 1])
  }

  // MARK: Added tokens

  /// Added tokens with the ids that the library gives them: the model's where it has the token, else the next free ones.
  private func added(
    _ configuration: TokenizerConfiguration
  ) throws(TokenizerFileError) -> [(token: AddedToken, spelling: [UInt8])] {
    var entries = file.addedTokens ?? []
    if let value = file.settings["added_tokens"], value != .null {
      guard case .array(let items) = value else {
        throw .malformed("added_tokens", en: "is not an array", ja: "配列ではありません")
      }
      for (index, item) in items.enumerated() {
        let part = try PartSettings(item, key: "added_tokens", index: index)
        _ = try part.count("id")
        entries.append(try AddedTokenEntry(part))
      }
    }
    var ids = [String: Int32](minimumCapacity: entries.count)
    var tokens = [Int32: AddedToken](minimumCapacity: entries.count)
    var next = Int32(vocabularyCount)
    func add(_ entry: AddedTokenEntry) {
      guard !entry.content.isEmpty else { return }
      let id: Int32
      if let known = ids[entry.content] ?? vocabulary.find(entry.content) {
        id = known
      } else {
        id = next
        next += 1
      }
      ids[entry.content] = id
      var token = entry.token(id: id)
      if let known = tokens[id] {
        guard token != known else { return }
        // What has once been a control token stays one.
        token.special = token.special || known.special
      }
      tokens[id] = token
    }
    entries.forEach(add)
    let own = ids
    let named = Set(configuration.named.values)
    for var entry in configuration.tokens where entry.replaces || own[entry.content] == nil {
      if let id = own[entry.content], tokens[id] == entry.token(id: id) { continue }
      if named.contains(entry.content) { entry.special = true }
      add(entry)
    }
    return try tokens.values.sorted { $0.id < $1.id }.map { (token) throws(TokenizerFileError) in
      let spelling = normalizedSpelling(token)
      // The library finds nothing at every place of a text, and fails where that is inside of a character.
      guard !spelling.isEmpty else {
        throw .unsupported(
          "added_tokens",
          en:
            "the normalizer leaves nothing of the token \(token.content.debugDescription), which is looked for in normalized text",
          ja: "正規化したテキストで探すトークン \(token.content.debugDescription) が、正規化すると空になります")
      }
      return (token, spelling)
    }
  }

  private func normalizedSpelling(_ token: AddedToken) -> [UInt8] {
    guard token.normalized else { return Array(token.content.utf8) }
    var text = NormalizedText(bytes: Array(token.content.utf8), startsOriginal: true)
    for normalizer in normalizers { normalizer.apply(&text) }
    return text.bytes
  }
}

/// An added token as a file describes it.
struct AddedTokenEntry: Sendable {
  var content: String
  var special = false
  var lstrip = false
  var rstrip = false
  var singleWord = false
  var normalized: Bool
  /// Whether its flags count over those of the same token in the tokenizer's own file.
  var replaces = false

  init(content: String, special: Bool) {
    self.content = content
    self.special = special
    normalized = !special
  }

  init(_ part: PartSettings) throws(TokenizerFileError) {
    content = try part.string("content")
    special = try part.optionalBool("special") ?? false
    lstrip = try part.optionalBool("lstrip") ?? false
    rstrip = try part.optionalBool("rstrip") ?? false
    singleWord = try part.optionalBool("single_word") ?? false
    normalized = try part.optionalBool("normalized") ?? !special
  }

  func token(id: Int32) -> AddedToken {
    AddedToken(
      id: id, content: content, special: special, lstrip: lstrip, rstrip: rstrip, singleWord: singleWord,
      normalized: normalized)
  }
}
