/// A set of characters, made once and asked often: a bit for every character of the basic plane, ranges beyond it.
struct ScalarSet: Sendable {
  /// 65,536 bits.
  let basicPlane: [UInt64]
  /// Sorted and apart.
  private let beyond: [ClosedRange<UInt32>]
  /// Sorted and apart, all of them.
  let ranges: [ClosedRange<UInt32>]
  /// Every scalar value, surrogates included: they do not come up.
  static let everything: ClosedRange<UInt32> = 0...0x10FFFF

  /// The set of some ranges, in any order, overlapping or not.
  init(_ ranges: some Sequence<ClosedRange<UInt32>>) {
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound &+ 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    self.ranges = merged
    var bits = [UInt64](repeating: 0, count: 1024)
    for range in merged where range.lowerBound < 0x10000 {
      let upper = min(range.upperBound, 0xFFFF)
      for word in (range.lowerBound >> 6)...(upper >> 6) {
        let low = max(range.lowerBound, word << 6) & 63
        let high = min(upper, word << 6 | 63) & 63
        bits[Int(word)] |= (UInt64.max >> UInt64(63 - high + low)) << UInt64(low)
      }
    }
    basicPlane = bits
    beyond = merged.compactMap { $0.upperBound < 0x10000 ? nil : max($0.lowerBound, 0x10000)...$0.upperBound }
  }

  /// The set of single scalars.
  init(scalars: some Sequence<UInt32>) { self.init(scalars.map { $0...$0 }) }

  /// Where characters are that Unicode has assigned, but for those of private use beyond the basic plane.
  static let assigned: [Range<UInt32>] = [0..<0xD800, 0xE000..<0x32400, 0xE0000..<0xE0200]

  /// The scalars for which something holds; those outside of `assigned` are not asked.
  init(where holds: (UInt32) -> Bool) {
    var ranges: [ClosedRange<UInt32>] = []
    for part in Self.assigned {
      for value in part where holds(value) {
        if let last = ranges.last, last.upperBound + 1 == value {
          ranges[ranges.count - 1] = last.lowerBound...value
        } else {
          ranges.append(value...value)
        }
      }
    }
    self.init(ranges)
  }

  @inline(__always)
  func contains(_ value: UInt32) -> Bool {
    if value < 0x10000 {
      return basicPlane.withUnsafeBufferPointer { $0[Int(value >> 6)] >> UInt64(value & 63) & 1 != 0 }
    }
    return beyondContains(value)
  }

  private func beyondContains(_ value: UInt32) -> Bool {
    var low = 0
    var high = beyond.count
    while low < high {
      let middle = (low + high) / 2
      if beyond[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < beyond.count && beyond[low].lowerBound <= value
  }

  var inverted: ScalarSet {
    var rest: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { rest.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= 0x10FFFF { rest.append(next...0x10FFFF) }
    return ScalarSet(rest)
  }

  func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

  func intersection(_ other: ScalarSet) -> ScalarSet { inverted.union(other.inverted).inverted }

  func subtracting(_ other: ScalarSet) -> ScalarSet { intersection(other.inverted) }
}
