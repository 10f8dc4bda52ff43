import Foundation
public import Records

/// An order of chunks of which every beginning is spread evenly: over the documents by their sizes, within a document
/// over its sections, within a section over its length.
///
/// Whoever stops anywhere in it has covered every document alike, and never just the first pages.
public enum EvenCoverage {
  /// Where a chunk stands, as far as the order depends on it.
  public struct Place: Sendable, Hashable {
    /// The document.
    public var document: ContentHash
    /// Names the section within the document.
    public var section: String
    /// Position among the document's chunks.
    public var position: Int

    /// Takes the parts as they are.
    public init(document: ContentHash, section: String, position: Int) {
      self.document = document
      self.section = section
      self.position = position
    }

    /// The place of a chunk; its section goes by title and headings, the repeated head of a table left aside.
    ///
    /// - Parameter last: The place before it. Names that both have are held once: of a million chunks most stand in the
    ///   document and the section of the one before.
    public init(_ chunk: Chunk, after last: Place? = nil) {
      let section = chunk.context.filter { !$0.contains(" | ") }.joined(separator: "\n")
      self.init(
        document: last?.document == chunk.document ? last?.document ?? chunk.document : chunk.document,
        section: last?.section == section ? last?.section ?? section : section, position: chunk.index)
    }
  }

  /// Indices of the places, best first. Every document comes once before any comes twice; then no document gets a
  /// further chunk while another has had a smaller share of its own (Adams' divisors). Sections within a document alike.
  public static func order(_ places: [Place]) -> [Int] {
    let documents = grouped(places.indices) { places[$0].document.hex }.map { document in
      let byPosition = document.sorted { places[$0].position < places[$1].position }
      let sections = grouped(byPosition) { places[$0].section }.map { (members: spread($0), size: $0.count) }
      return (members: merged(sections), size: document.count)
    }
    return merged(documents)
  }

  /// Groups in the order of their first members.
  private static func grouped(_ indices: some Sequence<Int>, by key: (Int) -> String) -> [[Int]] {
    var order: [String] = []
    var members: [String: [Int]] = [:]
    for index in indices {
      let key = key(index)
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(index)
    }
    return order.compactMap { members[$0] }
  }

  /// The member in the middle, then those at the quarters, the eighths and so on (van der Corput's sequence).
  static func spread(_ members: [Int]) -> [Int] {
    var out: [Int] = []
    var taken = [Bool](repeating: false, count: members.count)
    var number: UInt64 = 1
    while out.count < members.count {
      let place = Int(radicalInverse(number) * Double(members.count))
      if !taken[place] {
        taken[place] = true
        out.append(members[place])
      }
      number += 1
    }
    return out
  }

  private static func radicalInverse(_ number: UInt64) -> Double {
    var (number, share, out) = (number, 0.5, 0.0)
    while number > 0 {
      if number & 1 == 1 { out += share }
      number >>= 1
      share /= 2
    }
    return out
  }

  /// One list of several, each in its own order and perhaps cut short: the k-th of n members stands at k/n, counted from 0.
  /// Of equals the groups themselves are spread, so that a short beginning does not hold the first groups alone.
  private static func merged<Member>(_ groups: [(members: [Member], size: Int)]) -> [Member] {
    let ranks = Dictionary(
      uniqueKeysWithValues: spread(Array(groups.indices)).enumerated().map { ($0.element, $0.offset) })
    var all: [(taken: Int, size: Int, rank: Int, member: Member)] = []
    for (number, group) in groups.enumerated() {
      for (taken, member) in group.members.enumerated() { all.append((taken, group.size, ranks[number] ?? 0, member)) }
    }
    // k/n compared without rounding.
    return all.sorted { ($0.taken * $1.size, $0.rank) < ($1.taken * $0.size, $1.rank) }.map(\.member)
  }

  /// A beginning of the order, of more places than should be held.
  public struct Beginning {
    private let count: Int
    private var documents: [(members: [Place], size: Int)] = []
    /// The places of the document that comes in now.
    private var open: [Place] = []

    /// - Parameter count: How many places are wanted.
    public init(_ count: Int) { self.count = count }

    /// Takes the place of the next chunk; those of a document come one after the other.
    public mutating func add(_ chunk: Chunk) { add(Place(chunk, after: open.last)) }

    mutating func add(_ place: Place) {
      if let last = open.last, last.document != place.document { close() }
      open.append(place)
    }

    private mutating func close() {
      guard !open.isEmpty else { return }
      // Of as many documents as places are wanted none gives more than its first.
      let most = documents.count < count ? count : 1
      documents.append((EvenCoverage.order(open).prefix(most).map { open[$0] }, open.count))
      if documents.count == count {
        for index in documents.indices { documents[index].members.removeLast(documents[index].members.count - 1) }
      }
      open = []
    }

    /// The places, best first.
    public mutating func finish() -> [Place] {
      close()
      return Array(merged(documents).prefix(count))
    }
  }
}
