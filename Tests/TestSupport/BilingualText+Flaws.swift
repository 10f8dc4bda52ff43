public import Records

extension BilingualText {
  /// What keeps the Japanese text from being the English one's equal: it must be Japanese, polite, and name the same
  /// numbers, files, options and commands. Empty where nothing does.
  public var flaws: [String] {
    var flaws: [String] = []
    if ja == en { flaws.append("both languages say the same") }
    if !ja.unicodeScalars.contains(where: { (0x3041...0x30FF).contains($0.value) }) { flaws.append("no Japanese") }
    if !["です", "ます", "ません", "ました", "ください"].contains(where: ja.contains) { flaws.append("not polite") }
    for double in ["。。", "（（", "、、", "。）", "ください（"] where ja.contains(double) { flaws.append("has \(double)") }
    for name in Self.names(in: en) where !ja.contains(name) { flaws.append("the Japanese text lacks \(name)") }
    return flaws.map { "\($0): \(en) | \(ja)" }
  }

  private static func names(in text: String) -> [String] {
    let patterns = [/[0-9]+/, /--[a-z]+/, /`shikomi[^`]*`/, /[\w\/.\-]+\.(?:json|jsonl|txt|pdf|md|safetensors|sqlite)/]
    return patterns.flatMap { text.matches(of: $0).map { String(text[$0.range]) } }
  }
}
