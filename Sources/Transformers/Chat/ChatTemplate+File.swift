public import Foundation
internal import Tensors

extension ChatTemplate {
  /// The part of `tokenizer_config.json` or `chat_template.json` that matters here.
  private struct File: Decodable {
    /// One template, or several with names.
    struct Template: Decodable {
      struct Named: Decodable { var name, template: String }

      var named: [String: String]

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let one = try? container.decode(String.self) {
          named = ["default": one]
        } else if let several = try? container.decode([String: String].self) {
          named = several
        } else {
          named = Dictionary(try container.decode([Named].self).map { ($0.name, $0.template) }) { $1 }
        }
      }
    }

    var chat_template: Template?
  }

  private static let advice = Explanation(en: "mend or remove that file", ja: "このファイルを直すか、取り除いてください")

  /// The template of a model directory, looked for where the reference library does: `default.jinja` of
  /// `additional_chat_templates`, `chat_template.jinja`, then `tokenizer_config.json` (of several the one named `default`), then `chat_template.json`. Nil where there is none.
  ///
  /// - Throws: `UnusableModel` where a file is there and cannot be read, or is no template.
  public static func own(in directory: URL) throws(UnusableModel) -> ChatTemplate? {
    let additional = directory.appendingPathComponent("additional_chat_templates")
    let files = [
      additional.appendingPathComponent("default.jinja"), directory.appendingPathComponent("chat_template.jinja"),
    ]
    for separate in files where FileManager.default.fileExists(atPath: separate.path) {
      guard let text = try? String(contentsOf: separate, encoding: .utf8) else {
        throw UnusableModel(
          .malformed, file: separate.path,
          detail: Explanation(en: "cannot be read as UTF-8", ja: "UTF-8 として読み取れません"), advice: advice)
      }
      return try own(text, file: separate)
    }
    let others = names(in: additional)
    guard others.isEmpty else { throw withoutDefault(others, file: additional, place: nil) }
    for name in ["tokenizer_config.json", "chat_template.json"] {
      let file = directory.appendingPathComponent(name)
      guard
        let found = try JSONFile.decodeIfPresent(
          File.self, from: file, emptying: "added_tokens_decoder", advice: advice)?.chat_template
      else { continue }
      guard let text = found.named["default"] else {
        throw withoutDefault(found.named.keys.sorted(), file: file, place: .key("chat_template"))
      }
      return try own(text, file: file)
    }
    return nil
  }

  private static func withoutDefault(_ names: [String], file: URL, place: UnusableModel.Place?) -> UnusableModel {
    let names = names.joined(separator: ", ")
    return UnusableModel(
      .invalidKey, file: file.path, place: place,
      detail: Explanation(
        en: "has several templates (\(names)), none of them named “default”",
        ja: "テンプレートが複数ありますが（\(names)）、default という名前のものがありません"),
      advice: Explanation(en: "name one of them “default”", ja: "使うものの名前を default にしてください"))
  }

  private static func own(_ text: String, file: URL) throws(UnusableModel) -> ChatTemplate {
    do {
      return try ChatTemplate(text, source: file.path)
    } catch {
      let line = error.line ?? 1
      throw UnusableModel(
        .malformed, file: file.path, place: .key("chat_template"),
        detail: Explanation(
          en: "the template cannot be read: line \(line): \(error.detail.en)",
          ja: "テンプレートを読み取れません（\(line) 行目：\(error.detail.ja)）"),
        advice: Explanation(
          en: "mend the template, or remove it and choose one of templates/chat with chatTemplate in studio.json",
          ja: "テンプレートを直すか、取り除いて studio.json の chatTemplate で templates/chat のテンプレートを選んでください"))
    }
  }

  /// One of a folder's templates by its name: `NAME.jinja`.
  ///
  /// - Throws: `ChatTemplateError` with the names that are there.
  public static func named(_ name: String, in folder: URL) throws(ChatTemplateError) -> ChatTemplate {
    let file = folder.appendingPathComponent(name + ".jinja")
    let isName = !name.contains("/") && !name.hasPrefix(".")
    guard isName, let text = try? String(contentsOf: file, encoding: .utf8) else {
      let names = self.names(in: folder).joined(separator: ", ")
      throw ChatTemplateError(
        .missing, source: name, line: nil,
        detail: Explanation(
          en: names.isEmpty
            ? "\(folder.path) has none; `shikomi init` writes them"
            : "\(folder.path) has \(names); name one of these as chatTemplate in studio.json, or add the file",
          ja: names.isEmpty
            ? "\(folder.path) に一つもありません。`shikomi init` で作成できます。"
            : "\(folder.path) にあるのは \(names) です。studio.json の chatTemplate でいずれかを指定するか、ファイルを追加してください。"))
    }
    return try ChatTemplate(text, source: file.path)
  }

  /// The names of a folder's templates.
  public static func names(in folder: URL) -> [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".jinja") && !$0.hasPrefix(".") }.map { String($0.dropLast(6)) }.sorted()
  }
}
