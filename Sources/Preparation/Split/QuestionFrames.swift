import Records

/// Tells a question that is another one with words put before or behind it: "In the travel rules, what is the limit?"
/// asks nothing that "What is the limit?" has not taught.
enum QuestionFrames {
  /// For each of some questions whether it holds another one of them whole, or stands in one.
  static func holding(_ questions: [String]) -> [Bool] {
    let forms = questions.map(MatchingForm.string)
    return forms.indices.map { index in
      forms.indices.contains { other in
        other != index && !forms[other].isEmpty && !forms[index].isEmpty
          && (forms[index].contains(forms[other]) || forms[other].contains(forms[index]))
      }
    }
  }
}
