public import Records

/// What is known of a document for finding its versions, small enough to be kept for every one.
public struct DocumentLikeness: Codable, Sendable, Hashable {
  /// The document.
  public var document: ContentHash
  /// Its path.
  public var path: String
  /// Its language: texts in two languages are never versions of each other.
  public var language: Language
  /// 100 numbers of which two documents share about as many as they share wording; empty where there is little text.
  public var signature: [UInt64]
  /// Dates and version numbers that name or text give, see `VersionMark`.
  public var mark: VersionMark
  /// When the file was last written to, in seconds.
  public var modified: Double

  /// Reads a document's clean text.
  public init(_ document: Document, clean: CleanDocument, modified: Double) {
    self.document = document.id
    path = document.source.path
    language = document.language
    let shingles = Shingles(version: clean.text, document.language)
    // A few sentences, such as a form's, are alike without being versions.
    signature =
      shingles.values.count < DocumentVersions.leastShingles
      ? [] : MinHash(threshold: DocumentVersions.threshold).signature(shingles)
    mark = VersionMark(path: document.source.path, title: document.title, text: clean.text)
    self.modified = modified
  }
}

/// Likenesses of many documents. Their signatures, which are nearly all of them, lie in a scratch file.
public struct LikenessList {
  /// The documents in the order in which they came; their signatures are empty.
  public private(set) var documents: [DocumentLikeness] = []
  private static let hash = MinHash(threshold: DocumentVersions.threshold)
  private var keys = hash.emptyKeys

  /// Empty.
  public init() {}

  /// Holds some documents, in their order.
  public init(_ documents: [DocumentLikeness]) { for document in documents { append(document) } }

  /// Adds a document at the end.
  public mutating func append(_ document: DocumentLikeness) {
    Self.hash.add(document.signature, to: &keys)
    documents.append(document)
    documents[documents.count - 1].signature = []
  }

  /// Which of them may be alike, by their indices: those of one language that meet in a signature.
  var candidates: [(left: Int, right: Int)] {
    keys.meetings.filter { documents[$0.left].language == documents[$0.right].language }
  }
}

/// Finds documents that are versions of each other, or nearly the same, and which of them is the newest.
public struct DocumentVersions: Sendable {
  /// From this Jaccard similarity on, two documents are versions of one.
  public static let threshold = 0.8

  /// About so many pieces of documents that may be versions are held at once.
  private static let heldPieces = 1 << 20

  /// Shorter texts are never versions.
  static let leastShingles = 60

  /// Why a document counts as the newest of several.
  public enum Reason: String, Codable, Sendable {
    /// A version number, in the name or the text.
    case version
    /// A date, in the name or the text.
    case date
    /// The file was written later.
    case modified
    /// Nothing tells them apart; the first by path.
    case path
  }

  /// A document that another one stands for.
  public struct Link: Sendable, Hashable {
    /// The older one.
    public var document: ContentHash
    /// The newest.
    public var newest: ContentHash
    /// Of both, as Jaccard of five characters (Japanese) or two words (English).
    public var similarity: Double
    /// What tells which is newer.
    public var reason: Reason
  }

  /// Links each older version to the newest, see `VersionOrder`. The same documents give the same links in whatever order
  /// they come.
  ///
  /// - Parameter text: The clean text of a document; asked only for documents that meet in a signature.
  public static func links(
    _ documents: LikenessList, text: (ContentHash) throws -> String
  ) rethrows -> [Link] {
    link(documents.documents, try likenesses(documents, text: text))
  }

  /// Which of the new documents each earlier one has become: a file may be renamed and changed at once. Every document
  /// takes part in one pair at most, the most alike first.
  ///
  /// - Parameter text: The clean text of a document; asked only for documents that meet in a signature.
  public static func successors(
    of earlier: [DocumentLikeness], among new: [DocumentLikeness], text: (ContentHash) throws -> String
  ) rethrows -> [(earlier: ContentHash, later: ContentHash)] {
    let alike = try likenesses(LikenessList(earlier + new), text: text)
    var pairs: [(earlier: Int, later: Int, similarity: Double)] = []
    for index in earlier.indices {
      for (other, similarity) in alike[index, default: []] where other >= earlier.count {
        pairs.append((index, other, similarity))
      }
    }
    pairs.sort { ($1.similarity, $0.earlier, $0.later) < ($0.similarity, $1.earlier, $1.later) }
    var taken: Set<Int> = []
    return pairs.compactMap { pair in
      guard !taken.contains(pair.earlier), !taken.contains(pair.later) else { return nil }
      taken.formUnion([pair.earlier, pair.later])
      return (earlier[pair.earlier].document, new[pair.later - earlier.count].document)
    }
  }

  /// Which documents are alike enough, by their indices.
  private static func likenesses(
    _ list: LikenessList, text: (ContentHash) throws -> String
  ) rethrows -> [Int: [(other: Int, similarity: Double)]] {
    let (documents, candidates) = (list.documents, list.candidates)
    // Candidates of one document come one after the other: its pieces are held, and as many of the others' as are few.
    var held: [Int: Shingles] = [:]
    var alike: [Int: [(other: Int, similarity: Double)]] = [:]
    for pair in candidates {
      for index in [pair.left, pair.right] where held[index] == nil {
        if held.values.reduce(0, { $0 + $1.values.count }) > heldPieces {
          held = held.filter { $0.key == pair.left || $0.key == pair.right }
        }
        held[index] = Shingles(version: try text(documents[index].document), documents[index].language)
      }
      guard let left = held[pair.left], let right = held[pair.right] else { continue }
      let similarity = left.jaccard(right)
      guard similarity >= threshold else { continue }
      alike[pair.left, default: []].append((pair.right, similarity))
      alike[pair.right, default: []].append((pair.left, similarity))
    }
    return alike
  }

  /// In each group of documents that are alike, the newest of all that are left takes those that are like it, until none
  /// is left: a chain of small changes does not make the first and the last the same.
  private static func link(
    _ documents: [DocumentLikeness], _ alike: [Int: [(other: Int, similarity: Double)]]
  ) -> [Link] {
    var taken: Set<Int> = []
    var links: [Link] = []
    for group in groups(alike.mapValues { $0.map(\.other) }) {
      let order = VersionOrder(group, in: documents)
      for newest in order.ranked where taken.insert(newest).inserted {
        for (other, similarity) in alike[newest, default: []] where taken.insert(other).inserted {
          links.append(
            Link(
              document: documents[other].document, newest: documents[newest].document, similarity: similarity,
              reason: order.reason(newest, over: other)))
        }
      }
    }
    return links.sorted { ($0.newest.hex, $0.document.hex) < ($1.newest.hex, $1.document.hex) }
  }

  /// Indices that are connected, be it over others.
  private static func groups(_ neighbours: [Int: [Int]]) -> [[Int]] {
    var seen: Set<Int> = []
    var groups: [[Int]] = []
    for start in neighbours.keys.sorted() where seen.insert(start).inserted {
      var group = [start]
      var next = 0
      while next < group.count {
        for other in neighbours[group[next], default: []] where seen.insert(other).inserted { group.append(other) }
        next += 1
      }
      groups.append(group)
    }
    return groups
  }
}
