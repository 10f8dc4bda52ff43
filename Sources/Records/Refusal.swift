/// The one answer to a question that no document answers: always the same words, so that a model learns to say them and
/// scores can count them.
public enum Refusal {
  /// In the language of the question.
  public static func text(_ language: Language) -> String {
    switch language {
    case .en: "The documents do not say."
    case .ja: "資料からは分かりません。"
    }
  }
}
