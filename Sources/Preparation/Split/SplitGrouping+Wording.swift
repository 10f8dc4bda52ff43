import Records

/// Likeness of wording, which joins documents: versions of one another, passages that were taken over, the same evidence.
///
/// What may be alike is told by sketches of some hundred numbers, and then compared word for word: the sets of pieces of
/// a whole corpus are never held at once.
extension SplitGrouping {
  /// A place in a document.
  private struct Place {
    var path: String
    var range: Range<Int>
  }

  /// Passages of fewer pieces are headings and remarks, which are the same in documents that have nothing in common.
  private static func fewestPieces(_ language: Language) -> Int { language == .ja ? 40 : 20 }

  mutating func joinVersions(_ threshold: Double) {
    let places = documents.values.sorted { $0.path < $1.path }.map {
      Place(path: $0.path, range: 0..<$0.text.utf8.count)
    }
    joinAlike(places, fewest: { _ in 1 }, threshold) { _, right, similarity, left in
      BilingualText(
        en: "\(right.path) is worded like \(left.path) (similarity \(similarity.toHundredths))",
        ja: "\(right.path) は \(left.path) とほぼ同じ文章です（類似度 \(similarity.toHundredths)）")
    }
  }

  mutating func joinPassages(_ threshold: Double) {
    let places = documents.values.sorted { $0.path < $1.path }.flatMap { document in
      document.passages.sorted { ($0.range.lowerBound, $0.chunk) < ($1.range.lowerBound, $1.chunk) }
        .map { Place(path: document.path, range: $0.range) }
    }
    joinAlike(places, fewest: Self.fewestPieces, threshold) { grouping, right, similarity, left in
      let beginning =
        grouping.documents[right.path]?.text(at: right.range).prefix(30).split(separator: "\n").first ?? ""
      return BilingualText(
        en: "\(right.path) has a passage of \(left.path), “\(beginning)…” (similarity \(similarity.toHundredths))",
        ja: "\(right.path) に \(left.path) と同じ文章「\(beginning)…」があります（類似度 \(similarity.toHundredths)）")
    }
  }

  private mutating func joinAlike(
    _ places: [Place], fewest: (Language) -> Int, _ threshold: Double,
    because reason: (SplitGrouping, Place, Double, Place) -> BilingualText
  ) {
    let hash = MinHash(threshold: threshold)
    let sketches = places.map { place in
      let pieces = pieces(of: place)
      let isShort = pieces.values.count < fewest(documents[place.path]?.language ?? .en)
      return isShort ? [] : hash.sketch(pieces)
    }
    for (left, right) in hash.candidates(sketches) {
      let (one, other) = (places[left], places[right])
      // What is one group already needs no comparison: this keeps a passage that stands everywhere cheap.
      guard one.path != other.path, root(of: one.path) != root(of: other.path) else { continue }
      let similarity = pieces(of: one).jaccard(pieces(of: other))
      if similarity >= threshold { join(one.path, other.path, because: reason(self, other, similarity, one)) }
    }
  }

  private func pieces(of place: Place) -> Shingles {
    guard let document = documents[place.path] else { return Shingles(document: "", .en) }
    return Shingles(document: document.text(at: place.range), document.language)
  }

  /// Joins documents of which pairs cite the same words: the quote itself where it is long, and the sentence around it.
  mutating func joinQuotes(_ pairs: [QAPair], _ threshold: Double) {
    var sentences = CitedSentences(documents)
    var known: Set<[String]> = []
    var cited: [(path: String, text: String, wording: Wording)] = []
    for pair in pairs {
      for evidence in pair.evidence {
        for text in [evidence.quote, sentences.around(evidence)] where known.insert([evidence.document, text]).inserted
        {
          guard let wording = Wording(evidence: text, pair.language) else { continue }
          cited.append((evidence.document, text, wording))
        }
      }
    }
    var pieces = RarePieces(threshold: threshold)
    for match in pieces.matches(cited.map(\.wording.shingles)) {
      let (left, right) = (cited[match.left], cited[match.right])
      guard left.path != right.path, left.wording.numbers == right.wording.numbers else { continue }
      join(
        left.path, right.path,
        because: BilingualText(
          en: "\(left.path) and \(right.path) share the evidence “\(left.text.prefix(60))” "
            + "(similarity \(match.similarity.toHundredths))",
          ja: "\(left.path) と \(right.path) は同じ根拠「\(left.text.prefix(60))」を持ちます"
            + "（類似度 \(match.similarity.toHundredths)）"))
    }
  }
}

/// Finds the sentences that quotes stand in; a document is cut into sentences once.
private struct CitedSentences {
  private let documents: [String: SplitDocument]
  private var cut: (path: String, sentences: [Range<Int>], starts: [ContentHash: Int])?

  init(_ documents: [String: SplitDocument]) { self.documents = documents }

  /// The sentences that a quote touches; empty where the document does not have the chunk.
  mutating func around(_ evidence: Evidence) -> String {
    guard let document = documents[evidence.document], document.sha256 == evidence.sha256 else { return "" }
    if cut?.path != document.path {
      cut = (
        document.path, SentenceSplitter.split(document.text, language: document.language),
        Dictionary(document.passages.map { ($0.chunk, $0.range.lowerBound) }, uniquingKeysWith: { first, _ in first })
      )
    }
    guard let cut, let chunk = cut.starts[evidence.chunk] else { return "" }
    let place = chunk + evidence.start..<chunk + max(evidence.start, evidence.end)
    let touched = cut.sentences[Self.first(cut.sentences) { $0.upperBound > place.lowerBound }...]
      .prefix { $0.lowerBound < place.upperBound }
    guard let first = touched.first, let last = touched.last else { return "" }
    return document.text(at: first.lowerBound..<last.upperBound)
  }

  /// Where a condition that holds from somewhere to the end begins to hold.
  private static func first(_ ranges: [Range<Int>], where holds: (Range<Int>) -> Bool) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(ranges[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
