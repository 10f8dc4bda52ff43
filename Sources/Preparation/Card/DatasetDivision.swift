import Records

/// The card's section about the split: by what it was divided, what was joined and moved, how alike the sides are.
struct DatasetDivision {
  let result: SplitResult
  let contents: DatasetContents
  let certificate: SplitCertificate

  var text: String {
    [principles, few, joined, untold, moved, likeness].filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var principles: String {
    "By groups of documents, seed \(result.options.seed): a document, its versions and translations, what has a passage "
      + "of it, what shares evidence with it, and what contradicts it. No group is cut. In the first version the groups held out keep languages, "
      + "then kinds of files and questions, in proportion; a group with far more pairs than others is trained on; later "
      + "versions leave every document where it was and place new groups by a hash. **Where these pull apart, groups win, then stability, then proportions.** "
      + "`\(SplitCertificate.fileName)` is the proof; `shikomi curate --verify` checks it from the files.\n\n"
      + "文書のグループ（文書とその各版、各言語版、同じ文章を含むもの、根拠を共有するもの、食い違うもの）ごとに、乱数の種 "
      + "\(result.options.seed) で分けました。グループを分割することはありません。最初の版では、取り分けるグループの言語、"
      + "次にファイルと質問の種類の割合をそろえます。ほかより極端にペアの多いグループは学習に使います。以後の版では、既存の文書は動かさず、新しいグループだけをハッシュ値で配置します。"
      + "**これらが両立しないときは、グループ、安定性、割合の順に優先します。**"
      + "証明書は `\(SplitCertificate.fileName)` で、`shikomi curate --verify` によりファイルだけから検証できます。"
  }

  /// Parts without pairs, thin training, and fewer reworded questions than wanted.
  private var few: String {
    let counts = Dictionary(uniqueKeysWithValues: DatasetSplit.allCases.map { ($0, result[$0].count) })
    let documents = Set(result.groups.flatMap { $0.documents.map(\.path) }).count
    let share = RewordedShare(contents.reworded, wanted: result.options.rewordedShare)
    return [ThinParts(counts: counts, documents: documents).text, share.text].compactMap { $0 }
      .map { "\($0.en)\n\n\($0.ja)" }.joined(separator: "\n\n")
  }

  /// Groups of several documents, with the reasons.
  private var joined: String {
    let groups = result.groups.filter { $0.documents.count > 1 }
    guard !groups.isEmpty else { return "" }
    return DatasetCard.table(
      ["group of several documents / 複数の文書からなるグループ", "documents / 文書", "why / 理由"],
      groups.map { [$0.name, "\($0.documents.count)", Self.list($0.reasons)] })
  }

  private var untold: String { result.untold.text.map { "\($0.en)\n\n\($0.ja)" } ?? "" }

  /// The first five, in both languages; those of earlier programs have one wording.
  private static func list(_ reasons: [BilingualText]) -> String {
    reasons.prefix(5).map { $0.en == $0.ja ? $0.en : "\($0.en) / \($0.ja)" }.joined(separator: "; ")
  }

  /// Where groups have become one.
  private var moved: String {
    guard !result.moves.isEmpty else { return "" }
    return
      "Documents that stand elsewhere than in earlier versions, because their groups have become one: a group goes "
      + "where most was learned from it.\n\n"
      + "グループが一つになったため、以前の版と区分が変わった文書です（学習に使ったほうの区分に合わせます）。\n\n"
      + DatasetCard.table(
        ["document / 文書", "from / 以前", "to / 現在", "group / グループ"],
        result.moves.map { ["`\($0.document)`", $0.from.identifier, $0.to.identifier, $0.group] })
  }

  private var likeness: String {
    let rows = certificate.searches.map { search in
      [
        search.subject == .question ? "questions / 質問" : "evidence / 根拠", search.part.identifier,
        search.among.identifier, "\(search.searched) × \(search.compared)",
        search.nearest.isEmpty && search.exactDownTo > 0 ? "< \(search.exactDownTo)" : "\(search.highest)",
        "\(search.threshold)", "\(search.leaked)",
      ]
    }
    return "Likeness of wording across the split (Jaccard; the certificate names the ten most alike of each row):\n\n"
      + "区分をまたいだ表現の類似度です（Jaccard 係数。各行で最も似ている10組は証明書に記載しています）。\n\n"
      + DatasetCard.table(
        [
          "what / 対象", "part / 区分", "among / 比較先", "compared / 比較した数", "highest similarity / 最大の類似度",
          "threshold / しきい値", "at or above / しきい値以上",
        ], rows)
  }
}
