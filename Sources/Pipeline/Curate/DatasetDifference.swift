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
      guard let before = old[id], before != entry else { return nil }
      return Change(
        id: id, question: entry.question, from: before.part, to: entry.part,
        isReworded: before.question != entry.question || before.answer != entry.answer)
    }.sorted { $0.id < $1.id }
  }

  private struct Entry: Equatable {
    var part: DatasetSplit
    var question: String
    var answer: String
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
        out[example.id] = Entry(
          part: part, question: example.messages.first { $0.role == "user" }?.content ?? "",
          answer: example.messages.last { $0.role == "assistant" }?.content ?? "")
      }
    }
    return out
  }
}
