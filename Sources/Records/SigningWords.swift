/// Words that stand beside places to sign, in NFKC and small letters: reading finds by them that such lines are no table,
/// and cleaning that nothing is to be learnt from them.
public enum SigningWords {
  /// What lines begin with that say who signs below them.
  public static let openings = ["signed for", "signed by", "signed on behalf of", "for and on behalf of"]

  /// Names of what is to be written there; longer ones first, for they hold shorter ones.
  public static let labels = [
    "authorized signature", "authorised signature", "employee signature", "manager signature", "supervisor signature",
    "signature", "printed name", "print name", "employee name", "employee", "manager", "supervisor", "witness",
    "signed", "approved by", "checked by", "prepared by", "reviewed by", "approved", "for the supplier",
    "for the customer", "for the company", "for the employee", "for the contractor", "company name", "company",
    "address", "name", "title", "position", "date", "place", "by", "of",
    "記名押印", "署名捺印", "署名欄", "署名", "自署", "記名", "氏名", "会社名", "事業所名", "商号", "名称", "代表者", "代表取締役", "労働者", "使用者",
    "従業員", "過半数", "職名", "役職", "所属", "部署", "住所", "所在地", "日付", "捺印", "押印", "承認者", "承認", "確認者", "確認", "作成者", "作成",
    "検印", "決裁", "審査", "申請者", "担当者", "担当", "課長", "部長", "社長", "所長", "工場長", "上長", "令和", "平成", "西暦", "年", "月", "日",
    "甲", "乙", "丙", "丁", "印", "㊞", "殿",
  ].sorted { $0.unicodeScalars.count > $1.unicodeScalars.count }

  /// Those that only a signature or seal has.
  public static let signing = ["signature", "signed", "署名", "自署", "記名", "捺印", "押印", "㊞", "印"]
}
