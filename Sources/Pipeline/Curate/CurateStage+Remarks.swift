import Generation
import Preparation
import Records

// What a person should look at: nothing is left out for it.
extension CurateStage {
  /// Near-same questions that documents answer otherwise.
  func contradictions(_ pairs: PairList) -> [Contradiction] {
    ContradictionFinder(threshold: options.contradictionThreshold) { one, other in
      !AnswerAgreement.sayTheSame(one.answer, other.answer, one.language)
        && AnswerAgreement.nameTheSame(one.question, other.question, one.language)
    }.contradictions(in: pairs)
  }

  /// One entry a contradiction, and what was left out after they were found: a side that is left out says whom it
  /// contradicts, so that it is not lost as a repetition.
  ///
  /// The pairs are named by their ids alone: when a document is purged, what the ledger says of it goes too.
  static func remarks(_ found: [Contradiction], in groups: [SplitGroup], leftOut drops: DropList) -> DropList {
    var others: [String: [ContentHash]] = [:]
    for contradiction in found {
      let (left, right) = (contradiction.left.pair, contradiction.right.pair)
      others[left.hex, default: []].append(right)
      others[right.hex, default: []].append(left)
    }
    guard !others.isEmpty else { return drops }
    let known = others
    let gone = Set(drops.lazy.filter { $0.outcome == .dropped && known[$0.item] != nil }.map(\.item))
    let groupOf = Dictionary(
      groups.flatMap { group in group.documents.map { ($0.path, group.name) } }, uniquingKeysWith: { first, _ in first }
    )
    let isTogether = found.map {
      groupOf[$0.left.document] != nil && groupOf[$0.left.document] == groupOf[$0.right.document]
    }
    var list = DropList(count: found.count) { number in remark(found[number], gone, isTogether: isTogether[number]) }
    list += drops.mapping { drop in known[drop.item].map { Self.drop(drop, contradicting: $0) } ?? drop }
    return list
  }

  private static func remark(_ found: Contradiction, _ gone: Set<String>, isTogether: Bool) -> Drop {
    let lost = [found.left.pair, found.right.pair].filter { gone.contains($0.hex) }
    let names = lost.map(\.short).joined(separator: ", ")
    let fate =
      lost.isEmpty
      ? BilingualText(en: "Both stay; look at them in the studio.", ja: "どちらも残しています。スタジオで確認してください。")
      : BilingualText(
        en: "This version leaves \(names) out for another reason, which the ledger gives; look at both in the studio.",
        ja: "この版では \(names) が別の理由（台帳に記録）で除かれています。スタジオで両方を確認してください。")
    return Drop(
      stage: name, item: found.left.pair.hex, document: found.left.document, reason: "contradiction",
      detail: BilingualText(
        en: "Pair \(found.right.pair.short) of another document answers nearly the same question otherwise (similarity "
          + "\(found.similarity)). \(isTogether ? "The two documents are one group of the split. " : "")\(fate.en)",
        ja: "別の文書のペア \(found.right.pair.short) は、ほぼ同じ質問に別の答えを示しています（類似度 \(found.similarity)）。"
          + (isTogether ? "2つの文書は分割の同じグループです。" : "") + fate.ja),
      outcome: .changed)
  }

  private static func drop(_ drop: Drop, contradicting others: [ContentHash]) -> Drop {
    let names = others.map(\.short).joined(separator: ", ")
    var out = drop
    out.detail = BilingualText(
      en: drop.detail.en + " It contradicts \(names) of another document: see which of them holds.",
      ja: drop.detail.ja + "別の文書の \(names) と食い違っています。どちらが正しいか確認してください。")
    return out
  }

  /// One entry a cap for which nothing was left out.
  static func remarks(_ unmet: UnmetCaps) -> [Drop] {
    unmet.caps.compactMap { cap in
      UnmetCaps([cap]).text.map {
        Drop(stage: name, item: cap.description, document: "", reason: "cap-not-applied", detail: $0, outcome: .changed)
      }
    }
  }

  static func remark(_ flag: DatasetRemarks.Flag) -> Drop {
    Drop(
      stage: name, item: flag.pair.hex, document: flag.document, reason: "personal-data",
      detail: BilingualText(
        en: "It holds: \(flag.text.en). Export is refused until that is masked or a named person answers for it.",
        ja: "次の情報を含みます: \(flag.text.ja)。伏せるか責任者を定めるまで、書き出しは中止されます。"),
      outcome: .changed)
  }
}
