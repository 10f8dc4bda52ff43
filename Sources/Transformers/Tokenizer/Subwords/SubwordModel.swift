/// Cuts a word into tokens of a vocabulary.
enum SubwordModel: Sendable {
  case byteLevelBPE(ByteLevelBPE)
  case characterBPE(CharacterBPE)
  case unigram(Unigram)
  case wordPiece(WordPiece)
  case wordLevel(WordLevel)
  case sentencePieceBPE(SentencePieceBPE)
  case sentencePieceWords(SentencePieceWords)

  /// Appends the tokens of all words that `forEachWord` calls its argument with: valid UTF-8, none empty. The model is
  /// taken apart once for all of them.
  @inline(__always)
  func encode(
    _ scratch: EncodingScratch, into ids: inout [Int32],
    forEachWord: ((UnsafeBufferPointer<UInt8>) -> Void) -> Void
  ) {
    switch self {
    case .byteLevelBPE(let model): forEachWord { model.encode($0, scratch, into: &ids) }
    case .characterBPE(let model): forEachWord { model.encode($0, scratch, into: &ids) }
    case .unigram(let model): forEachWord { model.encode($0, scratch, into: &ids) }
    case .wordPiece(let model): forEachWord { model.encode($0, scratch, into: &ids) }
    case .wordLevel(let model): forEachWord { model.encode($0, scratch, into: &ids) }
    case .sentencePieceBPE(let model): forEachWord { model.encode($0, scratch, into: &ids) }
    case .sentencePieceWords(let model): forEachWord { model.encode($0, into: &ids) }
    }
  }

  /// As `model inspect` calls it.
  var name: String {
    switch self {
    case .byteLevelBPE: Self.bpeName(isByteLevel: true, hasByteFallback: false)
    case .characterBPE(let model): Self.bpeName(isByteLevel: false, hasByteFallback: model.byteTokens != nil)
    case .unigram(let model): Self.unigramName(hasByteFallback: model.byteTokens != nil)
    case .wordPiece: "WordPiece"
    case .wordLevel: "WordLevel"
    case .sentencePieceBPE(let model): Self.sentencePieceName(.bpe, hasByteFallback: model.byteTokens != nil)
    case .sentencePieceWords(let model):
      Self.sentencePieceName(model.isCharacters ? .char : .word, hasByteFallback: false)
    }
  }

  static func bpeName(isByteLevel: Bool, hasByteFallback: Bool) -> String {
    isByteLevel ? "byte-level BPE" : hasByteFallback ? "BPE with byte fallback" : "BPE"
  }

  static func unigramName(hasByteFallback: Bool) -> String {
    hasByteFallback ? "Unigram with byte fallback" : "Unigram"
  }

  /// The name for a model of SentencePiece's library.
  static func sentencePieceName(_ type: SentencePieceFile.ModelType, hasByteFallback: Bool) -> String {
    switch type {
    case .unigram: unigramName(hasByteFallback: hasByteFallback)
    case .bpe: hasByteFallback ? "SentencePiece BPE with byte fallback" : "SentencePiece BPE"
    case .word: "SentencePiece words"
    case .char: "SentencePiece characters"
    }
  }
}
