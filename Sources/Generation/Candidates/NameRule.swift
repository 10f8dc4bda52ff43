import Foundation
import Records

/// Names of people, departments, places, products and forms: capitalised words, codes, quoted titles, and Japanese
/// runs with an ending such as さん or 部.
struct NameRule: CandidateRule {
  let name = "name"
  let isAtomic = true

  private static let capitalised = Pattern(
    #"(?<![\w@./'’-])[A-Z][\p{Latin}0-9_’'&-]*(?:\s(?:(?:of|for|the)\s)*(?:[A-Z][\p{Latin}0-9_’'&-]*|[0-9]+(?![\w.,:%/]|\s?[a-z%])))*(?:[.,]{0,2}\s(?:Co\.,\s)?(?:Ltd|Inc|plc|LLC|GmbH)\b\.?)?"#
  )
  private static let code = Pattern(
    #"(?<![\w@./-])(?=[A-Z0-9-]*[A-Z])(?=[A-Z0-9-]*[0-9])[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*(?![\w@-])"#)
  private static let quoted = Pattern(#"(?:「([^「」\n]{2,30})」|『([^『』\n]{2,30})』|“([^“”\n]{2,60})”|"([^"\n]{2,60})")"#)
  private static let person = Pattern(
    #"(?<!お|皆|客)(?:(?!客様|皆様)[\p{Han}]{1,6}|[\p{Katakana}ー・]{2,15}|[A-Z][a-z]+)(?:さん|様|氏)(?![\p{Han}])"#)
  private static let organisation = Pattern(
    #"(?:株式会社|有限会社|合同会社)?[\p{Han}\p{Katakana}ーA-Za-z0-9Ａ-Ｚ・]{1,14}(?:部長|課長|室長|社長|支店長|係長|責任者|担当者|管理者|委員会|事業部|本部|部門|部|課|室|係|支店|支社|本社|工場|倉庫|センター|事業所|営業所|研究所|窓口|チーム|グループ|デスク|システム|ポータル|規程|規則|申請書|届出書|届|報告書|証明書|株式会社)(?![\p{Han}\p{Katakana}ー])"#
  )
  private static let titled = Pattern(
    #"(?:長|係|担当|主任|専務|常務|取締役)の([\p{Han}]{3,6})(?![\p{Han}])"#)
  private static let title = Pattern(#"(?<!\p{Han})(?:社長|工場長|部長|課長|室長|所長|班長|主任|専務|常務)(?!\p{Han}|の\p{Han})"#)
  private static let notNames: Set<String> = [
    "全部", "一部", "内部", "外部", "細部", "上部", "下部", "本部", "各部", "別室", "同課", "当部", "各課", "各部門", "部門", "担当部門", "当社",
    "申請書", "報告書", "証明書", "担当者", "責任者", "管理者",
  ]
  private static let openers = StopWords.english.union([
    "however", "therefore", "employees", "employee", "staff", "unless", "once", "because", "since", "although", "while",
    "note", "see", "both", "either", "neither", "no", "yes", "first", "second", "third", "finally", "next", "new", "mr",
    "mrs", "ms", "dr", "do", "never", "always", "use", "press", "keep", "send", "check", "turn", "make", "ok",
  ])
  /// Capitalised words that name nobody: days, months, and what stands beside names and amounts.
  static let calendar: Set<String> = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mondays", "fridays",
    "ltd", "inc", "co", "gbp", "usd", "eur", "jpy", "a.m", "p.m", "am", "pm",
  ]

  func propose(_ passage: Passage) -> [Proposal] {
    var out: [Proposal] = []
    let text = passage.utf16
    for piece in passage.pieces {
      out += capitalised(in: piece, of: passage)
      out += Self.code.ranges(in: text, within: piece.range).filter { $0.count >= 3 }
        .map { Proposal(range: $0, type: .factoid, specificity: 0.8) }
      for group in 1...4 {
        out += Self.quoted.ranges(in: text, within: piece.range, group: group)
          .map { Proposal(range: $0, type: .factoid, specificity: 0.7) }
      }
      guard passage.language == .ja else { continue }
      out += Self.person.ranges(in: text, within: piece.range)
        .map { Proposal(range: $0, type: .factoid, specificity: 0.8) }
      out += Self.titled.ranges(in: text, within: piece.range, group: 1)
        .map { Proposal(range: $0, type: .factoid, specificity: 0.75) }
      out += Self.title.ranges(in: text, within: piece.range)
        .map { Proposal(range: $0, type: .factoid, specificity: 0.45) }
      out += Self.organisation.ranges(in: text, within: piece.range)
        .filter { !Self.notNames.contains(passage.string($0)) }
        .map { Proposal(range: $0, type: .factoid, specificity: 0.65) }
    }
    return out
  }

  /// Runs of capitalised words; a capital that only opens a sentence is no name.
  private func capitalised(in piece: Passage.Piece, of passage: Passage) -> [Proposal] {
    Self.capitalised.ranges(in: passage.utf16, within: piece.range).compactMap { found in
      var range = found
      var words = passage.string(range).split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      while let first = words.first, Self.openers.contains(first.lowercased()) {
        words.removeFirst()
        range = min(range.upperBound, range.lowerBound + first.utf16.count + 1)..<range.upperBound
      }
      guard let first = words.first, !first.isEmpty, first.first?.isUppercase == true else { return nil }
      if words.allSatisfy({ Self.calendar.contains($0.lowercased()) }) { return nil }
      // Lower-case words that only joined a dropped name must not begin or end the run.
      let isShouted = first.count >= 2 && first == first.uppercased()
      let opensSentence = range.lowerBound == piece.range.lowerBound
      if words.count == 1, opensSentence, !isShouted { return nil }
      if words.count == 1, first.count < 2 { return nil }
      return Proposal(
        range: range, type: .factoid, specificity: words.count > 1 ? 0.75 : isShouted ? 0.5 : 0.6)
    }
  }
}
