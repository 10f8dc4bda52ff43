internal import Charts
import Records

/// What these numbers can and cannot say: who wrote the questions, and what the gates decided beforehand.
extension ReportPage {
  static let limitsTitle = BilingualText(
    en: "What these numbers can and cannot say", ja: "この数値から言えること、言えないこと")
  static let byConstruction = BilingualText(en: "by construction", ja: "選別の条件による値")

  var limits: String {
    guard let origin = context.origin else { return "" }
    let items = [source(origin), roundTrip(origin), retrieval(origin), use(origin)].compactMap { $0 }
    return """
      <section id="limits" class="limits"><h2>⚠ \(both(Self.limitsTitle))</h2>\(list(items))</section>
      """
  }

  /// The one line beside the verdict that leads to the box.
  var limitsNote: String {
    guard let origin = context.origin else { return "" }
    let writers = names(origin)
    let stated = origin.fromStatements ?? 0
    let text =
      stated * 2 > origin.questions
      ? BilingualText(
        en:
          "\(stated) of the \(origin.questions) test questions were made by rules of the very sentences that answer them, "
          + "in their words; people ask in other words.",
        ja: "評価用の質問\(origin.questions)件のうち\(stated)件は、答えのある文そのものから規則で作ったもので、文と同じ言葉を使っています。"
          + "人は別の言葉で尋ねます。")
      : origin.writerIsTested
        ? BilingualText(
          en:
            "The questions were written and checked by \(writers.en), the model under test itself: the scores are partly "
            + "self-agreement.",
          ja: "質問を作って検査したのは、評価されるモデル自身（\(writers.ja)）です。点数の一部は自己一致を測っています。")
        : BilingualText(
          en: "The questions were written and checked by \(writers.en), not by people.",
          ja: "質問を作って検査したのは人ではなく、\(writers.ja)です。")
    return "<li>⚠ \(both(text)) <a href=\"#limits\">\(both(Self.limitsTitle))</a></li>"
  }

  /// Whether the gates alone decided that recall at this cutoff is complete.
  func isByConstruction(_ cutoff: Int) -> Bool { context.origin.map { cutoff >= $0.rank } ?? false }

  private func names(_ origin: QuestionOrigin) -> BilingualText {
    guard !origin.writers.isEmpty else { return BilingualText(en: "fixed rules", ja: "決まった規則") }
    return BilingualText(
      en: "the model " + origin.writers.map { "“\($0)”" }.joined(separator: " and "),
      ja: "モデル" + origin.writers.map { "「\($0)」" }.joined(separator: "と"))
  }

  private func source(_ origin: QuestionOrigin) -> BilingualText {
    let writers = names(origin)
    var text = BilingualText(en: "", ja: "")
    if let stated = origin.fromStatements, stated > 0 {
      text.en =
        "\(stated) of the \(origin.questions) test questions were made by rules of the sentences that answer them; a search "
        + "for words finds these more easily than what people ask. "
      text.ja =
        "評価用の質問\(origin.questions)件のうち\(stated)件は、答えのある文から規則で作りました。言葉による検索では、人が尋ねる質問よりも見つけやすくなります。"
    }
    let others = text.en.isEmpty ? BilingualText(en: "The", ja: "") : BilingualText(en: "The other", ja: "ほかの")
    let rest = BilingualText(
      en:
        "\(others.en) questions were written by \(writers.en); \(origin.byRules) of the \(origin.questions) test questions were "
        + "reworded by fixed rules. The right answers are words of the documents that rules picked out. A person has "
        + "reviewed \(origin.reviewed) of the \(origin.questions) test questions, and \(context.reviewed) of all "
        + "\(context.pairs) pairs.",
      ja: "\(others.ja)質問は\(writers.ja)が書きました。評価用の質問\(origin.questions)件のうち\(origin.byRules)件は、決まった規則による言い換えです。"
        + "正解は、規則で選び出した文書中の語句です。人が確認したのは、評価用の質問\(origin.questions)件のうち\(origin.reviewed)件、"
        + "全体では\(context.pairs)件のうち\(context.reviewed)件です。")
    return BilingualText(en: text.en + rest.en, ja: text.ja + rest.ja)
  }

  private func roundTrip(_ origin: QuestionOrigin) -> BilingualText {
    let threshold = Markup.number(origin.roundTrip, decimals: 2)
    var text = BilingualText(
      en:
        "A pair was kept only where the same model, reading the passage, gave the right answer again (round trip, F1 of "
        + "\(threshold) or more). What it cannot answer is not in the test.",
      ja: "同じモデルが元の文章を読み直して正解を再び答えられた組だけを残しています（往復の検査、F1が\(threshold)以上）。"
        + "このモデルに答えられない質問は、評価に含まれていません。")
    if origin.writerIsTested {
      text.en +=
        " Since that model is also the one under test, the scores measure partly its agreement with itself: arms that "
        + "read the passage (rag, lora+rag, oracle) come out higher here than on questions that people ask, and gain on "
        + "the arms that answer from memory (base, few-shot, lora)."
      text.ja +=
        "そのモデルを評価しているため、点数の一部は自己一致を測っています。文章を読む方式（rag、lora+rag、oracle）は、"
        + "人が尋ねる質問の場合より点数が高くなり、記憶から答える方式（base、few-shot、lora）に比べて有利です。"
    } else if !origin.writers.isEmpty {
      text.en += " The model under test is another one (“\(context.model)”)."
      text.ja += "評価しているのは別のモデル（「\(context.model)」）です。"
    }
    if let stated = origin.fromStatements, stated > 0 {
      text.en += " Questions made of statements by rules are read back only where the writer follows instructions."
      text.ja += "規則で文から作った質問を読み直すのは、質問を書くモデルが指示に従える場合だけです。"
    }
    return text
  }

  private func retrieval(_ origin: QuestionOrigin) -> BilingualText? {
    let measured = comparison.tracks.compactMap(\.retrieval)
    guard let cutoffs = measured.first?.recall.keys.sorted() else { return nil }
    let decided = cutoffs.filter(isByConstruction).map { "recall@\($0)" }
    let open = cutoffs.filter { !isByConstruction($0) }.map { "recall@\($0)" } + ["MRR"]
    var text = BilingualText(
      en: "A question that no person accepted was kept only where BM25, the search that the arms use too, finds its "
        + "passage among the first \(origin.rank).",
      ja: "人が採用した質問を除き、各方式と同じ検索（BM25）で元の文章が上位\(origin.rank)件に見つかる質問だけを残しています。")
    if !decided.isEmpty {
      text.en +=
        " \(decided.joined(separator: " and ")) \(decided.count == 1 ? "is" : "are") therefore 100 % by construction and "
        + "\(decided.count == 1 ? "says" : "say") nothing about the search;"
      text.ja +=
        "そのため\(decided.map(japaneseRecall).joined(separator: "と"))は必ず100%になり、検索の良し悪しを表しません。"
    }
    text.en +=
      " \(open.joined(separator: ", ")) tell\(open.count == 1 ? "s" : "") how the search ranks these questions."
    text.ja += "\(open.map(japaneseRecall).joined(separator: "、"))は、残った質問についての検索の良し悪しを表します。"
    let isLower = measured.contains { $0.recall.contains { isByConstruction($0.key) && $0.value.mean < 1 } }
    if isLower {
      text.en += " Where a figure is lower all the same, documents were added or questions accepted by a person since."
      text.ja += "それでも100%に満たない値は、その後に加わった文書か、人が採用した質問によるものです。"
    }
    return text
  }

  private func japaneseRecall(_ name: String) -> String { name.replacing("recall", with: "再現率") }

  private func use(_ origin: QuestionOrigin) -> BilingualText {
    BilingualText(
      en:
        "They say how the arms compare on these questions. They do not say how well an arm answers the questions that "
        + "your people ask: for that, review pairs in `shikomi studio` and run `shikomi run --reviewed`.",
      ja: "言えるのは、ここにある質問で方式を比べた結果です。実際の利用者の質問にどれだけ答えられるかは分かりません。それを知るには、"
        + "`shikomi studio` で質問と回答を確認してから `shikomi run --reviewed` を実行してください。")
  }
}
