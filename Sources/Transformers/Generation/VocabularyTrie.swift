/// All ordinary tokens by their bytes: walking it along a text gives every token that the text has at a place.
struct VocabularyTrie: Sendable {
  /// The node before any byte.
  static let root: Int32 = 0

  /// (node, byte) → node, with open addressing.
  private var keys: [Int64]
  private var children: [Int32]
  private var mask: Int
  /// The token that ends at each node, or −1.
  private var tokens: [Int32] = [-1]

  /// The vocabulary's trie, control tokens left out.
  init(_ tokenizer: Tokenizer) {
    let total = tokenizer.bytesOfToken.reduce(0) { $0 + $1.count }
    var size = 1024
    while size < total * 2 { size *= 2 }
    keys = Array(repeating: -1, count: size)
    children = Array(repeating: 0, count: size)
    mask = size - 1
    for (id, bytes) in tokenizer.bytesOfToken.enumerated() where !bytes.isEmpty && !tokenizer.isSpecial(Int32(id)) {
      var node = Self.root
      for byte in bytes { node = descend(node, byte) }
      // Two ids with the same bytes: the first is the one that merging gives.
      if tokens[Int(node)] < 0 { tokens[Int(node)] = Int32(id) }
    }
  }

  /// The node below `node` for a byte.
  @inline(__always)
  func child(_ node: Int32, _ byte: UInt8) -> Int32? {
    let key = Int64(node) << 8 | Int64(byte)
    var slot = Self.hash(key) & mask
    while keys[slot] != key {
      if keys[slot] < 0 { return nil }
      slot = (slot + 1) & mask
    }
    return children[slot]
  }

  /// Calls `body` with every token that `text` has at `start`, and where it ends, from the node `from`.
  @inline(__always)
  func walk(_ text: [UInt8], from start: Int, node from: Int32 = root, _ body: (_ token: Int32, _ end: Int) -> Void) {
    var node = from
    var index = start
    while index < text.count, let next = child(node, text[index]) {
      node = next
      index += 1
      if tokens[Int(node)] >= 0 { body(tokens[Int(node)], index) }
    }
  }

  private mutating func descend(_ node: Int32, _ byte: UInt8) -> Int32 {
    let key = Int64(node) << 8 | Int64(byte)
    var slot = Self.hash(key) & mask
    while keys[slot] >= 0 {
      if keys[slot] == key { return children[slot] }
      slot = (slot + 1) & mask
    }
    keys[slot] = key
    children[slot] = Int32(tokens.count)
    tokens.append(-1)
    return children[slot]
  }

  @inline(__always)
  private static func hash(_ key: Int64) -> Int {
    Int(truncatingIfNeeded: UInt64(bitPattern: key) &* 0x9E37_79B9_7F4A_7C15 >> 24)
  }
}
