import Foundation
import Records

/// An English question in the parts that other wordings of it are made of.
struct EnglishQuestion: Hashable {
  /// The words that ask: `within how many working days`, `who`.
  var phrase: String
  /// The verb that stands before the subject: `is`, `does`; empty where the answer is the subject itself.
  var helper = ""
  /// What the sentence is about, in a form that can stand within a sentence; empty where the answer is the subject.
  var subject = ""
  /// The main verb's plain form behind `do`; empty behind other helping verbs.
  var base = ""
  /// The finite verb as it follows its subject in a statement: `is`, `receives`.
  var finite: String
  /// What follows the verb.
  var rest = ""
  /// What stood before the main clause, `when the memory is full`, without its comma.
  var opening: String?

  /// The plain question: `Within how many working days is the cause found?`
  var direct: String { Self.capitalised(inverted) + (opening.map { " " + $0 } ?? "") + "?" }

  /// The same without opening, capital and mark.
  var inverted: String { Self.joined([phrase, helper, subject, base, helper.isEmpty ? finite : "", rest]) }

  /// What can stand in another sentence: `within how many working days the cause is found`.
  var embedded: String { Self.joined([phrase, clause]) + (opening.map { " " + $0 } ?? "") }

  /// What is said of the answer: `the cause is found`.
  var clause: String { Self.joined([subject, finite, rest]) }

  /// Words apart by one space, without marks that ended a clause.
  static func joined(_ parts: [String]) -> String {
    parts.joined(separator: " ").split(separator: " ").joined(separator: " ")
      .trimmingCharacters(in: CharacterSet(charactersIn: " ,;:.—–-"))
  }

  /// A question behind other words; it begins with a word that asks, never with a name.
  static func decapitalised(_ text: String) -> String {
    text.hasPrefix("I ") ? text : text.prefix(1).lowercased() + text.dropFirst()
  }

  static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
