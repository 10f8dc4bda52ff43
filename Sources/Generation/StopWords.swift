/// Words that carry grammar rather than content, in both languages.
enum StopWords {
  /// With what an English question can begin, apart from a preposition.
  static let questionOpeners: Set<String> = [
    "what", "when", "where", "which", "who", "whom", "whose", "why", "how", "is", "are", "was", "were", "do", "does",
    "did", "can", "could", "may", "must", "shall", "should", "will", "would", "has", "have", "had", "at", "by", "for",
    "from", "in", "on", "to", "under", "until", "with", "within", "after", "before", "during", "through", "of",
  ]

  static let english: Set<String> = questionOpeners.union([
    "a", "an", "the", "and", "or", "but", "if", "not", "no", "be", "been", "being", "it", "its", "they", "them",
    "their",
    "he", "she", "him", "her", "his", "we", "us", "our", "you", "your", "i", "me", "my", "this", "that", "these",
    "those", "there", "here", "as", "than", "then", "so", "such", "about", "into", "over", "up", "out", "per", "any",
    "all", "each", "every", "some", "many", "much", "long", "often", "far", "old", "one", "thing", "things", "please",
    "tell", "know", "like", "mean", "means", "need", "following", "according", "answer", "question", "name", "called",
    "kind", "type", "also", "only", "more", "most", "other", "used", "use", "get", "got", "take", "takes", "happens",
  ])

  static let japanese: Set<String> = [
    "何", "誰", "何日", "何時", "何円", "何人", "何回", "何年", "何月", "何名", "何分", "何時間", "何種類", "何台", "何枚", "場合", "教",
    "質問", "必要", "以下", "以上", "次", "事", "時", "方", "物", "言", "答", "尋", "知", "意味", "内容", "際", "中", "等",
  ]

  /// Pronouns that point at something which the question itself does not name.
  static let englishPronouns: Set<String> = ["it", "its", "they", "them", "their", "he", "she", "him", "her", "his"]
}
