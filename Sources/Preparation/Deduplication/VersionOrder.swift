import Records

/// Which of several documents that are alike is the newest.
///
/// What the documents say themselves comes before the files' times, but not all of them say the same kind of thing: one
/// has a version number, another a date, a third nothing. Comparing each two by what both have runs in a circle (version
/// 10 over version 9, a file without a number over version 10 by its time, version 9 over that file by its time). So that
/// there is one order: a document counts as written at least as late as all those with an earlier date, and then as all
/// those with a lower version number.
struct VersionOrder {
  /// Indices of the documents, the newest first.
  let ranked: [Int]
  private let documents: [DocumentLikeness]
  /// By index: the file's time, or that of an earlier version that was written later.
  private let times: [Int: Double]

  /// Ranks some of the documents, given by their indices.
  init(_ indices: [Int], in documents: [DocumentLikeness]) {
    var times: [Int: Double] = [:]
    for index in indices { times[index] = documents[index].modified }
    Self.raise(&times, indices) { documents[$0].mark.date }
    Self.raise(&times, indices) { documents[$0].mark.version }
    self.documents = documents
    self.times = times
    ranked = indices.sorted { Self.isNewer($0, $1, documents, times) }
  }

  /// Raises each time to those of all documents with a lower mark; documents without a mark stay as they are.
  private static func raise(_ times: inout [Int: Double], _ indices: [Int], to mark: (Int) -> [Int]) {
    let levels = Dictionary(grouping: indices.filter { !mark($0).isEmpty }, by: mark)
    var latest = -Double.infinity
    for level in levels.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      for index in levels[level, default: []] { times[index] = max(times[index] ?? 0, latest) }
      latest = levels[level, default: []].reduce(latest) { max($0, times[$1] ?? 0) }
    }
  }

  /// A total order: by time as raised, then by version, date, the file's own time and path. No mark is the lowest.
  private static func isNewer(
    _ left: Int, _ right: Int, _ documents: [DocumentLikeness], _ times: [Int: Double]
  ) -> Bool {
    let (a, b) = (documents[left], documents[right])
    let (timeA, timeB) = (times[left] ?? 0, times[right] ?? 0)
    if timeA != timeB { return timeA > timeB }
    if a.mark.version != b.mark.version { return b.mark.version.lexicographicallyPrecedes(a.mark.version) }
    if a.mark.date != b.mark.date { return b.mark.date.lexicographicallyPrecedes(a.mark.date) }
    if a.modified != b.modified { return a.modified > b.modified }
    return (a.path, a.document.hex) < (b.path, b.document.hex)
  }

  /// What tells that the first of two, which ranks higher, is the newer one.
  func reason(_ newer: Int, over older: Int) -> DocumentVersions.Reason {
    let (a, b) = (documents[newer], documents[older])
    if VersionMark.isNewer(a.mark.version, b.mark.version) == true { return .version }
    if VersionMark.isNewer(a.mark.date, b.mark.date) == true { return .date }
    if a.modified > b.modified { return .modified }
    // Its own time is not later: that of a document which it replaces is.
    if times[newer] != a.modified || a.mark.version != b.mark.version {
      return a.mark.version.isEmpty ? .date : .version
    }
    return a.mark.date != b.mark.date ? .date : .path
  }
}
