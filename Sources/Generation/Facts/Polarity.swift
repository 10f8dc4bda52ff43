import Foundation
import Records

/// Whether a statement affirms or denies, as far as its own words tell without reading: `does not close`, 認められない, 禁止.
enum Polarity {
  /// Whether a sentence denies; nil where that is unclear, such as with a denial beside a condition.
  static func isDenied(_ sentence: String, _ language: Language) -> Bool? {
    let text = CompatibilityForm.normalize(sentence).trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    return language == .ja ? japanese(text) : english(text)
  }

  /// Why an answer says the contrary of the sentence that it rests on; nil where it does not, or nobody can tell.
  ///
  /// - Parameter around: What stands before the sentence, which tells whose rule it is: headings and the sentence before.
  static func contradiction(
    of answer: String, to question: String, in sentence: String, around: String = "", _ language: Language
  ) -> String? {
    if FreeAnswer(question: question, answer: answer, language: language).isYesNo {
      let isYes = ["yes", "はい"].contains { Terms.folded(answer).drop { $0.isWhitespace }.hasPrefix($0) }
      return isContrary(isYes: isYes, to: withoutPoliteness(question), in: sentence, around, language) ? answer : nil
    }
    guard let stated = isDenied(sentence, language) else { return nil }
    guard isStatement(answer, to: question, in: sentence, language), let said = isDenied(answer, language),
      said != stated,
      holdsAll(of: answer, in: sentence, language)
    else { return nil }
    return answer
  }

  /// Whether yes, or no, is the contrary of what a sentence says of a question.
  private static func isContrary(
    isYes: Bool, to question: String, in sentence: String, _ around: String, _ language: Language
  ) -> Bool {
    if isYes, asksOther(sentence, question, around, language) { return true }
    if let clause = deniedClause(of: sentence, language), holdsAll(of: question, in: clause, language) {
      return isYes && isDenied(question, language) == false
    }
    guard let stated = isDenied(sentence, language), language == .en || !differInCondition(sentence, question) else {
      return false
    }
    if isYes, !stated, isDenied(question, language) == false, asksOtherNumber(sentence, question, language) {
      return true
    }
    // A question that denies is answered in either way, and one with words of its own may mean something else.
    guard
      isDenied(question, language) == false || hasOwnDenial(question, language)
        || repeatsCondition(of: sentence, question, language),
      holdsAll(of: question, in: sentence, language) || asksOf(sentence, question, around, language)
    else { return false }
    return isYes != (stated == hasOwnDenial(question, language))
  }

  /// Whether all words of content stand in a sentence; someone and anyone are one word.
  static func holdsAll(of text: String, in sentence: String, _ language: Language) -> Bool {
    var words = Set(Terms.content(of: text, language: language)).subtracting(denials)
    if language == .en, !indefinites.isDisjoint(with: Terms.words(sentence)) { words.subtract(indefinites) }
    let folded = Terms.folded(sentence)
    let known = language == .en ? Set(Terms.words(sentence)) : []
    return words.count > 1 && words.allSatisfy { Terms.occurs($0, in: folded, words: known, language: language) }
  }

  private static let indefinites: Set<String> = ["someone", "somebody", "anyone", "anybody", "nobody"]
  static let denials: Set<String> = [
    "not", "no", "never", "cannot", "nobody", "none", "does", "do", "did", "is", "are", "yes", "はい", "いいえ", "禁止", "不可",
  ]

  // MARK: English

  private static let harmless = Pattern(
    #"\bno\s(?:later|more|fewer|less|earlier|sooner)\sthan\b|\bnot\s(?:only|later|more|less|earlier)\b|\bno\.\s?[0-9]"#)
  private static let denial = Pattern(
    #"\b(?:not|no|never|cannot|nobody|none|neither|nor)\b|n['’]t\b|\b(?:prohibited|forbidden)\b"#)
  private static let condition = Pattern(
    #"\b(?:if|unless|when|while|until|although|though|but|except|whether|before|after|who|which|that|because|or|without)\b"#
  )

  private static func english(_ text: String) -> Bool? {
    let source = text as NSString
    let whole = 0..<source.length
    if harmless.first(in: source, within: whole) != nil { return nil }
    let count = denial.ranges(in: source, within: whole).count
    if count == 0 { return false }
    return count == 1 && condition.first(in: source, within: whole) == nil ? true : nil
  }

  private static let finiteVerb = Pattern(
    #"\b(?:is|are|was|were|has|have|had|do|does|did|can|could|may|might|must|shall|should|will|would|cannot)\b|n['’]t\b"#
  )
  private static let relative = Pattern(#"\b(?:that|which|who|whom|whose|where|when|while|if)\b"#)
  /// The verb behind a denial: `must not be taken`, `does not yet close`.
  private static let deniedVerb = Pattern(
    #"(?:\b(?:not|never|cannot)|n['’]t)\s+(?:(?:yet|ever|always|be|been|being|have|to|(?:allowed|permitted)\s+to)\s+)*([a-z]+)"#
  )

  private static let contrast = Pattern(
    #"(?:,\s*|\s)but\s(?!for\b|also\b|not\b|only\b|then\b|if\b|when\b|with\b|in\b|on\b|at\b|by\b|after\b|before\b)"#,
    ignoringCase: true)
  private static let onlyBut = Pattern(
    #"\b(?:anything|nothing|all|cannot|none|no\s+\w+|no\s+one|nobody)\s+but\b"#, ignoringCase: true)

  /// The first clause of `does not pay for the first audit but pays for the others`, where it denies.
  private static func deniedClause(of sentence: String, _ language: Language) -> String? {
    guard language == .en, !onlyBut.matches(sentence) else { return nil }
    let source = sentence as NSString
    guard let but = contrast.first(in: source, within: 0..<source.length) else { return nil }
    let clause = source.substring(to: but.lowerBound)
    return isDenied(clause, language) == true ? clause : nil
  }

  // MARK: Japanese

  private static let polite = Pattern(#"(?:ても|でも)?(?:かまい|構い|差し支えあり|差支えあり|さしつかえあり|問題あり|支障あり)ません(?:でしょう)?か"#)

  /// してもかまいませんか asks what してもよいですか does, and denies nothing.
  private static func withoutPoliteness(_ question: String) -> String {
    let text = CompatibilityForm.normalize(question) as NSString
    guard let place = polite.first(in: text, within: 0..<text.length) else { return question }
    return text.replacingCharacters(in: NSRange(location: place.lowerBound, length: place.count), with: "てもよいですか")
  }

  private static let ban = Pattern(
    #"(?:ては(?:ならない|なりません|いけない|いけません)|(?:でき|出来)(?:ない|ません))(?:こと)?(?:とする|とします)?[。．]?$"#)
  /// A condition and what then is: 値が0でないときは運転してはならない.
  private static let conditional = Pattern(#"^(.*?(?:とき|時|場合|際))(?:に)?(?:は|も|でも)?、?(.+)$"#)

  private static func parts(_ text: String) -> (condition: String, main: String)? {
    let groups = conditional.groups(in: CompatibilityForm.normalize(text) as NSString).first?.groups ?? []
    guard groups.count == 2, let condition = groups[0], let main = groups[1] else { return nil }
    return (condition, main)
  }

  /// Whether one of two texts speaks of what is so and the other of what is not so: 受けたとき beside 受けていないとき.
  private static func differInCondition(_ sentence: String, _ question: String) -> Bool {
    func denies(_ text: String) -> Bool { parts(text).map { $0.condition.contains("ない") } ?? false }
    return denies(sentence) != denies(question)
  }

  /// A ban on a condition that denies, and a question of the same on the same condition: its own denial is the condition's.
  private static func repeatsCondition(of sentence: String, _ question: String, _ language: Language) -> Bool {
    guard language == .ja, ban.matches(CompatibilityForm.normalize(sentence)), let own = parts(sentence),
      let asked = parts(question), isDenied(asked.main, language) == false
    else { return false }
    return own.condition.hasSuffix(asked.condition) || asked.condition.hasSuffix(own.condition)
  }

  /// 〜なければならない says what must be done, and denies nothing.
  private static let obliged = Pattern(#"(?:なければ|なくては|ねば)(?:ならない|なりません|ならず|いけない|いけません)"#)
  private static let unclear = Pattern(#"ほかならない|かもしれ|に過ぎない|ざるを|しか|だけでな|のみならず|とは限ら|わけではない"#)
  /// What ず denies behind: 届か, 受け, 見. 届くはず and 必ず deny nothing.
  private static let stem = #"(?<=[かがさただなばまらわけげせてでねべめれえきぎじちにびみりい\p{Han}])(?<!必)"#
  private static let lastDenial = Pattern(#"(?:ない|ません|なかった|ませんでした|\#(stem)ず)(?:こと)?(?:です|とする|とします|ものとする)?[。．]?$"#)
  private static let banned = Pattern(#"(?:禁止|不可|禁じ|お断り)"#)
  private static let askedDenial = Pattern(#"(?:ません|ない(?:の)?(?:です|でしょう)?)か?[。？?]*$"#)

  private static func japanese(_ text: String) -> Bool? {
    if unclear.matches(text) { return nil }
    var text = text
    while let duty = obliged.first(in: text as NSString, within: 0..<text.utf16.count) {
      text = (text as NSString).replacingCharacters(
        in: NSRange(location: duty.lowerBound, length: duty.count), with: "る")
    }
    let isNegated = lastDenial.matches(text) || askedDenial.matches(text)
    // 入れないときは止める: a denial that is not the sentence's own.
    if !isNegated, text.contains("ない") || text.contains("ません") { return nil }
    return isNegated != banned.matches(text)
  }

  /// A question that asks whether something is forbidden.
  private static func hasOwnDenial(_ question: String, _ language: Language) -> Bool {
    let text = CompatibilityForm.normalize(question).lowercased()
    return language == .ja
      ? banned.matches(text) && !askedDenial.matches(text)
      : text.contains("prohibited") || text.contains("forbidden")
  }

  /// A sentence rather than a name or a number.
  private static func isStatement(
    _ answer: String, to question: String, in sentence: String, _ language: Language
  ) -> Bool {
    let text = CompatibilityForm.normalize(answer).trimmingCharacters(in: .whitespaces)
    switch language {
    case .ja: return predicate.matches(text)
    case .en:
      guard Terms.words(text).count >= 4 else { return false }
      return hasFiniteVerb(text.lowercased()) || repeatsVerb(text, of: sentence, to: question)
    }
  }

  /// An auxiliary verb that is not in a clause which only tells more of a noun.
  private static func hasFiniteVerb(_ text: String) -> Bool {
    let source = text as NSString
    guard let verb = finiteVerb.first(in: source, within: 0..<source.length) else { return false }
    guard let clause = relative.first(in: source, within: 0..<source.length) else { return true }
    return verb.lowerBound < clause.lowerBound
  }

  /// `Close valve A` to what operators do, where they `do not close valve A`. Named as what is not to be done, it agrees.
  private static func repeatsVerb(_ answer: String, of sentence: String, to question: String) -> Bool {
    let asked = CompatibilityForm.normalize(question).lowercased()
    if denial.matches(asked) { return false }
    let (said, stated) = (CompatibilityForm.normalize(answer), CompatibilityForm.normalize(sentence))
    func repeats(_ denied: String, _ other: String) -> Bool {
      let source = denied.lowercased() as NSString
      return deniedVerb.ranges(in: source, within: 0..<source.length, group: 1).contains { verb in
        let verb = source.substring(with: NSRange(location: verb.lowerBound, length: verb.count))
        // closes, closed
        return Terms.words(other.lowercased()).contains { $0.hasPrefix(verb) && $0.count <= verb.count + 2 }
      }
    }
    return repeats(stated, said) || repeats(said, stated)
  }

  private static let predicate = Pattern(#"(?:ます|ません|ました|です|ない|する|した|れる|せる|える|いる|ある|なる)[。．]?$"#)
}
