import Records

extension Splitter {
  /// Takes questions out of validation and the tests that stand whole in a text of a part that training sees, and what
  /// rests on a quote that stands whole in a question or an answer there.
  func dropContained(_ parts: inout [DatasetSplit: PairList]) -> DropList {
    var dropped = dropContained(from: [.validation, .testReworded, .testUnseen], in: .train, &parts)
    dropped += dropContained(from: [.testUnseen], in: .validation, &parts)
    dropped += dropQuoted(from: [.validation, .testUnseen], in: .train, &parts)
    dropped += dropQuoted(from: [.testUnseen], in: .validation, &parts)
    return dropped
  }

  /// For each text that stands whole in one of a pair's texts, the first such pair.
  private static func holders(
    of texts: inout ContainedTexts, among pairs: PairList, in parts: (QAPair) -> [String]
  ) -> [Int: Int] {
    texts.finish()
    var holders: [Int: Int] = [:]
    for (index, pair) in pairs.enumerated() {
      for part in parts(pair) {
        for text in texts.found(in: part) where holders[text] == nil { holders[text] = index }
      }
    }
    return holders
  }

  private func dropQuoted(
    from tested: [DatasetSplit], in seen: DatasetSplit, _ parts: inout [DatasetSplit: PairList]
  ) -> DropList {
    var quotes = ContainedTexts()
    var numbers: [HashKey: Int] = [:]
    for pairs in tested.compactMap({ parts[$0] }) {
      for pair in pairs {
        for quote in pair.evidence.map(\.quote) where Wording(evidence: quote, pair.language) != nil {
          let key = HashKey(text: quote)
          guard numbers[key] == nil else { continue }
          numbers[key] = quotes.count
          quotes.append(quote)
        }
      }
    }
    guard quotes.count > 0, let others = parts[seen] else { return [] }
    let holders = Self.holders(of: &quotes, among: others) { [$0.question, $0.answer] }
    guard !holders.isEmpty else { return [] }
    var drops: [Drop] = []
    for part in tested {
      guard let pairs = parts[part] else { continue }
      var kept: [Int] = []
      for (index, pair) in pairs.enumerated() {
        let quoted = pair.evidence.lazy.compactMap { numbers[HashKey(text: $0.quote)].flatMap { holders[$0] } }.first
        if let quoted { drops.append(quotedDrop(pair, part, others[quoted], seen)) } else { kept.append(index) }
      }
      if kept.count < pairs.count { parts[part] = pairs.selecting(kept) }
    }
    return DropList(drops)
  }

  private func quotedDrop(_ pair: QAPair, _ part: DatasetSplit, _ other: QAPair, _ seen: DatasetSplit) -> Drop {
    Drop(
      stage: "curate", item: pair.id.hex, document: pair.documentPath, reason: "evidence-in-other-split",
      detail: BilingualText(
        en: "It would be in \(part.rawValue), but its quote stands whole in \(other.id.short) in \(seen.rawValue).",
        ja: "\(part.rawValue) に入るはずでしたが、引用の全文が \(seen.rawValue) の \(other.id.short) に含まれています。"))
  }

  private func dropContained(
    from tested: [DatasetSplit], in seen: DatasetSplit, _ parts: inout [DatasetSplit: PairList]
  ) -> DropList {
    var questions = ContainedTexts()
    var places: [(part: DatasetSplit, index: Int)] = []
    for part in tested where part != .testReworded || !options.frameRewords {
      guard let asked = parts[part] else { continue }
      for index in asked.indices {
        questions.append(asked.words(at: index).question)
        places.append((part, index))
      }
    }
    guard !places.isEmpty, let others = parts[seen] else { return [] }
    let holders = Self.holders(of: &questions, among: others) { [$0.question, $0.answer] + $0.evidence.map(\.quote) }
    var drops: [Drop] = []
    var isGone: [DatasetSplit: Set<Int>] = [:]
    for (number, other) in holders.sorted(by: { $0.key < $1.key }) {
      let place = places[number]
      guard let pair = parts[place.part]?[place.index] else { continue }
      drops.append(held(pair, place.part, others[other], seen))
      isGone[place.part, default: []].insert(place.index)
    }
    for (part, gone) in isGone {
      guard let pairs = parts[part] else { continue }
      parts[part] = pairs.selecting(pairs.indices.filter { !gone.contains($0) })
    }
    return DropList(drops)
  }

  private func held(_ pair: QAPair, _ part: DatasetSplit, _ other: QAPair, _ seen: DatasetSplit) -> Drop {
    Drop(
      stage: "curate", item: pair.id.hex, document: pair.documentPath, reason: "question-in-other-split",
      detail: BilingualText(
        en: "It would be in \(part.rawValue), but its question stands whole in \(other.id.short) in \(seen.rawValue).",
        ja: "\(part.rawValue) に入るはずでしたが、質問の全文が \(seen.rawValue) の \(other.id.short) に含まれています。"))
  }
}
