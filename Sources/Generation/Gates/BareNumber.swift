import Foundation
import Records

/// A number alone as an answer. What it counts stands around it: a bare 800 is a sum only where its sentence, its table's
/// head or its headings speak of money, and neither a person nor a place.
struct BareNumber {
  private let text: String

  /// Nil for an answer that says more than a number.
  init?(_ answer: String) {
    text = CompatibilityForm.normalize(answer).trimmingCharacters(in: .whitespaces)
    guard Self.number.matches(text) else { return nil }
  }

  private static let number = Pattern(#"^[-−±]?[0-9][0-9,]*(?:\.[0-9]+)?\s?(?:[千万億]|thousand|million|billion)?$"#)

  /// What the question asks for that a number is not, or is not here; nil where it may be.
  func mismatch(with subject: GateSubject) -> String? {
    let source = subject.question as NSString
    func found(_ pattern: Pattern, group: Int = 0) -> String? {
      pattern.first(in: source, within: 0..<source.length, group: group).map {
        source.substring(with: NSRange(location: $0.lowerBound, length: $0.count))
      }
    }
    switch subject.language {
    case .ja:
      if let asked = found(AnswerKindGate.counted, group: 1) {
        return isMeasured(asked, in: subject, question: subject.question.replacing("何\(asked)", with: ""))
          ? nil : "何\(asked)"
      }
      if found(Self.japaneseCount) != nil { return nil }
      if let asked = found(Self.japaneseWhen) { return Self.japaneseYear.matches(text) ? nil : asked }
      return found(Self.japaneseThing)
    case .en:
      if found(Self.money) != nil { return isMeasured("dollars", in: subject, question: "") ? nil : found(Self.money) }
      if let asked = found(AnswerKindGate.howMany, group: 1) {
        return isMeasured(asked, in: subject, question: "") ? nil : "how many \(asked)"
      }
      if found(Self.englishCount) != nil { return nil }
      if let asked = found(Self.englishWhen) { return Self.englishYear.matches(text) ? nil : asked }
      return found(Self.englishThing)
    }
  }

  // Of two question words a number may answer the other one.
  private static let japaneseCount = Pattern("何|いくつ|いくら|どれ|どの|番号|番地")
  private static let japaneseWhen = Pattern("いつ(?!も)")
  private static let japaneseThing = Pattern("誰|だれ|どなた|どこ")
  private static let englishCount = Pattern(#"\b(?:how|what|which|number)\b"#, ignoringCase: true)
  private static let englishWhen = Pattern(#"^when\b"#, ignoringCase: true)
  private static let englishThing = Pattern(#"^(?:who|whose|by\swhom|where)\b"#, ignoringCase: true)
  private static let money = Pattern(#"\bhow\smuch\smoney\b"#, ignoringCase: true)
  private static let japaneseYear = Pattern("^(?:1[0-9]|2[01])[0-9]{2}$")
  private static let englishYear = Pattern("^(?:[1-9][0-9]{2}|1[0-9]{3}|2[01][0-9]{2})$")

  // MARK: What it measures

  /// What is counted without being written behind the number: a column of days, a list of people.
  private static let counted: Set<String> = [
    "occurrence", "fold", "day", "year", "age", "degree", "clock", "night", "tenth", "person",
  ]
  private static let people = Pattern(
    #"[人名員者客民士師生徒児童親子男女工手兵官職]|選手|メンバー|スタッフ|ユーザー|\b(?:people|persons?|staff|members?|employees?)\b"#,
    ignoringCase: true)

  /// Whether what stands around the number, or the rest of the question, speaks of what is asked for.
  private func isMeasured(_ asked: String, in subject: GateSubject, question: String) -> Bool {
    let line = subject.chunk.text.utf8.prefix(max(0, subject.range.lowerBound)).count { $0 == 0x0A }
    let notes = subject.chunk.text.split(separator: "\n").map(String.init).filter(Self.unitNote.matches)
    let around = ([subject.evidenceSentences, TableHead.row(of: subject.chunk, above: line) ?? "", question] + notes)
      .joined(separator: "\n")
    let wanted = AnswerKindGate.units(in: asked)
    if wanted == ["person"], subject.language == .ja { return Self.people.matches(around) }
    guard !wanted.isEmpty, wanted.isDisjoint(with: Self.counted) else { return true }
    return UnitsSpokenOf(around).holds(anyOf: wanted) || Self.isAbbreviated(asked, in: around)
  }

  /// `325 mi` of the miles that are asked for.
  private static func isAbbreviated(_ asked: String, in text: String) -> Bool {
    let full = Terms.words(asked)
    return Terms.words(text).contains { word in
      word.count > 1 && !StopWords.english.contains(word) && full.contains { $0.count > 3 && $0.hasPrefix(word) }
    }
  }

  /// 単位：円
  private static let unitNote = Pattern(#"単位|\bunits?\b"#, ignoringCase: true)
}

/// Units that a text names anywhere, beside a number or alone, as a table's head does.
private struct UnitsSpokenOf {
  private let text: String
  private let words: Set<String>

  init(_ text: String) {
    self.text = CompatibilityForm.normalize(text).lowercased()
    words = Set(Terms.words(text))
  }

  func holds(anyOf wanted: Set<String>) -> Bool {
    if !wanted.isDisjoint(with: Self.currencies), Self.currencySigns.contains(where: text.contains) { return true }
    let isTime = !wanted.isDisjoint(with: AnswerKindGate.times)
    return Self.spellings.contains { spelling, units in
      let isWanted =
        units.contains { one in wanted.contains { Units.agree(one, $0) } }
        || isTime && !units.isDisjoint(with: AnswerKindGate.times)
        || !wanted.isDisjoint(with: Self.currencies) && !units.isDisjoint(with: Self.currencies)
      return isWanted && stands(spelling)
    }
  }

  /// Units in Latin letters are words of their own, or stand behind a number: `12km`.
  private func stands(_ spelling: String) -> Bool {
    guard let last = spelling.unicodeScalars.last, !last.isJapanese, last.isAlphabetic, !spelling.contains(" ") else {
      return text.contains(spelling)
    }
    return words.contains(spelling) || words.contains { $0.hasSuffix(spelling) && $0.first?.isNumber == true }
      || words.contains { $0.hasPrefix(spelling) && spelling.count > 3 }
  }

  private static let currencies: Set<String> = ["jpy", "usd", "eur", "gbp", "pound", "yuan", "won"]
  private static let currencySigns = ["¥", "$", "€", "£"]
  private static let spellings: [(spelling: String, units: Set<String>)] = Units.spellings.map {
    ($0, AnswerKindGate.units(in: $0))
  }.filter { !$0.units.isEmpty }
}
