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
    case .wordLevel(let model): model.encode(word, into: &ids)
    case .sentencePieceBPE(let model): model.encode(word, scratch, into: &ids)
    case .sentencePieceWords(let model): model.encode(word, into: &ids)
    }
  }

  /// As `model inspect` calls it.
  var name: String {
    switch self {
    case .byteLevelBPE: "byte-level BPE"
    case .characterBPE(let model): model.byteTokens == nil ? "BPE" : "BPE with byte fallback"
    case .unigram(let model): model.byteTokens == nil ? "Unigram" : "Unigram with byte fallback"
    case .wordPiece: "WordPiece"
    case .wordLevel: "WordLevel"
    case .sentencePieceBPE(let model):
      model.byteTokens == nil ? "SentencePiece BPE" : "SentencePiece BPE with byte fallback"
    case .sentencePieceWords(let model): model.isCharacters ? "SentencePiece characters" : "SentencePiece words"
    }
  }
}
