public import Records

/// Finds notices that many documents of a corpus hold word by word, and the document that keeps each.
///
/// Only what is boilerplate by its kind: what may be done with the document, whose it is, where somebody can be reached.
/// To whom a rule applies may stand in four rules in the same words, and is the content of each.
public enum CorpusBoilerplate {
  /// What is known of one document.
  public struct Edges: Sendable, Hashable {
    /// The document.
    public var document: ContentHash
    /// Its path: of several, the first by path keeps a paragraph.
    public var path: String
    /// Versions and near-duplicates of one document count once.
    public var group: Int
    /// Fingerprints of its paragraphs, from `fingerprints(of:)`.
    public var fingerprints: [UInt64]

    /// Takes the values as they are; nothing is checked.
    public init(document: ContentHash, path: String, group: Int, fingerprints: [UInt64]) {
      self.document = document
      self.path = path
      self.group = group
      self.fingerprints = fingerprints
    }
  }

  /// In so many documents a paragraph is boilerplate.
  public static let leastDocuments = 3
  private static let depth = 3

  /// The paragraphs of a document that might be boilerplate: notices anywhere, addresses among the first and last three
  /// blocks.
  public static func fingerprints(of document: Document) -> [UInt64] {
    let blocks = document.blocks.filter { !$0.kind.isFurniture }
    var found: [UInt64] = []
    for (index, block) in blocks.enumerated() {
      let isEdge = index < depth || index >= blocks.count - depth
      guard NoticeKind.speaksOfDocument(block.text) || isEdge && NoticeKind.isContact(block.text),
        let fingerprint = ParagraphFingerprint(block)?.value, !found.contains(fingerprint)
      else { continue }
      found.append(fingerprint)
    }
    return found
  }

  /// For each document, the paragraphs that go because another document keeps them.
  public static func repeated(_ documents: [Edges]) -> [ContentHash: Set<UInt64>] {
    var holders: [UInt64: [Edges]] = [:]
    for edges in documents.sorted(by: { ($0.path, $0.document.hex) < ($1.path, $1.document.hex) }) {
      for fingerprint in edges.fingerprints { holders[fingerprint, default: []].append(edges) }
    }
    var out: [ContentHash: Set<UInt64>] = [:]
    for (fingerprint, holding) in holders where Set(holding.map(\.group)).count >= leastDocuments {
      for edges in holding where edges.group != holding[0].group {
        out[edges.document, default: []].insert(fingerprint)
      }
    }
    return out
  }
}
