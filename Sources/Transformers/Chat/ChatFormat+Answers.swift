internal import Foundation
internal import Tensors

extension ChatFormat {
  /// A conversation's text and where in it the assistant speaks: each answer with the token that ends it, as the template's
  /// own `{% generation %}` says, or else by comparing what it writes for shorter and longer conversations.
  func locateAnswers(
    _ turns: [ChatTurn], prompt: Bool = false
  ) throws(ChatTemplateError) -> (bytes: [UInt8], ranges: [Range<Int>]) {
    let turns = marked(turns)
    let whole = try rendering(turns, prompt: prompt)
    let bytes = Array(whole.text.utf8)
    if template.marksGeneration, let generated = whole.generated, !generated.isEmpty { return (bytes, generated) }
    var ranges: [Range<Int>] = []
    for (index, turn) in turns.enumerated() where turn.role == "assistant" {
      let start = try start(of: index, turns, bytes, after: ranges.last?.upperBound ?? 0)
      ranges.append(start..<(try end(of: index, turns, bytes, from: start)))
    }
    return (bytes, ranges)
  }

  /// What the template writes for the turns before one, where it takes them.
  private func before(_ index: Int, _ turns: [ChatTurn], prompt: Bool) -> [UInt8]? {
    guard let text = try? rendering(Array(turns[..<index]), prompt: prompt).text else { return nil }
    return Array(text.utf8)
  }

  /// An answer begins where the prompt for it ends; where the template has changed the prompt since, at its own words.
  private func start(
    of index: Int, _ turns: [ChatTurn], _ bytes: [UInt8], after last: Int
  ) throws(ChatTemplateError) -> Int {
    let prompt = before(index, turns, prompt: true) ?? []
    if !prompt.isEmpty, prompt.count >= last, bytes.starts(with: prompt) { return prompt.count }
    let earlier = before(index, turns, prompt: false).flatMap { bytes.starts(with: $0) ? $0.count : nil } ?? last
    guard let found = words(of: turns[index], in: bytes, from: max(earlier, last)) else {
      throw answerNotFound(index)
    }
    // White space between what the prompt shares and the words is the answer's own.
    let shared = self.shared(prompt, bytes, from: earlier)
    if shared >= max(earlier, last), isSpace(bytes, shared, found.lowerBound) { return shared }
    return endOfPrompt(prompt, bytes, before: found.lowerBound, after: max(earlier, last))
  }

  /// Where the prompt's last characters stand before an answer's words, with nothing but white space between them.
  private func endOfPrompt(_ prompt: [UInt8], _ bytes: [UInt8], before words: Int, after last: Int) -> Int {
    let tail = prompt.suffix(6)
    guard tail.count == 6 else { return words }
    var place = words
    while place > last, isSpace(bytes, place, words) {
      if bytes[..<place].suffix(6).elementsEqual(tail) { return place }
      place -= 1
    }
    return words
  }

  /// How much of another text's beginning a text has, no control token cut in two.
  private func shared(_ other: [UInt8], _ bytes: [UInt8], from start: Int) -> Int {
    let common = zip(other, bytes).prefix { $0 == $1 }.count
    var index = min(start, other.count)
    while let token = control.first(in: other, index..<other.count), token.lowerBound < common {
      if token.contains(common) { return token.lowerBound }
      index = token.upperBound
    }
    return common
  }

  private func isSpace(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
    start <= end
      && String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars.allSatisfy(PythonCharacter.isSpace)
  }

  /// An answer ends with the first control token behind its words; without one, with all that the turn adds.
  private func end(
    of index: Int, _ turns: [ChatTurn], _ bytes: [UInt8], from start: Int
  ) throws(ChatTemplateError) -> Int {
    var limit = bytes.count
    if index + 1 < turns.count {
      let shorter = before(index + 1, turns, prompt: false) ?? []
      let common = shared(shorter, bytes, from: start)
      let spoken = words(of: turns[index], in: bytes, from: start)?.upperBound
      // What the shorter conversation writes differently from here on is no part of this turn.
      limit = common > start ? max(common, spoken ?? start) : spoken.map { end(of: $0, in: bytes) } ?? start
      // One token may end the last answer and another those before it.
      if control.begins(shorter, at: common) { limit = end(of: limit, in: bytes) }
      guard limit > start || turns[index].content.isEmpty else { throw answerNotFound(index) }
    }
    let words = words(of: turns[index], in: bytes, from: start)?.upperBound ?? start
    return control.first(in: bytes, min(words, limit)..<limit)?.upperBound ?? limit
  }

  /// The end of a control token that follows, perhaps after white space.
  private func end(of words: Int, in bytes: [UInt8]) -> Int {
    guard let token = control.first(in: bytes, words..<bytes.count) else { return words }
    return isSpace(bytes, words, token.lowerBound) ? token.upperBound : words
  }

  /// Where a turn's own words stand, without the white space around them, which templates take away; where they do not
  /// stand as a whole, those behind its thoughts, which templates leave out of earlier turns.
  private func words(of turn: ChatTurn, in bytes: [UInt8], from start: Int) -> Range<Int>? {
    let content = PythonText(turn.content)
    if let found = Self.first(content, in: bytes, from: start) { return found }
    let parts = content.splitFromEnd(PythonText("</think>"), limit: 1)
    return parts.count == 2 ? Self.first(parts[1], in: bytes, from: start) : nil
  }

  private static func first(_ text: PythonText, in bytes: [UInt8], from start: Int) -> Range<Int>? {
    let words = Array(text.stripped().string.utf8)
    guard let first = words.first, start + words.count <= bytes.count else { return nil }
    for index in start...(bytes.count - words.count)
    where bytes[index] == first && bytes[index..<(index + words.count)].elementsEqual(words) {
      return index..<(index + words.count)
    }
    return nil
  }

  private func answerNotFound(_ index: Int) -> ChatTemplateError {
    ChatTemplateError(
      .answersNotFound, source: template.source, line: nil,
      detail: Explanation(
        en: "message \(index + 1), the assistant's, is written differently once others follow it",
        ja: "\(index + 1) 番目のメッセージ（アシスタントの回答）の書き方が、後に続くメッセージによって変わります"))
  }
}
