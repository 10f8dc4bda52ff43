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
    switch language {
    case .ja: return japanese()
    case .en: return english()
    }
  }

  /// Whether the row's own label is what is asked for.
  var isPlain: Bool { Self.plainHeads.contains(columnLabel.lowercased()) }

  /// Whether the column names people.
  var isPerson: Bool { Self.people.contains(Self.lowered(columnLabel)) }

  private static let people: Set<String> = [
    "氏名", "担当", "代行者", "責任者", "担当者", "講師", "name", "person", "deputy", "contact", "responsible", "owner", "trainer",
  ]

  /// The Japanese question word.
  var japaneseWord: String {
    isPerson ? "誰" : AskedValue(answer, language: .ja).japanese(answer, before: columnLabel + "は") ?? "何"
  }

  /// Whether the column is named by a plural.
  var isPlural: Bool {
    guard !isPlain, let first = Self.lowered(columnLabel).split(separator: " ").first else { return false }
    return first.count > 3 && first.hasSuffix("s") && !first.hasSuffix("ss") && !first.hasSuffix("us")
  }

  private func japanese() -> [String] {
    let question = "\(isPlain ? rowLabel : "\(rowLabel)の\(columnLabel)")は\(japaneseWord)ですか？"
    return [question] + (heading.map { ["\($0)では、\(question)"] } ?? [])
  }

  private func english() -> [String] {
    let (row, column) = (Self.lowered(rowLabel), Self.lowered(columnLabel))
    // `Who receives it`, `Kept for`: no name of a property.
    let words = column.split(separator: " ").map(String.init)
    guard let first = words.first, let last = words.last, !StopWords.questionOpeners.contains(first),
      !["for", "of", "in", "to", "by", "with", "on", "at", "from", "it"].contains(last)
    else { return [] }
    let subject = isPlain ? "the \(row)" : "the \(column) for \(row)"
    let question = "\(isPerson ? "Who" : "What") \(isPlural ? "are" : "is") \(subject)?"
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
