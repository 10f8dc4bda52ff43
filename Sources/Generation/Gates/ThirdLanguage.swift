import Foundation
import Records

/// A question in neither Japanese nor English, as models write that know many languages: Chinese about a Japanese document,
/// French about an English one.
///
/// What tells is grammar: a Japanese sentence has kana, an English one has its small words. What stands in the passage
/// is what the question may ask about, such as a title in French.
enum ThirdLanguage {
  /// What of a question is in a third language; nil where nothing is.
  static func found(in question: String, beside passage: String, _ language: Language) -> String? {
    switch language {
    case .ja:
      return withoutKana(question) ?? simplified(question, beside: passage) ?? otherScript(question, beside: passage)
    case .en:
      return otherScript(question, beside: passage) ?? otherGrammar(question, beside: passage)
        ?? withoutEnglish(question, beside: passage)
    }
  }

  /// What of an answer is: a name needs no grammar.
  static func foundInAnswer(_ answer: String, beside passage: String, _ language: Language) -> String? {
    language == .ja
      ? simplified(answer, beside: passage)
      : otherScript(answer, beside: passage) ?? otherGrammar(answer, beside: passage)
  }

  // MARK: Beside Japanese

  private static let japaneseEnd = Pattern(#"[^。？?！!：:]+"#)

  /// So many kanji may be a heading or a name that stands behind the question.
  private static let longestName = 4

  /// A question without any kana, or whose last sentence is a long one of kanji alone: the one before may be a frame.
  private static func withoutKana(_ question: String) -> String? {
    let source = question as NSString
    let sentences = japaneseEnd.ranges(in: source, within: 0..<source.length)
      .map { source.substring(with: NSRange(location: $0.lowerBound, length: $0.count)) }
      .filter { $0.unicodeScalars.contains(where: \.isJapanese) }
    guard let last = sentences.last, !last.unicodeScalars.contains(where: isKana) else { return nil }
    let isFramed = question.unicodeScalars.contains(where: isKana)
    return !isFramed || last.unicodeScalars.count(where: \.isJapanese) > longestName ? last : nil
  }

  private static func isKana(_ scalar: Unicode.Scalar) -> Bool {
    (0x3040...0x30FF).contains(scalar.value) || (0x31F0...0x31FF).contains(scalar.value)
      || (0xFF66...0xFF9F).contains(scalar.value)
  }

  /// Characters of the list of Japanese usage of 2010 that the older encodings lack.
  private static let newer = Set("𠮟塡剝頰".unicodeScalars)

  /// Kanji that Japanese encodings do not know, such as 测 and 钱, and that the passage does not have.
  private static func simplified(_ text: String, beside passage: String) -> String? {
    let strange = text.unicodeScalars.filter {
      $0.isJapanese && !isKana($0) && !newer.contains($0) && String($0).data(using: .shiftJIS) == nil
        && String($0).data(using: .japaneseEUC) == nil && !passage.unicodeScalars.contains($0)
    }
    return strange.isEmpty ? nil : String(String.UnicodeScalarView(strange))
  }

  // MARK: Beside English

  /// Two letters together that are neither Latin nor Japanese, nor the passage's: Hangul, Cyrillic, Arabic.
  private static let otherLetters = Pattern(
    #"[[:L:]&&[^\p{Latin}\p{Han}\p{Hiragana}\p{Katakana}\p{Common}]]{2,}"#)

  private static func otherScript(_ text: String, beside passage: String) -> String? {
    let source = text as NSString
    return otherLetters.ranges(in: source, within: 0..<source.length)
      .map { source.substring(with: NSRange(location: $0.lowerBound, length: $0.count)) }
      .first { (passage as NSString).range(of: $0, options: .literal).location == NSNotFound }
  }

  /// Small words of the languages that models mix with English, without those that are English too.
  private static let smallWords: [Set<String>] = [
    // French
    [
      "le", "la", "les", "un", "une", "des", "du", "de", "et", "est", "sont", "quel", "quelle", "quels", "quelles",
      "combien", "pourquoi", "qui", "que", "quoi", "où", "quand", "dans", "avec", "aux", "ce", "cette", "doit",
      "peut", "il", "elle", "faut", "sur", "lors", "selon",
    ],
    // German
    [
      "der", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines", "und", "ist", "sind", "wie",
      "wo", "wer", "wann", "wem", "welche", "welcher", "welches", "welchen", "wieviel", "wieviele", "viele", "für",
      "von", "vom", "mit", "zu", "zum", "zur", "im", "auf", "nach", "bei", "beim", "werden", "wird", "darf", "dürfen",
      "kann", "muss", "müssen", "nicht", "warum", "lange", "hoch",
    ],
    // Spanish
    [
      "el", "la", "los", "las", "un", "una", "del", "de", "y", "es", "qué", "que", "cuál", "cual", "cuáles",
      "cuánto", "cuánta", "cuántos", "cuántas", "cómo", "dónde", "quién", "cuándo", "por", "para", "con", "en", "se",
      "debe", "puede", "hasta", "desde", "según", "está",
    ],
    // Italian
    [
      "il", "lo", "la", "gli", "le", "un", "una", "di", "del", "della", "dei", "delle", "e", "è", "sono", "quale",
      "qual", "quali", "quanto", "quanti", "quanta", "quante", "chi", "quando", "perché", "con", "da", "dal", "nel",
      "nella", "si", "deve", "può", "che", "cosa", "entro",
    ],
    // Portuguese
    [
      "os", "um", "uma", "de", "da", "dos", "das", "e", "é", "são", "qual", "quais", "quanto", "quantos", "quantas",
      "onde", "quem", "quando", "por", "para", "com", "em", "na", "que", "se", "deve", "pode", "até",
    ],
    // Dutch
    [
      "de", "het", "een", "en", "zijn", "wat", "waar", "wie", "hoe", "welke", "hoeveel", "voor", "op",
      "naar", "bij", "worden", "wordt", "mag", "moet", "niet", "wanneer", "lang",
    ],
  ]
  private static let elided = Pattern(#"\b(?:l|d|qu|n|dell|all|un|c)['’](?=\p{L})"#, ignoringCase: true)
  private static let clause = Pattern(#"[^.:;?？!¿]+"#)

  /// A clause with at least two small words of one other language, and with more of them than of English.
  private static func otherGrammar(_ text: String, beside passage: String) -> String? {
    let source = text as NSString
    let clauses = clause.ranges(in: source, within: 0..<source.length)
      .map { source.substring(with: NSRange(location: $0.lowerBound, length: $0.count)) }
    guard let first = clauses.first(where: { isOther($0, without: []) }) else { return nil }
    // Most questions have not come here: the passage's words are looked at for the others alone.
    let known = Set(Terms.words(elided.split(passage)))
    return ([first] + clauses).first { isOther($0, without: known) }?.trimmingCharacters(in: .whitespaces)
  }

  private static func isOther(_ clause: String, without known: Set<String>) -> Bool {
    let words = Terms.words(elided.split(clause))
    let english = words.count { StopWords.english.contains($0) }
    let other = smallWords.map { small in words.count { small.contains($0) && !known.contains($0) } }.max() ?? 0
    return other >= 2 && other > english
  }

  /// No small word of English at all, and three words that the passage does not have.
  private static func withoutEnglish(_ question: String, beside passage: String) -> String? {
    let words = Terms.words(question).filter { $0.contains(where: \.isLetter) }
    guard !words.contains(where: { StopWords.english.contains($0) || askingVerbs.contains($0) }) else { return nil }
    let known = Set(Terms.words(passage))
    let text = Terms.folded(passage)
    return words.count { !Terms.occurs($0, in: text, words: known, language: .en) } >= 3 ? question : nil
  }

  private static let askingVerbs: Set<String> = ["list", "explain", "describe", "state", "give", "define", "compare"]
}

extension Pattern {
  /// A text with a space behind every match, so that l'appareil is two words.
  fileprivate func split(_ text: String) -> String {
    var out = text as NSString
    for range in ranges(in: out, within: 0..<out.length).reversed() {
      let match = out.substring(with: NSRange(location: range.lowerBound, length: range.count))
      out =
        out.replacingCharacters(
          in: NSRange(location: range.lowerBound, length: range.count), with: match.dropLast() + " ") as NSString
    }
    return out as String
  }
}
