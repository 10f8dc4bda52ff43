import Preparation
import Records

/// Finds evidence again in another version of a document.
///
/// A quote alone is not enough: “20 days” may stand anywhere. Evidence stands where the whole chunk stands unchanged, or
/// where the sentences that hold the quote do: under the same headings. “The warranty period is 24 months” may stand under
/// each of five products; where one of them has lost it, the others' are no evidence for it. Under other headings it stands
/// only where it stood under one alone before and does so now.
struct EvidenceTransfer {
  private let document: Document
  private let clean: CleanDocument
  private let chunks: [Chunk]
  /// Chunks by their text.
  private var byText: [String: [Int]] = [:]
  /// Every sentence of every chunk, without the white space around it.
  private var sentences: [(chunk: Int, start: Int, text: String)] = []
  private var bySentence: [String: [Int]] = [:]

  private let contexts: Set<[String]>

  /// Under which headings each text and sentence of a version stands.
  typealias Sections = [String: Set<[String]>]

  /// Those of some chunks.
  static func sections(of chunks: [Chunk]) -> Sections {
    var out: Sections = [:]
    for chunk in chunks {
      out[chunk.text, default: []].insert(chunk.context)
      for sentence in sentences(of: chunk) { out[sentence.text, default: []].insert(chunk.context) }
    }
    return out
  }

  init(to document: Document, clean: CleanDocument, chunks: [Chunk]) {
    self.document = document
    self.clean = clean
    self.chunks = chunks
    contexts = Set(chunks.map(\.context))
    for (index, chunk) in chunks.enumerated() {
      byText[chunk.text, default: []].append(index)
      for sentence in Self.sentences(of: chunk) {
        bySentence[sentence.text, default: []].append(sentences.count)
        sentences.append((index, sentence.start, sentence.text))
      }
    }
  }

  /// Where evidence from a chunk of another version stands here; nil where it is gone.
  ///
  /// - Parameter sections: The other version's.
  func place(of evidence: Evidence, from old: Chunk, in sections: Sections) -> Evidence? {
    guard evidence.start < evidence.end, evidence.end <= old.text.utf8.count else { return nil }
    let (chunk, start) =
      unchanged(old, sections).map { ($0, evidence.start) } ?? standing(evidence, in: old, sections) ?? (-1, 0)
    guard chunk >= 0 else { return nil }
    let end = start + evidence.end - evidence.start
    let bytes = Array(chunks[chunk].text.utf8)
    guard end <= bytes.count, bytes[start..<end].elementsEqual(evidence.quote.utf8) else { return nil }
    return EvidenceLocator.locate(chunk: chunks[chunk], start: start, end: end, clean: clean, document: document)
  }

  /// The chunk with the same text.
  private func unchanged(_ old: Chunk, _ sections: Sections) -> Int? {
    nearest(to: old, among: byText[old.text] ?? [], text: old.text, sections)
  }

  /// The chunk that goes on where an old one was: under its headings where there are several, then the nearest in order;
  /// nil where the text stands under others' headings alone.
  private func nearest(to old: Chunk, among found: [Int], text: String, _ sections: Sections) -> Int? {
    let isMovable = (sections[text] ?? []).count <= 1 && Set(found.map { chunks[$0].context }).count == 1
    return found.filter { isMovable || goesOn(chunks[$0].context, from: old.context) }.min {
      let (left, right) = (chunks[$0], chunks[$1])
      return (left.context == old.context ? 0 : 1, abs(left.index - old.index), $0)
        < (right.context == old.context ? 0 : 1, abs(right.index - old.index), $1)
    }
  }

  /// Whether headings are those of another version; where these are gone, the last of them tells: titles name a year.
  private func goesOn(_ context: [String], from old: [String]) -> Bool {
    context == old || !contexts.contains(old) && old.last != nil && context.last == old.last
  }

  /// Where the sentences stand that hold the quote, one behind the other: chunk and quote's start.
  private func standing(
    _ evidence: Evidence, in old: Chunk, _ sections: Sections
  ) -> (chunk: Int, start: Int)? {
    let wanted = Self.sentences(of: old).filter { sentence in
      sentence.start < evidence.end && sentence.start + sentence.text.utf8.count > evidence.start
    }
    guard let first = wanted.first, first.start <= evidence.start else { return nil }
    var places: [Int: Int] = [:]
    for place in bySentence[first.text] ?? [] {
      let found = sentences[place...].prefix(wanted.count)
      guard found.count == wanted.count, found.allSatisfy({ $0.chunk == sentences[place].chunk }),
        zip(found, wanted).allSatisfy({ $0.text == $1.text }), places[sentences[place].chunk] == nil
      else { continue }
      places[sentences[place].chunk] = sentences[place].start + evidence.start - first.start
    }
    let chunk = nearest(to: old, among: places.keys.sorted(), text: first.text, sections)
    return chunk.flatMap { chunk in places[chunk].map { (chunk, $0) } }
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
