import Records

/// Finds the most alike of many questions, exactly: every question that shares a piece is compared.
struct QuestionIndex {
  /// A question and how alike it is.
  struct Nearest: Hashable {
    var index: Int
    var similarity: Double
  }

  private var sizes: [Int] = []
  private var postings: [UInt64: [Int32]] = [:]

  init(_ sets: [Shingles]) {
    for (index, set) in sets.enumerated() {
      sizes.append(set.values.count)
      for value in set.values { postings[value, default: []].append(Int32(index)) }
    }
  }

  /// The most alike among those that `isWanted`; the first of several; nil where none shares a piece.
  func nearest(to set: Shingles, where isWanted: (Int) -> Bool = { _ in true }) -> Nearest? {
    var common: [Int32: Int] = [:]
    for value in set.values {
      for index in postings[value, default: []] { common[index, default: 0] += 1 }
    }
    var best: Nearest?
    for (index, count) in common where isWanted(Int(index)) {
      let similarity = Double(count) / Double(set.values.count + sizes[Int(index)] - count)
      let isBetter = best.map { similarity > $0.similarity || (similarity == $0.similarity && Int(index) < $0.index) }
      if isBetter ?? true { best = Nearest(index: Int(index), similarity: similarity) }
    }
    return best
  }
}
