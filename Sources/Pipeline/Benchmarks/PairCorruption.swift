import Foundation
import Generation
import Records

/// One way to spoil a sound pair, and the gates' reasons that name it.
struct PairCorruption: Sendable {
  let name: String
  let reasons: [String]
  /// The spoilt pair; nil where this pair cannot be spoilt so.
  let make: @Sendable (_ place: Int, _ sound: [GateSubject], _ random: inout SeededRandom) -> GateSubject?

  static let all = [
    wrongNumber, swappedEntity, foreignPassage, foreignQuestion, leakedAnswer, wrongLanguage, thisDocument,
  ]

  private static let notInEvidence = [
    "answer-number-not-in-evidence", "answer-unit-not-in-evidence", "answer-name-not-in-evidence",
    "answer-contradicts-evidence",
  ]

  /// One digit of the answer becomes another; the evidence stays, as in a pair that somebody has worded freely.
  private static let wrongNumber = PairCorruption(name: "wrong-number", reasons: notInEvidence) {
    place, sound, random in
    var subject = sound[place]
    let digits = subject.answer.indices.filter { subject.answer[$0].isWholeNumber }
    guard let index = digits.randomElement(using: &random), let old = subject.answer[index].wholeNumberValue else {
      return nil
    }
    let new = (old + Int.random(in: 1...8, using: &random)) % 10
    subject.answer.replaceSubrange(index...index, with: new == 0 && index == digits.first ? "9" : String(new))
    return subject.answer == sound[place].answer ? nil : subject
  }

  /// The answer of another passage, without digits, that does not stand in this one.
  private static let swappedEntity = PairCorruption(name: "swapped-entity", reasons: notInEvidence) {
    place, sound, random in
    var subject = sound[place]
    let text = subject.chunk.text.lowercased()
    let others = sound.map(\.answer).filter { other in
      !other.contains(where: \.isNumber) && !text.contains(other.lowercased())
        && (subject.language == .ja ? other.count <= 12 : other.first?.isUppercase == true)
    }
    guard !subject.answer.contains(where: \.isNumber), let other = others.randomElement(using: &random) else {
      return nil
    }
    subject.answer = other
    return subject
  }

  /// Question and answer point into another passage.
  private static let foreignPassage = PairCorruption(
    name: "foreign-passage", reasons: ["not-grounded", "retrieval-rank", "vague"]
  ) { place, sound, random in
    var subject = sound[place]
    let others = sound.indices.filter { !sound[$0].chunk.text.contains(subject.answer) }
    guard let other = others.randomElement(using: &random) else { return nil }
    subject.chunk = sound[other].chunk
    subject.range = sound[other].range
    return subject
  }

  /// The question of another passage before a sound answer.
  private static let foreignQuestion = PairCorruption(
    name: "foreign-question", reasons: ["retrieval-rank", "vague", "number-not-in-passage"]
  ) { place, sound, random in
    var subject = sound[place]
    guard let other = sound.indices.filter({ $0 != place }).randomElement(using: &random) else { return nil }
    subject.question = sound[other].question
    return subject
  }

  private static let leakedAnswer = PairCorruption(name: "leaked-answer", reasons: ["answer-in-question"]) {
    place, sound, _ in
    var subject = sound[place]
    subject.question =
      subject.language == .ja
      ? "\(subject.answer)ですが、\(subject.question)" : "As \(subject.answer) is the answer, \(subject.question)"
    return subject
  }

  private static let wrongLanguage = PairCorruption(name: "wrong-language", reasons: ["wrong-language"]) {
    place, sound, random in
    var subject = sound[place]
    let questions =
      subject.language == .ja
      ? ["What is the name that is given here?", "How many of them are there in all?", "Who was the first to do so?"]
      : ["その名称は何ですか？", "全部でいくつありますか？", "最初に行ったのは誰ですか？"]
    subject.question = questions.randomElement(using: &random) ?? ""
    return subject
  }

  private static let thisDocument = PairCorruption(name: "this-document", reasons: ["deixis"]) {
    place, sound, random in
    var subject = sound[place]
    let frames =
      subject.language == .ja
      ? ["この文書によると、*", "本文によれば、*", "上記において、*", "次の文章では、*", "本資料では、*", "前述のとおり、*", "文中で、*"]
      : [
        "According to this document, *", "In the passage, *", "As mentioned above, *", "Based on the text, *",
        "In the given context, *", "According to the author, *", "Per the above section, *",
      ]
    let question =
      subject.language == .ja
      ? subject.question
      : subject.question.prefix(1).lowercased()
        + subject.question.dropFirst()
    subject.question = (frames.randomElement(using: &random) ?? "*").replacingOccurrences(of: "*", with: question)
    return subject
  }
}

extension PairCorruption {
  /// The same question, one word of it left out or doubled in English, one letter in Japanese, as somebody else may have
  /// typed it.
  static func almostSame(_ question: String, _ language: Language, _ place: Int) -> String {
    switch language {
    case .en:
      var words = question.split(separator: " ").map(String.init)
      guard words.count > 4 else { return question + " please" }
      let index = 2 + place % (words.count - 4)
      if place % 2 == 0 { words.remove(at: index) } else { words.insert("exactly", at: index) }
      return words.joined(separator: " ")
    case .ja:
      var letters = Array(question)
      guard letters.count > 8 else { return question + "教えて" }
      let index = 3 + place % (letters.count - 6)
      if place % 2 == 0 { letters.remove(at: index) } else { letters.insert("の", at: index) }
      return String(letters)
    }
  }
}
