public import Foundation
import Records

/// `bench bm25`: indexing and queries on lines of `{"context", "questions": […]}`.
public enum BM25Benchmark {
  /// What was measured, on one thread.
  public struct Result: Codable, Sendable, Hashable {
    /// How many passages.
    public var passages: Int
    /// How many questions were asked.
    public var queries: Int
    /// How many passages a question gets.
    public var k: Int
    /// Seconds to cut all passages into terms.
    public var tokenizeSeconds: Double
    /// Seconds to build the index from the terms.
    public var indexSeconds: Double
    /// Questions a second, from the question's text to the ranked passages.
    public var queriesPerSecond: Double
    /// `recall[k]`: share of questions whose own passage is among the first k, for 1, 5 and 10.
    public var recall: [Int: Double]
  }

  private struct Line: Decodable {
    var context: String
    var questions: [String]
  }

  /// Measures on the file's passages and its first `maximumQueries` questions.
  ///
  /// - Throws: What `Data` throws when the file cannot be read, `DecodingError` for a line that does not fit.
  public static func run(file: URL, k: Int = 10, maximumQueries: Int = 4000) throws -> Result {
    let lines = try JSONLines.decode(Line.self, from: Data(contentsOf: file))
    let ids = lines.enumerated().map { ContentHash(of: [String($0.offset), $0.element.context]) }
    let questions = lines.enumerated().flatMap { line in line.element.questions.map { (line.offset, $0) } }
      .prefix(maximumQueries)

    let clock = ContinuousClock()
    var keys: [[UInt64]] = []
    let tokenize = clock.measure { keys = lines.map { TextTerms.keys(of: $0.context) } }
    let start = clock.now
    let index = BM25Index(ids: ids, keys: keys, k1: 0.9, b: 0.4)
    let build = clock.now - start

    var ranks: [Int?] = []
    let asked = clock.measure {
      for (passage, question) in questions {
        ranks.append(index.search(question, k: k).firstIndex { $0.chunk == ids[passage] })
      }
    }
    let recall = [1, 5, 10].filter { $0 <= k }.map { depth in
      (depth, Double(ranks.filter { $0.map { $0 < depth } ?? false }.count) / Double(max(1, ranks.count)))
    }
    return Result(
      passages: lines.count, queries: questions.count, k: k, tokenizeSeconds: tokenize / .seconds(1),
      indexSeconds: build / .seconds(1), queriesPerSecond: Double(questions.count) / (asked / .seconds(1)),
      recall: Dictionary(uniqueKeysWithValues: recall))
  }
}
