/// Further wordings of one question, by how far they are from the first.
struct Rewordings: Hashable {
  /// Built otherwise: another order, another kind of clause, active for passive, a noun for a verb.
  var built: [String] = []
  /// Requests to be told the same.
  var requests: [String] = []
  /// The same with another ending alone.
  var endings: [String] = []

  /// The best first. Three that are built otherwise leave room for requests, as people write them too.
  var ordered: [String] {
    let first = Array(built.prefix(3) + requests.prefix(2) + endings.prefix(1))
    return first + built.dropFirst(3) + requests.dropFirst(2) + endings.dropFirst(1)
  }
}

extension Array {
  /// The same from another place on: which of several that are equally good comes first depends on the seed.
  func turned(by seed: UInt64) -> [Element] {
    guard count > 1 else { return self }
    let shift = Int(seed % UInt64(count))
    return Array(self[shift...] + self[..<shift])
  }
}
