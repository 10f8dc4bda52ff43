import Records
import Storage

extension RevisionDifference {
  /// Compares the chunks of two versions of a document by their text.
  ///
  /// A chunk is unchanged where its text stands in both, wherever it has moved to; changed where another stands behind
  /// the chunk that it stood behind; else it is added or removed.
  init(from old: [Chunk], to new: [Chunk]) {
    self.init()
    var places: [String: [Int]] = [:]
    for (index, chunk) in old.enumerated().reversed() { places[chunk.text, default: []].append(index) }
    // The first of equal texts goes to the first.
    let partners = new.map { places[$0.text]?.popLast() }
    let kept = Set(partners.compactMap { $0 })
    var replaced: Set<Int> = []
    var next = 0
    for partner in partners {
      if let partner {
        unchanged += 1
        next = partner + 1
      } else if next < old.count, !kept.contains(next), replaced.insert(next).inserted {
        changed += 1
        next += 1
      } else {
        added += 1
      }
    }
    removed = old.count - kept.count - replaced.count
  }
}
