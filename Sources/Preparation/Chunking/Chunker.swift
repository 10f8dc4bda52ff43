public import Records

/// Cuts a clean text into passages that follow its headings.
///
/// No chunk is longer than the budget. A sentence, a list item, a table row and an article (条) are not cut, unless one alone
/// is longer than the budget: an article and an item are then cut between sentences, a sentence or row between clauses,
/// and a warning says so. A section within the budget is one chunk. Small neighbouring sections
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

  /// Chunks, and what a person should know about how they were cut.
  public struct Cutting: Sendable, Hashable {
    /// In reading order. Together they hold all the text but white space.
    public var chunks: [Chunk]
    /// `article-cut`, `list-item-cut`, `sentence-cut`, or `word-cut` where there was no other place to cut.
    public var warnings: [DocumentWarning]
  }

  /// The chunks of a document alone.
  public func chunk(_ clean: CleanDocument, _ document: Document) -> [Chunk] { cut(clean, document).chunks }

  /// The chunks of a document, in reading order, and warnings.
  public func cut(_ clean: CleanDocument, _ document: Document) -> Cutting {
    let bytes = Array(clean.text.utf8)
    let (units, warnings) = ChunkUnits(
      clean: clean, document: document, bytes: bytes, counter: counter, maximumTokens: maximumTokens
    ).all()
    let sections = ChunkSection.divide(units, clean)
    var cutter = ChunkCutter(chunker: self, clean: clean, document: document, bytes: bytes)
    for group in groups(sections, bytes) { cutter.cut(group) }
    return Cutting(chunks: cutter.chunks, warnings: warnings)
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
