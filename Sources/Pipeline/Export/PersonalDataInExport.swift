public import Records

/// An export was refused: the dataset holds personal data or secrets that nobody masked or answered for.
public struct PersonalDataInExport: ExplainedError {
  let dataset: String
  let findings: [ExportScreening.Finding]

  /// How many of what, the first pairs, and the two ways out.
  public var text: BilingualText {
    let what = ExportScreening.summary(findings)
    let first = findings.prefix(3)
    func places(_ language: Language) -> String {
      first.map { finding in
        let places = finding.places.map { place in
          place.document + (place.page.map { language == .ja ? " \($0) ページ" : " page \($0)" } ?? "")
        }
        let kinds = ExportScreening.summary([finding])[language]
        let separator = language == .ja ? "、" : ", "
        return
          "\(finding.pair.hex.prefix(12)) (\(places.isEmpty ? "–" : places.joined(separator: separator)): \(kinds))"
      }.joined(separator: language == .ja ? "、" : "; ")
    }
    return BilingualText(
      en: "Nothing was exported: \(dataset) holds personal data or secrets in \(findings.count) pairs (\(what.en)). "
        + "The first: \(places(.en)). Mask them with --mask-personal-data, or let a person answer for them with --waived-by NAME "
        + "(`maskPersonalData` and `waivedBy` under `export` in studio.json), or reject the pairs in the studio and curate again.",
      ja: "書き出しを中止しました。\(dataset) の \(findings.count) 件のペアに個人情報または秘密情報があります（\(what.ja)）。"
        + "最初のもの: \(places(.ja))。--mask-personal-data で伏せるか、責任者の名前を --waived-by NAME で指定するか（studio.json では `export` の "
        + "`maskPersonalData` と `waivedBy`）、studio でそのペアを却下して curate をやり直してください。")
  }
}

/// The list of names that `studio.json` names cannot be read.
struct UnreadableNameList: ExplainedError {
  let path: String
  var isConfiguration: Bool { true }

  var text: BilingualText {
    BilingualText(
      en:
        "The list of names \(path) cannot be read. Put the file there, one name a line, or take `nameList` out of `export` "
        + "in studio.json.",
      ja: "氏名の一覧 \(path) を読めません。1 行に 1 名のファイルを置くか、studio.json の `export` から `nameList` を取り除いてください。")
  }
}
