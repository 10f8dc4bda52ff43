public import Records

/// What reviewers changed, as preferences: their wording chosen over the original, in TRL's conversational form.
///
/// An edited answer is preferred as an answer to the question, an edited question as a question about the quote. Only
/// training's and validation's pairs are written: a test that is learned is none.
public struct PreferenceFormat: DatasetFormat {
  private struct Line: Encodable {
    /// `answer` or `question`: what was edited.
    var task: String
    var prompt: [Message]
    var chosen: [Message]
    var rejected: [Message]
    var source: [RecordSource]
  }

  /// As in `export --format`.
  public let name = "preference"
  /// One line for help and pages.
  public let summary = BilingualText(
    en: "JSON Lines of {\"prompt\", \"chosen\", \"rejected\"}: reviewers' edits over the originals, for TRL's DPO",
    ja: "{\"prompt\", \"chosen\", \"rejected\"} の JSON Lines（確認者の修正と元の文。TRL の DPO 用）")

  /// Makes the format.
  public init() {}

  /// `train.jsonl` and `validation.jsonl`; no file of a part in which nobody has edited anything, since loaders refuse an
  /// empty one.
  public func files(_ dataset: ExportedDataset) throws -> [DatasetFile] {
    try [DatasetSplit.train, .validation].compactMap { part in
      let lines = dataset.pairs[part, default: []].flatMap { pair in
        dataset.originals[pair.id].map { Self.lines(pair, over: $0) } ?? []
      }
      return lines.isEmpty ? nil : DatasetFile(name: part.fileName, data: try JSONLines.data(lines))
    }
  }

  private static func lines(_ pair: QAPair, over original: QAPair) -> [Line] {
    let source = RecordSource.of(TrainingExample(pair))
    func line(_ task: String, _ prompt: String, _ chosen: String, _ rejected: String) -> Line {
      Line(
        task: task, prompt: [Message(role: "user", content: prompt)],
        chosen: [Message(role: "assistant", content: chosen)],
        rejected: [Message(role: "assistant", content: rejected)], source: source)
    }
    var lines: [Line] = []
    if pair.answer != original.answer {
      lines.append(line("answer", pair.question, pair.answer, original.answer))
    }
    if pair.question != original.question {
      lines.append(line("question", questionPrompt(pair), pair.question, original.question))
    }
    return lines
  }

  private static func questionPrompt(_ pair: QAPair) -> String {
    let quote = pair.evidence.first?.quote ?? ""
    return switch pair.language {
    case .ja: "根拠：\(quote)\n答え：\(pair.answer)\nこの答えになる質問を書いてください。"
    case .en: "Evidence: \(quote)\nAnswer: \(pair.answer)\nWrite the question that has this answer."
    }
  }
}
