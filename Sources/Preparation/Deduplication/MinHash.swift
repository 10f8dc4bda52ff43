/// Finds pairs of like sets without comparing all with all (Broder 1997; banding after Leskovec, Rajaraman and Ullman).
///
/// Two sets with Jaccard s meet in a band with probability 1 − (1 − s^rows)^bands. Bands and rows are chosen so that at
/// the threshold this is above 0.98; what meets is then compared exactly, so that nothing below the threshold is returned.
struct MinHash {
  /// Two sets and their exact Jaccard similarity; `left < right`.
  struct Match: Hashable {
    var left: Int
    var right: Int
    var similarity: Double
  }

  let threshold: Double
  private let bands: Int
  private let rows: Int

  init(threshold: Double) {
    self.threshold = threshold
    (bands, rows) =
      switch threshold {
      case 0.75...: (20, 5)
      case 0.6...: (32, 4)
      case 0.45...: (44, 3)
      default: (64, 2)
      }
  }

  /// All pairs at or above the threshold that meet in a band, ascending.
  func matches(_ sets: [Shingles]) -> [Match] {
    candidates(sets.map(signature)).map {
      Match(left: $0.left, right: $0.right, similarity: sets[$0.left].jaccard(sets[$0.right]))
    }
    .filter { $0.similarity >= threshold }
  }

  /// All pairs of signatures that meet in a band, ascending.
  func candidates(_ signatures: [[UInt64]]) -> [(left: Int, right: Int)] {
    var buckets: [[UInt64]: [Int]] = [:]
    var candidates: Set<[Int]> = []
    for band in 0..<bands {
      buckets.removeAll(keepingCapacity: true)
      for (index, signature) in signatures.enumerated() where signature.count == bands * rows {
        let key = Array(signature[band * rows..<(band + 1) * rows])
        for other in buckets[key, default: []] { candidates.insert([other, index]) }
        buckets[key, default: []].append(index)
      }
    }
    return candidates.map { ($0[0], $0[1]) }.sorted { $0 < $1 }
  }

  /// The least of each hash function over the set; the functions are one finisher under different offsets.
  func signature(_ set: Shingles) -> [UInt64] {
    guard !set.values.isEmpty else { return [] }
    return (0..<bands * rows).map { function in
      let offset = Shingles.mix(UInt64(function))
      var least = UInt64.max
      for value in set.values { least = min(least, Shingles.mix(value ^ offset)) }
      return least
    }
  }
}
