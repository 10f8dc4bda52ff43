public import Foundation
internal import Tensors

/// How a conversation becomes ids. Control tokens come from the template alone: their spelling in what a person wrote stays
/// text.
public struct ChatFormat: Sendable {
  /// The forms that are told apart for people; how a conversation is written, its template alone says.
  public enum Kind: String, Sendable, CaseIterable {
    /// `<|im_start|>role\ncontent<|im_end|>\n`
    case chatML = "chatml"
    /// `[INST] content [/INST] answer</s>`
    case llama2
    /// `<|start_header_id|>role<|end_header_id|>\n\ncontent<|eot_id|>`
    case llama3
    /// `<start_of_turn>role\ncontent<end_of_turn>\n`
    case gemma
    /// `### Instruction:` and `### Response:`, or 「### 指示:」 and 「### 応答:」
    case alpaca
    /// Contents on lines, for models that know no roles.
    case plain
    /// A form of the template's own.
    case own
  }

  /// Where a template comes from.
  public enum Origin: String, Sendable, Codable {
    /// The model's own files.
    case own
    /// Somebody named it.
    case chosen
    /// The model's control tokens tell it, or nothing does.
    case builtIn = "built-in"
  }

  /// Which form.
  public let kind: Kind
  /// Where the template comes from.
  public let origin: Origin
  /// What writes the conversation.
  public let template: ChatTemplate
  /// Any of these ends the assistant's turn.
  public private(set) var stopIDs: [Int32]
  let tokenizer: Tokenizer
  let variables: [String: ChatTemplate.Value]
  /// Special tokens, and others that the template writes.
  let control: ControlTokens
  /// Special tokens alone.
  let specials: ControlTokens
  /// Put in front where the template does not; empty for a model's own template, which knows what its model wants.
  let beginning: [Int32]
  /// One moment for the whole run: a template that tells the date must not tell two.
  let clock: WallClock

  /// The model's own template; for a model without one `chosen`, or else the form that its control tokens tell.
  ///
  /// - Throws: `UnusableModel` where a file with a template or special tokens is there and cannot be read.
  public init(
    tokenizer: Tokenizer, configuration: ModelConfiguration, directory: URL, chosen: ChatTemplate? = nil,
    clock: WallClock = WallClock()
  ) throws(UnusableModel) {
    let (template, origin) = try Self.template(in: directory, addedTokens: tokenizer.addedTokens, chosen: chosen)
    self.init(
      template, origin, tokenizer: tokenizer, specialTokens: try SpecialTokens.texts(in: directory),
      eosTokenIDs: configuration.eosTokenIDs, clock: clock)
  }

  /// A given form; `plain` where the tokenizer lacks its control tokens.
  public init(_ kind: Kind, tokenizer: Tokenizer, eosTokenIDs: [Int32] = []) {
    let isComplete = (Self.controlTokens[kind] ?? []).allSatisfy { tokenizer.id(ofAdded: $0) != nil }
    self.init(
      Self.template(of: isComplete ? kind : .plain), .builtIn, tokenizer: tokenizer, specialTokens: [:],
      eosTokenIDs: eosTokenIDs, clock: WallClock())
  }

  private init(
    _ template: ChatTemplate, _ origin: Origin, tokenizer: Tokenizer, specialTokens: [String: String],
    eosTokenIDs: [Int32], clock: WallClock
  ) {
    self.template = template
    self.origin = origin
    self.tokenizer = tokenizer
    self.clock = clock
    kind = Self.kind(of: template)
    beginning = origin == .own ? [] : tokenizer.prefixIDs
    let ending =
      specialTokens["eos_token"].flatMap { tokenizer.id(ofAdded: $0) } ?? eosTokenIDs.first
      ?? tokenizer.id(ofAdded: "<|endoftext|>") ?? tokenizer.id(ofAdded: "</s>")
    var variables = specialTokens.mapValues { ChatTemplate.Value.string($0) }
    if origin != .own {
      // These templates were not written for this model: what they name must not be left undefined.
      let eos = ending.flatMap { id in tokenizer.addedTokens.first { $0.id == id }?.content }
      variables["eos_token"] = variables["eos_token"] ?? .string(eos ?? "")
      variables["bos_token"] = variables["bos_token"] ?? .string("")
    }
    // Answers are asked for, not thoughts that lead to them.
    variables[ChatTemplate.thinkingSwitch] = .bool(false)
    self.variables = variables
    let special = tokenizer.addedTokens.filter(\.special).map(\.content) + specialTokens.values
    // Tokens of spaces and line ends stand in every text.
    let written = tokenizer.addedTokens.map(\.content).filter { name in
      template.literals.contains(name) && !name.unicodeScalars.allSatisfy(PythonCharacter.isSpace)
    }
    specials = ControlTokens(special)
    control = ControlTokens(special + written)
    stopIDs = []
    var stops = eosTokenIDs
    for id in [endOfTurn, ending] { if let id, !stops.contains(id) { stops.append(id) } }
    stopIDs = stops
  }

  /// The token that the template puts behind an answer.
  private var endOfTurn: Int32? {
    let turns = [ChatTurn(role: "user", content: "?"), ChatTurn(role: "assistant", content: "!")]
    guard let answer = try? locateAnswers(turns) else { return nil }
    let bytes = answer.bytes
    guard var part = answer.ranges.last else { return nil }
    var last: Range<Int>?
    while let found = control.first(in: bytes, part) {
      last = found
      part = found.upperBound..<part.upperBound
    }
    return last.flatMap { tokenizer.id(ofAdded: String(decoding: bytes[$0], as: UTF8.self)) }
  }

  // MARK: Forms

  private static let controlTokens: [Kind: [String]] = [
    .chatML: ["<|im_start|>", "<|im_end|>"],
    .llama3: ["<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"],
  ]

  private static func recognize(_ tokens: [AddedToken]) -> Kind {
    let contents = Set(tokens.map(\.content))
    return [.chatML, .llama3].first { contents.isSuperset(of: controlTokens[$0] ?? []) } ?? .plain
  }

  /// The template of a model directory's conversations: its own, or `chosen`, or else the one that its tokens tell.
  ///
  /// - Throws: `UnusableModel` where a file with a template is there and cannot be read.
  static func template(
    in directory: URL, addedTokens: [AddedToken], chosen: ChatTemplate?
  ) throws(UnusableModel) -> (template: ChatTemplate, origin: Origin) {
    template(own: try ChatTemplate.own(in: directory), addedTokens: addedTokens, chosen: chosen)
  }

  /// The same, where the directory's own template has been read already.
  static func template(
    own: ChatTemplate?, addedTokens: [AddedToken], chosen: ChatTemplate?
  ) -> (template: ChatTemplate, origin: Origin) {
    if let own { return (own, .own) }
    return chosen.map { ($0, .chosen) } ?? (template(of: recognize(addedTokens)), .builtIn)
  }

  /// The form that a template's text shows.
  static func kind(of template: ChatTemplate) -> Kind {
    if template.source == Kind.plain.rawValue { return .plain }
    let signs: [(Kind, String)] = [
      (.chatML, "<|im_start|>"), (.llama3, "<|start_header_id|>"), (.gemma, "<start_of_turn>"), (.llama2, "[INST]"),
      (.alpaca, "### Instruction:"), (.alpaca, "### 指示:"),
    ]
    return signs.first { template.text.contains($0.1) }?.0 ?? .own
  }

  private static func template(of kind: Kind) -> ChatTemplate {
    switch kind {
    case .chatML: builtIn.chatML
    case .llama3: builtIn.llama3
    default: builtIn.plain
    }
  }

  private static let builtIn = (
    chatML: builtIn(BuiltInTemplates.chatML, .chatML), llama3: builtIn(BuiltInTemplates.llama3, .llama3),
    plain: builtIn(BuiltInTemplates.plain, .plain)
  )

  private static func builtIn(_ text: String, _ kind: Kind) -> ChatTemplate {
    do {
      return try ChatTemplate(text, source: kind.rawValue)
    } catch {
      preconditionFailure("the built-in template \(kind.rawValue) is malformed: \(error)")
    }
  }
}
