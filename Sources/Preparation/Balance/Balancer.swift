import Foundation
public import Records

/// Keeps one long document, or one kind of question, from being most of what a model learns.
///
/// Two means: a document with far more facts than the others loses the surplus (named in the ledger; what a person
/// accepted is never lost), and every pair gets a weight that evens out documents and question types smoothly.
public struct Balancer: Sendable {
  /// A document keeps at most this many times the median number of facts a document has.
  public var documentCap: Double
  /// Below this many facts no document is cut.
  public var smallestCap: Int
  /// 1 leaves shares as they are, 0 makes all documents (and all types) weigh the same.
  public var temperature: Double
  /// Decides which facts of a document stay.
  public var seed: UInt64

  /// Makes a balancer.
  public init(documentCap: Double = 4, smallestCap: Int = 30, temperature: Double = 0.7, seed: UInt64 = 0) {
    self.documentCap = documentCap
    self.smallestCap = smallestCap
    self.temperature = temperature
    self.seed = seed
  }

  /// Cuts documents that are far over the median; facts go whole, with all their variants.
  public func balance(_ pairs: [QAPair]) -> (kept: [QAPair], dropped: [Drop]) {
    let facts = Dictionary(grouping: pairs, by: \.documentPath).mapValues { Dictionary(grouping: $0, by: \.fact) }
    let counts = facts.values.map(\.count).sorted()
    guard !counts.isEmpty else { return ([], []) }
    let cap = max(smallestCap, Int((Double(counts[counts.count / 2]) * documentCap).rounded()))
    var surplus: Set<ContentHash> = []
    for (path, ofDocument) in facts where ofDocument.count > cap {
      let ranked = ofDocument.keys.sorted { place($0, ofDocument) < place($1, ofDocument) }
      for fact in ranked.dropFirst(cap) where !isReviewed(ofDocument[fact, default: []]) {
        // A fact's name is unique, but its pairs may cite several documents: only this document's go.
        surplus.formUnion(ofDocument[fact, default: []].filter { $0.documentPath == path }.map(\.id))
      }
    }
    let dropped = pairs.filter { surplus.contains($0.id) }.map { pair in
      Drop(
        stage: "curate", item: pair.id.hex, document: pair.documentPath, reason: "balance-document",
        detail: BilingualText(
          en: "Its document has \(facts[pair.documentPath]?.count ?? 0) facts and keeps \(cap) "
            + "(\(documentCap.toHundredths) times the median, at least \(smallestCap)).",
          ja: "この文書には事実が \(facts[pair.documentPath]?.count ?? 0) 件あり、上限の \(cap) 件だけを残しました"
            + "（中央値の \(documentCap.toHundredths) 倍、最低 \(smallestCap) 件）。"))
    }
    return (pairs.filter { !surplus.contains($0.id) }, dropped)
  }

  /// Weights with mean 1: (n/N)^(temperature − 1) of the pair's document, times the same of its type.
  public func weights(_ pairs: [QAPair]) -> [ContentHash: Double] {
    guard !pairs.isEmpty else { return [:] }
    let documents = Dictionary(grouping: pairs, by: \.documentPath).mapValues { Double($0.count) }
    let types = Dictionary(grouping: pairs, by: \.type).mapValues { Double($0.count) }
    // Powers of counts are computed by exp and log, whose last bit may differ between machines: rounded to thousandths.
    let raw = pairs.map { pair in
      power(documents[pair.documentPath] ?? 1) * power(types[pair.type] ?? 1)
    }
    let mean = raw.reduce(0, +) / Double(raw.count)
    let weights = raw.map { ($0 / mean * 1000).rounded() / 1000 }
    return Dictionary(zip(pairs.map(\.id), weights), uniquingKeysWith: { first, _ in first })
  }

  private func power(_ count: Double) -> Double { pow(count, temperature - 1) }

  /// Reviewed facts first, then by a hash that depends on nothing but seed and fact.
  private func place(_ fact: ContentHash, _ facts: [ContentHash: [QAPair]]) -> String {
    (isReviewed(facts[fact, default: []]) ? "0" : "1") + ContentHash(of: [String(seed), fact.hex]).hex
  }

  private func isReviewed(_ pairs: [QAPair]) -> Bool {
    pairs.contains { $0.status == .accepted || $0.status == .edited }
  }
}

extension QAPair {
  /// The document that the pair's first evidence stands in.
  var documentPath: String { evidence.first?.document ?? "" }
}
