/// Finds all pairs of like sets, exactly, by their rarest pieces (prefix filtering: Chaudhuri, Ganti and Kaushik 2006;
/// Bayardo, Ma and Srikant 2007).
///
/// Put every set's pieces in one order, rare ones first. Two sets of which the share `threshold` is common must then
/// share one of each one's first `n − ⌈threshold · n⌉ + 1` pieces. Questions are made by few patterns: `…の期限はいつまでですか`
/// makes a third of two questions common that have nothing to do with each other, and bands of a MinHash let such pairs
/// meet by the million. What many questions share never comes first here, so that it is never looked at.
struct RarePieces {
  let threshold: Double
  /// How often pieces occur, counted by their lowest bits: two pieces that share a count only change the order.
  private var counts: [UInt32] = []

  init(threshold: Double) { self.threshold = threshold }

  /// All pairs at or above the threshold, ascending.
  mutating func matches(_ sets: [Shingles]) -> [MinHash.Match] {
    var matches: [MinHash.Match] = []
    for meeting in meetings(of: sets) {
      for right in meeting.indices.dropFirst() {
        for left in meeting.startIndex..<right { compare(meeting[left], meeting[right], sets, &matches) }
      }
    }
    return Self.once(matches)
  }

  /// All pairs at or above the threshold of one set before `boundary` and one from there on, ascending; nil, at once,
  /// where more than `limit` comparisons would be needed.
  mutating func matches(_ sets: [Shingles], across boundary: Int, limit: Int = .max) -> [MinHash.Match]? {
    let meetings = meetings(of: sets).map { meeting in
      // Within a meeting sets stand in their order.
      (meeting: meeting, boundary: meeting.firstIndex { Self.index($0) >= boundary } ?? meeting.endIndex)
    }
    let work = meetings.reduce(0) { sum, found in
      sum + (found.boundary - found.meeting.startIndex) * (found.meeting.endIndex - found.boundary)
    }
    guard work <= limit else { return nil }
    var matches: [MinHash.Match] = []
    for (meeting, boundary) in meetings {
      for left in meeting.startIndex..<boundary {
        for right in boundary..<meeting.endIndex { compare(meeting[left], meeting[right], sets, &matches) }
      }
    }
    return Self.once(matches)
  }

  /// The sets that have one of their rarest pieces in common, by that piece, each ascending: 32 bits of the piece above
  /// the set's index.
  private mutating func meetings(of sets: [Shingles]) -> [ArraySlice<UInt64>] {
    // As many counts as there may be pieces, up to four millions.
    let pieces = min(max(sets.reduce(0) { $0 + $1.values.count }, 1 << 8), 1 << 22)
    counts = [UInt32](repeating: 0, count: 1 << (Int.bitWidth - (pieces - 1).leadingZeroBitCount))
    for set in sets { for value in set.values { counts[slot(value)] &+= 1 } }
    var entries: [UInt64] = []
    entries.reserveCapacity(sets.count * 6)
    for (index, set) in sets.enumerated() {
      for value in rarest(of: set) { entries.append((value & 0xFFFF_FFFF) << 32 | UInt64(index)) }
    }
    entries.sort()
    var meetings: [ArraySlice<UInt64>] = []
    var start = 0
    while start < entries.count {
      var end = start + 1
      while end < entries.count, entries[end] >> 32 == entries[start] >> 32 { end += 1 }
      if end - start > 1 { meetings.append(entries[start..<end]) }
      start = end
    }
    return meetings
  }

  private func compare(_ left: UInt64, _ right: UInt64, _ sets: [Shingles], _ matches: inout [MinHash.Match]) {
    let (first, second) = (Self.index(left), Self.index(right))
    guard first != second else { return }
    let (one, other) = (Double(sets[first].values.count), Double(sets[second].values.count))
    guard min(one, other) >= threshold * max(one, other) else { return }
    let similarity = sets[first].jaccard(sets[second])
    if similarity >= threshold { matches.append(MinHash.Match(left: first, right: second, similarity: similarity)) }
  }

  /// The pieces of which two like sets must share one.
  private func rarest(of set: Shingles) -> ArraySlice<UInt64> {
    let size = set.values.count
    // A hair below, so that a product such as 0.8 · 5 is never taken for a little more than 4.
    let common = Int((threshold * Double(size) - 1e-9).rounded(.up))
    return set.values.sorted { (counts[slot($0)], $0) < (counts[slot($1)], $1) }.prefix(size - common + 1)
  }

  private static func index(_ entry: UInt64) -> Int { Int(entry & 0xFFFF_FFFF) }

  private func slot(_ value: UInt64) -> Int { Int(value >> 32) & (counts.count - 1) }

  /// Two sets may meet in several pieces.
  private static func once(_ matches: [MinHash.Match]) -> [MinHash.Match] {
    var once: [MinHash.Match] = []
    for match in matches.sorted(by: { ($0.left, $0.right) < ($1.left, $1.right) }) where match != once.last {
      once.append(match)
    }
    return once
  }
}
