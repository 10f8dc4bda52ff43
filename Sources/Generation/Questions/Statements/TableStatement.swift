import Foundation
import Records

/// A cell of a table, asked for by what stands at the head of its row and of its column.
struct TableStatement {
  var rowLabel: String
  var columnLabel: String
  var answer: String
  /// Of the section, without its number.
  var heading: String?

  /// Heads that name no property: the row's own label is what is asked for.
  private static let plainHeads: Set<String> = [
    "値", "内容", "数値", "説明", "仕様", "規格", "value", "values", "content", "details", "figure", "specification",
  ]

  /// Wordings, the best first.
  func questions(_ language: Language) -> [String] {
    guard !rowLabel.isEmpty, !columnLabel.isEmpty, rowLabel.count <= 60, columnLabel.count <= 60 else { return [] }
    let isPlain = Self.plainHeads.contains(columnLabel.lowercased())
    switch language {
    case .ja: return japanese(isPlain)
    case .en: return english(isPlain)
    }
  }

  private func japanese(_ isPlain: Bool) -> [String] {
    let subject = isPlain ? rowLabel : "\(rowLabel)の\(columnLabel)"
    let isPerson = ["氏名", "担当", "代行者", "責任者", "担当者", "講師"].contains(columnLabel)
    let word =
      isPerson ? "誰" : AskedValue(answer, language: .ja).japanese(answer, before: columnLabel + "は") ?? "何"
    let question = "\(subject)は\(word)ですか？"
    return [question] + (heading.map { ["\($0)では、\(question)"] } ?? [])
  }

  private func english(_ isPlain: Bool) -> [String] {
    let (row, column) = (Self.lowered(rowLabel), Self.lowered(columnLabel))
    // `Who receives it`, `Kept for`: no name of a property.
    let words = column.split(separator: " ").map(String.init)
    guard let first = words.first, let last = words.last, !StopWords.questionOpeners.contains(first),
      !["for", "of", "in", "to", "by", "with", "on", "at", "from", "it"].contains(last)
    else { return [] }
    let subject = isPlain ? "the \(row)" : "the \(column) for \(row)"
    let isPerson = ["name", "person", "deputy", "contact", "responsible", "owner", "trainer"].contains(column)
    let isPlural = first.count > 3 && first.hasSuffix("s") && !first.hasSuffix("ss") && !first.hasSuffix("us")
    let question = "\(isPerson ? "Who" : "What") \(isPlural && !isPlain ? "are" : "is") \(subject)?"
    return [question]
      + (heading.map { ["In “\($0)”, \(question.prefix(1).lowercased())\(question.dropFirst())"] } ?? [])
  }

  /// A label within a sentence: `Hotel limit` loses its capital, `KL-210` and `USB cable` keep theirs.
  static func lowered(_ label: String) -> String {
    if NameRule.calendar.contains(label.prefix { $0.isLetter }.lowercased()) { return label }
    guard let first = label.first, first.isUppercase, let second = label.dropFirst().first else { return label }
    return second.isLowercase ? first.lowercased() + label.dropFirst() : label
  }
}
