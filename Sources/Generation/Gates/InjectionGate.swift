import Foundation
import Records

/// What the answer stands in speaks to people. A sentence that gives orders to a model that reads it (a prompt injection) is
/// no source of facts, whoever words the question.
struct InjectionGate: TextGate {
  let name = GateName.noInjection
  let reasons = [
    "speaks-to-model": BilingualText(
      en:
        "The answer stands in a sentence that speaks to a model rather than to people, or behind one in its paragraph.",
      ja: "答えのある文が、人ではなくモデルへの指示になっているか、同じ段落でそうした指示の後に続いています。")
  ]

  init() {}

  func measure(_ subject: GateSubject) -> GateMeasure {
    let own = Self.measure(subject.range, in: subject.chunk)
    guard own.score > 0, let planted = Self.planted(in: subject) else { return own }
    return .flaw("speaks-to-model", found: planted)
  }

  /// What a sentence of the passage tells a model to say, where the question says it and nothing else in the passage does.
  private static func planted(in subject: GateSubject) -> String? {
    let sentences = subject.chunk.text.split(separator: "\n").flatMap { scores(String($0), subject.chunk) }
    let orders = sentences.filter { $0.score == 0 }.map(\.sentence.text)
    guard !orders.isEmpty else { return nil }
    let others = sentences.filter { $0.score > 0 }.map(\.sentence.text) + subject.chunk.context
    return orders.flatMap(SpokenSentence.quotations).first { quoted in
      quoted.count > 2 && subject.question.contains(quoted) && !others.contains { $0.contains(quoted) }
    }
  }

  /// The score is 0 where one of the sentences that the range touches speaks to a model, and 0.5 where one stands behind an
  /// order to set earlier instructions aside, in the same paragraph.
  static func measure(_ range: Range<Int>, in chunk: Chunk) -> GateMeasure {
    let bytes = Array(chunk.text.utf8)
    let start = min(max(0, range.lowerBound), bytes.count)
    let end = min(max(start, range.upperBound), bytes.count)
    let lower = bytes[..<start].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let upper = bytes[end...].firstIndex(of: 0x0A) ?? bytes.count
    var worst = GateMeasure.sound
    var place = lower
    for paragraph in bytes[lower..<upper].split(separator: 0x0A, omittingEmptySubsequences: false) {
      let text = String(decoding: paragraph, as: UTF8.self)
      for (sentence, score) in scores(text, chunk) {
        let own = place + sentence.range.lowerBound..<place + sentence.range.upperBound
        guard own.overlaps(start..<max(end, start + 1)), score < worst.score else { continue }
        worst = .flaw("speaks-to-model", found: sentence.text, score: score)
      }
      place += paragraph.count + 1
    }
    return worst
  }

  private static func scores(_ paragraph: String, _ chunk: Chunk) -> [(sentence: SpokenSentence, score: Double)] {
    guard ModelAddress.mayStand(in: paragraph) else { return [] }
    var out: [(sentence: SpokenSentence, score: Double)] = []
    var (isBehindOverride, isBehindAnnouncement) = (false, false)
    for sentence in SpokenSentence.all(in: paragraph, chunk.language) {
      let isOverride = ModelAddress.overrides(sentence)
      let obeysAnnouncement = isBehindAnnouncement && ModelAddress.ordersWords(sentence.spoken)
      let speaks =
        isOverride || ModelAddress.speaks(sentence)
        || ((obeysAnnouncement || ModelAddress.commandsAssistant(sentence) || isPlayed(sentence, in: chunk))
          && !isAboutAssistants(chunk))
        || (ModelAddress.commandsWriter(sentence.spoken) && !isAboutWriting(chunk))
      out.append((sentence, speaks ? 0 : isBehindOverride ? 0.5 : 1))
      if isOverride { isBehindOverride = true }
      if ModelAddress.announces(sentence.spoken) { isBehindAnnouncement = true }
    }
    return out
  }

  /// A model's turn of a dialogue that the passage plays, where somebody asks it in the same passage.
  private static func isPlayed(_ sentence: SpokenSentence, in chunk: Chunk) -> Bool {
    guard ModelAddress.isModelTurn(sentence.text) else { return false }
    return ModelAddress.holdsBothTurns(sentence.text)
      || chunk.text.split(separator: "\n").contains { line in
        SpokenSentence.all(in: String(line), chunk.language).contains { ModelAddress.isUserTurn($0.text) }
      }
  }

  /// Whether headings, or sentences that speak to nobody, are about assistants: in a chatbot's manual `the assistant must
  /// answer …` is a rule for its makers.
  private static func isAboutAssistants(_ chunk: Chunk) -> Bool {
    if chunk.context.contains(where: ModelAddress.namesAssistant) { return true }
    return chunk.text.split(separator: "\n").contains { line in
      SpokenSentence.all(in: String(line), chunk.language).contains { sentence in
        ModelAddress.namesAssistant(sentence.text) && !ModelAddress.overrides(sentence)
          && !ModelAddress.speaks(sentence)
          && !ModelAddress.commandsAssistant(sentence) && !ModelAddress.announces(sentence.spoken)
          && !ModelAddress.isModelTurn(sentence.text)
      }
    }
  }

  /// Whether headings or other sentences are about questionnaires, exams or training data, which people write.
  private static func isAboutWriting(_ chunk: Chunk) -> Bool {
    if chunk.context.contains(where: ModelAddress.namesWriting) { return true }
    return chunk.text.split(separator: "\n").contains { line in
      SpokenSentence.all(in: String(line), chunk.language).contains { sentence in
        ModelAddress.namesWriting(sentence.text) && !ModelAddress.commandsWriter(sentence.spoken)
          && !ModelAddress.overrides(sentence) && !ModelAddress.speaks(sentence)
      }
    }
  }
}

/// A sentence of a paragraph, once as it stands and once without what it quotes.
struct SpokenSentence {
  private static let pairs: [Character: Character] = ["「": "」", "『": "』", "“": "”", "\"": "\""]

  /// UTF-8 offsets in the paragraph.
  let range: Range<Int>
  /// In compatibility forms, without signs that nobody sees.
  let text: String
  /// The same with `…` for each quotation: what is quoted is spoken about, not said. A sentence that is nothing but a
  /// quotation says it.
  let spoken: String

  private init(_ characters: ArraySlice<Character>, at start: Int) {
    range = start..<start + characters.reduce(0) { $0 + $1.utf8.count }
    text = Self.plain(String(characters))
    // NFKC would make three full stops of the mark that stands for a quotation.
    spoken = Self.withoutQuotations(Array(text)[...])
  }

  /// The sentences of a paragraph; what ends inside quotation marks, or with them, ends none.
  static func all(in paragraph: String, _ language: Language) -> [SpokenSentence] {
    let characters = Array(paragraph)
    let closings = closings(characters)
    var isQuoted = [Bool](repeating: false, count: characters.count)
    for (open, close) in closings { for place in open...close { isQuoted[place] = true } }
    var ends = Set(SentenceSplitter.split(paragraph, language: language).map(\.upperBound))
    var out: [SpokenSentence] = []
    var (start, offset, end, lastSeen) = (0, 0, 0, 0)
    for (place, character) in characters.enumerated() {
      end += character.utf8.count
      if !character.isWhitespace { lastSeen = place }
      let isLast = place + 1 == characters.count
      guard isLast || ends.remove(end) != nil && !isQuoted[lastSeen] else { continue }
      out.append(SpokenSentence(characters[start...place], at: offset))
      (start, offset) = (place + 1, end)
    }
    return out
  }

  /// Where each quotation ends that is closed.
  private static func closings(_ characters: [Character]) -> [Int: Int] {
    var out: [Int: Int] = [:]
    var place = 0
    while place < characters.count {
      if let mark = pairs[characters[place]], let end = characters[(place + 1)...].firstIndex(of: mark) {
        out[place] = end
        place = end
      }
      place += 1
    }
    return out
  }

  /// What a text says between quotation marks.
  static func quotations(in text: String) -> [String] {
    let characters = Array(text)
    return closings(characters).map { String(characters[($0.key + 1)..<$0.value]) }.sorted()
  }

  private static func withoutQuotations(_ characters: ArraySlice<Character>) -> String {
    let all = Array(characters)
    let closings = closings(all)
    var out = ""
    var place = 0
    while place < all.count {
      if let end = closings[place] {
        out += "…"
        place = end
      } else {
        out.append(all[place])
      }
      place += 1
    }
    return out.contains(where: \.isLetter) ? out : String(all.filter { pairs[$0] == nil && !pairs.values.contains($0) })
  }

  private static func plain(_ text: String) -> String {
    let seen = text.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }
    return CompatibilityForm.normalize(String(String.UnicodeScalarView(seen)))
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
