/// A unigram language model over pieces (Kudo 2018): the cut of a text whose pieces' scores sum up highest (Viterbi).
struct Unigram: Sendable {
  /// Scores are compared as the reference does.
  enum Precision: Sendable {
    /// `tokenizers`: f64 all through.
    case double
    /// `sentencepiece`: sums are f32.
    case single
  }

  /// Pieces that text may be cut into.
  let trie: DoubleArrayTrie
  /// Pieces of these only where control tokens are looked for.
  let special: SpecialIDs
  /// Score of each id.
  let scores: [Double]
  /// Stands for a character that no piece has; where there is none, such a character is left out.
  let unknown: Int32?
  let unknownScore: Double
  /// Token of each byte (`<0x0A>`); nil without byte fallback.
  let byteTokens: [Int32]?
  let precision: Precision

  /// Appends the pieces of a text.
  func encode(_ text: UnsafeBufferPointer<UInt8>, _ scratch: EncodingScratch, into ids: inout [Int32]) {
    let paths = scratch.paths.reserve(text.count + 1)
    for index in 0...text.count { paths[index] = PathNode(score: 0, start: -1, id: -1) }
    findPaths(text, paths, hidesSpecial: !scratch.findsSpecial)
    follow(paths, text, scratch, into: &ids)
  }

  private func findPaths(
    _ text: UnsafeBufferPointer<UInt8>, _ paths: UnsafeMutablePointer<PathNode>, hidesSpecial: Bool
  ) {
    let isSingle = precision == .single
    @inline(__always)
    func offer(_ candidate: Double, _ end: Int, _ start: Int, _ id: Int32) {
      let candidate = isSingle ? Double(Float(candidate)) : candidate
      guard paths[end].start < 0 || candidate > paths[end].score else { return }
      paths[end] = PathNode(score: candidate, start: Int32(truncatingIfNeeded: start), id: id)
    }
    trie.units.withUnsafeBufferPointer { units in
      scores.withUnsafeBufferPointer { scores in
        var start = 0
        while start < text.count {
          let before = paths[start].score
          let single = start + UTF8Scalar.length(text[start])
          var hasSingle = false
          var node = DoubleArrayTrie.root
          var index = start
          while index < text.count {
            node = DoubleArrayTrie.child(units, node, text[index])
            guard node >= 0 else { break }
            index += 1
            let id = units[Int(node)].value
            guard id >= 0, !(hidesSpecial && special.contains(id)) else { continue }
            offer(scores[Int(id)] + before, index, start, id)
            if index == single { hasSingle = true }
          }
          if !hasSingle { offer(unknownScore + before, single, start, -2) }
          start = single
        }
      }
    }
  }

  /// Walks the best path back, then writes it out; neighbouring unknown characters count as one.
  private func follow(
    _ paths: UnsafeMutablePointer<PathNode>, _ text: UnsafeBufferPointer<UInt8>, _ scratch: EncodingScratch,
    into ids: inout [Int32]
  ) {
    // The path is turned around in place: `start` of each node becomes where the next piece ends.
    var end = text.count
    var next = -1
    while end > 0 {
      let start = Int(paths[end].start)
      paths[end].start = Int32(truncatingIfNeeded: next)
      next = end
      end = start
    }
    var start = 0
    var unknownStart = -1
    while next >= 0 {
      let node = paths[next]
      if node.id == -2 || node.id == unknown {
        if unknownStart < 0 { unknownStart = start }
      } else {
        if unknownStart >= 0 { appendUnknown(text[unknownStart..<start], scratch, to: &ids) }
        unknownStart = -1
        ids.append(node.id)
      }
      start = next
      next = Int(node.start)
    }
    if unknownStart >= 0 { appendUnknown(text[unknownStart...], scratch, to: &ids) }
  }

  private func appendUnknown(
    _ text: Slice<UnsafeBufferPointer<UInt8>>, _ scratch: EncodingScratch, to ids: inout [Int32]
  ) {
    if precision == .double, let piece = piece(text), scratch.findsSpecial || !special.contains(piece) {
      // The `tokenizers` library looks for the run among its pieces before it spells it out: text that is spelled like the
      // unknown piece is that piece.
      ids.append(piece)
    } else if let byteTokens, text.allSatisfy({ byteTokens[Int($0)] >= 0 }) {
      for byte in text { ids.append(byteTokens[Int(byte)]) }
    } else if let unknown {
      ids.append(unknown)
    }
  }

  /// The piece of this spelling.
  private func piece(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Int32? {
    trie.units.withUnsafeBufferPointer { units in
      var node = DoubleArrayTrie.root
      for byte in text {
        node = DoubleArrayTrie.child(units, node, byte)
        if node < 0 { return nil }
      }
      let id = units[Int(node)].value
      return id >= 0 ? id : nil
    }
  }
}
