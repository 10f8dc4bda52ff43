import Foundation
import Preparation
import Records
import Retrieval

/// `bench dedup`: how long taking out duplicates among so many questions takes, finding the rank of each one's passage
/// among as many passages, and dividing, certifying and writing what is left; and how all of it grows.
///
/// The questions are made up by a seeded generator, Japanese and English in turn: one in ten is an earlier one with
/// one word more, and one in fifty repeats an earlier one, so that what must be found is known. Each stands in a passage
/// of its own of some sixty words, and up to a thousand of these in one document.
public struct DeduplicationBenchmark: Codable, Sendable {
  /// How many questions there were, and how many passages.
  public var questions: Int
  /// Wall-clock seconds of making up questions and passages and putting them where the steps read them.
  public var makingSeconds: Double
  /// Wall-clock seconds of the deduplication alone.
  public var seconds: Double
  /// Wall-clock seconds of telling for every question whether its passage is among the first twenty of all, making up
  /// the passages' words included.
  public var rankSeconds: Double
  /// How many questions found theirs.
  public var ranked: Int
  /// Wall-clock seconds of dividing what is left: groups, held-out wordings, the search across the parts.
  public var splitSeconds: Double
  /// Wall-clock seconds of certifying the parts and writing all files to the disk.
  public var freezeSeconds: Double
  /// How many it took out.
  public var dropped: Int
  /// Repetitions and rewordings that the generator planted.
  public var planted: Int
  /// Of those, how many were taken out, each in favour of a question of its own family.
  public var found: Int
  /// Questions taken out that no one had planted.
  public var unexpected: Int
  /// The most memory that the process has held so far, in bytes.
  public var peakBytes: Int

  /// Questions a second.
  public var questionsPerSecond: Double { Double(questions) / seconds }

  /// Makes up the questions, takes out the duplicates, ranks, divides and writes.
  ///
  /// - Parameter threshold: The Jaccard similarity from which two questions are the same.
  public static func run(questions count: Int, seed: UInt64 = 0, threshold: Double = CurateOptions().duplicateThreshold)
    throws
    -> DeduplicationBenchmark
  {
    let clock = ContinuousClock()
    var last = clock.now
    func lap() -> Double {
      defer {
        last = clock.now
        Machine.returnMemory()
      }
      return (clock.now - last) / .seconds(1)
    }
    let (pairs, plants) = MadeUpQuestions(seed: seed).pairs(count)
    let documents = MadeUpPassages(pairs, seed: seed).documents()
    let making = lap()
    let (kept, dropped) = Deduplicator(threshold: threshold).deduplicate(pairs)
    let seconds = lap()
    let ranked = try Self.ranked(pairs, seed: seed)
    let rankSeconds = lap()
    let split = Splitter(options: SplitOptions(questionThreshold: threshold)).split(kept, documents: documents)
    let splitSeconds = lap()
    try freeze(split)
    let freezeSeconds = lap()
    let (found, unexpected) = families(plants, dropped, count)
    return DeduplicationBenchmark(
      questions: count, makingSeconds: making, seconds: seconds, rankSeconds: rankSeconds, ranked: ranked,
      splitSeconds: splitSeconds, freezeSeconds: freezeSeconds, dropped: dropped.count, planted: plants.count,
      found: found, unexpected: unexpected, peakBytes: Machine.peakBytes)
  }

  private static func ranked(_ pairs: PairList, seed: UInt64) throws -> Int {
    var queries = PassageRanks.Queries()
    for pair in pairs { queries.append(pair.question, passage: pair.evidence[0].chunk) }
    let passages = MadeUpPassages(pairs, seed: seed)
    let found = try PassageRanks.found(queries, within: 20) { visit in
      for index in pairs.indices {
        let pair = pairs[index]
        try visit(pair.evidence[0].chunk, passages.text(index, pair))
      }
    }
    return found.count(where: \.self)
  }

  private static func freeze(_ split: SplitResult) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shikomi-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var sink = FolderSink(folder: folder)
    try DatasetFolder.write(
      split, version: "v1", weights: [Double](repeating: 1, count: split[.train].count), balance: nil, dropped: [:],
      remarks: DatasetRemarks(), to: &sink)
  }

  /// A plant and its original are one family: one of the two goes.
  private static func families(
    _ plants: [MadeUpQuestions.Plant], _ dropped: DropList, _ count: Int
  ) -> (found: Int, unexpected: Int) {
    var isGone = [Bool](repeating: false, count: count)
    for drop in dropped { if let number = MadeUpQuestions.number(of: drop.item) { isGone[number] = true } }
    var isExplained = [Bool](repeating: false, count: count)
    var found = 0
    for plant in plants {
      let family = [plant.copy, plant.original].filter { isGone[$0] }
      if !family.isEmpty { found += 1 }
      for member in family { isExplained[member] = true }
    }
    return (found, isGone.indices.count { isGone[$0] && !isExplained[$0] })
  }
}
