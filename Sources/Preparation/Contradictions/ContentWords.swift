import Records

/// What a question asks for, whatever the order and the form of its words: its content words, and by which kind of
/// question word it asks.
///
/// “Who approves trips?” and “By whom are trips approved?”, 「出張申請は誰が承認しますか」 and 「出張の申請を承認するのは誰ですか」 are worded
/// otherwise and ask for the same. Two questions of other content words, of another kind or with another number ask for
/// different things.
struct ContentWords {
  /// A word, as it is compared and as it stands in the question.
  struct Word: Hashable {
    /// The stem in English; in Japanese the characters of a run of kanji, or a word as it stands.
    var form: String
    var text: String
    /// A code or a number may not stand in one question alone.
    var isCode: Bool { form.unicodeScalars.contains { (0x30...0x39).contains($0.value) } }
    /// A question that denies asks for something else than one that does not.
    var isDenial: Bool { ["not", "no", "never", "ない"].contains(form) }
  }

  let language: Language
  /// Such as `who`, `amount`, `deadline`; nil where nothing tells.
  let kind: String?
  let words: [Word]

  /// - Parameter answer: Tells what “what” asks for: `12,000 yen` is an amount.
  init(_ question: String, answer: String, _ language: Language) {
    self.language = language
    let text = CompatibilityForm.normalize(AskedMatter.withoutFrame(CompatibilityForm.normalize(question), language))
      .lowercased()
    let isAmount = Self.namesMoney(CompatibilityForm.normalize(answer).lowercased())
    switch language {
    case .en: (kind, words) = Self.english(text, isAmount)
    case .ja: (kind, words) = Self.japanese(text, isAmount)
    }
  }

  /// Names the content; nil for a question that says too little to be compared by its words.
  func key(without left: Word? = nil) -> HashKey? {
    guard let kind else { return nil }
    let kept = words.filter { $0 != left }
    guard says(kept) else { return nil }
    let forms =
      language == .en
      ? Set(kept.map(\.form)).sorted()
      : Set(
        kept.flatMap { $0.form.unicodeScalars.first?.isKanji == true ? $0.form.map(String.init) : [$0.form] }
      )
      .sorted()
    return HashKey(text: "\(language.rawValue) \(kind) " + forms.joined(separator: " "))
  }

  /// The words of which another question with the same content may have one less.
  var spare: [Word] { kind == nil || Self.open.contains(kind ?? "") ? [] : words.filter { !$0.isCode && !$0.isDenial } }

  /// Whether a text says a word; in English in whatever form it stands there.
  func says(_ word: Word, _ text: String) -> Bool {
    let text = CompatibilityForm.normalize(text).lowercased()
    return language == .ja ? text.contains(word.text) : Self.englishWords(text).contains { Self.stem($0) == word.form }
  }

  /// At least two words, or a Japanese term of four characters.
  private func says(_ words: [Word]) -> Bool {
    words.count >= 2 || language == .ja && words.reduce(0) { $0 + $1.form.count } >= 4
  }

  /// What “what” asks for is told by every word.
  private static let open: Set<String> = ["what", "which", "how", "何を", "何が", "何に", "何です"]

  private static func namesMoney(_ text: String) -> Bool {
    let units = ["円", "ドル", "ユーロ", "ポンド", "¥", "$", "£", "€", "yen", "dollar", "pound", "euro", "usd", "gbp", "jpy"]
    return text.contains(where: \.isNumber) && units.contains { text.contains($0) }
  }
}

// MARK: English

extension ContentWords {
  private static func english(_ text: String, _ isAmount: Bool) -> (String?, [Word]) {
    let words = englishWords(text)
    guard let kind = englishKind(words, isAmount) else { return (nil, []) }
    var dropped = formWords
    // The unit asked for is part of how it is asked: “within how many days”.
    for (word, next) in zip(words, words.dropFirst())
    where word == "many" || ["which", "what"].contains(word) && next == "day" {
      dropped.insert(next)
    }
    if kind == "duration" { dropped.formUnion(["last", "lasts", "take", "takes"]) }
    if kind == "amount" || kind.hasPrefix("count ") { dropped.formUnion(gettingWords) }
    var isLimit = false
    if kind == "amount" {
      dropped.formUnion(["cost", "costs", "amount", "price", "spend", "paid", "pay", "charge", "charged"])
      isLimit = !Set(words).isDisjoint(with: ["may", "can", "most", "maximum", "limit", "ceiling", "cap", "upper"])
      dropped.formUnion(["most", "maximum", "limit", "limits", "ceiling", "cap", "upper"])
    }
    var found: [Word] = []
    for word in words where !dropped.contains(word) {
      let form = periods[word] ?? stem(word)
      if !found.contains(where: { $0.form == form }) { found.append(Word(form: form, text: word)) }
    }
    if isLimit { found.append(Word(form: "limit", text: "limit")) }
    return (kind, found)
  }

  /// Denials that are written as one word are taken apart: can not, does not.
  private static func englishWords(_ text: String) -> [String] {
    text.replacing("’", with: "'").replacing("'s ", with: " ").replacing("cannot", with: "can not")
      .replacing("won't", with: "will not").replacing("can't", with: "can not").replacing("n't", with: " not")
      .split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init)
  }

  private static func englishKind(_ words: [String], _ isAmount: Bool) -> String? {
    func follows(_ word: String, _ next: Set<String>) -> Bool {
      zip(words, words.dropFirst()).contains { $0 == word && next.contains($1) }
    }
    let all = Set(words)
    if let place = words.firstIndex(of: "whom") {
      let before = place > 0 ? words[place - 1] : ""
      return before == "by"
        ? "who" : "whom " + (["to", "from", "with", "for", "of", "at", "in"].contains(before) ? before : "")
    }
    if all.contains("who") { return follows("who", ["do", "does", "did"]) ? "whom " : "who" }
    if all.contains("whose") { return "whose" }
    if all.contains("why") { return "why" }
    if all.contains("where") { return "where" }
    let isDue = !all.isDisjoint(with: ["due", "deadline"])
    // “On which date”, “by which day”; “at which gate” asks for a place, in one word more than “where” does.
    let date = words.indices.dropLast().first {
      ["which", "what"].contains(words[$0]) && ["date", "day", "time"].contains(words[$0 + 1])
    }
    if let date {
      return isDue || date > 0 && ["by", "until"].contains(words[date - 1]) ? "deadline" : "when"
    }
    if ["at", "in", "to", "from"].contains(where: { follows($0, ["which"]) }) { return "where" }
    if follows("how", ["soon"]) || follows("by", ["when"]) || follows("until", ["when"]) || follows("within", ["how"]) {
      return "deadline"
    }
    if all.contains("when") { return isDue ? "deadline" : "when" }
    if follows("how", ["long"]) || follows("for", ["how"]) { return "duration" }
    if follows("how", ["often"]) { return "often" }
    if follows("how", ["many"]), let place = words.firstIndex(of: "many"), place + 1 < words.count {
      if units.contains(words[place + 1]), !all.isDisjoint(with: ["last", "take"]) { return "duration" }
      return "count " + stem(words[place + 1])
    }
    if follows("how", ["much"]) { return isAmount ? "amount" : "much" }
    if all.contains("what") { return isAmount ? "amount" : isDue ? "deadline" : "what" }
    if all.contains("which") { return "which" }
    return all.contains("how") ? "how" : nil
  }

  /// Light: endings of number, of tenses and of the participle.
  static func stem(_ word: String) -> String {
    guard word.count > 3, !word.contains(where: \.isNumber) else { return word }
    var stem = word
    if stem.hasSuffix("ies") || stem.hasSuffix("ied") {
      stem = stem.dropLast(3) + "y"
    } else if stem.hasSuffix("ing"), stem.count > 5 {
      stem = String(stem.dropLast(3))
    } else if stem.hasSuffix("ed"), stem.count > 4 {
      stem = String(stem.dropLast(2))
    } else if stem.hasSuffix("s"), !stem.hasSuffix("ss"), !stem.hasSuffix("us") {
      stem = String(stem.dropLast(stem.hasSuffix("sses") || stem.hasSuffix("xes") || stem.hasSuffix("ches") ? 2 : 1))
    }
    if stem.hasSuffix("e") { stem = String(stem.dropLast()) }
    if stem.count > 3, let last = stem.last, stem.dropLast().last == last, !"aeioulsz".contains(last) {
      stem = String(stem.dropLast())
    }
    return stem
  }

  private static let units: Set<String> = ["minutes", "hours", "days", "weeks", "months", "years"]

  /// What somebody has of something counted: “how many days do employees get” and “receive”.
  private static let gettingWords: Set<String> = [
    "get", "gets", "receive", "receives", "received", "given", "granted", "awarded",
  ]

  /// The daily allowance is the one per day.
  private static let periods = [
    "hourly": "hour", "daily": "day", "nightly": "night", "weekly": "week", "monthly": "month", "annual": "year",
    "annually": "year", "yearly": "year",
  ]

  private static let formWords = QuestionForm.englishWords.union([
    "being", "soon", "your", "so", "due", "deadline", "time", "date",
  ])
}

// MARK: Japanese

extension ContentWords {
  private static func japanese(_ text: String, _ isAmount: Bool) -> (String?, [Word]) {
    let text = ["ヶ月", "ケ月", "カ月", "ヵ月", "箇月"].reduce(text) { $0.replacing($1, with: "か月") }
    guard let kind = japaneseKind(text, isAmount) else { return (nil, []) }
    let isGiving = kind == "金額" || text.contains(kind) && QuestionForm.behindWhat(kind)?.counter.isEmpty == false
    var words: [Word] = []
    var run: [Unicode.Scalar] = []
    var script = Script.none
    var afterKanji = false
    func close() {
      defer { run = [] }
      guard !run.isEmpty else { return }
      if script == .hiragana {
        words += hiragana(run, afterKanji: afterKanji).filter { !(isGiving && $0.form == "もら") }
      } else {
        let word = folded(string(run))
        let isForm =
          script == .kanji
          && (formTerms.contains(word) || kind == "金額" && amountTerms.contains(word)
            || isGiving && ["付与", "支給"].contains(word))
        if !isForm, !words.contains(where: { $0.form == word }) { words.append(Word(form: word, text: word)) }
      }
      afterKanji = script == .kanji
    }
    for scalar in QuestionForm.withoutQuestionWords(text).unicodeScalars {
      let next = Script(scalar)
      if next != script {
        close()
        if next == .none { afterKanji = false }
        script = next
      }
      if next != .none { run.append(scalar) }
    }
    close()
    // 「しない」 is another question than 「する」, 「しなければ」 is the same.
    let plain = text.replacing("なければ", with: "").replacing("ないと", with: "")
    if plain.contains("ない") || plain.contains("ません") { words.append(Word(form: "ない", text: "ない")) }
    return (kind, words)
  }

  private static func japaneseKind(_ text: String, _ isAmount: Bool) -> String? {
    func has(_ parts: String...) -> Bool { parts.contains { text.contains($0) } }
    if has("誰", "だれ", "どなた") {
      for role in ["に", "を", "から", "と", "へ", "の"] where has("誰" + role, "だれ" + role, "どなた" + role) {
        return has("誰によ", "だれによ") ? "誰" : "誰" + role
      }
      return "誰"
    }
    if has("なぜ", "理由") { return "なぜ" }
    if has("いつまで", "何時まで", "期限はいつ", "期限は何") || asksForDeadline(text) { return "期限" }
    if has("いつから", "何時から") { return "いつから" }
    if has("いつ", "何時に", "何月", "何曜") { return "いつ" }
    if has("いくら", "何円") || isAmount && has("何ですか", "金額", "上限は", "どのくらい", "どれくらい") { return "金額" }
    if has("どこに", "どこへ", "どこで") { return "どこで" }
    if has("どこが", "どこです", "どこ") { return "どこ" }
    if has("いくつ") { return "数" }
    if let counter = QuestionForm.behindWhat(text)?.counter, !counter.isEmpty {
      // 何か月間 is 何か月; 何時間 is not 何時.
      return "何"
        + (counter.count > 1 && counter.hasSuffix("間") && counter != "時間" ? String(counter.dropLast()) : counter)
    }
    for role in ["を", "が", "に"] where has("何" + role) { return "何" + role }
    return has("何です", "何でしょう") ? "何です" : nil
  }

  /// 何日以内 and 何か月前まで, but not “14日以内に何を”.
  private static func asksForDeadline(_ text: String) -> Bool {
    guard let (_, rest) = QuestionForm.behindWhat(text) else { return false }
    let end = String(
      rest.unicodeScalars.drop { QuestionForm.counters.contains($0) || "ヶカ営業".unicodeScalars.contains($0) })
    return ["以内", "までに", "前まで", "後まで"].contains { end.hasPrefix($0) }
  }

  private static let amountTerms: Set<String> = ["支払", "支給", "金額", "料金", "額"]
  private static let formTerms: Set<String> = [
    "以内", "行", "定", "決", "必要", "場合", "際", "時", "教", "知", "認", "方", "人", "期限", "誰", "何", "理由", "当", "者",
  ]

  /// 上限額 and 限度額 are 上限.
  private static func folded(_ word: String) -> String {
    for limit in ["上限額", "限度額", "最高額"] where word.hasSuffix(limit) {
      return word.dropLast(limit.count) + "上限"
    }
    return word
  }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// What is left of a run of hiragana without particles, auxiliary verbs and the ending of a word in kanji before it:
  /// ねじ and はさみ are words.
  private static func hiragana(_ run: [Unicode.Scalar], afterKanji: Bool) -> [Word] {
    var words: [Word] = []
    var left: [Unicode.Scalar] = []
    var start = 0
    func close() {
      if left.count >= 2, !(afterKanji && start == 0) { words.append(Word(form: string(left), text: string(left))) }
      left = []
    }
    var place = 0
    while place < run.count {
      let term = functionWords.first { term in
        place + term.count <= run.count && run[place..<place + term.count].elementsEqual(term)
      }
      if let term {
        close()
        place += term.count
      } else {
        if left.isEmpty { start = place }
        left.append(run[place])
        place += 1
      }
    }
    close()
    return words
  }

  /// The longest first.
  private static let functionWords: [[Unicode.Scalar]] = [
    "でしょうか", "ください", "しなければ", "なければ", "なりません", "ならない", "どのくらい", "どれくらい", "について", "において",
    "における", "によって", "されます", "できます", "いくら", "いつ", "いくつ", "どこ", "だれ", "どなた", "なぜ", "どの", "どれ", "どう",
    "どんな", "ですか", "ますか", "でしょう", "です", "ます", "ました", "ません", "ない", "まで", "から", "より", "など", "だけ", "ごと",
    "される", "され", "させ", "できる", "でき", "する", "した", "して", "します", "し", "なる", "なり", "なっ", "いる", "います", "ある",
    "あり", "あっ", "られ", "られる", "われ", "れる", "れ", "る", "よる", "より", "よっ", "つい", "とし", "という", "とは", "ため", "こと",
    "もの", "とき", "うち", "よう", "べき", "その", "この", "それ", "おい", "に", "は", "が", "を", "の", "と", "も", "や", "で", "へ",
    "て", "た", "か", "な", "ば", "う", "い", "え", "く", "け", "め", "り", "み", "っ",
  ].map { Array($0.unicodeScalars) }.sorted { $0.count > $1.count }

  private enum Script {
    case none, kanji, katakana, hiragana, other

    init(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x3041...0x309F: self = .hiragana
      case 0x30A1...0x30FA, 0x30FC: self = .katakana
      default:
        let isWord = scalar.isAlphabetic || scalar.properties.numericType != nil || scalar == "-"
        self = scalar.isKanji ? .kanji : isWord ? .other : .none
      }
    }
  }
}
