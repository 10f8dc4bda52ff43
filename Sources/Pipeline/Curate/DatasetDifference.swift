import Foundation
import Preparation
public import Records

/// What changed from one frozen version to another.
public struct DatasetDifference: Codable, Sendable, Hashable {
  /// One pair that is in one version alone, or worded or placed otherwise.
  public struct Change: Codable, Sendable, Hashable {
    /// The pair.
    public var id: ContentHash
    /// Its question, in the newer version where it is there.
    public var question: String
    /// The part in the earlier version.
    public var from: DatasetSplit?
    /// The part in the later version.
    public var to: DatasetSplit?
    /// True where question or answer differ.
    public var isReworded: Bool
  }

  /// A pair in training's part of both versions, whose examples count for another share of the training now.
  public struct Emphasis: Codable, Sendable, Hashable {
    /// How a pair stands in training.
    public struct Standing: Codable, Sendable, Hashable {
      /// In how many lines of the file.
      public var lines: Int
      /// The weight of each line.
      public var weight: Double
    }

    /// The pair.
    public var id: ContentHash
    /// Its question, in the later version.
    public var question: String
    /// In the earlier version.
    public var from: Standing
    /// In the later version.
    public var to: Standing
  }

  /// The lines of one part's file.
  public struct Lines: Codable, Sendable, Hashable {
    /// The part.
    public var part: DatasetSplit
    /// In the earlier version.
    public var from: Int
    /// In the later version.
    public var to: Int
  }

  /// The earlier version.
  public var from: String
  /// The later version.
  public var to: String
  /// Pairs that are new.
  public var added: [Change]
  /// Pairs that are gone.
  public var removed: [Change]
  /// Pairs in another part, or with other words.
  public var changed: [Change]
  /// Pairs of training that stand in another number of lines, or with another weight.
  public var emphasised: [Emphasis]
  /// Every part's lines.
  public var lines: [Lines]

  /// Of the pairs of training those that stand in another number of lines.
  public var repeatedOtherwise: Int { emphasised.count { $0.from.lines != $0.to.lines } }
  /// Of the pairs of training those that have another weight.
  public var weightedOtherwise: Int { emphasised.count { $0.from.weight != $0.to.weight } }

  /// Compares two versions' files.
  public init(from: String, to: String, in workspace: Workspace) throws {
    self.from = from
    self.to = to
    let old = try Self.read(from, workspace)
    let new = try Self.read(to, workspace)
    added = new.filter { old[$0.key] == nil }.map { id, entry in
      Change(id: id, question: entry.question, from: nil, to: entry.part, isReworded: false)
    }.sorted { $0.id < $1.id }
    removed = old.filter { new[$0.key] == nil }.map { id, entry in
      Change(id: id, question: entry.question, from: entry.part, to: nil, isReworded: false)
    }.sorted { $0.id < $1.id }
    changed = new.compactMap { id, entry in
      guard let before = old[id], before.content != entry.content else { return nil }
      return Change(
        id: id, question: entry.question, from: before.part, to: entry.part,
        isReworded: before.question != entry.question || before.answer != entry.answer)
    }.sorted { $0.id < $1.id }
    emphasised = new.compactMap { id, entry in
      guard entry.part == .train, let before = old[id], before.part == .train, before.standing != entry.standing
      else { return nil }
      return Emphasis(id: id, question: entry.question, from: before.standing, to: entry.standing)
    }.sorted { $0.id < $1.id }
    lines = DatasetSplit.allCases.map { part in
      func count(_ entries: [ContentHash: Entry]) -> Int {
        entries.values.reduce(0) { $0 + ($1.part == part ? $1.standing.lines : 0) }
      }
      return Lines(part: part, from: count(old), to: count(new))
    }
  }

  private struct Entry {
    var part: DatasetSplit
    var question: String
    var answer: String
    var standing: Emphasis.Standing

    var content: [String] { [part.rawValue, question, answer] }
  }

  private static func read(_ version: String, _ workspace: Workspace) throws -> [ContentHash: Entry] {
    var out: [ContentHash: Entry] = [:]
    for part in DatasetSplit.allCases {
      let file = workspace.datasets.appendingPathComponent(version).appendingPathComponent(part.fileName)
      guard let data = try? Data(contentsOf: file) else {
        let path = workspace.relativePath(of: file)
        throw WorkspaceError.missing(what: BilingualText(en: path, ja: path), command: CurateStage.name)
      }
      for example in try JSONLines.decode(TrainingExample.self, from: data) {
        out[
          example.id,
          default: Entry(
            part: part, question: example.messages.first { $0.role == "user" }?.content ?? "",
            answer: example.messages.last { $0.role == "assistant" }?.content ?? "",
            standing: Emphasis.Standing(lines: 0, weight: example.weight))
        ].standing.lines += 1
      }
    }
    return out
  }
}
