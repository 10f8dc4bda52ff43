import Foundation
import Records

/// The dataset's `README.md`: a YAML header in which `datasets.load_dataset` finds the four parts, and for people what is
/// in it, from where, how balanced, and how much of it somebody has looked at.
struct DatasetCard {
  static let fileName = "README.md"

  let version: String
  let result: SplitResult
  let contents: DatasetContents
  let certificate: SplitCertificate
  /// The section about shares.
  let balance: String
  /// Pairs that were left out, by reason.
  let dropped: [String: Int]
  let remarks: DatasetRemarks

  func data() -> Data { Data((header + body).utf8) }

  private var header: String {
    let languages = Set(contents.parts.values.flatMap { $0.languages.keys.map(\.rawValue) }).sorted()
    var lines = ["---", "pretty_name: \"Shikomi question–answer pairs \(version)\"", "language:"]
    lines += languages.isEmpty ? ["- und"] : languages.map { "- \($0)" }
    lines += ["task_categories:", "- question-answering"]
    // `datasets` refuses a folder of which a named part is empty ("corresponds to no data"), as with two documents only,
    // whatever columns are declared.
    lines += CardHeader.files(
      DatasetSplit.allCases.filter { !result[$0].isEmpty }.map { ($0.identifier, $0.fileName) })
    lines += CardHeader.fingerprint(
      certificate.files.filter { $0.examples != nil }.map { ($0.name, $0.sha256) })
    lines.append(DatasetColumns.yaml)
    return lines.joined(separator: "\n") + "\n---\n\n"
  }

  private var body: String {
    let (reviewed, count) = (contents.reviewed, contents.pairs)
    return [
      "# Question–answer pairs, \(version)",
      "Each line is a conversation (`messages`) with a question about a company document, its answer, and the verbatim "
        + "`evidence` that the answer rests on. **\(reviewed) of \(count) pairs were reviewed by a person.**",
      "社内文書についての質問と回答です。各行には、回答の根拠となる原文の引用（`evidence`）が付いています。"
        + "**\(count)件中\(reviewed)件を人が確認しています。**",
      section("What is in it", "内容", parts),
      section("How balanced it is", "偏り", types + "\n\n" + balance),
      section("Where it comes from", "出典", documents),
      section(
        "How it was divided", "分割", DatasetDivision(result: result, contents: contents, certificate: certificate).text),
      section("Documents that contradict one another", "文書どうしの食い違い", remarks.contradictionText),
      section("Personal data and secrets", "個人情報・秘密情報", remarks.flagText),
      section("What was left out", "除いたもの", omissions),
    ].joined(separator: "\n\n") + "\n"
  }

  private func section(_ english: String, _ japanese: String, _ text: String) -> String {
    "## \(english) / \(japanese)\n\n\(text)"
  }

  private var parts: String {
    let meaning: [DatasetSplit: String] = [
      .train: "what a model learns / 学習に使うもの",
      .validation: "documents used to choose a checkpoint / チェックポイントを選ぶための文書",
      .testReworded: "facts that were learned, asked in other words / 学習した事実を別の言い方で尋ねるもの",
      .testUnseen: "documents that training never saw / 学習に使っていない文書",
    ]
    let rows = DatasetSplit.allCases.map { part -> [String] in
      let held = contents[part]
      return [
        part.identifier, "\(held.pairs)", "\(held.facts.count)", "\(held.documents.count)",
        "\(held.languages[.ja] ?? 0)", "\(held.languages[.en] ?? 0)",
        meaning[part, default: ""],
      ]
    }
    return Self.table(
      ["split / 区分", "pairs / ペア", "facts / 事実", "documents / 文書", "ja", "en", "what it is / 内容"], rows)
  }

  private var types: String {
    let types = QuestionType.allCases.filter { type in contents.parts.values.contains { $0.types[type] != nil } }
    let rows = types.map { type in
      [type.rawValue] + DatasetSplit.allCases.map { part in "\(contents[part].types[type] ?? 0)" }
    }
    return Self.table(["type / 種類"] + DatasetSplit.allCases.map(\.identifier), rows)
  }

  private var documents: String {
    let counts = contents.documents
    let rows = result.groups.flatMap { group in
      group.documents.map { document in
        [
          "`\(document.path)`", document.sha256.short, group.name, group.place.identifier,
          "\(counts[document.path] ?? 0)",
        ]
      }
    }
    let origins = contents.origins.map { "`\($0.model)` (`\($0.template)`)" }.sorted()
    return Self.table(["document / 文書", "SHA-256", "group / グループ", "place / 区分", "pairs / ペア"], rows)
      + "\n\nQuestions were written by \(origins.isEmpty ? "nobody yet" : origins.joined(separator: ", "))."
      + " The documents' own licences and confidentiality hold for this dataset too.\n\n"
      + "質問を書いたもの：\(origins.isEmpty ? "まだありません" : origins.joined(separator: "、"))。"
      + "元の文書の利用条件と機密の扱いは、このデータセットにもそのまま当てはまります。"
  }

  private var omissions: String {
    let counts = dropped
    guard !counts.isEmpty else { return "Nothing. / ありません。" }
    return Self.table(["reason / 理由", "pairs / ペア"], counts.keys.sorted().map { [$0, "\(counts[$0] ?? 0)"] })
  }

  /// A table in Markdown.
  static func table(_ header: [String], _ rows: [[String]]) -> String {
    let lines = [header, header.map { _ in "---" }] + rows.map { row in row.map { $0.replacing("|", with: "\\|") } }
    return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }
}
