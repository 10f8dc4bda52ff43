public import Generation
public import Records

/// The thresholds of the gates: they decide about stored scores, so that they can be changed without generating again.
extension GateOptions: StageOptions {
  /// The keys of `gates` in `studio.json`. A threshold is a score of which a pair must have at least so much.
  public static let fields: [OptionField<GateOptions>] = contentFields + formFields + modelFields

  private static let contentFields: [OptionField<GateOptions>] = [
    threshold(
      .answerFacts, \.answerFacts, en: "share of the answer's numbers, dates, units, codes and names in the evidence",
      ja: "答えの数・日付・単位・記号・名称のうち、根拠にあるものの割合の下限"),
    threshold(
      .noInjection, \.noInjection,
      en:
        "1: the evidence does not speak to a model (\"ignore all previous instructions\"); 0.5 allows what follows such "
        + "an order in its paragraph",
      ja: "1 なら根拠の文がモデルへの指示（「これまでの指示を無視」など）でないこと（0.5 なら同じ段落でその後に続く文を許容）"),
    threshold(
      .grounded, \.grounded, en: "the answer stands in the passage: 1 letter for letter, 0.95 after folding of widths",
      ja: "答えが本文にあること（1 は一字一句、0.95 は全角・半角と空白の違いを許容）"),
    threshold(
      .questionNumbers, \.questionNumbers, en: "share of the question's numbers in the passage",
      ja: "質問の数のうち、本文にあるものの割合の下限"),
    threshold(
      .answerNotGiven, \.answerNotGiven, en: "share of the answer's words that the question does not give away",
      ja: "答えの言葉のうち、質問に現れないものの割合の下限"),
    threshold(
      .selfContained, \.selfContained, en: "share of the question's content words that its passage knows",
      ja: "質問の内容語のうち、本文にあるものの割合の下限"),
    threshold(
      .focus, \.focus, en: "embedded model only: share of the question's content words in the answer's own sentence",
      ja: "内蔵モデルのみ: 質問の内容語のうち、答えのある文にあるものの割合の下限"),
    threshold(
      .answerKind, \.answerKind,
      en: "1: the question word asks for what the answer is (no \"how many people\" for seconds)",
      ja: "1 なら疑問詞と答えの種類が合うこと（「何人」に「5秒」などを除く）"),
  ]

  private static let formFields: [OptionField<GateOptions>] = [
    threshold(
      .language, \.language, en: "1: the passage's language; 0.5 allows foreign characters",
      ja: "本文と同じ言語（0.5 なら異質な文字を許容）"),
    .limits(
      1...1000, "questionWords", \.words, en: "words of an English question, at least and at most",
      ja: "英語の質問の語数（下限-上限）"),
    .limits(
      1...1000, "questionCharacters", \.characters, en: "characters of a Japanese question, at least and at most",
      ja: "日本語の質問の文字数（下限-上限）"),
    threshold(.questionForm, \.questionForm, en: "1: it must ask", ja: "1 なら質問の形であること"),
    threshold(.noRepetition, \.noRepetition, en: "1: it must not stutter", ja: "1 なら同じ言葉を繰り返さないこと"),
    threshold(
      .row, \.row, en: "1: of a table's rows it names no other one than the answer's; 0 allows that",
      ja: "1 なら、表のうち答えの行以外を尋ねていないこと（0 なら許容）"),
    threshold(
      .noDeixis, \.noDeixis, en: "1: nothing in it points outside (this document, above, it); 0 allows that",
      ja: "1 なら「本文」「上記」などの指示語がないこと（0 なら許容）"),
  ]

  private static let modelFields: [OptionField<GateOptions>] = [
    OptionField(
      "retrievalRank", \.rank, en: "a question must find its passage among the first so many",
      ja: "質問で検索したとき、元の文章がこの順位までに見つかること",
      expectation: BilingualText(
        en: "a whole number from \(ranks.lowerBound) to \(ranks.upperBound)",
        ja: "\(ranks.lowerBound) から \(ranks.upperBound) までの整数"),
      valid: { ranks.contains($0) }),
    threshold(
      .roundTrip, \.roundTrip, en: "agreement (F1) of the answer read back with the intended one",
      ja: "読み直した答えと元の答えの一致（F1）の下限"),
    OptionField(
      "judgeModel", \.judgeModel,
      en:
        "a model that sees the passage and says yes or no to each pair: embedded, a directory, http(s)://…#NAME (default: none)",
      ja: "文章を見て各ペアの可否を答える判定モデル（embedded、フォルダ、http(s)://…#名前。省略時はなし）"),
    threshold(
      .judge, \.judge, en: "the judge must say yes: 1 in both orders of passage and question, 0.5 in one",
      ja: "判定モデルが「はい」と答えること（1 は文章と質問の両方の順序、0.5 は一方で可）"),
  ]

  private static func threshold(
    _ gate: GateName, _ path: any WritableKeyPath<GateOptions, Double> & Sendable, en: String, ja: String
  ) -> OptionField<GateOptions> {
    .within(allowed(for: gate), gate.rawValue, path, en: en, ja: ja)
  }
}

extension ClosedRange<Int>: OptionValue {
  /// Such as `3-40`; nil for anything else, also where the first is above the second.
  public init?(optionText: String) {
    let parts = optionText.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let low = parts[0], let high = parts[1], low <= high else { return nil }
    self = low...high
  }

  /// Such as `[3, 40]` or `"3-40"`; nil for anything else.
  public init?(optionNode: JSON5.Node) {
    switch optionNode.value {
    case .string(let text): self.init(optionText: text)
    case .array(let nodes):
      let bounds = nodes.map { Int(optionNode: $0) }
      guard bounds.count == 2, let low = bounds[0], let high = bounds[1], low <= high else { return nil }
      self = low...high
    default: return nil
    }
  }

  /// Such as `3-40`.
  public var optionText: String { "\(lowerBound)-\(upperBound)" }
  /// Both limits.
  public static var expectation: BilingualText {
    BilingualText(en: "two limits such as \"3-40\"", ja: "\"3-40\" のような下限と上限")
  }
  /// `N-M`.
  public static var placeholder: String? { "N-M" }
}

extension OptionField {
  /// A field with a lower and an upper limit, both within a range.
  static func limits(
    _ range: ClosedRange<Int>, _ key: String, _ path: any WritableKeyPath<Options, ClosedRange<Int>> & Sendable,
    en: String, ja: String
  ) -> OptionField {
    OptionField(
      key, path, en: en, ja: ja,
      expectation: BilingualText(
        en: "two limits such as \"3-40\", between \(range.lowerBound) and \(range.upperBound)",
        ja: "\"3-40\" のような下限と上限（\(range.lowerBound) から \(range.upperBound) まで）"),
      valid: { range.contains($0.lowerBound) && range.contains($0.upperBound) })
  }
}
