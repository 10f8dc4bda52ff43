import Records

/// A question, a quote or a sentence, as it is compared across a split.
struct Wording {
  let shingles: Shingles
  /// The same for the same wording, whatever language it is said to be in.
  let exact: ContentHash
  /// Two sentences that differ in a number say different things. Of questions it is left open: one that differs in a
  /// number alone is still the same sentence to learn.
  var numbers: [String] = []

  init(question text: String, _ language: Language, _ pieces: QuestionPieces) {
    let form = MatchingForm.scalars(of: text)
    shingles = Shingles(questionForm: form, language, pieces)
    exact = Self.exact(form)
  }

  /// `30日` or `Sales Department` stands in many documents that have nothing to do with one another: nil for what is
  /// shorter than sixteen characters in Japanese or six words in English, which is no shared evidence.
  init?(evidence text: String, _ language: Language) {
    let form = MatchingForm.scalars(of: text)
    let isLong =
      switch language {
      case .ja: form.count >= 16
      case .en: form.count { $0 == " " } >= 5
      }
    guard isLong else { return nil }
    shingles = Shingles(quoteForm: form, language)
    exact = Self.exact(form)
    numbers = MatchingForm.numbers(of: text)
  }

  private static func exact(_ form: [Unicode.Scalar]) -> ContentHash {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: form)
    return ContentHash(of: [String(view)])
  }
}
