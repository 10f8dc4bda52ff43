import Generation
import Preparation
import Records

// What a person should look at: nothing is left out for it.
extension CurateStage {
  /// Near-same questions that documents answer otherwise.
  func contradictions(_ pairs: [QAPair]) -> [Contradiction] {
    ContradictionFinder(threshold: options.contradictionThreshold) { one, other in
      !AnswerAgreement.agree(one.answer, other.answer, one.language)
        && AnswerAgreement.nameTheSame(one.question, other.question, one.language)
    }.contradictions(in: pairs)
  }

  /// The pairs are named by their ids alone: when a document is purged, what the ledger says of it goes too.
  static func remark(_ found: Contradiction) -> Drop {
    Drop(
      stage: name, item: found.left.pair.hex, document: found.left.document, reason: "contradiction",
      detail: BilingualText(
        en: "Pair \(found.right.pair.short) of another document answers nearly the same question otherwise (similarity "
          + "\(found.similarity)). Both stay; look at them in the studio.",
        ja: "別の文書のペア \(found.right.pair.short) は、ほぼ同じ質問に別の答えを示しています（類似度 \(found.similarity)）。"
          + "どちらも残しています。スタジオで確認してください。"),
      outcome: .changed)
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
