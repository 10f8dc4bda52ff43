import Foundation
import Records
import Tensors
import Transformers

extension ModelCommand {
  /// Lines that are embedded together: enough to fill a pass, few enough that the first vectors come soon.
  private static let linesAtOnce = 256

  /// One text a line on standard input, one vector a line on standard output.
  static func embed(_ directory: URL, _ invocation: Invocation) throws {
    let input = FileHandle.standardInput.readDataToEndOfFile()
    var lines = input.split(separator: 0x0A, omittingEmptySubsequences: false)
    // What ends the last line begins no other.
    if lines.last?.isEmpty == true { lines.removeLast() }
    let texts = try lines.enumerated().map { index, line in
      guard let text = String(validating: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self) else {
        throw UnreadableInput(
          file: "-",
          why: BilingualText(en: "line \(index + 1) is not UTF-8", ja: "\(index + 1) 行目が UTF-8 ではありません"))
      }
      return text
    }
    let model = try EmbeddingModel.load(directory: directory, dtype: try dtype(invocation))
    let prompt = try prompt(of: model, invocation)
    var cut: [(line: Int, tokens: Int)] = []
    for start in stride(from: 0, to: texts.count, by: linesAtOnce) {
      let part = Array(texts[start..<min(start + linesAtOnce, texts.count)])
      for vector in try model.embed(part, prompt: prompt, onCut: { cut.append((start + $0 + 1, $1)) }) {
        invocation.terminal.resultPart(try JSONLines.line(vector) + Data([0x0A]))
      }
    }
    if !cut.isEmpty { invocation.terminal.note(note(onCut: cut, model)) }
  }

  /// Says which lines are not in their vectors as a whole; the reference cuts them silently.
  private static func note(onCut cut: [(line: Int, tokens: Int)], _ model: EmbeddingModel) -> BilingualText {
    let (most, origin) = (model.maximumTokens, model.maximumTokensOrigin)
    let shown = cut.prefix(5)
    let more = cut.count > shown.count ? ", …" : ""
    return BilingualText(
      en: "\(cut.count) text\(cut.count == 1 ? " is" : "s are") longer than \(most) tokens (\(origin.en)) and cut: "
        + shown.map { "line \($0.line) (\($0.tokens) tokens)" }.joined(separator: ", ") + more,
      ja: "\(cut.count) 件の文章は \(most) トークン（\(origin.ja)）を超えるため、切り詰めました："
        + shown.map { "\($0.line) 行目（\($0.tokens) トークン）" }.joined(separator: "、") + more)
  }

  /// What stands before every text: what is given, or what the directory has for a role.
  private static func prompt(of model: EmbeddingModel, _ invocation: Invocation) throws -> String? {
    if let given = invocation.value("prompt") { return given }
    guard invocation.value("as") != nil else { return nil }
    let role = try invocation.choice("as", of: ["query", "document"], default: "document")
    return model.prompt(for: role == "query" ? .query : .document)
  }
}
