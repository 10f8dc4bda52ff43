/// What each set has in each band, 32 bits a key, and which sets meet: one sorted array a band in place of a table of
/// buckets, so that a million sets take some tens of megabytes and the order of what is found never changes.
///
/// Two different bands of values fall on one key once in four thousand million times; whoever asks compares the sets
/// themselves, so that this costs a comparison and nothing else.
struct BandKeys {
  private let bands: Int
  private let count: Int
  private var keys: [UInt32]
  /// False for sets that are empty: they meet nothing.
  private var isPresent: [Bool]

  init(bands: Int, count: Int) {
    self.bands = bands
    self.count = count
    keys = [UInt32](repeating: 0, count: bands * count)
    isPresent = [Bool](repeating: false, count: count)
  }

  mutating func set(_ key: UInt32, band: Int, of index: Int) {
    keys[index * bands + band] = key
    isPresent[index] = true
  }

  /// Every pair that meets in some band, once, with `left < right`.
  func eachMeeting(_ body: (_ left: Int, _ right: Int) -> Void) {
    var sorted: [UInt64] = []
    sorted.reserveCapacity(count)
    for band in 0..<bands {
      sorted.removeAll(keepingCapacity: true)
      for index in 0..<count where isPresent[index] {
        sorted.append(UInt64(keys[index * bands + band]) << 32 | UInt64(index))
      }
      sorted.sort()
      var start = 0
      while start < sorted.count {
        var end = start + 1
        while end < sorted.count, sorted[end] >> 32 == sorted[start] >> 32 { end += 1 }
        for right in start..<end {
          for left in start..<right {
            let (first, second) = (Int(sorted[left] & 0xFFFF_FFFF), Int(sorted[right] & 0xFFFF_FFFF))
            if !metBefore(band, first, second) { body(first, second) }
          }
        }
        start = end
      }
    }
  }

  /// Whether an earlier band has told of the two already.
  private func metBefore(_ band: Int, _ left: Int, _ right: Int) -> Bool {
    for earlier in 0..<band where keys[left * bands + earlier] == keys[right * bands + earlier] { return true }
    return false
  }
}
