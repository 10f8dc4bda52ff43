import Foundation
public import Records

/// The forms that pairs made elsewhere come in.
public enum ImportFormat: String, Sendable, CaseIterable {
  case raw, alpaca, openai, csv, squad

  /// One line for help.
  public var summary: BilingualText {
    switch self {
    case .raw:
      BilingualText(
        en:
          "JSON Lines of {\"question\", \"answer\"}, with \"passage\" or \"evidence\" where known; also Shikomi's export",
        ja: "{\"question\", \"answer\"} の JSON Lines（\"passage\" か \"evidence\" があれば使います。Shikomi の raw も）")
    case .alpaca:
      BilingualText(
        en: "JSON array or lines of {\"instruction\", \"input\", \"output\"}; input is taken for the passage",
        ja: "{\"instruction\", \"input\", \"output\"} の JSON 配列か JSON Lines（input は元の文章とみなします）")
    case .openai:
      BilingualText(
        en: "JSON Lines of {\"messages\": [{\"role\", \"content\"}, …]}: each question with the answer after it",
        ja: "{\"messages\": [{\"role\", \"content\"}, …]} の JSON Lines（質問と直後の回答を組にします）")
    case .csv:
      BilingualText(
        en: "columns question and answer; passage, document, language, type and fact where there are any",
        ja: "列 question と answer（質問、回答）。passage、document、language、type、fact は任意")
    case .squad:
      BilingualText(en: "SQuAD's JSON: paragraphs with their questions", ja: "SQuAD の JSON（段落とその質問）")
    }
  }

  /// What a file looks like, by its ending and its first words.
  init(guessing file: String, _ text: String) {
    let beginning = text.prefix(4000)
    if [".csv", ".tsv"].contains(where: file.lowercased().hasSuffix) {
      self = .csv
    } else if beginning.contains("\"paragraphs\"") || beginning.contains("\"qas\"") {
      self = .squad
    } else if beginning.contains("\"messages\"") {
      self = .openai
    } else if beginning.contains("\"instruction\"") {
      self = .alpaca
    } else {
      self = .raw
    }
  }

  /// Reads a file's text.
  ///
  /// - Throws: `UnreadableImport` where nothing can be made of the whole; what is wrong with one record is a flaw.
  func read(_ text: String, file: String) throws -> ImportedFile {
    switch self {
    case .csv: try Self.table(text, file)
    case .squad: try Self.paragraphs(text, file)
    case .raw, .alpaca, .openai: try records(text, file)
    }
  }

  // MARK: Tables

  private static let columns: [String: String] = [
    "question": "question", "質問": "question", "問い": "question", "問": "question", "instruction": "question",
    "prompt": "question", "answer": "answer", "回答": "answer", "答え": "answer", "答": "answer", "output": "answer",
    "completion": "answer", "passage": "passage", "context": "passage", "evidence": "passage", "quote": "passage",
    "input": "passage", "本文": "passage", "根拠": "passage", "引用": "passage", "document": "document", "文書": "document",
    "language": "language", "言語": "language", "type": "type", "種類": "type", "fact": "fact", "事実": "fact",
  ]

  private static func table(_ text: String, _ file: String) throws -> ImportedFile {
    let table: CSVTable
    do {
      table = try CSVTable(text)
    } catch {
      throw UnreadableImport(
        file: file, line: error.line,
        reason: BilingualText(en: "a quote that opens here is never closed.", ja: "ここで始まる引用符が閉じていません。"))
    }
    guard let header = table.rows.first else { throw empty(file) }
    let names = header.fields.map { name in columns[name.lowercased().filter { $0 != " " }] }
    for wanted in ["question", "answer"] where !names.contains(wanted) {
      let found = header.fields.joined(separator: ", ")
      throw UnreadableImport(
        file: file, line: header.line,
        reason: BilingualText(
          en: "there is no column “\(wanted)” (found: \(found)).", ja: "列「\(wanted)」がありません（見つかった列: \(found)）。"))
    }
    var out = ImportedFile()
    for row in table.rows.dropFirst() {
      guard row.fields.count == header.fields.count else {
        let (count, wanted) = (row.fields.count, header.fields.count)
        out.flaws.append(
          (
            row.line,
            BilingualText(
              en: "\(count) fields where the header has \(wanted).", ja: "見出しの \(wanted) 列に対して \(count) 列あります。")
          ))
        continue
      }
      let values = Dictionary(
        zip(names, row.fields).compactMap { name, field in name.map { ($0, field) } },
        uniquingKeysWith: { first, _ in first })
      out.take(values, line: row.line)
    }
    return out
  }

  static func empty(_ file: String) -> UnreadableImport {
    UnreadableImport(file: file, line: nil, reason: BilingualText(en: "it is empty.", ja: "内容がありません。"))
  }
}

extension ImportedFile {
  /// Takes a record's named values; says what is missing.
  mutating func take(_ values: [String: String], line: Int) {
    let (question, answer) = (values["question"] ?? "", values["answer"] ?? "")
    for (name, value) in [("question", question), ("answer", answer)] where value.allSatisfy(\.isWhitespace) {
      flaws.append((line, BilingualText(en: "no “\(name)”.", ja: "「\(name)」がありません。")))
      return
    }
    var record = ImportedRecord(line: line, question: question, answer: answer)
    record.passage = values["passage"] ?? ""
    record.document = values["document"] ?? ""
    record.fact = values["fact"] ?? ""
    if let language = values["language"], !language.isEmpty {
      record.language = Language(rawValue: language)
      if record.language == nil {
        flaws.append(
          (
            line,
            BilingualText(
              en: "the language is “\(language)”, not ja or en.", ja: "言語が「\(language)」で、ja でも en でもありません。")
          ))
        return
      }
    }
    if let type = values["type"], !type.isEmpty {
      record.type = QuestionType(rawValue: type)
      if record.type == nil {
        let known = QuestionType.allCases.map(\.rawValue).joined(separator: ", ")
        flaws.append(
          (
            line,
            BilingualText(en: "the type is “\(type)”, not one of \(known).", ja: "種類「\(type)」は \(known) のどれでもありません。")
          ))
        return
      }
    }
    records.append(record)
  }
}
