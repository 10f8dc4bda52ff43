import Records

/// Sets of pieces by their numbers, wherever they are kept.
protocol ShingleSets {
  var count: Int { get }
  /// How many pieces a set has.
  func size(of index: Int) -> Int
  subscript(index: Int) -> Shingles { get }
  /// Hands over the sets of a range one after the other, which may be quicker than asking for each.
  func each(of range: Range<Int>, _ body: (_ index: Int, _ set: Shingles) -> Void)
}

extension ShingleSets {
  func each(of range: Range<Int>, _ body: (_ index: Int, _ set: Shingles) -> Void) {
    for index in range { body(index, self[index]) }
  }
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

  /// Half a mebibyte at a time.
  func each(of range: Range<Int>, _ body: (_ index: Int, _ set: Shingles) -> Void) {
    var index = range.lowerBound
    while index < range.upperBound {
      let first = Int(starts[index])
      var end = index + 1
      while end < range.upperBound, Int(starts[end + 1]) - first <= 1 << 16 { end += 1 }
      let pieces = scratch.values(UInt64.self, at: first * 8, count: Int(starts[end]) - first)
      for index in index..<end {
        body(index, Shingles(ascending: Array(pieces[Int(starts[index]) - first..<Int(starts[index + 1]) - first])))
      }
      index = end
    }
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

  func each(of range: Range<Int>, _ body: (_ index: Int, _ set: Shingles) -> Void) {
    first.each(of: range.clamped(to: 0..<first.count), body)
    let rest = range.clamped(to: first.count..<count)
    second.each(of: rest.lowerBound - first.count..<rest.upperBound - first.count) { body($0 + first.count, $1) }
  }
}
