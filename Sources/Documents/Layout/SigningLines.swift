import Records

/// Places to sign, as contracts end: they are no tables and head nothing, whatever they look like.
enum SigningLines {
  private static let labels = [
    "住所", "所在地", "氏名", "会社名", "商号", "名称", "代表者", "代表取締役", "役職", "部署", "署名", "記名", "押印", "捺印", "日付", "甲", "乙",
    "丙", "丁", "印", "㊞", "年", "月", "日", "令和", "平成", "西暦",
  ]
  private static let openings = [
    "signed for", "signed by", "signed on behalf", "signed and delivered", "for and on behalf of", "in witness whereof",
  ]

  /// Whether lines hold nothing but the labels of places to write on, one of them a seal's.
  static func areToSign(_ rows: ArraySlice<Row>) -> Bool {
    var text = rows.map(\.text).joined()
    guard text.count <= 120, text.contains("印") || text.contains("㊞") || text.contains("署名") else { return false }
    for label in labels { text = text.replacing(label, with: "") }
    return text.unicodeScalars.allSatisfy { !$0.isAlphabetic }
  }

  /// Whether a line says who signs below it.
  static func opens(_ text: String) -> Bool {
    let start = text.prefix(24).lowercased()
    return openings.contains { start.hasPrefix($0) }
  }
}
