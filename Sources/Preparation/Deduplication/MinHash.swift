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
    var matches: [Match] = []
    bandKeys(sets.count) { sets[$0].values.isEmpty ? [] : signature(sets[$0]) }.eachMeeting { left, right in
      let similarity = sets[left].jaccard(sets[right])
      if similarity >= threshold { matches.append(Match(left: left, right: right, similarity: similarity)) }
    }
    return matches.sorted { ($0.left, $0.right) < ($1.left, $1.right) }
  }

  /// The bands of signatures that are asked for once, one after the other; an empty signature meets nothing.
  func bandKeys(_ count: Int, _ signature: (Int) -> [UInt64]) -> BandKeys {
    var keys = emptyKeys
    for index in 0..<count { add(signature(index), to: &keys) }
    return keys
  }

  /// The bands of no signature yet.
  var emptyKeys: BandKeys { BandKeys(bands: bands) }

  /// Adds the bands of a further signature.
  func add(_ signature: [UInt64], to keys: inout BandKeys) {
    keys.append(signature.count == bands * rows ? bandKeys(of: signature) : nil)
  }

  private func bandKeys(of signature: [UInt64]) -> [UInt32] {
    (0..<bands).map { band in
      var key = UInt64(band)
      for row in band * rows..<(band + 1) * rows { key = Shingles.mix(key ^ signature[row]) }
      return UInt32(truncatingIfNeeded: key)
    }
  }

  /// As a signature, in one pass over the set (one permutation hashing: Li, Owen and Zhang 2012): the values are dealt
  /// into as many bins as there are functions, and a bin's least stands for a function. An empty bin borrows from one that
  /// is not, drawn by a hash of its own (Shrivastava 2017): neighbours that borrowed from one bin would make a whole band
  /// of one common value, so that short texts met by the million.
  func sketch(_ set: Shingles) -> [UInt64] {
    guard !set.values.isEmpty else { return [] }
    var least = [UInt64](repeating: .max, count: bands * rows)
    for value in set.values {
      let mixed = Shingles.mix(value)
      let bin = Int(truncatingIfNeeded: (mixed >> 32) % UInt64(least.count))
      least[bin] = min(least[bin], mixed)
    }
    return least.indices.map { bin in
      var lender = bin
      var draw = UInt64(bin) << 32
      while least[lender] == .max {
        draw += 1
        lender = Int(truncatingIfNeeded: Shingles.mix(draw) % UInt64(least.count))
      }
      return least[lender]
    }
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
