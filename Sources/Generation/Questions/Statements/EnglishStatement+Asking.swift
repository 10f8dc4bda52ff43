import Foundation
import Records

/// The words that ask: `within how many days`, `in which expense system`, `by whom`.
extension EnglishStatement {
  struct Lead {
    var phrase: String
    /// Words before the answer that the phrase has taken in.
    var dropped: Int
    /// A preposition asks along: what follows the answer may belong to it.
    var takesAlong: Bool
  }

  static let measures: Set<String> = ["about", "around", "approximately", "only", "nearly", "just"]
  static let prepositions: Set<String> = [
    "within", "for", "after", "before", "by", "at", "on", "in", "from", "to", "until", "over", "under", "of", "with",
    "during", "than", "below", "above", "between", "into", "towards", "through",
  ]

  /// What must not be torn from the answer: `every second Friday`, `the last 30 days`.
  private static let ordinals: Set<String> = [
    "than", "every", "last", "first", "second", "third", "fourth", "next", "other", "alternate", "another", "further",
  ]

  func lead(_ between: [Word], verb: String) -> Lead? {
    let value = AskedValue(answer, language: .en)
    switch type {
    case .reason: return Lead(phrase: "why", dropped: 0, takesAlong: false)
    case .procedure: return Lead(phrase: "how", dropped: 0, takesAlong: false)
    default: break
    }
    var dropped = 0
    func word(_ back: Int) -> String {
      between.count > back ? between[between.count - 1 - back].lower : ""
    }
    while Self.measures.contains(word(dropped)) { dropped += 1 }
    if value.kind == .quantity, word(dropped) == "every" {
      return Lead(phrase: "how often", dropped: dropped + 1, takesAlong: false)
    }
    var bound = ""
    if ["least", "most"].contains(word(dropped)), word(dropped + 1) == "at" {
      bound = "at \(word(dropped)) "
      dropped += 2
    } else if word(dropped) == "to", word(dropped + 1) == "up" {
      bound = "up to "
      dropped += 2
    } else if word(dropped) == "than", word(dropped + 2) == "no" {
      bound = "no \(word(dropped + 1)) than "
      dropped += 3
    } else if word(dropped) == "than", ["more", "less", "fewer"].contains(word(dropped + 1)) {
      bound = "\(word(dropped + 1)) than "
      dropped += 2
    }
    if Self.ordinals.contains(word(dropped)) { return nil }
    let article = ["the", "a", "an"].contains(word(dropped)) ? 1 : 0
    let preposition = word(dropped + article)
    // `carry over 10 days`: a part of the verb.
    let isParticle =
      preposition == "over" && ["carry", "carried", "take", "hand"].contains(word(dropped + article + 1))
    let isPreposition = Self.prepositions.contains(preposition) && !isParticle
    // `1366 by 768 pixels`
    if isPreposition, word(dropped + article + 1).first?.isNumber == true { return nil }
    if isPreposition { return prepositional(preposition, value, bound, dropped + article + 1) }
    if let noun = nounPhrase(between.dropLast(dropped), value) {
      return Lead(phrase: noun.phrase, dropped: dropped + noun.count, takesAlong: false)
    }
    let isCopula = between.count == dropped && ["is", "are", "was", "were"].contains(verb)
    // `is loose`, `is free of charge`: no thing that could be asked for.
    if isCopula, value.kind == .thing, !namesSomething { return nil }
    let phrase = isCopula && bound.isEmpty ? askedOfCopula(value) : asked(value)
    return Lead(
      phrase: bound + phrase, dropped: dropped + (value.kind == .thing ? article : 0), takesAlong: value.isNumeric)
  }

  private var namesSomething: Bool {
    let first = answer.prefix { $0 != " " }
    return first.first?.isUppercase == true || first.first?.isNumber == true
      || ["a", "an", "the", "our", "any"].contains(first.lowercased())
  }

  /// `in the expense system Tsugumi`, `form RW-1`, `by the schoolteacher Fumi Aoyagi`: which one, or who.
  private func nounPhrase(_ between: ArraySlice<Word>, _ value: AskedValue) -> (phrase: String, count: Int)? {
    let isLabel = value.kind == .thing || value.kind == .quantity && value.unit.isEmpty
    guard isLabel, answer.contains(where: { $0.isUppercase || $0.isNumber }) else { return nil }
    let nouns = between.reversed().prefix { isNounBefore($0.lower) }.reversed()
    guard !nouns.isEmpty, nouns.count <= 3 else { return nil }
    var count = nouns.count
    let article = between.dropLast(count).last.map { ["the", "a", "an"].contains($0.lower) } ?? false
    if article { count += 1 }
    let outer = between.dropLast(count).last?.lower ?? ""
    let preposition = Self.prepositions.contains(outer) ? outer + " " : ""
    if !preposition.isEmpty { count += 1 }
    // Without article or number in it, a name after a noun may be anything.
    guard article || answer.contains(where: \.isNumber) else { return nil }
    if preposition == "of " { return nil }
    if isPerson { return (preposition.isEmpty ? "who" : preposition + "whom", count) }
    return (preposition + "which " + nouns.map(\.text).joined(separator: " "), count)
  }

  private func isNounBefore(_ word: String) -> Bool {
    word.count >= 3 && word.allSatisfy(\.isLetter) && !StopWords.english.contains(word)
      && !EnglishVerb.auxiliaries.contains(word) && EnglishVerb.finite(word) == nil
      && !Self.clauseOpeners.contains(word) && !Self.whereabouts.contains(word)
  }

  /// The shed behind Building 4: no nouns, though they stand before one.
  private static let whereabouts: Set<String> = [
    "behind", "beside", "between", "near", "opposite", "above", "below", "along", "around", "inside", "outside",
    "through", "towards", "against", "among", "beyond", "across",
  ]

  /// The preposition goes to the front with the question word.
  private func prepositional(_ preposition: String, _ value: AskedValue, _ bound: String, _ dropped: Int) -> Lead {
    let phrase: String
    switch (value.kind, preposition) {
    case (.date, "on"), (.date, "in"), (.date, "at"):
      phrase = asked(value) == "which year" ? "in which year" : "when"
    case (.date, _): phrase = "\(preposition) \(value.isRange ? "what dates" : asked(value))"
    case (.money, _): phrase = "\(preposition) \(bound)what amount"
    case (.thing, "in"), (.thing, "at"):
      phrase = isName ? "where" : "\(preposition) what"
    case (.thing, "by"), (.thing, "to"), (.thing, "from"), (.thing, "with"), (.thing, "for"):
      let word = asked(value)
      let isAgent = preposition == "by" && (isFullName || Self.groups.matches(answer))
      phrase = "\(preposition) \(word.hasPrefix("which") ? word : isPerson || isAgent ? "whom" : "what")"
    default: phrase = "\(preposition) \(bound)\(asked(value))"
    }
    return Lead(phrase: phrase, dropped: dropped, takesAlong: value.isNumeric)
  }

  private static let places = Pattern(#"\b(?:Street|Road|Building|Site|Park|Hall|Square|Island|Room)\b"#)
  private static let bodies = Pattern(
    #"\b(Department|Section|Division|Team|Office|Committee|Board|Centre|Center|Group|Desk|Company)$"#)
  /// Those who do something together: the design team, a department.
  private static let groups = Pattern(
    #"^(?:the|a|an|our) .*\b(?:team|department|section|division|committee|board|desk|group)$"#, ignoringCase: true)
  private static let people = Pattern(
    #"\b(?:manager|officer|director|head|coordinator|deputy|secretary|chair|engineer|owner|president|founder|trainer|auditor|assistant|leader|buddy|host|nurse|partner|schoolteacher|representative|technician|supervisor|editor|contact|inspector|operator|buyer|clerk|driver|guard|receptionist|accountant|doctor)s?\b|\b(?:Dr|Mr|Mrs|Ms)\b"#,
    ignoringCase: true)

  private var isName: Bool { Self.isName(answer) }

  private static func isName(_ answer: String) -> Bool {
    !answer.contains(where: \.isNumber)
      && answer.split(separator: " ").allSatisfy { $0.first?.isUppercase == true || $0 == "of" || $0 == "and" }
  }

  /// Two or three capitalised words that are no place and no part of a company.
  var isFullName: Bool { Self.isFullName(answer) }

  static func isFullName(_ answer: String) -> Bool {
    isName(answer) && (2...3).contains(answer.split(separator: " ").count) && !bodies.matches(answer)
      && !places.matches(answer)
  }

  /// A role, or a name whose sentence speaks of a role.
  private var isPerson: Bool {
    if Self.people.matches(answer) { return true }
    return isFullName && Self.people.matches(words.filter { !$0.isAnswer }.map(\.bare).joined(separator: " "))
  }

  func asked(_ value: AskedValue) -> String {
    if value.kind == .thing {
      let source = answer as NSString
      if let body = Self.bodies.first(in: source, within: 0..<source.length) {
        return "which " + source.substring(with: NSRange(location: body.lowerBound, length: body.count)).lowercased()
      }
    }
    return value.english(answer, isPerson: isPerson)
  }

  /// `The interval is 12 months`, `the deadline is 1 May`: what it is, when it is.
  private func askedOfCopula(_ value: AskedValue) -> String {
    switch value.kind {
    case .money: "how much"
    case .date: asked(value) == "which day of the week" ? asked(value) : "when"
    case .percentage, .quantity: "what"
    case .clock, .contact, .thing: asked(value)
    }
  }
}
