import Foundation
import Records

/// What a translation leaves as it is: numbers of two characters and more, codes, words in capitals.
///
/// Each is told by a hash of its spelling after NFKC, without the commas of thousands.
struct TranslationAnchors {
  let values: Set<UInt64>

  init(_ text: String) {
    var values: Set<UInt64> = []
    let bytes = Array(CompatibilityForm.normalize(text).utf8)
    var start = 0
    while start < bytes.count {
      guard Self.isPart(bytes[start]) else {
        start += 1
        continue
      }
      var end = start
      while end < bytes.count, Self.isPart(bytes[end]) { end += 1 }
      if let anchor = Self.anchor(bytes[start..<end]) { values.insert(Self.hash(anchor)) }
      start = end
    }
    self.values = values
  }

  /// `1,250` and `45-minute` give `1250` and `45`, `KL-210` and `USB` themselves, other words nothing.
  private static func anchor(_ word: ArraySlice<UInt8>) -> [UInt8]? {
    guard let first = word.firstIndex(where: { isDigit($0) || isLetter($0) }) else { return nil }
    var kept = word[first...]
    if isDigit(kept[first]), let letter = kept.firstIndex(where: isLetter) { kept = kept[..<letter] }
    while let last = kept.last, !isDigit(last), !isLetter(last) { kept.removeLast() }
    let spelled = kept.filter { $0 != UInt8(ascii: ",") }
    let capitals = spelled.count { (0x41...0x5A).contains($0) }
    let isCode = capitals >= 2 && !spelled.contains { (0x61...0x7A).contains($0) }
    guard spelled.count >= 2, isDigit(kept[first]) || isCode else { return nil }
    return spelled
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
  private static func isPart(_ byte: UInt8) -> Bool {
    isDigit(byte) || isLetter(byte)
      || [
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"),
        UInt8(ascii: "/"),
      ].contains(byte)
  }

  /// FNV-1a: the same on every machine.
  private static func hash(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

extension SplitGrouping {
  /// Two documents are translations of one another where so large a share of their anchors is in both, the rare ones
  /// counting most. On the sample company's 34 documents translations have 0.41 to 0.83 (one that was shortened 0.28),
  /// all other pairs at most 0.21.
  private static let translationThreshold = 0.35
  /// From so many common anchors on that share tells.
  static let enoughAnchors = 8
  /// Fewer say nothing; in between nearly all of them must be in both.
  private static let fewestAnchors = 4
  private static let fewAnchorsThreshold = 0.8
  /// What stands in more documents proposes none: it only counts.
  private static let mostDocuments = 64

  /// Joins documents in two languages that name the same numbers and codes, whatever their files are called.
  mutating func joinTranslatedTexts() {
    let all = documents
    let languages = Set(all.map(\.language))
    guard languages.count > 1 else { return }
    let anchors = ShingleList()
    for document in all { anchors.append(Shingles(ascending: TranslationAnchors(document.text).values.sorted())) }
    let holders = AnchorHolders(anchors, fewest: Self.fewestAnchors, most: Self.mostDocuments)
    func weight(_ value: UInt64) -> Double { log(1 + Double(all.count) / Double(holders.of(value).count)) }
    let weights = all.indices.map { anchors[$0].values.reduce(0) { $0 + weight($1) } }
    for index in all.indices where anchors.size(of: index) >= Self.fewestAnchors {
      let own = anchors[index].values
      var shared: [Int: Int] = [:]
      for value in own {
        for other in holders.of(value).documents.lazy.map(Int.init) {
          if other > index, all[other].language != all[index].language { shared[other, default: 0] += 1 }
        }
      }
      for other in shared.keys.sorted() where shared[other, default: 0] * 2 >= Self.fewestAnchors {
        let both = Self.common(own, anchors[other].values)
        guard both.count >= Self.fewestAnchors else { continue }
        let common = both.reduce(0) { $0 + weight($1) }
        let share = common / (weights[index] + weights[other] - common)
        guard share >= (both.count < Self.enoughAnchors ? Self.fewAnchorsThreshold : Self.translationThreshold) else {
          continue
        }
        let (left, right) = (all[index].path, all[other].path)
        join(
          left, right,
          because: BilingualText(
            en: "\(right) names the same numbers and codes as \(left) in another language (\(share.toHundredths))",
            ja: "\(right) は、\(left) と同じ数値や記号を別の言語で述べています（\(share.toHundredths)）"))
      }
    }
  }

  /// What is in both of two ascending lists.
  private static func common(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
    var (one, other) = (0, 0)
    var both: [UInt64] = []
    while one < left.count, other < right.count {
      let (first, second) = (left[one], right[other])
      if first == second { both.append(first) }
      if first <= second { one += 1 }
      if second <= first { other += 1 }
    }
    return both
  }
}
