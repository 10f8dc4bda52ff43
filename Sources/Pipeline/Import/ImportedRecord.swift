public import Records

/// A question and its answer as another program or a person wrote them, before anybody has looked for evidence.
struct ImportedRecord: Sendable, Hashable {
  /// Where it begins in the file, from 1.
  var line: Int
  var question: String
  var answer: String
  /// The passage that it was written from, or a quote from it; empty where nothing is said.
  var passage = ""
  /// Path of the document; empty where nothing is said.
  var document = ""
  var language: Language?
  var type: QuestionType?
  /// Groups wordings of one fact, in the file's own words.
  var fact = ""
}

/// What a file held: records, and lines that are none.
struct ImportedFile: Sendable {
  var records: [ImportedRecord] = []
  /// What was wrong, by line.
  var flaws: [(line: Int, detail: BilingualText)] = []
}

/// A file that cannot be imported at all.
public struct UnreadableImport: ExplainedError, Equatable {
  /// The file's path as it was given.
  public let file: String
  /// The line, from 1; nil where the whole file is meant.
  public let line: Int?
  /// What is wrong with it.
  public let reason: BilingualText

  /// Which file and line, why, and what to do.
  public var text: BilingualText {
    BilingualText(
      en: "Cannot import \(file)\(line.map { ", line \($0)" } ?? ""): \(reason.en) "
        + "`shikomi help import` lists the forms and their columns.",
      ja: "\(file)\(line.map { " の \($0) 行目" } ?? "")を取り込めません。\(reason.ja)"
        + "形式と列は `shikomi help import` で確認できます。")
  }
}
