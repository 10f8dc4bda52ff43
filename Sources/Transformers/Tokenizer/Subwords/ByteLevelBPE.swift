/// Byte-level BPE: GPT-2's, over the bytes of a word.
struct ByteLevelBPE: Sendable {
  /// Token of each single byte, or −1 where the vocabulary has none (the byte is then left out, as in the reference).
  let byteTokens: [Int32]
  let merges: MergeTable
  /// Whole words that are tokens as they are, where the file says `ignore_merges`.
  let wholeWords: ByteMap?
  /// Whole words of these only where control tokens are looked for.
  let special: SpecialIDs

  /// Appends the tokens of one word.
  @inline(__always)
  func encode(_ word: UnsafeBufferPointer<UInt8>, _ scratch: EncodingScratch, into ids: inout [Int32]) {
    if word.count == 1 {
      let id = byteTokens[Int(word[0])]
      if id >= 0 { ids.append(id) }
      return
    }
    scratch.recall(word, into: &ids) { encodeAnew(word, scratch, into: &$0) }
  }

  private func encodeAnew(_ word: UnsafeBufferPointer<UInt8>, _ scratch: EncodingScratch, into ids: inout [Int32]) {
    if let id = wholeWords?.find(word), scratch.findsSpecial || !special.contains(id) { return ids.append(id) }
    let symbols = scratch.symbols.reserve(word.count)
    var count = 0
    for byte in word where byteTokens[Int(byte)] >= 0 {
      symbols[count] = byteTokens[Int(byte)]
      count += 1
    }
    PairMerging.merge(count, merges, scratch, into: &ids)
  }
}
