/// WordPiece (BERT): takes the longest token that a word begins with, then the longest that continues it, to the end.
struct WordPiece: Sendable {
  /// Tokens, control tokens left out.
  let trie: DoubleArrayTrie
  /// The node below the prefix of continuing tokens (`##`), or nil where no token continues a word.
  let continuing: Int32?
  /// Stands for a whole word that cannot be cut into tokens; where there is none, the word is left out.
  let unknown: Int32?
  /// Longer words are unknown.
  let longestWord: Int

  init(trie: DoubleArrayTrie, continuingPrefix: [UInt8], unknown: Int32?, longestWord: Int) {
    self.trie = trie
    continuing = continuingPrefix.isEmpty ? DoubleArrayTrie.root : trie.node(continuingPrefix)
    self.unknown = unknown
    self.longestWord = longestWord
  }

  func encode(_ word: UnsafeBufferPointer<UInt8>, _ scratch: EncodingScratch, into ids: inout [Int32]) {
    guard word.count <= WordCache.longestWord else { return encodeAnew(word, into: &ids) }
    let hash = ByteHash.of(word)
    if scratch.cache.append(word, hash: hash, to: &ids) { return }
    let before = ids.count
    encodeAnew(word, into: &ids)
    scratch.cache.insert(word, hash: hash, ids[before...])
  }

  private func encodeAnew(_ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
    let before = ids.count
    let characters = word.reduce(0) { UTF8Scalar.isContinuation($1) ? $0 : $0 + 1 }
    var start = 0
    if characters <= longestWord {
      while start < word.count {
        guard let node = start == 0 ? DoubleArrayTrie.root : continuing,
          let (id, end) = trie.longest(word, from: start, node: node)
        else { break }
        ids.append(id)
        start = end
      }
    }
    guard start < word.count else { return }
    ids.removeSubrange(before...)
    if let unknown { ids.append(unknown) }
  }
}

/// A token for each whole word.
struct WordLevel: Sendable {
  let vocabulary: ByteMap
  /// Stands for any other word; where there is none, the word is left out.
  let unknown: Int32?

  func encode(_ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
    if let id = vocabulary.find(word) ?? unknown { ids.append(id) }
  }
}
