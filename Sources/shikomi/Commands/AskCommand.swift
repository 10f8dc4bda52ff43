import Pipeline
import Records

enum AskCommand: Command {
  static let name = "ask"
  static let summary = BilingualText(
    en: "one answer, with citations where it retrieved", ja: "質問に一つ答えます（検索した場合は出典も示します）")
  static let operands = [Operand("QUESTION", en: "what to ask", ja: "質問")]
  static let options = [
    CommandOption(
      "arm", "ARM", en: "base, few-shot, rag (default), lora or lora+rag",
      ja: "方式（base、few-shot、rag、lora、lora+rag。既定値 rag）")
  ]
  static let sections = ["", Session.compareStage]

  static func run(_ invocation: Invocation) async throws {
    guard let arm = try Arm.parse([invocation.value("arm") ?? Arm.rag.rawValue]).first else { return }
    let session = try invocation.session()
    let answer = try await session.ask(invocation.operands[0], arm: arm)
    try invocation.print(answer) { text(answer, invocation.language) }
  }

  private static func text(_ answer: AskedAnswer, _ language: Language) -> String {
    let nothing = BilingualText(en: "(no answer found)", ja: "（答えが見つかりません）")[language]
    var lines = [answer.answer.isEmpty ? nothing : answer.answer]
    for (index, citation) in answer.citations.enumerated() {
      let pages = citation.pages.map(String.init).joined(separator: ", ")
      let place = "[\(index + 1)] \(citation.document)  p. \(pages)  \(citation.context.joined(separator: " > "))"
      lines += ["", place] + quote(citation).split(separator: "\n").map { "    \($0)" }
    }
    return lines.joined(separator: "\n")
  }

  /// The passage with the answer between marks.
  private static func quote(_ citation: AskedAnswer.Citation) -> String {
    let bytes = Array(citation.text.utf8)
    guard let start = citation.start, let end = citation.end, start <= end, end <= bytes.count else {
      return citation.text
    }
    return String(decoding: bytes[..<start], as: UTF8.self) + "»" + String(decoding: bytes[start..<end], as: UTF8.self)
      + "«" + String(decoding: bytes[end...], as: UTF8.self)
  }
}
