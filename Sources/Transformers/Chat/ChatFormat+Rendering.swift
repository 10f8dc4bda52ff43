internal import Foundation
internal import Tensors

extension ChatFormat {
  /// The ids of a conversation, with the mask of what is to be learned: what the assistant says and the token that ends it.
  ///
  /// A text is cut where an answer begins, as when the answer is generated: no merge crosses the border, and the ids before
  /// it are those of the prompt. Of a prompt nothing is to be learned.
  ///
  /// - Throws: `ChatTemplateError` where the template refuses the conversation, or writes it so that the answers cannot be
  ///   found in it.
  public func render(
    _ turns: [ChatTurn], addGenerationPrompt: Bool = false
  ) throws(ChatTemplateError) -> RenderedChat {
    var chat = RenderedChat()
    let (bytes, answers) = try parts(turns, prompt: addGenerationPrompt)
    let first = answers.first?.lowerBound ?? bytes.count
    chat.append(begun(encode(bytes[..<first], isFirst: true)))
    for (index, answer) in answers.enumerated() {
      let next = index + 1 < answers.count ? answers[index + 1].lowerBound : bytes.count
      append(bytes[answer], bytes[answer.upperBound..<next], to: &chat, learned: !addGenerationPrompt)
    }
    return chat
  }

  /// A conversation's text and where to cut it. A prompt needs no answers found: where the template hides them, as in one
  /// that leaves old turns out, it is one piece.
  private func parts(
    _ turns: [ChatTurn], prompt: Bool
  ) throws(ChatTemplateError) -> (bytes: [UInt8], answers: [Range<Int>]) {
    if turns.contains(where: { $0.role == "assistant" }) {
      do {
        let located = try locateAnswers(turns, prompt: prompt)
        return (located.bytes, located.ranges)
      } catch {
        guard prompt, error.reason == .answersNotFound else { throw error }
      }
    }
    return (Array(try rendering(marked(turns), prompt: prompt).text.utf8), [])
  }

  /// How people know the template: the name of the model's own file, the path within a workspace of one that somebody named,
  /// or the name of one that is built in.
  public var templateName: String { Self.name(of: template, origin) }

  /// How people know a template.
  static func name(of template: ChatTemplate, _ origin: Origin) -> String {
    let parts = template.source.split(separator: "/")
    return parts.suffix(origin == .own ? 1 : 3).joined(separator: "/")
  }

  /// A conversation as the template writes it.
  ///
  /// - Throws: `ChatTemplateError` where the template refuses the conversation.
  public func text(
    _ turns: [ChatTurn], addGenerationPrompt: Bool = false
  ) throws(ChatTemplateError) -> String {
    try rendering(turns, prompt: addGenerationPrompt).text
  }

  /// An answer and what follows it, up to the next answer.
  private func append(
    _ answer: ArraySlice<UInt8>, _ rest: ArraySlice<UInt8>, to chat: inout RenderedChat, learned isLearned: Bool
  ) {
    let learned = encode(answer, isFirst: chat.ids.isEmpty)
    let whole = encode(answer + rest, isFirst: chat.ids.isEmpty)
    chat.append(learned, learned: isLearned)
    // Where a merge crosses the answer's end, what follows is encoded by itself.
    chat.append(whole.starts(with: learned) ? Array(whole.dropFirst(learned.count)) : encode(rest, isFirst: false))
  }

  private func begun(_ ids: [Int32]) -> [Int32] { ids.starts(with: beginning) ? ids : beginning + ids }

  // MARK: Text

  /// Conversations in which a control token is spelled have it marked, so that it is told from the template's own. The
  /// assistant may write tokens that are not special, such as `<think>`, where its template looks for them.
  func marked(_ turns: [ChatTurn]) -> [ChatTurn] {
    turns.map { turn in
      let tokens = turn.role == "assistant" ? specials : control
      guard tokens.isSpelled(in: turn.content) || control.isSpelled(in: turn.role) else { return turn }
      return ChatTurn(role: control.marked(turn.role), content: tokens.marked(turn.content))
    }
  }

  func rendering(_ turns: [ChatTurn], prompt: Bool) throws(ChatTemplateError) -> ChatTemplate.Rendering {
    let messages = turns.map { turn in
      ChatTemplate.Value.object([.init("role", .string(turn.role)), .init("content", .string(turn.content))])
    }
    return try template.render(messages, addGenerationPrompt: prompt, variables: variables, clock: clock)
  }

  // MARK: Ids

  /// The ids of a part of a rendered text; control tokens count, but for those that are marked.
  private func encode(_ bytes: ArraySlice<UInt8>, isFirst: Bool) -> [Int32] {
    var ids: [Int32] = []
    for (index, piece) in control.pieces(of: bytes).enumerated() {
      let text = String(decoding: piece.bytes, as: UTF8.self)
      let isBeginning = isFirst && index == 0
      if piece.isPlain {
        ids += letters(of: text, isFirst: isBeginning)
      } else {
        ids += isBeginning ? tokenizer.encode(text, recognizingSpecial: true) : continued(text, isPlain: false)
      }
    }
    return ids
  }

  /// The ids of a control token's letters. Tokenizers always recognise tokens that are not special, so that these are cut
  /// behind their first character.
  private func letters(of text: String, isFirst: Bool) -> [Int32] {
    let ids = isFirst ? tokenizer.encode(text) : continued(text, isPlain: true)
    guard let token = tokenizer.id(ofAdded: text), ids.contains(token) else { return ids }
    let first = String(text.unicodeScalars.prefix(1))
    let rest = String(text.unicodeScalars.dropFirst())
    return (isFirst ? tokenizer.encode(first) : continued(first, isPlain: true)) + continued(rest, isPlain: true)
  }

  /// The ids of a text in the middle of another: a tokenizer that puts a space before a text's beginning sees a new line in
  /// front, whose ids are taken off again.
  private func continued(_ text: String, isPlain: Bool) -> [Int32] {
    let alone = tokenizer.encode(text, recognizingSpecial: !isPlain)
    let line = tokenizer.encode("\n")
    let probe = tokenizer.encode("\na")
    guard probe.starts(with: line), probe.dropFirst(line.count) != tokenizer.encode("a")[...] else { return alone }
    let whole = tokenizer.encode("\n" + text, recognizingSpecial: !isPlain)
    return whole.starts(with: line) ? Array(whole.dropFirst(line.count)) : alone
  }
}
