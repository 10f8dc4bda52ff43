import Foundation
import Records

/// Somebody who asks: a line `NAME | DESCRIPTION | FRAME` of `templates/personas.LANG.txt`.
public struct Persona: Sendable {
  /// As the setting `personas` names it.
  public var name: String
  /// What the person is like: for models that follow instructions.
  public var description: String
  /// The question in the person's mouth, without a model.
  let frame: RewordingRules

  /// The question as the person asks it, by the frame.
  func framed(_ question: String) -> String? { frame.rewordings(of: question, seed: 0).first }

  static func parse(_ text: String, language: Language, file: String) throws -> [Persona] {
    var out: [Persona] = []
    for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = raw.trimmingCharacters(in: .whitespaces)
      if line.isEmpty || line.hasPrefix("#") { continue }
      let parts = line.components(separatedBy: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty, parts[2].components(separatedBy: "*").count == 2
      else { throw TemplateError.malformedPersona(file: file, line: index + 1, text: line) }
      let frame = try RewordingRules(parsing: "* => " + parts[2], language: language, file: file)
      out.append(Persona(name: parts[0], description: parts[1], frame: frame))
    }
    return out
  }
}
