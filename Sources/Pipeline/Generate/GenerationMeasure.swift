import Foundation
public import Generation
import Records
import Synchronization

/// What generation with one model took so far, and what it gave: what plans are made from.
public struct GenerationMeasure: Codable, Sendable, Hashable {
  /// Calls, tokens and seconds.
  public var usage = ModelUsage()
  /// Chunks that were worked on.
  public var chunks = 0
  /// Facts that were asked about.
  public var facts = 0
  /// Pairs that passed every gate.
  public var pairs = 0

  /// Nothing yet.
  public init() {}

  /// Both together.
  static func + (left: GenerationMeasure, right: GenerationMeasure) -> GenerationMeasure {
    var out = left
    out.usage = left.usage + right.usage
    out.chunks += right.chunks
    out.facts += right.facts
    out.pairs += right.pairs
    return out
  }
}

/// Counts what a stage has worked on.
final class GenerationTally: Sendable {
  private let total = Mutex(GenerationMeasure())

  /// Without what the model took: its meter knows that.
  var measure: GenerationMeasure { total.withLock { $0 } }

  func add(chunks: Int, facts: Int, pairs: Int) {
    total.withLock { total in
      total.chunks += chunks
      total.facts += facts
      total.pairs += pairs
    }
  }
}

/// The measures of a workspace, by model and options: `output/generation.json`. It can be deleted at any time.
struct GenerationMeasures {
  private let file: URL

  init(_ workspace: Workspace) { file = workspace.output.appendingPathComponent("generation.json") }

  subscript(key: String) -> GenerationMeasure? { all[key] }

  /// Adds to what is known of a model.
  func add(_ measure: GenerationMeasure, to key: String) throws {
    guard measure.facts > 0 else { return }
    var known = all
    known[key] = (known[key] ?? GenerationMeasure()) + measure
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try AtomicFile.write(try encoder.encode(known), to: file)
  }

  // A file that somebody broke means that nothing is known.
  private var all: [String: GenerationMeasure] {
    (try? Data(contentsOf: file)).flatMap { try? JSONDecoder().decode([String: GenerationMeasure].self, from: $0) }
      ?? [:]
  }
}
