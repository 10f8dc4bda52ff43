import Foundation
import Records

/// Amounts and numbers with their unit, ranges of them included: `12,000円`, `5 business days`, `−10 °C to 40 °C`.
struct QuantityRule: CandidateRule {
  let name = "quantity"
  let isAtomic = true

  static let number = #"(?:[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+|[0-9０-９]+)(?:[.．][0-9０-９]+)?"#
  private static let symbol =
    #"(?:[%％℃℉]|°\s?[CF]\b|度[CＣ]|(?:mm|cm|km|kg|mg|ml|mL|kW|kWh|Wh|mAh|mA|GHz|MHz|kHz|Hz|GB|MB|KB|kB|TB|Mbps|Gbps|dB|dBA|MPa|kPa|hPa|Pa|rpm|bar|lx|lm|Nm|ppm|m²|m2|m3|m³|kcal|inch|[mgWVALN])(?![A-Za-z0-9]))"#
  private static let japaneseUnit =
    #"(?:(?:千|万|百万|億|兆)?円|営業日|労働日|稼働日|暦日|日間|週間|(?:か|ヶ|カ|ケ|ヵ|箇)月間?|年間|年度|か年|年半?|時間半?|分間|秒間|分|秒|日|週|名|人|回|件|個|台|枚|本|冊|部|階|歳|桁|文字|字|ページ|倍|点|泊|社|度|割|箇所|か所|カ所|種類|項目|世代|段階|行|列|万|[\p{Katakana}ー]{2,10})"#
  private static let kanjiNumber =
    #"[一二三四五六七八九十百千]+(?:円|営業日|日間|週間|(?:か|ヶ|カ|ケ|ヵ|箇)月間?|年間|時間|名|回|泊|歳|割|箇所|か所)"#
  private static let suffix = #"(?:以内|以上|以下|未満|引き|増し|前|後)?"#
  private static let word =
    #"(?:(?:(?:business|working|calendar|consecutive|full|paid)\s)?(?:days?|weeks?|months?|years?|hours?|minutes?|seconds?|nights?|times|percent|yen|dollars?|euros?|pounds?|pence|cents|degrees|people|persons?|litres?|liters?|met(?:re|er)s?|kilomet(?:re|er)s?|copies|inches|feet|points?)\b|(?:million|billion|thousand)(?:\s(?:yen|dollars|euros|pounds))?\b|per\scent\b)"#
  private static let stopped =
    #"(?!(?:and|or|of|to|in|on|at|by|for|from|with|is|was|as|has|does|times|plus|minus|less|versus|unless|this|its|business)\b)"#
  private static let rate =
    #"(?:\s(?:per|a|an|each)\s(?:person|day|night|week|month|year|hour|minute|employee|trip|kilomet(?:re|er)|km|unit|item|user|page|quarter)\b)?"#
  private static let spelled =
    #"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|(?:one|a)\shundred)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?"#

  private static let japanese = Pattern(
    #"(?<![0-9０-９A-Za-z.,．，\-/])(?:[¥￥]\s?\#(number)(?:万|億)?|[-−－]?\#(number)\s?(?:\#(symbol)|\#(japaneseUnit))|\#(kanjiNumber))\#(suffix)"#
  )
  private static let english = Pattern(
    #"(?<![\w.,/])(?<!\d-)(?:(?:[$£€¥]|(?:USD|GBP|EUR|JPY|CHF|AUD|CAD)\s?)\#(number)(?:\s?(?:million|billion|thousand|k|m)\b)?|[-−–]?\#(number)(?:\s?\#(symbol)|[\s-]\#(word)|\s(?:USD|GBP|EUR|JPY|CHF|AUD|CAD)\b|\s\#(stopped)(?:[a-z]+\s)?\#(stopped)[a-z]{2,}s\b)|\b(?i:\#(spelled))[\s-]\#(word))\#(rate)"#
  )
  private static let bare = Pattern(
    #"(?<![A-Za-z_0-9０-９第.,\-/：:])\#(number)(?![A-Za-z_0-9０-９\p{Han}\p{Katakana}\-/：:]|[.,][0-9]|[%％])"#)
  private static let single = Pattern(#"^(?:[1１一](?:日|人|名|回|件|台|か月|時間|年|個|枚|部)|(?:1|one|a)\s[a-z]+)$"#)
  private static let join = Pattern(
    #"^(?:\s?[-–—~〜～±]\s?|\s(?:to|until|till|through)\s|から|より)$"#)
  private static let joinAnd = Pattern(#"^\sand\s$"#)

  func propose(_ passage: Passage) -> [Proposal] {
    let all = passage.all
    var found: [(Range<Int>, Double)] = Self.japanese.ranges(in: passage.utf16, within: all).map {
      ($0, Self.worth($0, passage))
    }
    found += Self.english.ranges(in: passage.utf16, within: all).map { ($0, Self.worth($0, passage)) }
    let openings = Set(passage.pieces.map(\.range.lowerBound))
    for range in Self.bare.ranges(in: passage.utf16, within: all) where !found.contains(where: { $0.0.overlaps(range) })
    {
      // A bare number that opens a sentence is the sentence's number.
      if openings.contains(range.lowerBound) { continue }
      found.append((range, range.count >= 3 ? 0.4 : 0.15))
    }
    found.sort { ($0.0.lowerBound, -$0.0.count) < ($1.0.lowerBound, -$1.0.count) }
    return merged(found, in: passage)
      .filter { $0.1 > 0.2 }
      .map { Proposal(range: $0.0, type: .number, specificity: $0.1) }
  }

  /// `1日`, `one day`: mostly the measure of something else.
  private static func worth(_ range: Range<Int>, _ passage: Passage) -> Double {
    single.matches(passage.string(range)) ? 0.45 : 0.8
  }

  /// Two quantities with `to`, `から` … between them are one range; a bare number then belongs to the unit that follows.
  private func merged(_ found: [(Range<Int>, Double)], in passage: Passage) -> [(Range<Int>, Double)] {
    var out: [(Range<Int>, Double)] = []
    for (range, score) in found {
      guard let last = out.last else {
        out.append((range, score))
        continue
      }
      if range.lowerBound < last.0.upperBound { continue }
      let gap = passage.string(last.0.upperBound..<range.lowerBound)
      let before = passage.string(max(0, last.0.lowerBound - 8)..<last.0.lowerBound).lowercased()
      // `7時間40分`, `1 year 6 months` are one quantity too.
      let isCompound = (gap.isEmpty || gap == " ") && min(last.1, score) > 0.4
      if isCompound || Self.join.matches(gap) || (Self.joinAnd.matches(gap) && before == "between ") {
        // 「から」 wants its まで.
        let rest = passage.string(range.upperBound..<min(passage.all.upperBound, range.upperBound + 2))
        let end = gap == "から" && rest == "まで" ? range.upperBound + 2 : range.upperBound
        out[out.count - 1] = (last.0.lowerBound..<end, 0.85)
      } else {
        out.append((range, score))
      }
    }
    return out
  }
}
