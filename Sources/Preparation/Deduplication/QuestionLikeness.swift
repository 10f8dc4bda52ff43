public import Records

/// How alike two questions are worded.
public enum QuestionLikeness {
  /// Jaccard over five characters a piece in Japanese, three words in English.
  public static func between(_ left: String, _ right: String, _ language: Language) -> Double {
    Shingles(question: left, language).jaccard(Shingles(question: right, language))
  }
}
