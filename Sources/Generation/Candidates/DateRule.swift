import Foundation
import Records

/// Dates, times of day and days of the week, ranges of them included: `1 April 2025`, `午前9時から午後5時30分まで`.
struct DateRule: CandidateRule {
  let name = "date"
  let isAtomic = true

  private static let month =
    #"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"#
  private static let weekday = #"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)s?"#
  private static let clock =
    #"[0-9]{1,2}:[0-9]{2}(?:\s?(?:[ap]\.?m\.?)(?![a-z]))?|[0-9]{1,2}\s?(?:a\.m\.|p\.m\.|am\b|pm\b)|\bnoon\b|\bmidnight\b"#
  private static let english = Pattern(
    #"(?<![\w/:.\-])(?:(?:\#(weekday),?\s)?[0-9]{1,2}(?:st|nd|rd|th)?\s(?:of\s)?\#(month)(?:,?\s[0-9]{4})?|(?:\#(weekday),?\s)?\#(month)\s[0-9]{1,2}(?:st|nd|rd|th)?(?:,\s[0-9]{4})?(?![0-9])|\#(month)\s[0-9]{4}|[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}|\#(weekday)|the\s(?:first|second|third|last|[0-9]{1,2}(?:st|nd|rd|th))(?:\s(?:business|working))?\s(?:day\s)?(?:\#(weekday)\s)?of\s(?:the|each|every)\s(?:following\s)?(?:month|year|quarter|week)|\#(clock))(?![\w])"#
  )
  private static let digit = "[0-9０-９]"
  private static let japaneseClock =
    #"(?:午前|午後|正午)?(?:\#(digit){1,2}時(?!間)(?:\#(digit){1,2}分|半)?|\#(digit){1,2}[:：]\#(digit){2})|正午"#
  private static let japaneseDay =
    #"(?:(?:令和|平成|昭和)(?:\#(digit){1,2}|元)年(?:度|\#(digit){1,2}月(?:\#(digit){1,2}日|末日|末)?)?|\#(digit){4}年(?:度|\#(digit){1,2}月(?:\#(digit){1,2}日|末日|末)?)?|\#(digit){1,2}月(?:\#(digit){1,2}日|末日|末|上旬|中旬|下旬)|\#(digit){1,2}月(?!間)|(?:毎月|翌月|当月|毎年|翌年|前月|翌々月)(?:\#(digit){1,2}月)?(?:第?\#(digit){1,2}(?:営業)?日(?!間)|末日|末|初日)|\#(digit){4}[-/]\#(digit){1,2}[-/]\#(digit){1,2}|(?:毎週|第[一二三四1-4１-４])?[月火水木金土日]曜日?|翌営業日|前営業日|当日中)"#
  private static let japanese = Pattern(
    #"(?<![0-9０-９A-Za-z])(?:\#(japaneseDay)(?:[（\(][月火水木金土日][）\)])?(?:の?(?:\#(japaneseClock)))?|\#(japaneseClock))(?:まで)?"#
  )
  private static let join = Pattern(
    #"^(?:\s?[-–—~〜～]\s?|\s(?:to|until|till|through)\s|から|より)$"#)
  private static let joinAnd = Pattern(#"^\sand\s$"#)

  func propose(_ passage: Passage) -> [Proposal] {
    let all = passage.all
    var found = Self.english.ranges(in: passage.utf16, within: all)
    found += Self.japanese.ranges(in: passage.utf16, within: all)
    found.sort { ($0.lowerBound, -$0.count) < ($1.lowerBound, -$1.count) }
    var out: [Proposal] = []
    for range in found {
      guard let last = out.last else {
        out.append(proposal(range, passage))
        continue
      }
      if range.lowerBound < last.range.upperBound { continue }
      let gap = passage.string(last.range.upperBound..<range.lowerBound)
      let before = passage.string(max(0, last.range.lowerBound - 8)..<last.range.lowerBound).lowercased()
      if Self.join.matches(gap) || (Self.joinAnd.matches(gap) && before == "between ") {
        out[out.count - 1] = Proposal(
          range: last.range.lowerBound..<range.upperBound, type: .factoid, specificity: 0.95)
      } else {
        out.append(proposal(range, passage))
      }
    }
    return out
  }

  private func proposal(_ range: Range<Int>, _ passage: Passage) -> Proposal {
    // A day with a year is rarer than a day of the week.
    let digits = passage.string(range).unicodeScalars.count { $0.properties.numericType == .decimal }
    return Proposal(range: range, type: .factoid, specificity: digits >= 5 ? 0.9 : digits > 0 ? 0.85 : 0.6)
  }
}
