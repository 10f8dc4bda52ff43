import Generation
import Preparation
import Records
import Retrieval

/// Finds where in the corpus the answer of a pair made elsewhere stands.
///
/// Retrieval proposes passages. Where the answer stands in one, compared after NFKC without regard to case and white
/// space, that is its place; of several places the one whose sentence shares most with the question. An answer in words
/// of its own (`FreeAnswer`) gets the sentence that supports it. Where the pair brings a passage or quote, only what
/// stands within that counts.
struct EvidenceFinder {
  /// A chunk and the place of the answer in it, in UTF-8 bytes.
  struct Place {
    var chunk: Chunk
    var range: Range<Int>
    /// Whether the place supports the answer rather than saying it word for word.
    var isFreelyWorded = false
  }

  private static let proposals = 10
  /// A sentence that shares so much with the question is looked no further than.
  private static let plain = 0.8
  private let chunks: [ContentHash: Chunk]
  let index: BM25Index

  init(_ chunks: [Chunk]) {
    self.chunks = Dictionary(chunks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    index = BM25Index(chunks)
  }

  /// A passage that is proposed, and where in it the pair's own passage stands.
  private struct Proposal {
    var chunk: Chunk
    var folded: FoldedText
    var answer: FreeAnswer
    var allowed: [Range<Int>]
  }

  /// Nil where no passage that is proposed holds or supports the answer.
  func place(of record: ImportedRecord) -> Place? {
    let query = [record.question, record.answer, String(record.passage.prefix(400))].joined(separator: " ")
    let passage = FoldedText(record.passage)
    let proposals = index.search(query, k: Self.proposals).lazy.compactMap { hit -> Proposal? in
      guard let chunk = chunks[hit.chunk], record.document.isEmpty || chunk.path == record.document else { return nil }
      let folded = FoldedText(chunk.text)
      let allowed = Self.allowed(passage, chunk, folded)
      let answer = FreeAnswer(
        question: record.question, answer: record.answer, language: record.language ?? chunk.language)
      return allowed.isEmpty ? nil : Proposal(chunk: chunk, folded: folded, answer: answer, allowed: allowed)
    }
    let seen = Array(proposals)
    return quoted(FoldedText(record.answer), seen) ?? supported(seen, isGiven: !record.passage.isEmpty)
  }

  /// Where the answer stands word for word, beside most of the question's words; an earlier place wins a tie.
  private func quoted(_ answer: FoldedText, _ proposals: [Proposal]) -> Place? {
    var best: (place: Place, affinity: Double)?
    for proposal in proposals where !proposal.answer.isYesNo {
      for range in proposal.folded.ranges(of: answer)
      where proposal.allowed.contains(where: { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound })
      {
        let affinity = proposal.answer.affinity(of: range, in: proposal.chunk)
        if affinity > best?.affinity ?? -1 { best = (Place(chunk: proposal.chunk, range: range), affinity) }
      }
      if let best, best.affinity >= Self.plain { break }
    }
    return best?.place
  }

  /// Where an answer in words of its own is supported best.
  private func supported(_ proposals: [Proposal], isGiven: Bool) -> Place? {
    var best: (place: Place, score: Double)?
    for proposal in proposals {
      let sentences = SentenceSplitter.split(proposal.chunk.text, language: proposal.chunk.language).filter {
        sentence in
        proposal.allowed.contains { $0.overlaps(sentence) }
      }
      guard let found = proposal.answer.evidence(in: proposal.chunk, sentences: sentences, isGiven: isGiven),
        found.score > best?.score ?? -1
      else { continue }
      best = (Place(chunk: proposal.chunk, range: found.range, isFreelyWorded: true), found.score)
    }
    return best?.place
  }

  /// The parts of a chunk that are the passage's: all of it where the pair brings none, or one that holds the chunk; the
  /// passage's place; the sentences that the two have in common where they are cut differently.
  private static func allowed(_ passage: FoldedText, _ chunk: Chunk, _ folded: FoldedText) -> [Range<Int>] {
    let whole = [0..<chunk.text.utf8.count]
    if passage.isEmpty || passage.holds(folded) { return whole }
    if let place = folded.ranges(of: passage, inWords: true).first { return [place] }
    let bytes = Array(chunk.text.utf8)
    var found: [Range<Int>] = []
    for sentence in SentenceSplitter.split(chunk.text, language: chunk.language) {
      let text = FoldedText(String(decoding: bytes[sentence], as: UTF8.self))
      guard text.count >= shortestCommon, passage.holds(text) else { continue }
      // Sentences that follow one another are one stretch.
      if let last = found.last, last.upperBound == sentence.lowerBound {
        found[found.count - 1] = last.lowerBound..<sentence.upperBound
      } else {
        found.append(sentence)
      }
    }
    return found
  }

  /// A shorter sentence stands in many passages (letters).
  private static let shortestCommon = 8
}
