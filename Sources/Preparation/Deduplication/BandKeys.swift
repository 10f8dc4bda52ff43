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
    eachBucket { bucket, band in
      for right in bucket.indices.dropFirst() {
        for left in bucket[..<right] where !haveMet(left, bucket[right], before: band) { body(left, bucket[right]) }
      }
    }
  }

  /// All pairs that meet in some band, ascending.
  var meetings: [(left: Int, right: Int)] {
    var pairs: [(left: Int, right: Int)] = []
    eachMeeting { pairs.append(($0, $1)) }
    return pairs.sorted { $0 < $1 }
  }

  /// The sets that have the same key in a band, ascending, band after band.
  func eachBucket(_ body: (_ sets: [Int], _ band: Int) -> Void) {
    for band in 0..<bands {
      var entries: [UInt64] = []
      entries.reserveCapacity(isPresent.count)
      for start in stride(from: 0, to: isPresent.count, by: Self.rowsAtOnce) {
        let end = min(start + Self.rowsAtOnce, isPresent.count)
        let rows = keys.values(UInt32.self, at: start * bands * 4, count: (end - start) * bands)
        for index in start..<end where isPresent[index] {
          entries.append(UInt64(rows[(index - start) * bands + band]) << 32 | UInt64(index))
        }
      }
      for bucket in SortedRuns(entries) where bucket.count > 1 { body(bucket.map { Int($0 & 0xFFFF_FFFF) }, band) }
    }
  }

  /// Whether two sets have the same key in a band before that one.
  func haveMet(_ left: Int, _ right: Int, before band: Int) -> Bool {
    guard band > 0 else { return false }
    let (one, other) = (row(left), row(right))
    return (0..<band).contains { one[$0] == other[$0] }
  }

  private func row(_ index: Int) -> [UInt32] { keys.values(UInt32.self, at: index * bands * 4, count: bands) }
}
