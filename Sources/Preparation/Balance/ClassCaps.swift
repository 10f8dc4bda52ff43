/// The caps on the classes of one dimension, and what pairs can have all of them hold.
struct ClassCaps {
  let dimension: BalanceDimension
  /// The classes that there are, and the number of each pair's class.
  let names: [String]
  let numbers: [Int32]
  /// The largest share of each class; 1 where none is asked for, the smallest where several are.
  let shares: [Double]
  /// How many pairs each class has.
  let counts: [Int]

  init(_ caps: [ShareGoal], _ dimension: BalanceDimension, _ names: [String], _ numbers: [Int32]) {
    self.dimension = dimension
    self.names = names
    self.numbers = numbers
    let own = caps.filter { $0.dimension == dimension }
    shares = names.map { name in
      own.reduce(1) { share, cap in cap.className ?? name == name ? min(share, cap.share) : share }
    }
    var counts = [Int](repeating: 0, count: names.count)
    for number in numbers { counts[Int(number)] += 1 }
    self.counts = counts
  }

  /// What leaves less than this share of the pairs is no evening out.
  private static let leastLeft = 0.1

  /// The most pairs that can stay so that every cap holds; nil where it would be next to nothing of so many.
  func most(of count: Int) -> Double? { most.flatMap { $0 >= Self.leastLeft * Double(count) ? $0 : nil } }

  /// The most pairs that can stay so that every cap holds; nil where the shares do not make up the whole.
  ///
  /// Of T pairs a class keeps all that it has or its share of T, whichever is less: T is the largest number that these make
  /// up. The classes that are cut then are those that reach their cap first.
  private var most: Double? {
    guard shares.reduce(0, +) >= 1 - 1e-9 else { return nil }
    // From the class that is cut first on: with `cut` classes at their caps, the others are 1 − Σ shares of all.
    let order = names.indices.sorted {
      let (left, right) = (Double(counts[$0]) * shares[$1], Double(counts[$1]) * shares[$0])
      return left == right ? $0 < $1 : left > right
    }
    var (rest, left) = (Double(numbers.count), 1.0)
    for number in order {
      // So many stay where this class and those behind it keep all they have.
      let total = left > 1e-9 ? rest / left : 0
      if Double(counts[number]) <= shares[number] * total + 1e-9 { return total }
      rest -= Double(counts[number])
      left -= shares[number]
    }
    // All are at their caps, which are no more than the whole together: as many as the smallest allows.
    return zip(counts, shares).map { Double($0) / $1 }.min()
  }
}
