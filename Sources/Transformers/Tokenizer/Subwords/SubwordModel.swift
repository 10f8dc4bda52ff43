/// Cuts a word into tokens of a vocabulary.
enum SubwordModel: Sendable {
  case byteLevelBPE(ByteLevelBPE)
  case characterBPE(CharacterBPE)
  case unigram(Unigram)
  case wordPiece(WordPiece)
  case wordLevel(WordLevel)
  case sentencePieceBPE(SentencePieceBPE)
  case sentencePieceWords(SentencePieceWords)

  /// Appends the tokens of one word, which is valid UTF-8 and not empty.
  @inline(__always)
  func encode(_ word: UnsafeBufferPointer<UInt8>, _ scratch: EncodingScratch, into ids: inout [Int32]) {
    switch self {
    case .byteLevelBPE(let model): model.encode(word, scratch, into: &ids)
    case .characterBPE(let model): model.encode(word, scratch, into: &ids)
    case .unigram(let model): model.encode(word, scratch, into: &ids)
    case .wordPiece(let model): model.encode(word, scratch, into: &ids)
    case .wordLevel(let model): model.encode(word, scratch, into: &ids)
    case .sentencePieceBPE(let model): model.encode(word, scratch, into: &ids)
    case .sentencePieceWords(let model): model.encode(word, into: &ids)
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
