import Records

/// The plain form of Japanese verbs whose polite one ends with します: 支給します is 支給する, but 出します is 出す.
enum PlainForm {
  /// `する`, or `す` where the し belongs to the verb's own stem; nil where nobody can tell.
  ///
  /// - Parameter stem: What stands before します.
  static func ending(afterStem stem: String) -> String? {
    let scalars = Array(stem.unicodeScalars)
    guard let last = scalars.last else { return "する" }
    if ownStems.contains(where: stem.hasSuffix) { return "す" }
    guard scalars.count > 1 else { return last.isKanji && !nouns.contains(last) ? "す" : "する" }
    let isAfterKanji = scalars[scalars.count - 2].isKanji
    // 満たします, 過ごします; but お渡しします, 〜とします. ざらざらします; いたします, and who knows what else.
    if "かさただなばまやらわごこそぼよろ".unicodeScalars.contains(last) {
      return isAfterKanji ? "す" : isRepeated(scalars) ? "する" : nil
    }
    // 支給します: a noun of two characters. 出します: a verb of one.
    guard last.isKanji, !isAfterKanji else { return "する" }
    return nouns.contains(last) ? "する" : "す"
  }

  /// ざらざら, ぱさぱさ: such words take する.
  private static func isRepeated(_ scalars: [Unicode.Scalar]) -> Bool {
    scalars.count >= 4 && scalars.suffix(2) == scalars.dropLast(2).suffix(2)
  }

  /// Verbs that end in す and look like nouns: of two Kanji, or with a kana that nouns end with too.
  private static let ownStems = [
    "落と", "見直", "書直", "手渡", "引渡", "明渡", "受渡", "取消", "打消", "繰返", "差戻", "払戻", "貸出", "呼出", "差出", "引出", "繰越", "追越",
    "引越", "残", "見逃", "見出", "見いだ", "目指", "めざ", "手放", "手離", "こな", "いた", "尽く", "もたら", "ずら",
  ]
  /// Single Kanji that take する.
  private static let nouns = Set("値対関属適達要有接発際反期付処資供呈熱欲面帯課罰愛介害解画帰記議決抗察参辞失証称制則脱徴任命列類論和位冠禁刑検死賞託得博評服復訳約略".unicodeScalars)
}
