/// WordPiece (BERT): takes the longest token that a word begins with, then the longest that continues it, to the end.
struct WordPiece: Sendable {
  let trie: DoubleArrayTrie
  /// Tokens of these only where control tokens are looked for.
  let special: SpecialIDs
  /// The node below the prefix of continuing tokens (`##`), or nil where no token continues a word.
  let continuing: Int32?
  /// Stands for a whole word that cannot be cut into tokens; where there is none, the word is left out.
  let unknown: Int32?
  /// Longer words are unknown.
  let longestWord: Int

  init(
    trie: DoubleArrayTrie, special: SpecialIDs, continuingPrefix: [UInt8], unknown: Int32?, longestWord: Int
  ) {
    self.trie = trie
    self.special = special
    continuing = continuingPrefix.isEmpty ? DoubleArrayTrie.root : trie.node(continuingPrefix)
    self.unknown = unknown
    self.longestWord = longestWord
  }

  func encode(_ word: UnsafeBufferPointer<UInt8>, _ scratch: EncodingScratch, into ids: inout [Int32]) {
    scratch.recall(word, into: &ids) { encodeAnew(word, scratch, into: &$0) }
  }

  private func encodeAnew(
    _ word: UnsafeBufferPointer<UInt8>, _ scratch: EncodingScratch, into ids: inout [Int32]
  ) {
    let before = ids.count
    let characters = word.reduce(0) { UTF8Scalar.isContinuation($1) ? $0 : $0 + 1 }
    var start = 0
    if characters <= longestWord {
      while start < word.count {
        guard let node = start == 0 ? DoubleArrayTrie.root : continuing,
          let (id, end) = longest(word, from: start, node, hidesSpecial: !scratch.findsSpecial)
        else { break }
        ids.append(id)
        start = end
      }
    }
    guard start < word.count else { return }
    ids.removeSubrange(before...)
    if let unknown { ids.append(unknown) }
  }

  /// The longest token that a word goes on with.
  private func longest(
    _ word: UnsafeBufferPointer<UInt8>, from start: Int, _ node: Int32, hidesSpecial: Bool
  ) -> (id: Int32, end: Int)? {
    guard var found = trie.longest(word, from: start, node: node) else { return nil }
    while hidesSpecial, special.contains(found.value) {
      // A shorter one, which is asked for as if the word ended before.
      let shorter = UnsafeBufferPointer(rebasing: word[..<(found.end - 1)])
      guard let next = trie.longest(shorter, from: start, node: node) else { return nil }
      found = next
    }
    return (found.value, found.end)
  }
}

/// A token for each whole word.
struct WordLevel: Sendable {
  let vocabulary: ByteMap
  /// Tokens of these only where control tokens are looked for.
  let special: SpecialIDs
  /// Stands for any other word; where there is none, the word is left out.
  let unknown: Int32?

  func encode(_ word: UnsafeBufferPointer<UInt8>, _ scratch: EncodingScratch, into ids: inout [Int32]) {
    var id = vocabulary.find(word)
    if !scratch.findsSpecial, let found = id, special.contains(found) { id = nil }
    if let id = id ?? unknown { ids.append(id) }
  }
}
