import Records

/// Where documents have stood in earlier versions of a dataset: the newest version that placed a document counts,
/// however many versions without it came since. A document is known again by its content, else by its path.
public struct SplitHistory: Sendable, Hashable {
  private var contents: [ContentHash: DatasetSplit] = [:]
  private var paths: [String: DatasetSplit] = [:]

  /// Remembers the groups of earlier versions, the oldest version first.
  public init(_ versions: [[SplitGroup]] = []) {
    for group in versions.joined() {
      for document in group.documents {
        contents[document.sha256] = group.place
        if !document.path.isEmpty { paths[document.path] = group.place }
      }
    }
  }

  /// True before the first version.
  public var isEmpty: Bool { contents.isEmpty }

  /// The places that a group's documents have had; several where groups have become one.
  func places(of group: SplitGroup) -> Set<DatasetSplit> { Set(group.documents.compactMap(place)) }

  /// The documents that have stood elsewhere than their group does.
  func moves(to groups: [SplitGroup]) -> [SplitMove] {
    groups.flatMap { group in
      group.documents.compactMap { document in
        guard let place = place(of: document), place != group.place else { return nil }
        return SplitMove(document: document.path, group: group.name, from: place, to: group.place)
      }
    }
  }

  private func place(of document: SplitGroup.Member) -> DatasetSplit? {
    contents[document.sha256] ?? paths[document.path]
  }
}
