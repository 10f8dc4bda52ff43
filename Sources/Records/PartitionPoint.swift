extension RandomAccessCollection {
  /// The first place whose element does not belong before (binary search); the end where all do.
  ///
  /// - Parameter isBefore: Holds for a beginning of the collection, and for nothing behind it.
  @inlinable public func partitionPoint(where isBefore: (Element) throws -> Bool) rethrows -> Index {
    var (low, count) = (startIndex, count)
    while count > 0 {
      let half = count / 2
      let middle = index(low, offsetBy: half)
      if try isBefore(self[middle]) {
        low = index(after: middle)
        count -= half + 1
      } else {
        count = half
      }
    }
    return low
  }
}
