internal import Tensors

/// A chat template: Jinja that writes a conversation out as the model saw it in its training. It is rendered as
/// `apply_chat_template` of the transformers library does.
public struct ChatTemplate: Sendable {
  /// Data for a template, in the order in which it came.
  public indirect enum Value: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case float(Double)
    case string(String)
    case array([Value])
    case object([Member])

    /// A key and its value.
    public struct Member: Sendable, Hashable {
      /// The key.
      public var name: String
      /// The value.
      public var value: Value

      /// Puts a value under a name.
      public init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
      }
    }
  }

  /// What a template writes.
  public struct Rendering: Sendable, Hashable {
    /// The whole text.
    public var text: String
    /// What the assistant says by the template's own `{% generation %}`, as ranges of UTF-8 bytes; nil where the template
    /// catches its output before it is written, so that the places are not known.
    public var generated: [Range<Int>]?
  }

  /// The file it came from, or the name of one that is built in.
  public let source: String
  /// The template itself.
  public let text: String
  /// Whether it marks what the assistant says.
  public let marksGeneration: Bool
  /// What it may write by itself: its text and the strings in its expressions, with NUL between them.
  let literals: String
  /// Whether it asks if the model is to think before it answers.
  var hasThinkingSwitch: Bool { text.contains(Self.thinkingSwitch) }
  /// The variable by which templates do.
  static let thinkingSwitch = "enable_thinking"
  private let statements: [JinjaStatement]
  var limits = JinjaLimits()

  /// Reads a template.
  ///
  /// - Throws: `ChatTemplateError` with the line and what was expected there.
  public init(_ text: String, source: String) throws(ChatTemplateError) {
    self.source = source
    self.text = text
    do {
      let tokens = try JinjaLexer.tokens(of: text)
      statements = try JinjaParser.statements(of: tokens)
      literals = tokens.compactMap(\.literal).joined(separator: "\0")
    } catch {
      throw ChatTemplateError(.syntax, source: source, line: error.line, detail: error.detail)
    }
    marksGeneration = Self.marksGeneration(statements)
  }

  /// Writes out a conversation.
  ///
  /// - Parameters:
  ///   - messages: Objects with `role`, `content` and whatever else the template reads; what is null is left out.
  ///   - addGenerationPrompt: Whether the beginning of the assistant's next turn is written too.
  ///   - variables: Special tokens by their names (`bos_token`, …) and others, such as `enable_thinking`.
  ///   - clock: What the template takes for now.
  /// - Throws: `ChatTemplateError`.
  public func render(
    _ messages: [Value], addGenerationPrompt: Bool = false, variables: [String: Value] = [:],
    clock: WallClock = WallClock()
  ) throws(ChatTemplateError) -> Rendering {
    let evaluator = JinjaEvaluator(limits: limits, clock: clock)
    do {
      var values = try variables.mapValues { try evaluator.value(of: $0) }
      values["messages"] = try evaluator.list(try messages.map { try evaluator.message($0) })
      values["add_generation_prompt"] = .boolean(addGenerationPrompt)
      // As `apply_chat_template` hands them over where nobody gives them.
      for name in ["tools", "documents"] where values[name] == nil { values[name] = JinjaValue.none }
      let text = try evaluator.render(statements, variables: values)
      return Rendering(text: text, generated: evaluator.generated)
    } catch let failure as JinjaFailure {
      throw ChatTemplateError(failure.reason, source: source, line: evaluator.line, detail: failure.explanation)
    } catch {
      throw ChatTemplateError(
        .failed, source: source, line: evaluator.line, detail: Explanation(verbatim: String(describing: error)))
    }
  }

  private static func marksGeneration(_ statements: [JinjaStatement]) -> Bool {
    statements.contains { statement in
      switch statement.kind {
      case .generation: true
      case .setBlock(_, _, let body), .filterBlock(_, let body), .with(_, let body), .block(_, let body),
        .scope(let body):
        marksGeneration(body)
      case .condition(let branches, let otherwise):
        branches.contains { marksGeneration($0.body) } || marksGeneration(otherwise)
      case .loop(let loop): marksGeneration(loop.body) || marksGeneration(loop.otherwise)
      case .macro(let macro), .callBlock(let macro, _, _): marksGeneration(macro.body)
      default: false
      }
    }
  }
}

extension JinjaEvaluator {
  /// Data as the template sees it.
  func value(of data: ChatTemplate.Value) throws -> JinjaValue {
    switch data {
    case .null: return .none
    case .bool(let value): return .boolean(value)
    case .integer(let value): return .integer(value)
    case .float(let value): return .float(value)
    case .string(let text): return try string(text)
    case .array(let items): return try list(try items.map { try value(of: $0) })
    case .object(let members):
      var made = JinjaDictionary()
      for member in members { made.set(member.name, to: try value(of: member.value)) }
      return try dictionary(made)
    }
  }

  /// A message without what is null, and with reasoning under the names that templates read.
  func message(_ data: ChatTemplate.Value) throws -> JinjaValue {
    guard case .object(var members) = data else { return try value(of: data) }
    members.removeAll { $0.value == .null }
    let names = ["reasoning_content", "thinking", "reasoning"]
    let reasoning = names.lazy.compactMap { name in members.first { $0.name == name } }.first
    if let reasoning {
      let thinking = members.first { $0.name == "thinking" }
      members.removeAll { $0.name == "thinking" }
      members.insert(thinking ?? .init("thinking", reasoning.value), at: 0)
      if !members.contains(where: { $0.name == "reasoning_content" }) {
        members.append(.init("reasoning_content", reasoning.value))
      }
    }
    return try value(of: .object(members))
  }
}
