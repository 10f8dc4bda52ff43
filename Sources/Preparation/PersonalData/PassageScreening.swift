public import Records

/// Personal data and secrets that are told by their passage alone: an answer that is nothing but a word stands, in its
/// document, behind “the password is”, in a row that is headed so, or under a heading that says it.
///
/// Pairs of one passage follow one another: what the last passages hold is kept.
public final class PassageScreening {
  /// A value, and its UTF-8 offsets in the passage's text.
  private typealias Place = (range: Range<Int>, value: PersonalData)

  private static let most = 256
  private let finder: PersonalDataFinder
  private let passage: (ContentHash) throws -> Chunk?
  private var known: [ContentHash: [Place]] = [:]

  /// - Parameter passage: The passage of an id, nil where it is gone.
  public init(_ finder: PersonalDataFinder, passage: @escaping (ContentHash) throws -> Chunk?) {
    self.finder = finder
    self.passage = passage
  }

  /// The values of the passages that stand, at least in part, where a pair's evidence does.
  public func values(of evidence: [Evidence]) throws -> [PersonalData] {
    try evidence.flatMap { piece in
      try places(piece.chunk).filter { $0.range.overlaps(piece.start..<max(piece.end, piece.start + 1)) }.map(\.value)
    }
  }

  private func places(_ id: ContentHash) throws -> [Place] {
    if let places = known[id] { return places }
    if known.count >= Self.most { known.removeAll(keepingCapacity: true) }
    let places = try passage(id).map(places) ?? []
    known[id] = places
    return places
  }

  /// Context is looked at too, since it announces, and left out again.
  private func places(in chunk: Chunk) -> [Place] {
    let whole = chunk.textWithContext
    let values = finder.values(in: whole)
    guard !values.isEmpty else { return [] }
    var offsets = [0]
    for scalar in whole.unicodeScalars { offsets.append((offsets.last ?? 0) + UTF8.width(scalar)) }
    let start = whole.utf8.count - chunk.text.utf8.count
    return values.compactMap { value in
      let range = offsets[value.start]..<offsets[value.end]
      return range.lowerBound >= start ? (range.lowerBound - start..<range.upperBound - start, value) : nil
    }
  }
}
