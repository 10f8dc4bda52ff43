import Records

/// A question is neither a fragment nor a page: words in English, characters in Japanese.
struct LengthGate: TextGate {
  let scoreName: String? = nil
  let reasons = [
    "no-question": BilingualText(en: "The model wrote no question.", ja: "モデルが質問を書きませんでした。"),
    "too-short": BilingualText(en: "The question is too short.", ja: "質問が短すぎます。"),
    "too-long": BilingualText(en: "The question is too long.", ja: "質問が長すぎます。"),
  ]
  private let options: GateOptions

  init(options: GateOptions) { self.options = options }

  func verdict(_ subject: GateSubject) -> GateVerdict {
    let letters = Terms.letters(subject.question).count
    if letters == 0 { return .fail(reason: "no-question", found: subject.question) }
    let length = subject.language == .en ? Terms.words(subject.question).count : subject.question.count
    let allowed = subject.language == .en ? options.words : options.characters
    if length < allowed.lowerBound { return .fail(reason: "too-short", found: "\(length) < \(allowed.lowerBound)") }
    if length > allowed.upperBound { return .fail(reason: "too-long", found: "\(length) > \(allowed.upperBound)") }
    return .pass()
  }
}
