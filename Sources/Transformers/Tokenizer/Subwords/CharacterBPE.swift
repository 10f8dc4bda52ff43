/// BPE over characters, as SentencePiece models have it: with byte tokens for characters that the vocabulary lacks, an unknown
/// token, a prefix for what continues a word, a suffix for what ends one.
struct CharacterBPE: Sendable {
  struct Settings: Sendable {
    var unknown: Int32?
    /// Neighbouring unknown characters become one token.
    var fusesUnknown = false
    var continuingPrefix: [UInt8] = []
    var endSuffix: [UInt8] = []
    /// A word that is a token is not merged together.
    var ignoresMerges = false
  }

  let settings: Settings
  let merges: MergeTable
  /// Token of each byte (`<0x0A>`), or −1; nil without byte fallback.
  let byteTokens: [Int32]?
  /// Token spellings → ids.
  let vocabulary: ByteMap
  /// Tokens of these only where control tokens are looked for.
  let special: SpecialIDs
  /// Token of each character of the basic plane, or −1.
  private let characters: [Int32]
  /// Where no merge can join what stands on both sides, a word may be cut: what results is the same, and short words merge
  /// fast and come again. Nil where that does not hold.
  private let joints: CharacterPairs?

  init(
    settings: Settings, merges: MergeTable, byteTokens: [Int32]?, vocabulary: ByteMap, special: SpecialIDs,
    joints: CharacterPairs?
  ) {
    self.special = special
    self.settings = settings
    self.merges = merges
    self.byteTokens = byteTokens
    self.vocabulary = vocabulary
    self.joints = joints
    var characters = [Int32](repeating: -1, count: 0x10000)
    vocabulary.forEach { token, id in
      guard let first = token.first, UTF8Scalar.length(first) == token.count, token.count < 4 else { return }
      characters[Int(UTF8Scalar.read(token, 0).value)] = id
    }
    self.characters = characters
  }

  func encode(_ word: UnsafeBufferPointer<UInt8>, _ scratch: EncodingScratch, into ids: inout [Int32]) {
    if settings.ignoresMerges, let id = vocabulary.find(word), isFound(id, scratch) { return ids.append(id) }
    guard let joints else { return scratch.recall(word, into: &ids) { merge(word, scratch, into: &$0) } }
    joints.forEachPart(of: word) { part in
      scratch.recall(part, into: &ids) { merge(part, scratch, into: &$0) }
    }
  }

  private func merge(_ word: UnsafeBufferPointer<UInt8>, _ scratch: EncodingScratch, into ids: inout [Int32]) {
    // A character with its prefix and suffix may become that many byte tokens.
    let longest = word.count * (1 + settings.continuingPrefix.count) + settings.endSuffix.count
    let symbols = scratch.symbols.reserve(longest + 1)
    var count = 0
    func add(_ id: Int32) {
      symbols[count] = id
      count += 1
    }
    var pendingUnknown = false
    var index = 0
    while index < word.count {
      let (value, next) = UTF8Scalar.read(word, index)
      let isFirst = index == 0
      let bytes = index..<next
      index = next
      if let id = token(value, word, bytes, isFirst: isFirst, isLast: next == word.count), isFound(id, scratch) {
        if pendingUnknown, let unknown = settings.unknown { add(unknown) }
        pendingUnknown = false
        add(id)
        continue
      }
      if let byteTokens {
        let spelled = spelling(word, bytes, isFirst: isFirst, isLast: next == word.count)
        if spelled.allSatisfy({ byteTokens[Int($0)] >= 0 }) {
          for byte in spelled { add(byteTokens[Int(byte)]) }
          continue
        }
      }
      guard let unknown = settings.unknown else { continue }
      if pendingUnknown, !settings.fusesUnknown { add(unknown) }
      pendingUnknown = true
    }
    if pendingUnknown, let unknown = settings.unknown { add(unknown) }
    PairMerging.merge(count, merges, scratch, into: &ids)
  }

  @inline(__always)
  private func isFound(_ id: Int32, _ scratch: EncodingScratch) -> Bool {
    scratch.findsSpecial || !special.contains(id)
  }

  @inline(__always)
  private func token(
    _ value: UInt32, _ word: UnsafeBufferPointer<UInt8>, _ bytes: Range<Int>, isFirst: Bool, isLast: Bool
  ) -> Int32? {
    let isPlain =
      (isFirst || settings.continuingPrefix.isEmpty) && (!isLast || settings.endSuffix.isEmpty)
    if isPlain, value < 0x10000 {
      let id = characters[Int(value)]
      return id >= 0 ? id : nil
    }
    if isPlain { return vocabulary.find(UnsafeBufferPointer(rebasing: word[bytes])) }
    return vocabulary.find(spelling(word, bytes, isFirst: isFirst, isLast: isLast))
  }

  private func spelling(
    _ word: UnsafeBufferPointer<UInt8>, _ bytes: Range<Int>, isFirst: Bool, isLast: Bool
  ) -> [UInt8] {
    (isFirst ? [] : settings.continuingPrefix) + Array(word[bytes]) + (isLast ? settings.endSuffix : [])
  }
}
