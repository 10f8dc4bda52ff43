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
  func places(of group: SplitGroup) -> Set<DatasetSplit> {
    Set(group.documents.compactMap { contents[$0.sha256] ?? paths[$0.path] })
  }
}
