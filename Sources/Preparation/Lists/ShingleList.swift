import Records

/// Sets of pieces by their numbers, wherever they are kept.
protocol ShingleSets {
  var count: Int { get }
  /// How many pieces a set has.
  func size(of index: Int) -> Int
  subscript(index: Int) -> Shingles { get }
}

extension Array: ShingleSets where Element == Shingles {
  func size(of index: Int) -> Int { self[index].values.count }
}

/// Sets of pieces in a scratch file: a set takes four bytes of memory.
final class ShingleList: ShingleSets {
  private let scratch = Scratch()
  /// Where each set begins, in pieces; one more at the end.
  private var starts: [UInt32] = [0]

  var count: Int { starts.count - 1 }

  func append(_ set: Shingles) {
    scratch.append(set.values)
    starts.append(starts[starts.count - 1] + UInt32(set.values.count))
  }

  func size(of index: Int) -> Int { Int(starts[index + 1] - starts[index]) }

  subscript(index: Int) -> Shingles {
    Shingles(ascending: scratch.values(UInt64.self, at: Int(starts[index]) * 8, count: size(of: index)))
  }
}

/// Two lists one after the other.
struct JoinedSets<First: ShingleSets, Second: ShingleSets>: ShingleSets {
  let first: First
  let second: Second

  var count: Int { first.count + second.count }

  func size(of index: Int) -> Int {
    index < first.count ? first.size(of: index) : second.size(of: index - first.count)
  }

  subscript(index: Int) -> Shingles { index < first.count ? first[index] : second[index - first.count] }
}
