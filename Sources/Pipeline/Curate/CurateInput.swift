import Preparation
import Records
import Storage

/// Reads what curation looks at from the store, one pair and one document after the other.
struct CurateInput {
  private let transaction: Transaction
  private let texts = DocumentTexts()

  init(_ transaction: Transaction) { self.transaction = transaction }

  func read() throws -> CurateStage.Input {
    var documents: [SplitDocument] = []
    for document in try transaction.documents() {
      guard let clean = try transaction.cleanDocument(document.source.sha256) else { continue }
      documents.append(try splitDocument(document.source, document.language, clean.text, path: document.source.path))
    }
    var earlier = EarlierContents(current: documents)
    let storage = PairStorage(expecting: try transaction.countPairs())
    var rejections: [Int: String] = [:]
    var languages: [Language] = []
    var passages = PassageFacts()
    try transaction.eachPair { reviewed in
      var pair = reviewed.pair
      if !reviewed.isStale { try earlier.rename(&pair, transaction) }
      if pair.status == .rejected, let reason = reviewed.state.reason { rejections[storage.count] = reason }
      let passage = try passages.of(pair, transaction)
      languages.append(passage?.language ?? pair.language)
      storage.append(pair, section: passage?.section ?? "")
    }
    storage.finish()
    for (sha256, path) in earlier.names.sorted(by: { $0.value < $1.value }) {
      guard let document = try transaction.document(sha256), let clean = try transaction.cleanDocument(sha256) else {
        continue
      }
      documents.append(try splitDocument(document.source, document.language, clean.text, path: path))
    }
    return CurateStage.Input(
      pairs: PairList(storage), passageLanguages: languages, rejections: rejections, documents: documents,
      latest: try transaction.datasets().last?.number ?? 0)
  }

  private func splitDocument(
    _ source: SourceFile, _ language: Language, _ text: String, path: String
  ) throws -> SplitDocument {
    texts.keep(
      path: path, sha256: source.sha256, language: language, text: text,
      passages: try transaction.chunks(of: source.sha256).map {
        SplitDocument.Passage(chunk: $0.id, range: $0.start..<$0.end)
      })
  }
}

/// Documents out of use whose pairs somebody has accepted since. Where the file holds another content now, theirs goes by
/// a name of its own.
private struct EarlierContents {
  private let paths: Set<String>
  private let contents: Set<ContentHash>
  /// Their names.
  private(set) var names: [ContentHash: String] = [:]
  private var gone: Set<ContentHash> = []

  init(current: [SplitDocument]) {
    paths = Set(current.map(\.path))
    contents = Set(current.map(\.sha256))
  }

  mutating func rename(_ pair: inout QAPair, _ transaction: Transaction) throws {
    for (place, evidence) in pair.evidence.enumerated() where !contents.contains(evidence.sha256) {
      guard !gone.contains(evidence.sha256) else { continue }
      guard try transaction.document(evidence.sha256) != nil, try transaction.cleanDocument(evidence.sha256) != nil
      else {
        gone.insert(evidence.sha256)
        continue
      }
      let path = evidence.document
      let name = paths.contains(path) ? "\(path)@\(evidence.sha256.short)" : path
      pair.evidence[place].document = name
      names[evidence.sha256] = name
    }
  }
}

/// What the passages of one document say of the pairs that come one after the other.
private struct PassageFacts {
  struct Facts {
    var language: Language
    var section: String
  }

  private var document: ContentHash?
  private var facts: [ContentHash: Facts] = [:]

  /// Nil where the passage is not current any more.
  mutating func of(_ pair: QAPair, _ transaction: Transaction) throws -> Facts? {
    guard let evidence = pair.evidence.first else { return nil }
    if document != evidence.sha256 {
      document = evidence.sha256
      facts = [:]
      for chunk in try transaction.chunks(of: evidence.sha256) {
        facts[chunk.id] = Facts(language: chunk.language, section: chunk.section?.title ?? "")
      }
    }
    return facts[evidence.chunk]
  }
}
