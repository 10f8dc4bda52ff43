import Records

/// Which documents have an anchor, of all that have enough of them. Only anchors of several documents are held, and the
/// documents of those alone that not too many have: most numbers of a large corpus stand in one or in hundreds.
struct AnchorHolders {
  private struct Entry {
    /// The anchor's mixed value.
    var key: UInt64
    var count: Int32
    /// Where its documents begin; -1 where they are not held.
    var start: Int32
  }

  /// Ascending by their keys.
  private var entries: [Entry] = []
  private var documents: [Int32] = []

  /// - Parameters:
  ///   - fewest: Documents with fewer anchors do not count.
  ///   - most: Of an anchor of more documents only their number is held.
  ///   - share: About so many anchors are sorted at once.
  init(_ anchors: ShingleList, fewest: Int, most: Int, share: Int = 500_000) {
    let counted = (0..<anchors.count).filter { anchors.size(of: $0) >= fewest }
    let total = counted.reduce(0) { $0 + anchors.size(of: $1) }
    let passes = UInt64(1 + total / share)
    // A pass takes in the keys of one range: all anchors of a corpus are never held.
    for pass in 0..<passes {
      var found: [(key: UInt64, document: Int32)] = []
      found.reserveCapacity(min(total, share + share / 8))
      for document in counted {
        for value in anchors[document].values {
          let key = Shingles.mix(value)
          if key.multipliedFullWidth(by: passes).high == pass { found.append((key, Int32(document))) }
        }
      }
      found.sort { ($0.key, $0.document) < ($1.key, $1.document) }
      add(found, most)
    }
  }

  private mutating func add(_ found: [(key: UInt64, document: Int32)], _ most: Int) {
    var start = 0
    while start < found.count {
      let key = found[start].key
      var end = start + 1
      while end < found.count, found[end].key == key { end += 1 }
      if end - start > 1 {
        let isHeld = end - start <= most
        entries.append(Entry(key: key, count: Int32(end - start), start: isHeld ? Int32(documents.count) : -1))
        if isHeld { documents += found[start..<end].map(\.document) }
      }
      start = end
    }
  }

  /// How many documents have a value that one of them has, and which, ascending; none are named where too many have it,
  /// or no other.
  func of(_ value: UInt64) -> (count: Int, documents: ArraySlice<Int32>) {
    let key = Shingles.mix(value)
    let place = entries.partitionPoint { $0.key < key }
    guard place < entries.count, entries[place].key == key else { return (1, []) }
    let (count, start) = (Int(entries[place].count), Int(entries[place].start))
    return (count, start < 0 ? [] : documents[start..<start + count])
  }
}
