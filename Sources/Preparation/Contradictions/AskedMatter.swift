import Records

/// What a question asks about, without how it asks: its content words, with the frame, the question words and the wording
/// that many questions share left aside.
///
/// Two questions made by one pattern are worded alike and ask for different things: “「積立休暇」とは、何を指しますか” and
/// “「正社員」とは、何を指しますか”. They are told apart by what only the one and only the other says.
struct AskedMatter {
  private let language: Language
  private let quoted: Set<String>
  /// English content words; empty in Japanese.
  private let words: [String]
  /// Kanji, katakana and Latin letters in Japanese, how often each stands there; empty in English.
  private let letters: [Unicode.Scalar: Int]

  init(_ question: String, _ language: Language) {
    self.language = language
    let text = CompatibilityForm.normalize(question)
    quoted = Self.quotations(in: text)
    let asked = Self.withoutFrame(text, language)
    words =
      language == .ja
      ? []
      : asked.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init)
        .filter { !Self.formWords.contains($0) }
    letters =
      language == .en
      ? [:]
      : Self.withoutQuestionWords(asked).lowercased().unicodeScalars.filter(Self.isContent)
        .reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  /// Whether two questions can ask for one thing: what they have in common is at least half of what each says, at most
  /// one of them says more, and terms in quotation marks are the same.
  func isOne(with other: AskedMatter) -> Bool {
    guard language == other.language, quotesTheSame(as: other) else { return false }
    let (one, two, all) = language == .en ? wordsApart(other) : lettersApart(other)
    return (one == 0 || two == 0) && (one + two) * 2 <= all
  }

  /// Whether terms in quotation marks are the same, where both have some.
  func quotesTheSame(as other: AskedMatter) -> Bool {
    quoted.isEmpty || other.quoted.isEmpty || quoted == other.quoted
  }

  /// How many words stand in this alone, in the other alone, and in the longer one.
  private func wordsApart(_ other: AskedMatter) -> (Int, Int, Int) {
    func alone(_ words: [String], _ others: [String]) -> Int {
      words.count { word in !others.contains { Self.isOneWord(word, $0) } }
    }
    return (alone(words, other.words), alone(other.words, words), max(words.count, other.words.count))
  }

  private func lettersApart(_ other: AskedMatter) -> (Int, Int, Int) {
    func alone(_ letters: [Unicode.Scalar: Int], _ others: [Unicode.Scalar: Int]) -> Int {
      letters.reduce(0) { $0 + max(0, $1.value - others[$1.key, default: 0]) }
    }
    let count = max(letters.values.reduce(0, +), other.letters.values.reduce(0, +))
    return (alone(letters, other.letters), alone(other.letters, letters), count)
  }

  /// Endings may differ; codes and short words may not.
  private static func isOneWord(_ one: String, _ other: String) -> Bool {
    if one == other { return true }
    let shorter = min(one.count, other.count)
    guard shorter >= 4, !one.contains(where: \.isNumber), !other.contains(where: \.isNumber) else { return false }
    let stem = one.prefix(max(4, shorter - 2))
    return other.hasPrefix(stem) && abs(one.count - other.count) <= 3
  }

  // MARK: Form

  private static let formWords = QuestionForm.englishWords.union([
    "far", "know", "mean", "means", "meaning", "meant", "refer", "refers", "called", "name", "number", "amount",
    "length", "exactly",
  ])

  private static func isContent(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3040...0x309F, 0x30FB: false
    default: scalar.isJapanese || scalar.isAlphabetic || scalar.properties.numericType != nil
    }
  }

  /// 何日 and 教えて say how is asked.
  private static func withoutQuestionWords(_ text: String) -> String {
    formTerms.reduce(QuestionForm.withoutQuestionWords(text)) { $0.replacing($1, with: " ") }
  }

  private static let formTerms = ["教えて", "知りたい", "意味", "指し", "示し", "金額", "場合", "必要"]

  /// A wish or an asker before the question, and a wish behind it.
  static func withoutFrame(_ text: String, _ language: Language) -> String {
    switch language {
    case .en:
      guard let mark = text.firstIndex(where: { ":.".contains($0) }) else { return text }
      let rest = text[text.index(after: mark)...]
      let before = text[..<mark].split(separator: " ")
      // An abbreviation and a decimal are no frame.
      return before.count <= 10 && before.last.map { $0.count > 2 } == true && rest.first == " " && rest.count > 12
        ? String(rest) : text
    case .ja:
      let sentences = text.split(separator: "。")
      guard sentences.count > 1 else { return text }
      let asks = sentences.filter { sentence in
        ["か", "?", "でしょう"].contains { sentence.hasSuffix($0) }
      }
      return asks.count == 1 ? String(asks[0]) : text
    }
  }

  private static func quotations(in text: String) -> Set<String> {
    var found: Set<String> = []
    for (open, close) in [("「", "」"), ("『", "』"), ("“", "”"), ("\"", "\"")] as [(Character, Character)] {
      var rest = text[...]
      while let start = rest.firstIndex(of: open) {
        rest = rest[rest.index(after: start)...]
        guard let end = rest.firstIndex(of: close) else { break }
        found.insert(rest[..<end].lowercased())
        rest = rest[rest.index(after: end)...]
      }
    }
    return found
  }
}
