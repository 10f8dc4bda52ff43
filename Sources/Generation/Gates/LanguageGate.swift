import Foundation
import Records

/// The question is written in the passage's language, and in no other beside it.
struct LanguageGate: TextGate {
  let name = GateName.language
  let reasons = [
    "wrong-language": BilingualText(
      en: "The question is not in the passage's language.", ja: "質問が本文と同じ言語で書かれていません。"),
    "mixed-languages": BilingualText(
      en: "The question mixes sentences of two languages.", ja: "質問に二つの言語の文が混ざっています。"),
    "answer-in-other-language": BilingualText(
      en: "The answer is written in another language than its question.", ja: "答えが質問と異なる言語で書かれています。"),
    "garbled": BilingualText(
      en: "The question holds broken characters, or Japanese that the passage does not have.",
      ja: "質問に壊れた文字、または本文にない日本語が含まれています。"),
  ]

  init() {}

  /// The score is 0 where question or answer is in another language or in two, 0.5 where single characters are foreign.
  func measure(_ subject: GateSubject) -> GateMeasure {
    // No words, no language: that nothing was written is the next gate's finding.
    if Terms.letters(subject.question).isEmpty { return .sound }
    let found = Language(guessing: subject.question)
    guard found == subject.language else { return .flaw("wrong-language", found: found.rawValue) }
    let other = found == .ja ? Self.english(in: subject.question) : Self.japanese(in: subject.question)
    if let other { return .flaw("mixed-languages", found: other) }
    let passage = subject.chunk.textWithContext
    if let third = ThirdLanguage.found(in: subject.question, beside: passage, found) {
      return .flaw("wrong-language", found: third)
    }
    if subject.isFreelyWorded, let foreign = Self.foreign(subject) {
      return .flaw("answer-in-other-language", found: foreign)
    }
    let strange = strangers(in: subject.question, passage: passage)
    return strange.isEmpty ? .sound : .flaw("garbled", found: strange, score: 0.5)
  }

  // MARK: The answer

  /// What the answer, in words of its own, says in another language than the passage does: English words in small letters
  /// that are no units and stand nowhere in a Japanese passage; Japanese that stands nowhere in an English one.
  private static func foreign(_ subject: GateSubject) -> String? {
    let passage = CompatibilityForm.normalize(subject.chunk.textWithContext)
    let answer = CompatibilityForm.normalize(subject.answer)
    if let third = ThirdLanguage.foundInAnswer(subject.answer, beside: passage, subject.language) { return third }
    switch subject.language {
    case .en:
      return answer.unicodeScalars.split { !$0.isJapanese }.map { String(String.UnicodeScalarView($0)) }
        .first { !passage.contains($0) }
    case .ja:
      // Between Japanese words Latin ones are everyday Japanese.
      guard !answer.unicodeScalars.contains(where: \.isJapanese) else { return nil }
      let known = passage.lowercased()
      return answer.split { !$0.isLetter }.map(String.init).first {
        $0.count > 2 && $0 == $0.lowercased() && !Units.spellings.contains($0) && !known.contains($0)
      }
    }
  }

  // MARK: Two languages

  private static let quoted = Pattern(#"[「『“"（(][^」』”"）)]*[」』”"）)]"#)
  private static let asking = Pattern(
    #"(?:です|ます|でしょう|ません)か|ですか|について|に関して|ください|いくら|どこ|どの|誰|だれ|いつ|なぜ|何(?:日|時|年|人|円|回|か|を|が|で|の)"#)

  /// English grammar between Japanese words: two small words and two others in small letters. Names, codes and titles in
  /// Latin letters are everyday Japanese, and are written with capitals, alone, or in quotation marks.
  private static func english(in question: String) -> String? {
    let words = withoutQuotes(question).unicodeScalars.split { !($0.isAlphabetic && !$0.isJapanese) }
      .map { String(String.UnicodeScalarView($0)) }
    let small = words.filter { $0 == $0.lowercased() && $0.unicodeScalars.allSatisfy(\.isASCII) }
    let grammar = small.filter { $0.count > 1 && StopWords.english.contains($0) }
    let others = small.filter { $0.count > 2 && !StopWords.english.contains($0) && !Units.spellings.contains($0) }
    return grammar.count >= 2 && others.count >= 2 ? words.joined(separator: " ") : nil
  }

  /// Japanese grammar in an English question; Japanese words in it are what it may ask about.
  private static func japanese(in question: String) -> String? {
    let text = withoutQuotes(question) as NSString
    return asking.first(in: text, within: 0..<text.length).map {
      text.substring(with: NSRange(location: $0.lowerBound, length: $0.count))
    }
  }

  private static func withoutQuotes(_ text: String) -> String {
    var out = text as NSString
    for range in quoted.ranges(in: out, within: 0..<out.length).reversed() {
      out = out.replacingCharacters(in: NSRange(location: range.lowerBound, length: range.count), with: " ") as NSString
    }
    return out as String
  }

  /// Broken characters, and Japanese in an English question that stands nowhere in the passage: a small model mixes
  /// its languages. Latin words in a Japanese question are everyday Japanese and pass.
  private func strangers(in question: String, passage: String) -> String {
    if question.unicodeScalars.contains("\u{FFFD}") { return "\u{FFFD}" }
    guard Language(guessing: question) == .en else { return "" }
    let known = CompatibilityForm.normalize(passage)
    let runs = question.unicodeScalars.split { !$0.isJapanese }.map { String(String.UnicodeScalarView($0)) }
    return runs.first { !known.contains(CompatibilityForm.normalize($0)) } ?? ""
  }
}
