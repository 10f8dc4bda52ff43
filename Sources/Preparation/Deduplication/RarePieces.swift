import Records

/// Finds all pairs of like sets, exactly, by their rarest pieces (prefix filtering: Chaudhuri, Ganti and Kaushik 2006;
/// Bayardo, Ma and Srikant 2007).
///
/// Put every set's pieces in one order, rare ones first. Two sets of which the share `threshold` is common must then
/// share one of each one's first `n − ⌈threshold · n⌉ + 1` pieces. Questions are made by few patterns: `…の期限はいつまでですか`
/// makes a third of two questions common that have nothing to do with each other, and bands of a MinHash let such pairs
/// meet by the million. What many questions share never comes first here, so that it is never looked at.
///
/// The pieces are looked through part by part, so that a million sets take no more memory than a hundred thousand.
struct RarePieces {
  let threshold: Double
  /// How often pieces occur, counted by their lowest bits: two pieces that share a count only change the order.
  private var counts: [UInt32] = []
  /// So many rare pieces are looked through at once: 32 mebibytes.
  private let entriesPerPart: Int

  init(threshold: Double, entriesPerPart: Int = 1 << 22) {
    self.threshold = threshold
    self.entriesPerPart = entriesPerPart
  }

  /// All pairs at or above the threshold, ascending.
  mutating func matches(_ sets: some ShingleSets) -> [MinHash.Match] {
    var matches: [MinHash.Match] = []
    count(sets)
    var parts = RarePieceParts(bits: partBits(sets))
    sets.each(of: 0..<sets.count) { index, set in
      for value in rarest(of: set) { parts.append(Self.entry(value, index)) }
    }
    parts.finish()
    for part in 0..<parts.count {
      for meeting in parts.meetings(part) where meeting.count > 1 { compare(meeting, meeting, sets, &matches) }
    }
    return Self.once(matches)
  }

  /// All pairs at or above the threshold of one set before `boundary` and one from there on, ascending; nil where more
  /// than `limit` comparisons would be needed, which is told before they are made.
  mutating func matches(_ sets: some ShingleSets, across boundary: Int, limit: Int = .max) -> [MinHash.Match]? {
    var matches: [MinHash.Match] = []
    var work = 0
    let parts = parts(of: sets, across: boundary)
    for part in 0..<parts.count {
      let meetings = parts.meetings(part)
      for meeting in meetings where meeting.count > 1 {
        let middle = Self.first(from: boundary, in: meeting)
        work += (middle - meeting.startIndex) * (meeting.endIndex - middle)
      }
      guard work <= limit else { return nil }
      for meeting in meetings where meeting.count > 1 {
        let middle = Self.first(from: boundary, in: meeting)
        compare(meeting[..<middle], meeting[middle...], sets, &matches)
      }
    }
    return Self.once(matches)
  }

  /// The rarest pieces of all sets on both sides of a boundary. The side with fewer sets comes first: what stands in none
  /// of them can meet nothing and is left out of the other, which is most of it.
  private mutating func parts(of sets: some ShingleSets, across boundary: Int) -> RarePieceParts {
    count(sets)
    var sides = [0..<boundary, boundary..<sets.count]
    if sides[0].count > sides[1].count { sides.reverse() }
    var parts = RarePieceParts(bits: partBits(sets))
    var known = PieceFilter(expecting: sides[0].reduce(0) { $0 + rarestCount(of: sets.size(of: $1)) })
    sets.each(of: sides[0]) { index, set in
      for value in rarest(of: set) {
        known.insert(value)
        parts.append(Self.entry(value, index))
      }
    }
    sets.each(of: sides[1]) { index, set in
      for value in rarest(of: set) where known.mayHold(value) { parts.append(Self.entry(value, index)) }
    }
    parts.finish()
    return parts
  }

  /// 32 bits of a piece above the set's index.
  private static func entry(_ value: UInt64, _ index: Int) -> UInt64 { (value & 0xFFFF_FFFF) << 32 | UInt64(index) }

  /// By how many of the pieces' highest bits the entries are put in parts.
  private func partBits(_ sets: some ShingleSets) -> Int {
    let entries = (0..<sets.count).reduce(0) { $0 + rarestCount(of: sets.size(of: $1)) }
    var bits = 0
    while entries >> bits > entriesPerPart { bits += 1 }
    return bits
  }

  /// Where the sets from the boundary on begin: within a meeting sets stand in their order.
  private static func first(from boundary: Int, in meeting: ArraySlice<UInt64>) -> Int {
    meeting.partitionPoint { index($0) < boundary }
  }

  private mutating func count(_ sets: some ShingleSets) {
    // As many counts as there may be pieces, up to four millions.
    let pieces = min(max((0..<sets.count).reduce(0) { $0 + sets.size(of: $1) }, 1 << 8), 1 << 22)
    counts = [UInt32](repeating: 0, count: 1 << (Int.bitWidth - (pieces - 1).leadingZeroBitCount))
    sets.each(of: 0..<sets.count) { _, set in for value in set.values { counts[slot(value)] &+= 1 } }
  }

  /// Compares every set of one stretch with every later one of the other, each read once.
  private func compare(
    _ lefts: ArraySlice<UInt64>, _ rights: ArraySlice<UInt64>, _ sets: some ShingleSets,
    _ matches: inout [MinHash.Match]
  ) {
    guard lefts.count > 1 || rights.startIndex > lefts.startIndex else { return }
    let start = min(lefts.startIndex, rights.startIndex)
    var read = [Shingles?](repeating: nil, count: max(lefts.endIndex, rights.endIndex) - start)
    for right in rights.indices {
      let second = Self.index(rights[right])
      let size = Double(sets.size(of: second))
      for left in lefts.startIndex..<min(right, lefts.endIndex) {
        let first = Self.index(lefts[left])
        let other = Double(sets.size(of: first))
        guard first != second, min(size, other) >= threshold * max(size, other) else { continue }
        let one = read[left - start] ?? sets[first]
        let two = read[right - start] ?? sets[second]
        (read[left - start], read[right - start]) = (one, two)
        let similarity = one.jaccard(two)
        if similarity >= threshold { matches.append(MinHash.Match(left: first, right: second, similarity: similarity)) }
      }
    }
  }

  /// How many pieces a set of that size must be known by.
  private func rarestCount(of size: Int) -> Int {
    // A hair below, so that a product such as 0.8 · 5 is never taken for a little more than 4.
    min(size, size - Int((threshold * Double(size) - 1e-9).rounded(.up)) + 1)
  }

  /// The pieces of which two like sets must share one.
  private func rarest(of set: Shingles) -> [UInt64] {
    let wanted = rarestCount(of: set.values.count)
    guard wanted < set.values.count else { return set.values }
    // Pieces stand ascending: of equal counts the place decides as the piece itself would.
    var order = set.values.indices.map { UInt64(counts[slot(set.values[$0])]) << 32 | UInt64($0) }
    order.sort()
    return order.prefix(wanted).map { set.values[Int($0 & 0xFFFF_FFFF)] }
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

/// Entries in parts by their highest bits; of several parts one at a time is in memory.
private struct RarePieceParts {
  private let bits: Int
  private var pending: [[UInt64]]
  private var kept: [Scratch]
  private static let most = 1 << 13

  init(bits: Int) {
    self.bits = bits
    pending = [[UInt64]](repeating: [], count: 1 << bits)
    kept = bits == 0 ? [] : (0..<1 << bits).map { _ in Scratch() }
  }

  var count: Int { pending.count }

  mutating func append(_ entry: UInt64) {
    let part = bits == 0 ? 0 : Int(entry >> (64 - UInt64(bits)))
    pending[part].append(entry)
    if bits > 0, pending[part].count == Self.most {
      kept[part].append(pending[part])
      pending[part].removeAll(keepingCapacity: true)
    }
  }

  /// After the last entry.
  mutating func finish() {
    guard bits > 0 else { return }
    for part in pending.indices {
      kept[part].append(pending[part])
      pending[part] = []
    }
  }

  /// The sets that have one of their rarest pieces in common, by that piece, each ascending.
  func meetings(_ part: Int) -> SortedRuns {
    SortedRuns(
      bits == 0
        ? pending[0] : kept[part].values(UInt64.self, at: 0, count: kept[part].count / MemoryLayout<UInt64>.size))
  }
}

/// Tells which pieces are surely not among some: one bit a piece (Bloom 1970, with one hash).
private struct PieceFilter {
  private var words: [UInt64]

  /// With sixteen bits a piece, at most sixteen mebibytes.
  init(expecting count: Int) {
    let bits = min(max(16 * count, 1 << 10), 1 << 27)
    words = [UInt64](repeating: 0, count: 1 << (Int.bitWidth - (bits / 64 - 1).leadingZeroBitCount))
  }

  mutating func insert(_ piece: UInt64) { words[word(piece)] |= bit(piece) }

  func mayHold(_ piece: UInt64) -> Bool { words[word(piece)] & bit(piece) != 0 }

  private func word(_ piece: UInt64) -> Int { Int(piece >> 6 & UInt64(words.count - 1)) }
  private func bit(_ piece: UInt64) -> UInt64 { 1 << (piece & 63) }
}
