/// BPE as `sentencepiece` does it: neighbours are joined to the piece of the highest score, leftmost first. Pieces are found
/// by their text, not by pairs of ids.
struct SentencePieceBPE: Sendable {
  /// Pieces that text may hold: normal, user-defined and unused ones.
  let pieces: ByteMap
  let scores: [Float]
  /// Always found whole, never joined.
  let userDefined: DoubleArrayTrie?
  /// Cut again into what they were joined from.
  let unused: Set<Int32>
  let unknown: Int32
  /// Token of each byte (`<0x0A>`); nil without byte fallback.
  let byteTokens: [Int32]?
  /// Where no piece has both neighbours, nothing can be joined.
  let joints: CharacterPairs

  func encode(_ text: UnsafeBufferPointer<UInt8>, _ scratch: EncodingScratch, into ids: inout [Int32]) {
    let first = ids.count
    joints.forEachPart(of: text) { part in
      scratch.recall(part, into: &ids) { join(part, scratch, into: &$0) }
    }
    if byteTokens == nil { fuseUnknown(from: first, &ids) }
  }

  /// Neighbouring unknown pieces count as one.
  private func fuseUnknown(from first: Int, _ ids: inout [Int32]) {
    var kept = first
    for index in first..<ids.count where !(ids[index] == unknown && kept > first && ids[kept - 1] == unknown) {
      ids[kept] = ids[index]
      kept += 1
    }
    ids.removeSubrange(kept...)
  }

  private func join(_ text: UnsafeBufferPointer<UInt8>, _ scratch: EncodingScratch, into ids: inout [Int32]) {
    // A symbol stands at the index of its first byte; `next` says where it ends, `symbols` whether it is frozen.
    let count = text.count
    let next = scratch.next.reserve(count + 1)
    let previous = scratch.previous.reserve(count + 1)
    let frozen = scratch.symbols.reserve(count + 1)
    var joined: [ArraySlice<UInt8>: Int] = [:]
    var queue = MergeQueue(scratch.heap)
    func offer(_ left: Int) {
      let right = Int(next[left])
      guard right < count, frozen[left] == 0, frozen[right] == 0,
        let id = pieces.find(UnsafeBufferPointer(rebasing: text[left..<Int(next[right])]))
      else { return }
      queue.push(Self.order(scores[Int(id)]) << 32 | UInt64(left))
      if unused.contains(id) { joined[ArraySlice(text[left..<Int(next[right])])] = right - left }
    }
    var index = 0
    var before = -1
    while index < count {
      let match = userDefined?.longest(text, from: index)
      let end = match?.end ?? index + UTF8Scalar.length(text[index])
      next[index] = Int32(end)
      previous[index] = Int32(before)
      frozen[index] = match == nil ? 0 : 1
      before = index
      index = end
    }
    index = 0
    while index < count {
      offer(index)
      index = Int(next[index])
    }
    while let entry = queue.pop() {
      let left = Int(entry & 0xFFFF_FFFF)
      let right = Int(next[left])
      // Stale: it has been joined to what stands before it, or is another piece now.
      guard previous[left] >= -1, right < count, frozen[right] == 0,
        let id = pieces.find(UnsafeBufferPointer(rebasing: text[left..<Int(next[right])])),
        Self.order(scores[Int(id)]) == entry >> 32
      else { continue }
      next[left] = next[right]
      previous[right] = -2
      if Int(next[left]) < count {
        previous[Int(next[left])] = Int32(left)
        offer(left)
      }
      if previous[left] >= 0 { offer(Int(previous[left])) }
    }
    index = 0
    while index < count {
      let end = Int(next[index])
      append(text[index..<end], joined, to: &ids)
      index = end
    }
  }

  private func append(
    _ piece: Slice<UnsafeBufferPointer<UInt8>>, _ joined: [ArraySlice<UInt8>: Int], to ids: inout [Int32]
  ) {
    let id = pieces.find(UnsafeBufferPointer(rebasing: piece)) ?? unknown
    if unused.contains(id), let length = joined[ArraySlice(piece)] {
      append(piece.prefix(length), joined, to: &ids)
      append(piece.dropFirst(length), joined, to: &ids)
    } else if id == unknown, let byteTokens {
      for byte in piece { ids.append(byteTokens[Int(byte)]) }
    } else {
      ids.append(id)
    }
  }

  /// A number that is smaller the higher the score is.
  private static func order(_ score: Float) -> UInt64 {
    let bits = (0 - score).bitPattern
    return UInt64(bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits)
  }
}
