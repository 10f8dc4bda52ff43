/// Puts a tokenizer together from a `.model` of `sentencepiece`.
enum SentencePieceAssembly {
  static func parts(
    _ file: SentencePieceFile, configuration: TokenizerConfiguration
  ) throws(TokenizerFileError) -> TokenizerParts {
    let tables = try PieceTables(file)
    let addsDummyPrefix = file.addsDummyPrefix && configuration.addsPrefixSpace != false
    var text = SentencePieceText(
      userDefined: tables.userDefined, addsDummyPrefix: addsDummyPrefix,
      removesExtraWhitespaces: file.removesExtraWhitespaces, escapesWhitespaces: file.escapesWhitespaces,
      treatsWhitespaceAsSuffix: file.treatsWhitespaceAsSuffix, unknownSurface: file.unknownSurface,
      unknown: tables.unknown)
    if !file.characterMap.isEmpty {
      text.characterMap = try CharacterMap(file.characterMap, key: "normalizer_spec.precompiled_charsmap")
    }
    text.prefixesEverySection = configuration.isLegacy
    var spellings = file.pieces.map(\.text)
    for (id, piece) in file.pieces.enumerated() where piece.type == .byte {
      guard let byte = ByteToken.byte(piece.text) else { continue }
      text.bytes[Int32(id)] = byte
    }
    let control = tables.control.sorted().map { (id: $0, text: file.pieces[Int($0)].text) }
    let (added, size) = added(configuration, size: spellings.count, control: control, find: tables.find)
    spellings += Array(repeating: [], count: size - spellings.count)
    for (token, spelling) in added { spellings[Int(token.id)] = spelling }
    var parts = TokenizerParts(
      spellings: spellings, vocabulary: tables.all(file), added: added, model: tables.model(file))
    parts.sentencePiece = text
    parts.control = tables.control
    parts.addsPrefixSpace = addsDummyPrefix
    parts.splitsSpecial = configuration.splitsSpecial
    parts.namedSpecial = configuration.special
    parts.postProcessor = processor(file, configuration, tables)
    return parts
  }

  /// Added tokens stand at the ids that their file gives them. In a model directory the model's control pieces are control
  /// tokens, whether a file names them or not.
  ///
  /// - Parameters:
  ///   - size: How many pieces the model has.
  ///   - control: The control pieces.
  ///   - find: The id of a piece.
  /// - Returns: The tokens, and how many ids there are with them.
  static func added(
    _ configuration: TokenizerConfiguration, size: Int, control: [(id: Int32, text: [UInt8])], find: ([UInt8]) -> Int32?
  ) -> (tokens: [(token: AddedToken, spelling: [UInt8])], size: Int) {
    var added: [(token: AddedToken, spelling: [UInt8])] = []
    var size = size
    // T5's are there before any other token, the last one first.
    for content in extraTokens(configuration) where find(Array(content.utf8)) == nil {
      guard configuration.ids[content] == nil else { continue }
      let entry = AddedTokenEntry(content: content, special: true)
      added.append((entry.token(id: Int32(size)), Array(content.utf8)))
      size += 1
    }
    let numbered = Set(added.map(\.token.content))
    for entry in configuration.tokens where !entry.content.isEmpty && !numbered.contains(entry.content) {
      let bytes = Array(entry.content.utf8)
      let id = configuration.ids[entry.content] ?? find(bytes) ?? Int32(size)
      size = max(size, Int(id) + 1)
      var token = entry
      // The text is searched before it is normalized: SentencePiece's spaces are no part of these tokens.
      token.normalized = false
      added.append((token.token(id: id), bytes))
    }
    let listed = Set(added.map(\.token.id))
    for (id, text) in control where configuration.countsControlPieces && !listed.contains(id) && !text.isEmpty {
      guard let content = String(validating: text, as: UTF8.self) else { continue }
      added.append((AddedTokenEntry(content: content, special: true).token(id: id), text))
    }
    return (added, size)
  }

  /// The tokens that T5's class adds of itself.
  static func extraTokens(_ configuration: TokenizerConfiguration) -> [String] {
    (0..<(configuration.extraIDs ?? 0)).reversed().map { "<extra_id_\($0)>" }
  }

  /// Begin and end of text as the tokenizer's class puts them, where the configuration names one.
  private static func processor(
    _ file: SentencePieceFile, _ configuration: TokenizerConfiguration, _ tables: PieceTables
  ) -> PostProcessor {
    let name = configuration.tokenizerClass ?? ""
    let isLlama = name.hasPrefix("Llama") || name.hasPrefix("CodeLlama") || name.hasPrefix("Gemma")
    let endsText = name.hasPrefix("T5") || name.hasPrefix("MT5")
    let beginning = tables.control(configuration.named["bos_token"].map { Array($0.utf8) } ?? file.beginningPiece)
    let end = tables.control(configuration.named["eos_token"].map { Array($0.utf8) } ?? file.endPiece)
    var processor = PostProcessor()
    if configuration.addsBeginning ?? isLlama, let beginning {
      processor.single.insert(.ids([beginning], type: 0), at: 0)
    }
    if configuration.addsEnd ?? endsText, let end { processor.single.append(.ids([end], type: 0)) }
    return processor
  }
}

/// The pieces of a model, sorted by what they are for.
struct PieceTables {
  /// Control, unknown and byte pieces.
  private(set) var reserved: ByteMap
  /// Pieces that text may be cut into.
  private(set) var ordinary: ByteMap
  private(set) var userDefined: DoubleArrayTrie?
  private(set) var control: Set<Int32> = []
  private(set) var unused: Set<Int32> = []
  private(set) var unknown: Int32 = -1

  init(_ file: SentencePieceFile) throws(TokenizerFileError) {
    ordinary = ByteMap(capacity: file.pieces.count)
    var user: [(key: [UInt8], value: Int32)] = []
    var foundBytes = 0
    var unknowns = 0
    reserved = ByteMap(capacity: 512)
    for (number, piece) in file.pieces.enumerated() {
      let id = Int32(number)
      let isNew = piece.type.isOrdinary ? ordinary.insert(piece.text, id) : reserved.insert(piece.text, id)
      guard isNew else { throw SentencePieceFile.repeated(number) }
      switch piece.type {
      case .normal, .userDefined, .unused:
        if piece.type == .userDefined { user.append((piece.text, id)) }
        if piece.type == .unused { unused.insert(id) }
      case .control: control.insert(id)
      case .unknown:
        unknown = id
        unknowns += 1
      case .byte:
        try SentencePieceFile.checkByte(piece.text, number: number)
        foundBytes += 1
      }
    }
    try SentencePieceFile.checkUnknownPieces(unknowns)
    try file.checkBytePieces(foundBytes)
    if !user.isEmpty { userDefined = DoubleArrayTrie(user) }
  }

  /// The id of a piece; where a reserved and an ordinary one are spelled alike, of the reserved one.
  func find(_ spelling: [UInt8]) -> Int32? { reserved.find(spelling) ?? ordinary.find(spelling) }

  /// Every piece, in the order of the file, with the id that `find` gives.
  func all(_ file: SentencePieceFile) -> ByteMap {
    var all = ByteMap(capacity: file.pieces.count)
    for (number, piece) in file.pieces.enumerated() {
      all.insert(piece.text, piece.type.isOrdinary ? reserved.find(piece.text) ?? Int32(number) : Int32(number))
    }
    return all
  }

  /// The id of a control piece.
  func control(_ spelling: [UInt8]) -> Int32? {
    find(spelling).flatMap { control.contains($0) ? $0 : nil }
  }

  func model(_ file: SentencePieceFile) -> SubwordModel {
    let byteTokens = file.hasByteFallback ? ByteToken.table { reserved.find($0) } : nil
    switch file.modelType {
    case .unigram: return .unigram(unigram(file, byteTokens))
    case .bpe:
      var joints = CharacterPairs()
      for piece in file.pieces where piece.type.isOrdinary {
        piece.text.withUnsafeBufferPointer { joints.insert($0) }
      }
      return .sentencePieceBPE(
        SentencePieceBPE(
          pieces: ordinary, scores: file.pieces.map(\.score), userDefined: userDefined, unused: unused,
          unknown: unknown, byteTokens: byteTokens, joints: joints))
    case .word, .char:
      return .sentencePieceWords(
        SentencePieceWords(
          pieces: ordinary, userDefined: userDefined, unknown: unknown, byteTokens: byteTokens,
          isCharacters: file.modelType == .char))
    }
  }

  private func unigram(_ file: SentencePieceFile, _ byteTokens: [Int32]?) -> Unigram {
    let normal = file.pieces.filter { $0.type == .normal }.map(\.score)
    let least = normal.min() ?? Float.greatestFiniteMagnitude
    let greatest = max(normal.max() ?? 0, Float.leastNormalMagnitude)
    var scores: [Double] = []
    for piece in file.pieces {
      // User-defined pieces get a score that always wins, whatever the file says: with logarithms nearly zero. (Sums are
      // f32, so a tenth more or less would decide between cuts of the same pieces.)
      scores.append(Double(piece.type == .userDefined ? Float(piece.text.count) * greatest : piece.score))
    }
    let trie = DoubleArrayTrie { insert in
      for (id, piece) in file.pieces.enumerated() where piece.type == .normal || piece.type == .userDefined {
        piece.text.withUnsafeBufferPointer { insert($0, Int32(id)) }
      }
    }
    return Unigram(
      trie: trie, special: SpecialIDs([]), scores: scores, unknown: unknown, unknownScore: Double(least - 10),
      byteTokens: byteTokens, precision: .single)
  }
}
