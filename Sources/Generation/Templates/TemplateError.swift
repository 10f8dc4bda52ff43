public import Foundation

/// A template that cannot be used. The command line answers with exit code 2: the workspace is wrong, not the run.
public enum TemplateError: Error, Sendable, Equatable, CustomStringConvertible, LocalizedError {
  case missing(file: String)
  case unreadable(file: String, why: String)
  case unknownPlaceholder(file: String, line: Int, placeholder: String, known: [String])
  case placeholderNotUsed(file: String, placeholder: String)
  case malformedRule(file: String, line: Int, text: String)

  /// What is wrong with which file, and what to do.
  public var description: String {
    switch self {
    case .missing(let file):
      "The template \(file) is missing. Restore it with `shikomi init`, which writes the default templates and leaves "
        + "the ones that are there alone."
    case .unreadable(let file, let why):
      "The template \(file) cannot be read: \(why). Make it readable UTF-8 text, or delete it and run `shikomi init`."
    case .unknownPlaceholder(let file, let line, let placeholder, let known):
      "The template \(file), line \(line), has the placeholder {{\(placeholder)}}, which nothing fills. Known there: "
        + known.map { "{{\($0)}}" }.joined(separator: ", ") + ". Correct it, or delete the file and run `shikomi init`."
    case .placeholderNotUsed(let file, let placeholder):
      "The template \(file) does not use {{\(placeholder)}}, so the model would not see it. Add it, or delete the file "
        + "and run `shikomi init`."
    case .malformedRule(let file, let line, let text):
      "The rewording rules \(file), line \(line), cannot be read: \"\(text)\". A rule is `LEFT => RIGHT` with one `*` "
        + "on each side. Correct it, or delete the file and run `shikomi init`."
    }
  }

  /// The same as `description`.
  public var errorDescription: String? { description }
}
