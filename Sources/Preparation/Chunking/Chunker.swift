public import Records

/// Cuts a clean text into passages that follow its headings.
///
/// A sentence, a list item and a table row are never cut, so that a chunk is longer than the budget only where one
/// sentence (with the headings right above it) is. A section within the budget is one chunk. Small neighbouring sections
/// under the same parent share one, until it has grown to about half the budget; below level 2, until it is full. A longer
/// section is cut into parts of about the same size.
public struct Chunker: Sendable {
  /// Counts as the model that will read the chunks does.
  public let counter: any TokenCounter
  /// The budget of a chunk's text; its context comes on top.
  public let maximumTokens: Int
  /// How many sentences a later part of a section repeats from the part before it.
  public let overlapSentences: Int

  /// A chunk this long takes no further section of level 1 or 2.
  private var mergeTarget: Int { maximumTokens * 55 / 100 }

  /// Makes a chunker. The budget is at least 1.
  public init(counter: any TokenCounter, maximumTokens: Int = 220, overlapSentences: Int = 0) {
    self.counter = counter
    self.maximumTokens = max(1, maximumTokens)
    self.overlapSentences = max(0, overlapSentences)
  }

  /// The chunks of a document, in reading order. Together they hold all its text but white space.
  public func chunk(_ clean: CleanDocument, _ document: Document) -> [Chunk] {
    let bytes = Array(clean.text.utf8)
    let units = ChunkUnits(
      clean: clean, document: document, bytes: bytes, counter: counter, maximumTokens: maximumTokens)
    let sections = ChunkSection.divide(units.all(), clean)
    var cutter = ChunkCutter(chunker: self, clean: clean, document: document, bytes: bytes)
    for group in groups(sections, bytes) { cutter.cut(group) }
    return cutter.chunks
  }

  /// Neighbouring sections that share a chunk.
  private func groups(_ sections: [ChunkSection], _ bytes: [UInt8]) -> [[ChunkSection]] {
    var groups: [[ChunkSection]] = []
    for section in sections {
      if let group = groups.last, joins(section, group, bytes) {
        groups[groups.count - 1].append(section)
      } else {
        groups.append([section])
      }
    }
    return groups
  }

  private func joins(_ section: ChunkSection, _ group: [ChunkSection], _ bytes: [UInt8]) -> Bool {
    guard let first = group.first, let last = group.last else { return false }
    guard section.path.starts(with: first.path.dropLast()) || section.isHeadingOnly else { return false }
    guard tokens(bytes[first.start..<section.end]) <= maximumTokens else { return false }
    if section.level > 2 || section.isHeadingOnly { return true }
    return tokens(bytes[first.start..<last.end]) < mergeTarget
      && tokens(bytes[section.start..<section.end]) < mergeTarget
  }

  /// Tokens of a stretch of the clean text.
  func tokens(_ bytes: ArraySlice<UInt8>) -> Int { counter.count(String(decoding: bytes, as: UTF8.self)) }
}
