import Records

extension ImportFormat {
  /// One object a line, or one array of objects. A line that is no JSON is a flaw, an array that is none ends all.
  func records(_ text: String, _ file: String) throws -> ImportedFile {
    var out = ImportedFile()
    let trimmed = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    guard let first = trimmed.first else { throw Self.empty(file) }
    if first == "[" {
      let node = try Self.parse(text, file)
      guard case .array(let nodes) = node.value else { return out }
      for node in nodes { take(node, line: node.position.line, &out) }
      return out
    }
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard !line.allSatisfy(\.isWhitespace) else { continue }
      do {
        take(try JSON5.parse(String(line)), line: number + 1, &out)
      } catch {
        out.flaws.append((number + 1, error.message))
      }
    }
    return out
  }

  private static func parse(_ text: String, _ file: String) throws -> JSON5.Node {
    do {
      return try JSON5.parse(text)
    } catch {
      throw UnreadableImport(file: file, line: error.position.line, reason: error.message.sentence)
    }
  }

  private func take(_ node: JSON5.Node, line: Int, _ out: inout ImportedFile) {
    guard case .object = node.value else {
      out.flaws.append((line, BilingualText(en: "not an object in braces.", ja: "波括弧で囲んだオブジェクトではありません。")))
      return
    }
    switch self {
    case .openai: conversation(node, line, &out)
    case .alpaca:
      out.take(
        ["question": node.text("instruction"), "answer": node.text("output"), "passage": node.text("input")], line: line
      )
    case .raw, .csv, .squad: out.take(rawValues(node), line: line)
    }
  }

  /// Shikomi's own keys, and those that others use for the same.
  private func rawValues(_ node: JSON5.Node) -> [String: String] {
    func first(_ keys: String...) -> String { keys.lazy.map(node.text).first { !$0.isEmpty } ?? "" }
    var values = [
      "question": first("question", "prompt", "instruction"), "answer": first("answer", "completion", "output"),
      "passage": first("passage", "context", "quote", "input"), "document": node.text("document"),
      "language": node.text("language"), "type": node.text("type"), "fact": node.text("fact"),
    ]
    if case .array(let evidence)? = node["evidence"]?.value, let cited = evidence.first {
      values["passage"] = cited.text("quote")
      values["document"] = cited.text("document")
    }
    return values
  }

  /// A system message says how to answer and is no part of a pair.
  private func conversation(_ node: JSON5.Node, _ line: Int, _ out: inout ImportedFile) {
    guard case .array(let messages)? = node["messages"]?.value else {
      out.flaws.append((line, BilingualText(en: "no list “messages”.", ja: "配列「messages」がありません。")))
      return
    }
    var question: String?
    var found = false
    for message in messages {
      switch message.text("role") {
      case "user": question = message.spoken
      case "assistant":
        guard let asked = question else { continue }
        out.take(["question": asked, "answer": message.spoken], line: line)
        (question, found) = (nil, true)
      default: break
      }
    }
    if !found {
      out.flaws.append(
        (
          line,
          BilingualText(
            en: "no message of role “user” with one of role “assistant” after it.",
            ja: "role が「user」の発言と、その後の「assistant」の発言がありません。")
        ))
    }
  }

  /// `{"data": [{"paragraphs": [{"context", "qas": [{"question", "answers": [{"text"}]}]}]}]}`, or the list alone.
  static func paragraphs(_ text: String, _ file: String) throws -> ImportedFile {
    let node = try parse(text, file)
    let articles = node["data"] ?? node
    guard case .array(let list) = articles.value else {
      throw UnreadableImport(
        file: file, line: node.position.line,
        reason: BilingualText(en: "there is no list “data”.", ja: "配列「data」がありません。"))
    }
    var out = ImportedFile()
    for paragraph in list.flatMap({ $0.list("paragraphs") }) {
      for asked in paragraph.list("qas") {
        // A question without an answer is one that its passage does not answer.
        let answer = asked.list("answers").first?.text("text") ?? asked.text("answer")
        out.take(
          ["question": asked.text("question"), "answer": answer, "passage": paragraph.text("context")],
          line: asked.position.line)
      }
    }
    return out
  }
}

extension JSON5.Node {
  /// A member's value; nil where this is no object or has none of that name.
  subscript(_ key: String) -> JSON5.Node? {
    guard case .object(let members) = value else { return nil }
    return members.first { $0.key == key }?.node
  }

  /// A member that is a text, or a number as it is written; empty otherwise.
  func text(_ key: String) -> String {
    switch self[key]?.value {
    case .string(let text): text
    case .number(let number): number.rounded() == number && abs(number) < 1e15 ? String(Int(number)) : String(number)
    default: ""
    }
  }

  /// What a message says: its content, or that of its parts that are text.
  fileprivate var spoken: String {
    let parts = list("content").filter { ["text", "input_text", "output_text"].contains($0.text("type")) }
    return parts.isEmpty ? text("content") : parts.map { $0.text("text") }.joined(separator: "\n")
  }

  /// A member that is a list; empty otherwise.
  fileprivate func list(_ key: String) -> [JSON5.Node] {
    guard case .array(let nodes)? = self[key]?.value else { return [] }
    return nodes
  }
}

extension BilingualText {
  /// With a full stop.
  var sentence: BilingualText {
    BilingualText(en: en.hasSuffix(".") ? en : en + ".", ja: ja.hasSuffix("。") ? ja : ja + "。")
  }
}
