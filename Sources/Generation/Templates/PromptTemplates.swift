public import Foundation
public import Records

/// The workspace's wording: what is said to a model, and how a question is turned without one.
///
/// Everything is read when the value is made, so that a missing or broken file ends a run before it begins.
public struct PromptTemplates: Sendable {
  /// What a prompt is for. The raw value is the file's name before `.LANG.txt`.
  public enum Prompt: String, Sendable, CaseIterable {
    /// Passage and answer in, question out.
    case writeQuestion = "write-question"
    /// Passage, answer and question in, the same question in other words out.
    case rewordQuestion = "reword-question"
    /// Passage and question in, answer out.
    case readAnswer = "read-answer"
    /// Question in, answer out: no passage.
    case closedBook = "closed-book"

    /// What may stand between double braces; all of it must be used.
    public var placeholders: [String] {
      switch self {
      case .writeQuestion: ["passage", "answer"]
      case .rewordQuestion: ["passage", "answer", "question"]
      case .readAnswer: ["passage", "question"]
      case .closedBook: ["question"]
      }
    }
  }

  /// Every file that generation needs, relative to `templates/`: what `shikomi init` has to write.
  public static let fileNames: [String] =
    Prompt.allCases.flatMap { prompt in Language.allCases.map { "prompts/\(prompt.rawValue).\($0.rawValue).txt" } }
    + Language.allCases.map { "rewording.\($0.rawValue).txt" }

  private let texts: [String: String]
  private let rules: [Language: RewordingRules]

  /// A digest of all the wording: part of what a run's results depend on.
  public let hash: ContentHash

  /// Reads the templates of a workspace.
  ///
  /// - Parameter directory: The workspace's `templates/` folder.
  /// - Throws: `TemplateError`, which names the file and what to do.
  public init(directory: URL) throws {
    var texts: [String: String] = [:]
    var rules: [Language: RewordingRules] = [:]
    var fields: [String] = []
    for name in Self.fileNames {
      let text = try Self.read(directory.appendingPathComponent(name), name: "templates/" + name)
      fields += [name, text]
      texts[name] = text
    }
    for language in Language.allCases {
      for prompt in Prompt.allCases {
        let name = Self.file(prompt, language)
        try Self.check(texts[name] ?? "", of: prompt, file: "templates/" + name)
      }
      let name = "rewording.\(language.rawValue).txt"
      rules[language] = try RewordingRules(
        parsing: texts[name] ?? "", language: language, file: "templates/" + name)
    }
    self.texts = texts
    self.rules = rules
    hash = ContentHash(of: fields)
  }

  /// The prompt with its placeholders filled. What is filled in is never searched for placeholders again.
  public func render(_ prompt: Prompt, language: Language, values: [String: String]) -> String {
    let template = texts[Self.file(prompt, language)] ?? ""
    var out = ""
    var rest = template[...]
    while let open = rest.range(of: "{{"), let close = rest[open.upperBound...].range(of: "}}") {
      out += rest[..<open.lowerBound]
      let name = rest[open.upperBound..<close.lowerBound].trimmingCharacters(in: .whitespaces)
      out += values[name] ?? ""
      rest = rest[close.upperBound...]
    }
    return out + rest
  }

  /// The prompt's name and the digest of its wording, such as `write-question.en@1f0c…`, as a pair's origin records it.
  public func identity(_ prompt: Prompt, language: Language) -> String {
    "\(prompt.rawValue).\(language.rawValue)@" + ContentHash(of: [texts[Self.file(prompt, language)] ?? ""]).short
  }

  /// The rules that turn a question without a model.
  public func rewordingRules(_ language: Language) -> RewordingRules {
    rules[language] ?? RewordingRules(language: language)
  }

  private static func file(_ prompt: Prompt, _ language: Language) -> String {
    "prompts/\(prompt.rawValue).\(language.rawValue).txt"
  }

  /// Line ends become `\n` and those at the file's end go: an editor's habits must not change a trained-on prompt.
  private static func read(_ url: URL, name: String) throws -> String {
    guard FileManager.default.fileExists(atPath: url.path) else { throw TemplateError.missing(file: name) }
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw TemplateError.unreadable(file: name, why: BilingualText(reasonOf: error))
    }
    guard var text = String(data: data, encoding: .utf8) else {
      throw TemplateError.unreadable(file: name, why: BilingualText(en: "it is not UTF-8", ja: "UTF-8 ではありません"))
    }
    if text.hasPrefix("\u{FEFF}") { text.unicodeScalars.removeFirst() }
    text = text.replacingOccurrences(of: "\r\n", with: "\n")
    while text.hasSuffix("\n") { text.removeLast() }
    return text
  }

  private static func check(_ text: String, of prompt: Prompt, file: String) throws {
    var used: Set<String> = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      var rest = line
      while let open = rest.range(of: "{{"), let close = rest[open.upperBound...].range(of: "}}") {
        let name = rest[open.upperBound..<close.lowerBound].trimmingCharacters(in: .whitespaces)
        guard prompt.placeholders.contains(name) else {
          throw TemplateError.unknownPlaceholder(
            file: file, line: index + 1, placeholder: name, known: prompt.placeholders)
        }
        used.insert(name)
        rest = rest[close.upperBound...]
      }
    }
    for name in prompt.placeholders where !used.contains(name) {
      throw TemplateError.placeholderNotUsed(file: file, placeholder: name)
    }
  }
}
