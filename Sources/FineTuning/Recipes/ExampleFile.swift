public import Foundation
public import Tensors
public import Transformers

/// Reads training data: JSON lines, each `{"text": …}` (every id is learnt) or `{"messages": […]}` (the assistant's
/// answers and their ends are learnt), with an optional `"weight"`.
public struct ExampleFile {
  /// A line that is no example.
  public struct UnusableLine: Error, CustomStringConvertible, Sendable {
    /// The data file.
    public var file: String
    /// Counted from 1.
    public var line: Int
    /// What is wrong with it.
    public var problem: Explanation

    /// What was attempted, why it failed, and what to do next.
    public var explanation: Explanation {
      let forms = (text: "{\"text\": …}", messages: "{\"messages\": [{\"role\", \"content\"}, …]}")
      return Explanation(
        en: "cannot train on \(file), line \(line): \(problem.en); a line is \(forms.text) or \(forms.messages)",
        ja: "\(file) の \(line) 行目は学習に使えません（\(problem.ja)）。各行を \(forms.text) または \(forms.messages) の形にしてください。")
    }

    /// One line for people.
    public var description: String { explanation.en }
  }

  /// What became of the lines of the files.
  public struct Contents: Sendable {
    /// In the order of the lines; a long text gives several.
    public var examples: [TokenizedExample] = []
    /// Conversations left out because they are longer than the recipe allows.
    public var tooLong = 0
    /// Conversations left out because nothing in them is to be learnt.
    public var nothingToLearn = 0
  }

  private struct Line: Decodable {
    struct Message: Decodable {
      var role: String
      var content: String
    }
    var text: String?
    var messages: [Message]?
    var weight: Float?
  }

  private enum Outcome {
    case examples([TokenizedExample])
    case tooLong
    case nothingToLearn
    case unusable(Explanation)
  }

  private let tokenizer: Tokenizer
  private let format: ChatFormat
  private let maximumLength: Int
  private let promptWeight: Float

  /// A reader for one model's tokenizer and chat format.
  ///
  /// - Parameter template: Writes the conversations of a model that has no template of its own.
  /// - Throws: What reading the tokenizer's files throws.
  public init(
    model directory: URL, configurationOf shape: URL? = nil, recipe: TrainingRecipe, template: ChatTemplate? = nil
  ) throws {
    tokenizer = try Tokenizer(directory: directory)
    format = try ChatFormat(
      tokenizer: tokenizer, configuration: try ModelConfiguration(directory: shape ?? directory), directory: directory,
      chosen: template)
    maximumLength = recipe.maximumLength
    promptWeight = Float(recipe.promptWeight)
  }

  init(tokenizer: Tokenizer, format: ChatFormat, recipe: TrainingRecipe) {
    self.tokenizer = tokenizer
    self.format = format
    maximumLength = recipe.maximumLength
    promptWeight = Float(recipe.promptWeight)
  }

  /// Reads and tokenizes whole files.
  ///
  /// - Throws: `UnusableLine` for the first line that is no example, or what reading a file throws.
  public func read(_ files: [URL]) throws -> Contents {
    var contents = Contents()
    for file in files { try append(file, to: &contents) }
    return contents
  }

  /// Reads whole files, and says how many examples belong together: a file's, or all.
  func read(_ files: [URL], inTurn: Bool) throws -> (Contents, stretches: [Int]) {
    var contents = Contents()
    var stretches: [Int] = []
    for file in files {
      let before = contents.examples.count
      try append(file, to: &contents)
      stretches.append(contents.examples.count - before)
    }
    return (contents, inTurn ? stretches : [contents.examples.count])
  }

  private func append(_ file: URL, to contents: inout Contents) throws {
    let data = try Data(contentsOf: file, options: .mappedIfSafe)
    let lines = data.split(separator: 0x0A, omittingEmptySubsequences: false)
    var outcomes = [[Outcome]](repeating: [], count: (lines.count + 255) / 256)
    outcomes.withUnsafeMutableBufferPointer { outcomes in
      let outcomes = outcomes
      Parallel.forEach(outcomes.count) { part in
        let decoder = JSONDecoder()
        outcomes[part] = lines[part * 256..<min(lines.count, (part + 1) * 256)].map { tokenize($0, decoder) }
      }
    }
    for (index, outcome) in outcomes.joined().enumerated() {
      switch outcome {
      case .examples(let examples): contents.examples += examples
      case .tooLong: contents.tooLong += 1
      case .nothingToLearn: contents.nothingToLearn += 1
      case .unusable(let problem): throw UnusableLine(file: file.path, line: index + 1, problem: problem)
      }
    }
  }

  private func tokenize(_ bytes: Data, _ decoder: JSONDecoder) -> Outcome {
    guard !bytes.isEmpty else { return .examples([]) }
    guard let line = try? decoder.decode(Line.self, from: bytes) else {
      return .unusable(Explanation(en: "it is not such a JSON object", ja: "その形の JSON オブジェクトではありません"))
    }
    let weight = line.weight ?? 1
    guard weight.isFinite, weight >= 0 else {
      return .unusable(Explanation(en: "its weight is negative or no number", ja: "weight が負の数か、数ではありません"))
    }
    if let text = line.text { return .examples(windows(text, weight: weight)) }
    guard let messages = line.messages else {
      return .unusable(
        Explanation(
          en: "it has neither \"text\" nor \"messages\"", ja: "\"text\" も \"messages\" もありません"))
    }
    let chat: RenderedChat
    do throws(ChatTemplateError) {
      chat = try format.render(messages.map { ChatTurn(role: $0.role, content: $0.content) })
    } catch {
      return .unusable(error.explanation)
    }
    guard let end = chat.mask.lastIndex(of: 1), weight > 0 else { return .nothingToLearn }
    guard end < maximumLength else { return .tooLong }
    let mask = chat.mask[...end].map { $0 == 1 ? weight : promptWeight * weight }
    return .examples([TokenizedExample(ids: Array(chat.ids[...end]), lossMask: mask)].compactMap(\.self))
  }

  /// A text in pieces of the longest length allowed, its end marked.
  private func windows(_ text: String, weight: Float) -> [TokenizedExample] {
    var ids = tokenizer.encode(text)
    if let end = tokenizer.id(ofAdded: "<|endoftext|>") { ids.append(end) }
    return stride(from: 0, to: ids.count, by: maximumLength).compactMap { start in
      let piece = Array(ids[start..<min(ids.count, start + maximumLength)])
      return piece.count < 2
        ? nil : TokenizedExample(ids: piece, lossMask: [Float](repeating: weight, count: piece.count))
    }
  }
}
