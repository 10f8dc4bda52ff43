import Records

/// Whether a yes-no question asks of what a sentence states in words of its own, as 半日単位で取れますか does of 半日単位の取得はできない.
extension Polarity {
  /// The question says everything that the sentence says, and besides only whose rule it is, which stands around the
  /// sentence, or who asks. With less of the sentence it asks of something wider, which another sentence may allow.
  static func asksOf(_ sentence: String, _ question: String, _ around: String, _ language: Language) -> Bool {
    let stated = words(sentence, language)
    let asked = words(question, language)
    let inQuestion = Known(question, language)
    let inSentence = Known(sentence, language)
    let shared = asked.filter { word in inSentence.holds(word) || stated.contains { isShort(word, of: $0, language) } }
    // `Cash is never allowed` says little, and that much of everything around it.
    let least = absolute.matches(sentence) ? 1 : 2
    guard stated.count >= least, shared.count >= least, asked.count - shared.count <= mostOwn,
      stated.allSatisfy({ word in inQuestion.holds(word) || asked.contains { isShort($0, of: word, language) } })
    else { return false }
    let place = Known(around, language)
    return asked.subtracting(shared).allSatisfy { word in
      (least > 1 && anyone.contains(word)) || place.holds(word) || stated.contains { isPlace(word, of: $0, language) }
    }
  }

  /// A question that says what its sentence says with another number: 48 hours where it states 24. More or less than
  /// stated is another question, and so is what may be rather than what is.
  static func asksOtherNumber(_ sentence: String, _ question: String, _ language: Language) -> Bool {
    guard !comparing.matches(question), !comparing.matches(sentence) else { return false }
    let stated = StatedNumber.all(in: sentence, .any)
    let known = KnownNumbers(stated)
    let foreign = StatedNumber.all(in: question, .plain).filter { !known.holds($0) }
    guard foreign.count == 1, let other = foreign.first, let unit = other.unit else { return false }
    let same = stated.filter { $0.unit == unit }
    let inSentence = Known(sentence, language)
    let asked = words(question, language).filter { !FreeAnswer.isNumeric($0) }
    return same.count == 1 && same.first?.relation == other.relation && asked.count > 1
      && asked.allSatisfy(inSentence.holds)
  }

  private static let comparing = Pattern(
    #"\b(?:can|may|could|might|allowed|possible|able|enough|than|over|under|above|below|exceed\w*|up\s+to|at\s+(?:most|least)|maximum|minimum|about|around|or\s+(?:more|less))\b|でき|可能|よい|いい|超え|以上|以下|未満|より|まで|最大|最小|最低|約|十分|足り"#,
    ignoringCase: true)

  private static let absolute = Pattern(
    #"\bnever\b|\bunder\s+no\s+circumstances\b|一切|絶対に|決して|いかなる場合"#, ignoringCase: true)

  /// Words of the question that its sentence does not have.
  private static let mostOwn = 3
  /// Who asks, or is asked about, where the sentence names nobody.
  private static let anyone: Set<String> = [
    "staff", "employee", "employees", "people", "person", "anyone", "anybody", "someone", "somebody", "members",
    "users", "user", "workers", "社員", "従業員", "職員", "利用者", "人",
  ]
  /// Whether something may be, rather than what.
  private static let permission: Set<String> = [
    "allowed", "allow", "permitted", "possible", "permissible", "prohibited", "forbidden", "able", "yes", "可能", "許可",
    "許",
    "認", "出来", "禁止", "不可", "禁",
  ]

  private static func words(_ text: String, _ language: Language) -> Set<String> {
    Set(Terms.content(of: text, language: language)).subtracting(permission).subtracting(denials)
  }

  /// 取れる of 取得: one kanji of a compound that begins with it; 相手 of 相手方: a person without what is said politely.
  private static func isShort(_ word: String, of compound: String, _ language: Language) -> Bool {
    guard language == .ja, compound.hasPrefix(word), compound.count == word.count + 1 else { return false }
    return word.count == 1 ? word.unicodeScalars.allSatisfy(\.isJapanese) : compound.hasSuffix("方")
  }

  /// 製造室 of 入室, which is to go into a room.
  private static func isPlace(_ word: String, of compound: String, _ language: Language) -> Bool {
    guard language == .ja, word.count > 1, compound.count == 2, let kind = word.last, compound.last == kind else {
      return false
    }
    return ["入", "退", "出", "来", "乗", "降", "下"].contains(compound.prefix(1))
  }

  private struct Known {
    let folded: String
    let words: Set<String>
    let language: Language

    init(_ text: String, _ language: Language) {
      folded = Terms.folded(text)
      words = language == .en ? Set(Terms.words(text)) : []
      self.language = language
    }

    func holds(_ word: String) -> Bool { Terms.occurs(word, in: folded, words: words, language: language) }
  }
}
