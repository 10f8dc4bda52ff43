public import Foundation
public import Records

/// What a judge is asked, `templates/prompts/judge-….LANG.txt`: read only where somebody has configured one, so that a
/// workspace without these files works as before.
public struct JudgePrompts: Sendable {
  /// The order in which a judge sees passage and pair. A model leans towards what stands last and towards what it has just
  /// read: what it says in both orders does not come from that (Wang et al. 2023, Zheng et al. 2023).
  enum Order: String, CaseIterable {
    case passageFirst = "judge-passage-first"
    case questionFirst = "judge-question-first"
  }

  private static let placeholders = ["passage", "question", "answer"]
  private let texts: [String: String]
  /// A digest of the wording.
  public let hash: ContentHash

  /// Reads the prompts of a workspace.
  ///
  /// - Parameter directory: The workspace's `templates/` folder.
  /// - Throws: `TemplateError`.
  public init(directory: URL) throws {
    var texts: [String: String] = [:]
    var fields: [String] = []
    for order in Order.allCases {
      for language in Language.allCases {
        let name = "prompts/\(order.rawValue).\(language.rawValue).txt"
        let url = directory.appendingPathComponent(name)
        guard FileManager.default.fileExists(atPath: url.path) else {
          throw TemplateError.missing(file: "templates/" + name)
        }
        let text: String
        do {
          text = try String(contentsOf: url, encoding: .utf8)
        } catch {
          throw TemplateError.unreadable(file: "templates/" + name, why: BilingualText(reasonOf: error))
        }
        for placeholder in Self.placeholders where !text.contains("{{\(placeholder)}}") {
          throw TemplateError.placeholderNotUsed(file: "templates/" + name, placeholder: placeholder)
        }
        texts[Self.key(order, language)] = text.trimmingCharacters(in: .whitespacesAndNewlines)
        fields += [name, text]
      }
    }
    self.texts = texts
    hash = ContentHash(of: fields)
  }

  /// What is filled in is never searched for placeholders again.
  func render(_ order: Order, _ item: Judge.Item) -> String {
    let values = ["passage": item.passage, "question": item.question, "answer": item.answer]
    var out = ""
    var rest = texts[Self.key(order, item.language), default: ""][...]
    while let open = rest.range(of: "{{"), let close = rest[open.upperBound...].range(of: "}}") {
      out += rest[..<open.lowerBound] + values[String(rest[open.upperBound..<close.lowerBound]), default: ""]
      rest = rest[close.upperBound...]
    }
    return out + rest
  }

  private static func key(_ order: Order, _ language: Language) -> String { "\(order.rawValue).\(language.rawValue)" }
}
