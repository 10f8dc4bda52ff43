import Records

/// Tells a question that is another one with words put before or behind it, or with another ending: "In the travel rules,
/// what is the limit?" asks nothing that "What is the limit?" has not taught, and 「何回押すのか教えてください」 nothing that
/// 「何回押しますか」 has not.
enum QuestionFrames {
  /// For each of some questions whether it holds another one of them whole, or stands in one.
  ///
  /// - Parameter endings: Whether Japanese questions that differ in their endings alone are one.
  static func holding(_ questions: [String], endings: Bool = true) -> [Bool] {
    let forms = questions.map { Form($0, endings: endings) }
    return forms.indices.map { index in
      forms.indices.contains { $0 != index && forms[index].holdsOrIsHeld(by: forms[$0]) }
    }
  }

  private struct Form {
    /// The question as it is compared.
    let whole: String
    /// What it asks in Japanese, without how politely; empty in other languages and where nothing else is said.
    let asked: String

    init(_ question: String, endings: Bool) {
      whole = MatchingForm.string(of: question)
      asked = endings ? Self.withoutEnding(whole) : ""
    }

    func holdsOrIsHeld(by other: Form) -> Bool {
      guard !whole.isEmpty, !other.whole.isEmpty else { return false }
      if whole.contains(other.whole) || other.whole.contains(whole) { return true }
      // A frame stands before a Japanese question: 「出張について、」.
      return !asked.isEmpty && !other.asked.isEmpty && (asked.hasSuffix(other.asked) || other.asked.hasSuffix(asked))
    }

    /// Without a wish and the hiragana at the end: particles, copula, the ending of the verb. 担当は誰ですか and
    /// 担当が誰か教えてください differ in a particle as well.
    private static func withoutEnding(_ whole: String) -> String {
      var scalars = whole.unicodeScalars[...]
      for wish in wishes where scalars.count > wish.count && scalars.suffix(wish.count).elementsEqual(wish) {
        scalars = scalars.dropLast(wish.count)
        break
      }
      let kept = scalars.reversed().drop { (0x3041...0x3096).contains($0.value) }.reversed()
      guard kept.count < whole.unicodeScalars.count else { return "" }
      var view = String.UnicodeScalarView()
      view.append(contentsOf: kept.map { $0 == "が" ? "は" : $0 })
      return String(view)
    }

    /// The longest first.
    private static let wishes: [[Unicode.Scalar]] = [
      "教えてください", "教えて下さい", "お聞かせください", "お知らせください", "知りたいです", "お願いします", "知りたい", "教えて",
    ].map { Array($0.unicodeScalars) }
  }
}
