import Records

/// What each set has in each band, 32 bits a key, and which sets meet: one sorted array a band in place of a table of
/// buckets, so that the order of what is found never changes. The keys lie in a scratch file: a million sets take nine
/// megabytes.
///
/// Two different bands of values fall on one key once in four thousand million times; whoever asks compares the sets
/// themselves, so that this costs a comparison and nothing else.
struct BandKeys {
  private let bands: Int
  private let keys = Scratch()
  /// False for sets that are empty: they meet nothing.
  private var isPresent: [Bool] = []
  private static let rowsAtOnce = 4096

  init(bands: Int) { self.bands = bands }

  /// Adds the next set's keys, one a band; nil for an empty set.
  mutating func append(_ row: [UInt32]?) {
    isPresent.append(row != nil)
    keys.append(row ?? [UInt32](repeating: 0, count: bands))
  }

  /// Every pair that meets in some band, once, with `left < right`.
  func eachMeeting(_ body: (_ left: Int, _ right: Int) -> Void) {
    var sorted: [UInt64] = []
    sorted.reserveCapacity(isPresent.count)
    for band in 0..<bands {
      sorted.removeAll(keepingCapacity: true)
      for start in stride(from: 0, to: isPresent.count, by: Self.rowsAtOnce) {
        let end = min(start + Self.rowsAtOnce, isPresent.count)
        let rows = keys.values(UInt32.self, at: start * bands * 4, count: (end - start) * bands)
        for index in start..<end where isPresent[index] {
          sorted.append(UInt64(rows[(index - start) * bands + band]) << 32 | UInt64(index))
        }
      }
      sorted.sort()
      for meeting in sorted.runs({ $0 >> 32 == $1 >> 32 }) where meeting.count > 1 { tell(meeting, band, body) }
    }
  }

  private func tell(_ meeting: ArraySlice<UInt64>, _ band: Int, _ body: (_ left: Int, _ right: Int) -> Void) {
    for right in meeting.indices {
      let second = Int(meeting[right] & 0xFFFF_FFFF)
      let row = row(second)
      for left in meeting.startIndex..<right {
        let first = Int(meeting[left] & 0xFFFF_FFFF)
        // Not where an earlier band has told of the two already.
        let other = self.row(first)
        if !(0..<band).contains(where: { row[$0] == other[$0] }) { body(first, second) }
      }
    }
  }

  private func row(_ index: Int) -> [UInt32] { keys.values(UInt32.self, at: index * bands * 4, count: bands) }
}
