import Records

/// Pairs whose questions have the same content words and the same kind of question word, or of which one has one word
/// more that the other one's answer or quote says: 「精算はいつまで」 → 「帰着後30日以内」, 「精算は帰着後何日以内」 → 「14日以内」.
///
/// Sixteen bytes a question: what is named by one word less lies in a scratch file, and the words themselves are read again
/// only where they are needed.
struct ContentMatches {
  private struct Entry: Comparable {
    var key: UInt64
    var pair: Int32

    static func < (left: Entry, right: Entry) -> Bool { (left.key, left.pair) < (right.key, right.pair) }
  }

  /// What a question would be named by without one of its spare words.
  private struct Shorter: BitwiseCopyable {
    var key: UInt64
    var pair: Int32
    /// Which of the spare words.
    var place: Int32
  }

  private let pairs: PairList
  /// Ascending, at most so many of one key.
  private var entries: [Entry] = []
  private let shorter = Scratch()

  /// - Parameter most: Of one key so many pairs are compared at most.
  init(_ asked: [Int], of pairs: PairList, atMost most: Int) {
    self.pairs = pairs
    var all: [Entry] = []
    for index in asked {
      let words = Self.words(of: index, pairs)
      guard let key = words.key() else { continue }
      all.append(Entry(key: key.high, pair: Int32(index)))
      shorter.append(
        words.spare.enumerated().compactMap { place, word in
          words.key(without: word).map { Shorter(key: $0.high, pair: Int32(index), place: Int32(place)) }
        })
    }
    all.sort()
    for group in all.runs({ $0.key == $1.key }) { entries += group.prefix(most) }
  }

  /// Each match once, with the share of the content words that both have.
  func each(_ body: (_ left: Int, _ right: Int, _ share: Double) -> Void) {
    for group in entries.runs({ $0.key == $1.key }) {
      for (place, right) in group.enumerated() {
        for left in group.prefix(place) { body(Int(left.pair), Int(right.pair), 1) }
      }
    }
    let size = MemoryLayout<Shorter>.stride
    let count = shorter.count / size
    for start in stride(from: 0, to: count, by: Self.atOnce) {
      for one in shorter.values(Shorter.self, at: start * size, count: min(Self.atOnce, count - start)) {
        let others = of(one.key)
        guard !others.isEmpty else { continue }
        let words = Self.words(of: Int(one.pair), pairs)
        let word = words.spare[Int(one.place)]
        let share = Double(words.words.count - 1) / Double(words.words.count)
        for other in others where other != Int(one.pair) && says(other, word, words) {
          body(Int(one.pair), other, share)
        }
      }
    }
  }

  /// So many are read from the file at once.
  private static let atOnce = 1 << 14

  private func of(_ key: UInt64) -> [Int] {
    let first = entries.partitionPoint { $0.key < key }
    return entries[first...].prefix { $0.key == key }.map { Int($0.pair) }
  }

  /// Whether an answer or its quote says a word that its question leaves out.
  private func says(_ index: Int, _ word: ContentWords.Word, _ words: ContentWords) -> Bool {
    let pair = pairs[index]
    return ([pair.answer] + pair.evidence.map(\.quote)).contains { words.says(word, $0) }
  }

  private static func words(of index: Int, _ pairs: PairList) -> ContentWords {
    let words = pairs.words(at: index)
    return ContentWords(words.question, answer: words.answer, pairs.traits(at: index).language)
  }
}
