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
    /// Passage in; question, yes or no, and quote out.
    case writeYesNo = "write-yes-no"
    /// Passage in; a question that compares, its answer and two quotes out.
    case writeComparison = "write-comparison"
    /// Two passages and what both name in; question, answer and two quotes out.
    case writeMultiHop = "write-multi-hop"
    /// Passage in, a question out that it does not answer.
    case writeUnanswerable = "write-unanswerable"
    /// Passage and question in, yes or no out: whether the passage answers it.
    case checkAnswerable = "check-answerable"
    /// Passage and question in, yes or no out: the answer to a yes-no question.
    case answerYesNo = "answer-yes-no"
    /// Passage, answer and what must stand in the question in, question out.
    case reverseQuestion = "reverse-question"
    /// Passage, answer, question and a person in, the same question as the person asks it out.
    case personaQuestion = "persona-question"
    /// Question and answer in, both in the other language out. The file is that of the language translated from.
    case translatePair = "translate-pair"

    /// Whether only a model is asked so that follows instructions. A workspace from before such prompts lacks them.
    public var needsInstructions: Bool {
      switch self {
      case .writeQuestion, .rewordQuestion, .readAnswer, .closedBook: false
      default: true
      }
    }

    /// The members of the JSON object that is asked for; empty for a line of text.
    public var fields: [String] {
      switch self {
      case .writeYesNo: ["question", "answer", "quote"]
      case .writeComparison, .writeMultiHop: ["question", "answer", "quote", "otherQuote"]
      case .translatePair: ["question", "answer"]
      default: []
      }
    }

    /// What may stand between double braces; all of it must be used.
    public var placeholders: [String] {
      switch self {
      case .writeQuestion: ["passage", "answer"]
      case .rewordQuestion: ["passage", "answer", "question"]
      case .readAnswer: ["passage", "question"]
      case .closedBook: ["question"]
      case .writeYesNo, .writeComparison, .writeUnanswerable: ["passage"]
      case .writeMultiHop: ["passage", "other", "entity"]
      case .checkAnswerable, .answerYesNo: ["passage", "question"]
      case .reverseQuestion: ["passage", "answer", "given"]
      case .personaQuestion: ["passage", "answer", "question", "persona"]
      case .translatePair: ["question", "answer"]
      }
    }
  }

  /// Every file that generation needs, relative to `templates/`: what `shikomi init` has to write.
  public static let fileNames: [String] =
    Prompt.allCases.flatMap { prompt in Language.allCases.map { "prompts/\(prompt.rawValue).\($0.rawValue).txt" } }
    + ["rewording", "explanation", "personas"].flatMap { name in Language.allCases.map { "\(name).\($0.rawValue).txt" }
    }

  private let texts: [String: String]
  private let rules: [Language: RewordingRules]
  private let explanations: [Language: RewordingRules]
  private let people: [Language: [Persona]]

  /// A digest of all the wording: part of what a run's results depend on.
  public let hash: ContentHash

  /// Reads the templates of a workspace.
  ///
  /// - Parameter directory: The workspace's `templates/` folder.
  /// - Throws: `TemplateError`, which names the file and what to do.
  public init(directory: URL) throws {
    var texts: [String: String] = [:]
    var rules: [Language: RewordingRules] = [:]
    var explanations: [Language: RewordingRules] = [:]
    var people: [Language: [Persona]] = [:]
    var fields: [String] = []
    for name in Self.fileNames {
      if Self.mayLack(name), !FileManager.default.fileExists(atPath: directory.appendingPathComponent(name).path) {
        continue
      }
      let text = try Self.read(directory.appendingPathComponent(name), name: "templates/" + name)
      fields += [name, text]
      texts[name] = text
    }
    for language in Language.allCases {
      for prompt in Prompt.allCases {
        let name = Self.file(prompt, language)
        if let text = texts[name] { try Self.check(text, of: prompt, file: "templates/" + name) }
      }
      let name = "rewording.\(language.rawValue).txt"
      rules[language] = try RewordingRules(
        parsing: texts[name] ?? "", language: language, file: "templates/" + name)
    }
    for language in Language.allCases {
      let (explanation, personas) = ("explanation.\(language.rawValue).txt", "personas.\(language.rawValue).txt")
      explanations[language] = try RewordingRules(
        parsing: texts[explanation] ?? "", language: language, file: "templates/" + explanation)
      people[language] = try Persona.parse(texts[personas] ?? "", language: language, file: "templates/" + personas)
    }
    self.texts = texts
    self.rules = rules
    self.explanations = explanations
    self.people = people
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

  /// The frames that ask for the sentence an answer stands in.
  public func explanationRules(_ language: Language) -> RewordingRules {
    explanations[language] ?? RewordingRules(language: language)
  }

  /// Who may ask.
  public func personas(_ language: Language) -> [Persona] { people[language] ?? [] }

  /// Makes sure that every prompt is there which a model that follows instructions is asked with.
  ///
  /// - Throws: `TemplateError.missing`.
  public func requireInstructions() throws {
    for prompt in Prompt.allCases {
      for language in Language.allCases where texts[Self.file(prompt, language)] == nil {
        throw TemplateError.missing(file: "templates/" + Self.file(prompt, language))
      }
    }
  }

  /// Makes sure that personas of these names are known in every language.
  ///
  /// - Throws: `TemplateError.unknownPersona`.
  public func requirePersonas(_ names: [String]) throws {
    for name in names {
      for language in Language.allCases where !personas(language).contains(where: { $0.name == name }) {
        throw TemplateError.unknownPersona(name: name, known: personas(language).map(\.name))
      }
    }
  }

  private static func mayLack(_ name: String) -> Bool {
    name.hasPrefix("explanation.") || name.hasPrefix("personas.")
      || Prompt.allCases.contains { $0.needsInstructions && name.hasPrefix("prompts/\($0.rawValue).") }
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
