public import Foundation
internal import Tensors

/// How a conversation becomes ids. Control tokens come from here alone: their spelling in what a person wrote stays text.
public struct ChatFormat: Sendable {
  /// The formats that are known.
  public enum Kind: String, Sendable, CaseIterable {
    /// `<|im_start|>role\ncontent<|im_end|>\n`
    case chatML = "chatml"
    /// `<|start_header_id|>role<|end_header_id|>\n\ncontent<|eot_id|>`
    case llama3
    /// Contents on lines, for models that know no roles.
    case plain
  }

  /// Which format.
  public let kind: Kind
  /// Any of these ends the assistant's turn.
  public let stopIDs: [Int32]
  private let tokenizer: Tokenizer
  private let control: [String: Int32]
  private let beginning: [Int32]
  private let endOfText: Int32?

  /// Recognises the format from the control tokens and, where there are several, from `tokenizer_config.json`'s template.
  ///
  /// - Throws: `UnusableModel` where `tokenizer_config.json` is there and cannot be read.
  public init(tokenizer: Tokenizer, configuration: ModelConfiguration, directory: URL) throws(UnusableModel) {
    let url = directory.appendingPathComponent("tokenizer_config.json")
    let file = try JSONFile.decodeIfPresent(
      TokenizerConfigFile.self, from: url,
      advice: Explanation(en: "mend or remove that file", ja: "このファイルを直すか、取り除いてください"))
    var template = file?.chat_template?.text
    let separate = directory.appendingPathComponent("chat_template.jinja")
    if template == nil { template = try? String(contentsOf: separate, encoding: .utf8) }
    self.init(
      Self.recognize(tokenizer, template: template), tokenizer: tokenizer, eosTokenIDs: configuration.eosTokenIDs)
  }

  /// A given format; `plain` where the tokenizer lacks its control tokens.
  public init(_ kind: Kind, tokenizer: Tokenizer, eosTokenIDs: [Int32] = []) {
    var control: [String: Int32] = [:]
    for name in Self.controlTokens[kind] ?? [] { control[name] = tokenizer.id(ofAdded: name) }
    let isComplete = control.count == (Self.controlTokens[kind] ?? []).count
    self.kind = isComplete ? kind : .plain
    self.control = control
    self.tokenizer = tokenizer
    endOfText = eosTokenIDs.first ?? tokenizer.id(ofAdded: "<|endoftext|>") ?? tokenizer.id(ofAdded: "</s>")
    switch self.kind {
    case .llama3: beginning = tokenizer.id(ofAdded: "<|begin_of_text|>").map { [$0] } ?? []
    case .chatML: beginning = []
    case .plain: beginning = tokenizer.prefixIDs
    }
    var stops = eosTokenIDs
    for name in ["<|im_end|>", "<|eot_id|>"] {
      if let id = control[name], !stops.contains(id) { stops.append(id) }
    }
    if let endOfText, !stops.contains(endOfText) { stops.append(endOfText) }
    stopIDs = stops
  }

  /// The ids of a conversation, with the mask of what is to be learned.
  public func render(_ turns: [ChatTurn], addGenerationPrompt: Bool = false) -> RenderedChat {
    var chat = RenderedChat()
    chat.append(beginning)
    for turn in turns { append(turn, to: &chat) }
    if addGenerationPrompt { chat.append(header("assistant")) }
    return chat
  }

  private func append(_ turn: ChatTurn, to chat: inout RenderedChat) {
    let isAnswer = turn.role == "assistant"
    let content = kind == .llama3 ? turn.content.trimmingCharacters(in: .whitespacesAndNewlines) : turn.content
    if isAnswer {
      // Header and answer apart, as when the answer is generated: no merge may cross the border.
      chat.append(header(turn.role))
      chat.append(tokenizer.encode(content), learned: true)
    } else {
      chat.append(header(turn.role, followedBy: content))
    }
    switch kind {
    case .chatML:
      chat.append(ids("<|im_end|>"), learned: isAnswer)
      chat.append(tokenizer.encode("\n"))
    case .llama3: chat.append(ids("<|eot_id|>"), learned: isAnswer)
    case .plain:
      let end = isAnswer ? endOfText.map { [$0] } : nil
      chat.append(end ?? tokenizer.encode("\n"), learned: isAnswer)
    }
  }

  private func header(_ role: String, followedBy content: String = "") -> [Int32] {
    switch kind {
    case .chatML: ids("<|im_start|>") + tokenizer.encode(role + "\n" + content)
    case .llama3:
      ids("<|start_header_id|>") + tokenizer.encode(role) + ids("<|end_header_id|>")
        + tokenizer.encode("\n\n" + content)
    case .plain: tokenizer.encode(content)
    }
  }

  private func ids(_ name: String) -> [Int32] { control[name].map { [$0] } ?? [] }

  private static let controlTokens: [Kind: [String]] = [
    .chatML: ["<|im_start|>", "<|im_end|>"],
    .llama3: ["<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"],
  ]

  private static func recognize(_ tokenizer: Tokenizer, template: String?) -> Kind {
    func has(_ kind: Kind) -> Bool { (controlTokens[kind] ?? []).allSatisfy { tokenizer.id(ofAdded: $0) != nil } }
    if let template {
      if template.contains("<|im_start|>"), has(.chatML) { return .chatML }
      if template.contains("<|start_header_id|>"), has(.llama3) { return .llama3 }
      return .plain
    }
    return has(.chatML) ? .chatML : has(.llama3) ? .llama3 : .plain
  }

  /// The part of `tokenizer_config.json` that matters here.
  private struct TokenizerConfigFile: Decodable {
    /// One template, or several with names.
    struct Template: Decodable {
      struct Named: Decodable { var name, template: String }

      var text: String?

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let one = try? container.decode(String.self) {
          text = one
        } else {
          let named = try container.decode([Named].self)
          text = (named.first { $0.name == "default" } ?? named.first)?.template
        }
      }
    }

    var chat_template: Template?
  }
}
