import Records

/// What is boilerplate by what it says, wherever it stands.
enum NoticeKind {
  private static let documents = WordSearch(
    [
      "document", "paper", "publication", "manual", "report", "message", "e-mail", "email", "material", "presentation",
      "guide", "handbook", "file", "work", "page", "website", "transmission", "communication",
    ].map { "this " + $0 } + [
      "these materials", "本書", "本資料", "本文書", "本ドキュメント", "本マニュアル", "本メール", "本冊子", "本誌", "本サイト", "この資料", "この文書", "この文章",
    ])
  private static let rights = WordSearch([
    "confidential", "proprietary", "copyright", "reproduc", "disclos", "distribut", "permission", "intended", "rights",
    "property of", "禁", "許可なく", "無断", "著作", "転載", "複製", "開示", "社外", "機密", "秘密", "権利", "帰属",
  ])
  private static let marks = WordSearch([
    "©", "all rights reserved", "copyright (c)", "internal use only", "社外秘", "関係者外秘", "取扱注意", "無断転載", "無断複製",
    "無断で複製", "複写を禁", "複製を禁", "転載を禁",
  ])
  private static let contacts = WordSearch(["tel", "phone", "fax", "電話", "〒", "e-mail", "email", "メール"])

  /// Whose the document is and what may be done with it. A clause about confidential things is none: it speaks of people.
  static func speaksOfDocument(_ text: String) -> Bool {
    guard text.count <= 600, !isClause(text) else { return false }
    let form = CompatibilityForm.normalize(text).lowercased()
    return marks.isAny(in: form) || documents.isAny(in: form) && rights.isAny(in: form)
  }

  /// An address or a telephone number with little else.
  static func isContact(_ text: String) -> Bool {
    guard text.count <= 200, !isClause(text), !text.contains("。"),
      text.contains(where: \.isNumber) || text.contains("@")
    else { return false }
    let form = CompatibilityForm.normalize(text).lowercased()
    return contacts.isAny(in: form)
  }

  /// The text of an article, which rules that share it each need.
  private static func isClause(_ text: String) -> Bool {
    if Articles.isNumber(text) { return true }
    return clauses.isAny(in: text.lowercased())
  }

  private static let clauses = WordSearch([
    "適用", "しなければならない", "返還", "支給", "従業員は", "社員は", "甲は", "乙は", "employees shall", "employees must", "applies to",
    "apply to",
  ])
}

/// Words to look for in a text, all at once.
struct WordSearch {
  /// The words' bytes by the first of them.
  private let byFirst: [UInt8: [[UInt8]]]

  init(_ words: [String]) { byFirst = Dictionary(grouping: words.map { Array($0.utf8) }) { $0.first ?? 0 } }

  /// Whether one of the words stands somewhere in a text, byte for byte.
  func isAny(in text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      bytes.indices.contains { start in
        byFirst[bytes[start]]?.contains { bytes[start...].starts(with: $0) } ?? false
      }
    }
  }
}
