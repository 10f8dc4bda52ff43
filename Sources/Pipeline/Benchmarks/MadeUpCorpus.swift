import Foundation
import Records

/// Markdown documents of made-up facts, Japanese and English in turn, written one at a time so that a corpus of any size
/// takes no memory.
struct MadeUpCorpus {
  /// Sections of a document. Each is two paragraphs of five sentences.
  static let sections = 50
  /// About as many chunks as the embedded model's tokenizer makes of one document, over both languages.
  static let chunksInDocument = 100

  let seed: UInt64

  /// Writes so many documents into a folder, a thousand in a folder below it.
  func write(documents count: Int, into folder: URL) throws {
    for number in 0..<count {
      let file = folder.appendingPathComponent(Self.path(number))
      if number.isMultiple(of: 1000) {
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      }
      try Data(document(number).utf8).write(to: file)
    }
  }

  /// Where a document stands in the folder.
  static func path(_ number: Int) -> String { "\(number / 1000)/\(number).md" }

  /// A document's text.
  ///
  /// - Parameter edition: Another edition says something else in its middle section.
  func document(_ number: Int, edition: Int = 0) -> String {
    let language: Language = number.isMultiple(of: 2) ? .ja : .en
    var text = language == .ja ? "# 文書 \(number)\n" : "# Document \(number)\n"
    for section in 1...Self.sections {
      let edition = section == Self.sections / 2 ? edition : 0
      var random = SeededRandom(seed: seed, name: "made-up document \(number).\(section).\(edition)")
      text += "\n## \(section) \(noun(language, &random))\n"
      for _ in 0..<2 {
        let sentences = (0..<5).map { _ in sentence(language, &random) }
        text += "\n" + sentences.joined(separator: language == .ja ? "" : " ") + "\n"
      }
    }
    return text
  }

  private func sentence(_ language: Language, _ random: inout SeededRandom) -> String {
    let number = Int.random(in: 2...9999, using: &random)
    let (first, second) = (noun(language, &random), noun(language, &random))
    switch language {
    case .ja: return "\(first)における\(second)の上限は\(number)メートルです。"
    case .en: return "The \(first) of the \(second) near the \(noun(language, &random)) is \(number) metres long."
    }
  }

  private func noun(_ language: Language, _ random: inout SeededRandom) -> String {
    switch language {
    case .ja: MadeUpWords.kanji(4, &random)
    case .en: MadeUpWords.word(&random) + " " + MadeUpWords.word(&random)
    }
  }
}
