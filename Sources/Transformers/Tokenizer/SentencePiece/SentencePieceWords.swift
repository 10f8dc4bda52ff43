/// The two simplest models of `sentencepiece`: a piece for each word, or for each character.
struct SentencePieceWords: Sendable {
  let pieces: ByteMap
  /// Always found whole.
  let userDefined: DoubleArrayTrie?
  let unknown: Int32
  let byteTokens: [Int32]?
  let isCharacters: Bool

  func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
    var wasUnknown = false
    var start = 0
    while start < text.count {
      let end = isCharacters ? characterEnd(text, start) : wordEnd(text, start)
      let piece = UnsafeBufferPointer(rebasing: text[start..<end])
      let id = pieces.find(piece) ?? unknown
      if id == unknown, let byteTokens {
        for byte in piece { ids.append(byteTokens[Int(byte)]) }
      } else if !(id == unknown && wasUnknown) {
        ids.append(id)
      }
      wasUnknown = id == unknown && byteTokens == nil
      start = end
    }
  }

  private func characterEnd(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    userDefined?.longest(text, from: start)?.end ?? start + UTF8Scalar.length(text[start])
  }

  /// A word begins with each space sign, even where the trainer put them behind words: so the library cuts.
  private func wordEnd(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    func isSpace(_ index: Int) -> Bool {
      index + 3 <= text.count && text[index] == 0xE2 && text[index + 1] == 0x96 && text[index + 2] == 0x81
    }
    var end = start
    while end < text.count {
      if end > start, isSpace(end) { return end }
      end += UTF8Scalar.length(text[end])
    }
    return end
  }
}
