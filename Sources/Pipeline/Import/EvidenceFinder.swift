import Records
import Retrieval

/// Finds where in the corpus the answer of a pair made elsewhere stands.
///
/// Retrieval proposes passages; the answer must then stand in one, compared after NFKC without regard to case and white
/// space. Where the pair brings a passage or quote of its own, only the answer within that counts.
struct EvidenceFinder {
  /// A chunk and the place of the answer in it, in UTF-8 bytes.
  struct Place {
    var chunk: Chunk
    var range: Range<Int>
  }

  private static let proposals = 10
  private let chunks: [ContentHash: Chunk]
  let index: BM25Index

  init(_ chunks: [Chunk]) {
    self.chunks = Dictionary(chunks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    index = BM25Index(chunks)
  }

  /// Nil where no passage that is proposed holds the answer.
  func place(of record: ImportedRecord) -> Place? {
    let query = [record.question, record.answer, String(record.passage.prefix(400))].joined(separator: " ")
    let answer = Folded(record.answer)
    let passage = Folded(record.passage)
    for hit in index.search(query, k: Self.proposals) {
      guard let chunk = chunks[hit.chunk], record.document.isEmpty || chunk.path == record.document else { continue }
      let text = Folded(chunk.text)
      if passage.scalars.isEmpty {
        if let range = text.range(of: answer) { return Place(chunk: chunk, range: range) }
      } else if let range = within(passage, answer, text) {
        return Place(chunk: chunk, range: range)
      }
    }
    return nil
  }

  /// The answer in the part of a chunk that is the passage's; a passage may be longer than a chunk and hold it whole.
  private func within(_ passage: Folded, _ answer: Folded, _ text: Folded) -> Range<Int>? {
    if let found = text.first(passage) {
      return text.range(of: answer, from: found, to: found + passage.scalars.count)
    }
    return passage.first(text) == nil ? nil : text.range(of: answer)
  }

  /// A text as it is searched, every scalar with the bytes that it comes from.
  private struct Folded {
    private(set) var scalars: [Unicode.Scalar] = []
    private var origins: [Range<Int>] = []

    init(_ text: String) {
      var start = 0
      for character in text {
        let end = start + character.utf8.count
        if !character.isWhitespace {
          for scalar in CompatibilityForm.scalars(of: String(character)) {
            for lower in scalar.properties.lowercaseMapping.unicodeScalars {
              scalars.append(lower)
              origins.append(start..<end)
            }
          }
        }
        start = end
      }
    }

    func first(_ other: Folded) -> Int? { first(other, from: 0, to: scalars.count) }

    func range(of other: Folded, from: Int = 0, to: Int? = nil) -> Range<Int>? {
      first(other, from: from, to: to ?? scalars.count).map {
        origins[$0].lowerBound..<origins[$0 + other.scalars.count - 1].upperBound
      }
    }

    private func first(_ other: Folded, from: Int, to: Int) -> Int? {
      let wanted = other.scalars
      guard let head = wanted.first, wanted.count <= to - from else { return nil }
      return (from...to - wanted.count).first { start in
        scalars[start] == head && scalars[start..<start + wanted.count].elementsEqual(wanted)
      }
    }
  }
}
