public import Evaluation
public import Foundation
import Generation
public import Records
import Retrieval

/// `bench embedded`: how often a model finds the answer in passages that it never saw, and how often the question that
/// it writes leads back to its own passage.
public struct ReadingBenchmark: Codable, Sendable {
  /// The file's name.
  public var file: String
  /// Language of most passages.
  public var language: Language
  /// Passages asked about, one question each.
  public var passages: Int
  /// Share of answers that equal a reference.
  public var exactMatch: Double
  /// Mean F1 of the answers.
  public var f1: Double
  /// Share of written questions that rank their own passage first.
  public var ownPassageFirst: Double
  /// Among how many passages.
  public var among: Int
  /// What guessing would reach.
  public var chance: Double
  /// Wall-clock seconds for reading and writing.
  public var seconds: Double
  /// Every passage's question, answers and written question, for reading.
  public var examples: [Example]

  /// One passage.
  public struct Example: Codable, Sendable {
    /// The file's question.
    public var question: String
    /// Its right answers.
    public var references: [String]
    /// What the model answered.
    public var answer: String
    /// How right that is.
    public var score: AnswerScore
    /// The question that the model wrote for the first right answer.
    public var written: String
    /// The own passage's place by that question; nil where it was not found.
    public var rank: Int?
  }

  /// Passages that a written question is ranked among.
  static let candidates = 20

  /// Measures a model on passages drawn from a SQuAD-format file.
  ///
  /// - Parameter folder: The templates; nil takes those that come with the program.
  /// - Throws: `BenchmarkError.notSQuAD`; what the model throws.
  public static func run(
    file: URL, model: any ChatModel, templates folder: URL?, passages count: Int, seed: UInt64
  ) async throws -> ReadingBenchmark {
    let drawn = try HeldOutPassage.draw(file, count: count, seed: seed)
    guard let folder = folder ?? Installation.templates() else { throw TemplatesMissing() }
    let templates = try PromptTemplates(directory: folder)
    let clock = ContinuousClock()
    let start = clock.now
    let readings = try await PassageReader(model: model, templates: templates).read(
      drawn.map { .init(context: $0.text, question: $0.question, language: $0.language) })
    let written = try await model.answer(drawn.map { writing($0, templates) })
    let seconds = (clock.now - start) / .seconds(1)
    let examples = drawn.indices.map { index in
      example(index, drawn, answer: readings[index].answer ?? "", written: written[index].text, seed: seed)
    }
    let total = Double(max(1, examples.count))
    return ReadingBenchmark(
      file: file.lastPathComponent,
      language: drawn.count { $0.language == .ja } * 2 > drawn.count ? .ja : .en, passages: examples.count,
      exactMatch: examples.map(\.score.exactMatch).reduce(0, +) / total,
      f1: examples.map(\.score.f1).reduce(0, +) / total,
      ownPassageFirst: Double(examples.count { $0.rank == 1 }) / total, among: min(candidates, drawn.count),
      chance: 1 / Double(max(1, min(candidates, drawn.count))), seconds: seconds, examples: examples)
  }

  private static func example(
    _ index: Int, _ drawn: [HeldOutPassage], answer: String, written: String, seed: UInt64
  ) -> Example {
    let passage = drawn[index]
    let question = written.trimmingCharacters(in: .whitespacesAndNewlines)
    return Example(
      question: passage.question, references: passage.references, answer: answer,
      score: AnswerMetrics.score(prediction: answer, references: passage.references, language: passage.language),
      written: question, rank: rank(of: index, by: question, among: drawn, seed: seed))
  }

  private static func writing(_ passage: HeldOutPassage, _ templates: PromptTemplates) -> ChatRequest {
    let prompt = templates.render(
      .writeQuestion, language: passage.language,
      values: ["passage": passage.text, "answer": passage.references.first ?? ""])
    return ChatRequest(messages: [Message(role: "user", content: prompt)], stop: ["\n"])
  }

  /// The place of a passage among some others, drawn by the seed. A question that finds nothing has no rank.
  private static func rank(
    of own: Int, by question: String, among drawn: [HeldOutPassage], seed: UInt64
  ) -> Int? {
    var random = SeededRandom(seed: seed, name: "candidates \(own)")
    let others = drawn.indices.filter { $0 != own }.shuffled(using: &random).prefix(candidates - 1)
    let ids = ([own] + others).map { (id: ContentHash(of: ["passage", String($0)]), text: drawn[$0].text) }
    let hits = BM25Index(chunks: ids).search(question, k: candidates)
    return hits.firstIndex { $0.chunk == ids[0].id }.map { $0 + 1 }
  }
}

/// A passage of a SQuAD-format file, with one of its questions.
struct HeldOutPassage: Sendable {
  var text: String
  var question: String
  var references: [String]
  var language: Language

  private struct File: Decodable {
    struct Article: Decodable { var paragraphs: [Paragraph] }
    struct Paragraph: Decodable {
      var context: String
      var qas: [Question]
    }
    struct Question: Decodable {
      var question: String
      var answers: [Answer]
    }
    struct Answer: Decodable { var text: String }

    var data: [Article]
  }

  /// Draws passages, and a question of each that has an answer.
  static func draw(_ file: URL, count: Int, seed: UInt64) throws -> [HeldOutPassage] {
    let read: File
    do {
      read = try JSONDecoder().decode(File.self, from: Data(contentsOf: file))
    } catch {
      throw BenchmarkError.notSQuAD(file: file.path, why: BilingualText(reasonOf: error))
    }
    var random = SeededRandom(seed: seed, name: "passages")
    let usable = read.data.flatMap(\.paragraphs).filter { $0.qas.contains { !$0.answers.isEmpty } }
    return usable.shuffled(using: &random).prefix(count).compactMap { paragraph in
      let questions = paragraph.qas.filter { !$0.answers.isEmpty }
      guard let chosen = questions.randomElement(using: &random) else { return nil }
      var references: [String] = []
      for answer in chosen.answers where !references.contains(answer.text) { references.append(answer.text) }
      // JSQuAD puts the article's title before the passage.
      let text = paragraph.context.components(separatedBy: " [SEP] ").last ?? paragraph.context
      return HeldOutPassage(
        text: text, question: chosen.question, references: references, language: Language(guessing: text))
    }
  }
}
