import Preparation
import Records

/// Finds evidence again in another version of a document.
///
/// A quote alone is not enough: “20 days” may stand anywhere. Evidence stands where the whole chunk stands unchanged, or
/// where the sentences that hold the quote do.
struct EvidenceTransfer {
  private let document: Document
  private let clean: CleanDocument
  private let chunks: [Chunk]
  /// Chunks by their text.
  private var byText: [String: [Int]] = [:]
  /// Every sentence of every chunk, without the white space around it.
  private var sentences: [(chunk: Int, start: Int, text: String)] = []
  private var bySentence: [String: [Int]] = [:]

  init(to document: Document, clean: CleanDocument, chunks: [Chunk]) {
    self.document = document
    self.clean = clean
    self.chunks = chunks
    for (index, chunk) in chunks.enumerated() {
      byText[chunk.text, default: []].append(index)
      for sentence in Self.sentences(of: chunk) {
        bySentence[sentence.text, default: []].append(sentences.count)
        sentences.append((index, sentence.start, sentence.text))
      }
    }
  }

  /// Where evidence from a chunk of another version stands here; nil where it is gone.
  func place(of evidence: Evidence, from old: Chunk) -> Evidence? {
    guard evidence.start < evidence.end, evidence.end <= old.text.utf8.count else { return nil }
    let (chunk, start) = unchanged(old).map { ($0, evidence.start) } ?? standing(evidence, in: old) ?? (-1, 0)
    guard chunk >= 0 else { return nil }
    let end = start + evidence.end - evidence.start
    let bytes = Array(chunks[chunk].text.utf8)
    guard end <= bytes.count, bytes[start..<end].elementsEqual(evidence.quote.utf8) else { return nil }
    return EvidenceLocator.locate(chunk: chunks[chunk], start: start, end: end, clean: clean, document: document)
  }

  /// The chunk with the same text: under the same headings where there are several, then the nearest in order.
  private func unchanged(_ old: Chunk) -> Int? {
    byText[old.text]?.min {
      let (left, right) = (chunks[$0], chunks[$1])
      return (left.context == old.context ? 0 : 1, abs(left.index - old.index), $0)
        < (right.context == old.context ? 0 : 1, abs(right.index - old.index), $1)
    }
  }

  /// The first place where the sentences stand that hold the quote, one behind the other: chunk and quote's start.
  private func standing(_ evidence: Evidence, in old: Chunk) -> (chunk: Int, start: Int)? {
    let wanted = Self.sentences(of: old).filter { sentence in
      sentence.start < evidence.end && sentence.start + sentence.text.utf8.count > evidence.start
    }
    guard let first = wanted.first, first.start <= evidence.start else { return nil }
    for place in bySentence[first.text] ?? [] {
      let found = sentences[place...].prefix(wanted.count)
      guard found.count == wanted.count, found.allSatisfy({ $0.chunk == sentences[place].chunk }),
        zip(found, wanted).allSatisfy({ $0.text == $1.text })
      else { continue }
      return (sentences[place].chunk, sentences[place].start + evidence.start - first.start)
    }
    return nil
  }

  private static func sentences(of chunk: Chunk) -> [(start: Int, text: String)] {
    let bytes = Array(chunk.text.utf8)
    return SentenceSplitter.split(chunk.text, language: chunk.language).compactMap { range in
      // White space behind a sentence belongs to it, and differs where a paragraph ends.
      let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
      guard let start = range.first(where: { !isSpace(bytes[$0]) }),
        let last = range.last(where: { !isSpace(bytes[$0]) })
      else { return nil }
      return (start, String(decoding: bytes[start...last], as: UTF8.self))
    }
  }
}
