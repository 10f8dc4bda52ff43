import Records

/// What is boilerplate by what it says, wherever it stands.
enum NoticeKind {
  private static let documents =
    [
      "document", "paper", "publication", "manual", "report", "message", "e-mail", "email", "material", "presentation",
      "guide", "handbook", "file", "work", "page", "website", "transmission", "communication",
    ].map { "this " + $0 } + [
      "these materials", "本書", "本資料", "本文書", "本ドキュメント", "本マニュアル", "本メール", "本冊子", "本誌", "本サイト", "この資料", "この文書", "この文章",
    ]
  private static let rights = [
    "confidential", "proprietary", "copyright", "reproduc", "disclos", "distribut", "permission", "intended", "rights",
    "property of", "禁", "許可なく", "無断", "著作", "転載", "複製", "開示", "社外", "機密", "秘密", "権利", "帰属",
  ]
  private static let marks = [
    "©", "all rights reserved", "copyright (c)", "internal use only", "社外秘", "関係者外秘", "取扱注意", "無断転載", "無断複製",
    "無断で複製", "複写を禁", "複製を禁", "転載を禁",
  ]
  private static let contacts = ["tel", "phone", "fax", "電話", "〒", "e-mail", "email", "メール"]

  /// Whose the document is and what may be done with it. A clause about confidential things is none: it speaks of people.
  static func speaksOfDocument(_ text: String) -> Bool {
    guard text.count <= 600, !isClause(text) else { return false }
    let form = CompatibilityForm.normalize(text).lowercased()
    if marks.contains(where: form.contains) { return true }
    return documents.contains(where: form.contains) && rights.contains(where: form.contains)
  }

  /// An address or a telephone number with little else.
  static func isContact(_ text: String) -> Bool {
    guard text.count <= 200, !isClause(text), !text.contains("。"),
      text.contains(where: \.isNumber) || text.contains("@")
    else { return false }
    let form = CompatibilityForm.normalize(text).lowercased()
    return contacts.contains(where: form.contains)
  }

  /// The text of an article, which rules that share it each need.
  private static func isClause(_ text: String) -> Bool {
    if Articles.isNumber(text) { return true }
    let form = text.lowercased()
    return [
      "適用", "しなければならない", "返還", "支給", "従業員は", "社員は", "甲は", "乙は", "employees shall", "employees must", "applies to",
      "apply to",
    ].contains { form.contains($0) }
  }
}
