import Records

/// A question is neither a fragment nor a page: words in English, characters in Japanese.
struct LengthGate: TextGate {
  let name = GateName.length
  let reasons = [
    "no-question": BilingualText(en: "The model wrote no question.", ja: "モデルが質問を書きませんでした。"),
    "too-short": BilingualText(en: "The question is too short.", ja: "質問が短すぎます。"),
    "too-long": BilingualText(en: "The question is too long.", ja: "質問が長すぎます。"),
  ]
  private let options: GateOptions

  init(options: GateOptions) { self.options = options }

  func measure(_ subject: GateSubject) -> GateMeasure { measure(subject.question, subject.language) }

  /// The score is 1 within the limits, else how far it comes up to the lower one or goes beyond the upper one; 0 for a
  /// question without a letter.
  func measure(_ question: String, _ language: Language) -> GateMeasure {
    if Terms.letters(question).isEmpty { return .flaw("no-question", found: question) }
    let length = language == .en ? Terms.words(question).count : question.count
    let allowed = language == .en ? options.words : options.characters
    if length < allowed.lowerBound {
      let score = Double(length) / Double(allowed.lowerBound)
      return .flaw("too-short", found: "\(length) < \(allowed.lowerBound)", score: score)
    }
    if length > allowed.upperBound {
      let score = Double(allowed.upperBound) / Double(length)
      return .flaw("too-long", found: "\(length) > \(allowed.upperBound)", score: score)
    }
    return .sound
  }
}
