import Records

/// Likeness of wording, which joins documents: versions of one another, passages that were taken over, the same evidence.
///
/// What may be alike is told by sketches of some hundred numbers, and then compared word for word: the sets of pieces of
/// a whole corpus are never held at once.
extension SplitGrouping {
  /// A place in a document, by the document's number among those that are looked through.
  private struct Place {
    var document: Int32
    var start: Int32
    var end: Int32

    init(_ document: Int, _ range: Range<Int>) {
      self.document = Int32(document)
      start = Int32(clamping: range.lowerBound)
      end = Int32(clamping: range.upperBound)
    }

    var range: Range<Int> { Int(start)..<Int(end) }
  }

  /// Places in a scratch file: there are as many as passages.
  private struct PlaceList {
    private let values = Scratch()

    var count: Int { values.count / 12 }

    func append(_ place: Place) { values.append([place.document, place.start, place.end]) }

    subscript(index: Int) -> Place {
      let fields = values.values(Int32.self, at: index * 12, count: 3)
      return Place(Int(fields[0]), Int(fields[1])..<Int(fields[2]))
    }
  }

  /// Passages of fewer pieces are headings and remarks, which are the same in documents that have nothing in common.
  private static func fewestPieces(_ language: Language) -> Int { language == .ja ? 40 : 20 }

  mutating func joinVersions(_ threshold: Double) {
    let places = PlaceList()
    for (number, document) in documents.enumerated() { places.append(Place(number, 0..<document.textLength)) }
    joinAlike(places, fewest: { _ in 1 }, threshold) { right, _, similarity, left in
      BilingualText(
        en: "\(right.path) is worded like \(left.path) (similarity \(similarity.toHundredths))",
        ja: "\(right.path) は \(left.path) とほぼ同じ文章です（類似度 \(similarity.toHundredths)）")
    }
  }

  mutating func joinPassages(_ threshold: Double) {
    let places = PlaceList()
    for (number, document) in documents.enumerated() {
      for passage in document.passages.sorted(by: { ($0.range.lowerBound, $0.chunk) < ($1.range.lowerBound, $1.chunk) })
      { places.append(Place(number, passage.range)) }
    }
    joinAlike(places, fewest: Self.fewestPieces, threshold) { right, range, similarity, left in
      let beginning = right.text(at: range).prefix(30).split(separator: "\n").first ?? ""
      return BilingualText(
        en: "\(right.path) has a passage of \(left.path), “\(beginning)…” (similarity \(similarity.toHundredths))",
        ja: "\(right.path) に \(left.path) と同じ文章「\(beginning)…」があります（類似度 \(similarity.toHundredths)）")
    }
  }

  /// What says why two places join their documents.
  private typealias Reason = (_ right: SplitDocument, Range<Int>, Double, _ left: SplitDocument) -> BilingualText

  private mutating func joinAlike(
    _ places: PlaceList, fewest: (Language) -> Int, _ threshold: Double, because reason: Reason
  ) {
    let hash = MinHash(threshold: threshold)
    let keys = hash.bandKeys(places.count) { number in
      let pieces = pieces(of: places[number])
      let isShort = pieces.values.count < fewest(documents[Int(places[number].document)].language)
      return isShort ? [] : hash.sketch(pieces)
    }
    keys.eachBucket { bucket, band in
      // Those that are one group already need no comparison: a passage that stands everywhere is compared with one of
      // its kind, and no list of all that meet is ever made.
      var groups: [[Int]] = []
      for right in bucket {
        var home: Int?
        for number in groups.indices where !groups[number].isEmpty {
          guard isOne(right, with: groups[number], of: places, keys, band, threshold, reason) else { continue }
          if let home {
            groups[home] += groups[number]
            groups[number] = []
          } else {
            home = number
          }
        }
        if let home { groups[home].append(right) } else { groups.append([right]) }
      }
    }
  }

  /// Whether a place belongs to the group of others, where need be because it is like one of them.
  private mutating func isOne(
    _ right: Int, with others: [Int], of places: PlaceList, _ keys: BandKeys, _ band: Int, _ threshold: Double,
    _ reason: Reason
  ) -> Bool {
    let (document, range) = (places[right].document, places[right].range)
    guard root(of: document) != root(of: places[others[0]].document) else { return true }
    var held: Shingles?
    for left in others where !keys.haveMet(left, right, before: band) {
      let pieces = held ?? pieces(of: places[right])
      held = pieces
      let similarity = pieces.jaccard(self.pieces(of: places[left]))
      guard similarity >= threshold else { continue }
      let other = places[left].document
      join(
        other, document, because: reason(documents[Int(document)], range, similarity, documents[Int(other)]))
      return true
    }
    return false
  }

  private func pieces(of place: Place) -> Shingles {
    let document = documents[Int(place.document)]
    return Shingles(document: document.text(at: place.range), document.language)
  }

  /// Joins documents that one pair has evidence in, and those of which pairs cite the same words: the quote itself where
  /// it is long, and the sentence around it.
  mutating func joinEvidence(_ pairs: PairList, _ threshold: Double) {
    var cited = CitedWordings(CitedSentences(documents, numbers))
    for pair in pairs {
      for other in pair.evidence.dropFirst() {
        join(
          pair.documentPath, other.document,
          because: BilingualText(
            en: "pair \(pair.id.short) has evidence in both", ja: "ペア \(pair.id.short) の根拠が両方にあります"))
      }
      for evidence in pair.evidence { cited.add(evidence, pair.language, isFirst: evidence == pair.evidence.first) }
    }
    var pieces = RarePieces(threshold: threshold)
    for match in pieces.matches(cited.wordings) {
      guard cited.wordings.numbers(match.left) == cited.wordings.numbers(match.right) else { continue }
      let (left, right) = (cited.path(match.left), cited.path(match.right))
      guard left != right else { continue }
      let text = cited.texts[match.left].prefix(60)
      join(
        left, right,
        because: BilingualText(
          en: "\(left) and \(right) share the evidence “\(text)” (similarity \(match.similarity.toHundredths))",
          ja: "\(left) と \(right) は同じ根拠「\(text)」を持ちます（類似度 \(match.similarity.toHundredths)）"))
    }
  }
}

/// The quotes of many pairs and the sentences around them, each once for a document.
private struct CitedWordings {
  private(set) var wordings = WordingList()
  let texts = TextList()
  private var sentences: CitedSentences
  private var paths: [String] = []
  private var numbers = Numbering<String>()
  private var documents: [Int32] = []
  /// What is known of the document whose pairs come one after the other, and of documents that pairs of others cite.
  private var current: (path: String, known: Set<HashKey>) = ("", [])
  private var others: Set<HashKey> = []

  init(_ sentences: CitedSentences) { self.sentences = sentences }

  func path(_ index: Int) -> String { paths[Int(documents[index])] }

  mutating func add(_ evidence: Evidence, _ language: Language, isFirst: Bool) {
    if isFirst, current.path != evidence.document { current = (evidence.document, []) }
    for text in [evidence.quote, sentences.around(evidence)] {
      let key = HashKey(text: evidence.document + "\n" + text)
      let isNew =
        current.path == evidence.document ? current.known.insert(key).inserted : others.insert(key).inserted
      guard isNew, !others.contains(key) || current.path != evidence.document,
        let wording = Wording(evidence: text, language)
      else { continue }
      let number = numbers.number(of: evidence.document)
      if Int(number) == paths.count { paths.append(evidence.document) }
      documents.append(number)
      wordings.append(wording)
      texts.append(text)
    }
  }
}

/// Finds the sentences that quotes stand in; a document is cut into sentences once.
private struct CitedSentences {
  private let documents: [SplitDocument]
  private let numbers: [String: Int32]
  private var cut: (path: String, sentences: [Range<Int>], starts: [ContentHash: Int])?

  init(_ documents: [SplitDocument], _ numbers: [String: Int32]) {
    (self.documents, self.numbers) = (documents, numbers)
  }

  /// The sentences that a quote touches; empty where the document does not have the chunk.
  mutating func around(_ evidence: Evidence) -> String {
    guard let number = numbers[evidence.document], documents[Int(number)].sha256 == evidence.sha256 else { return "" }
    let document = documents[Int(number)]
    if cut?.path != document.path {
      cut = (
        document.path, SentenceSplitter.split(document.text, language: document.language),
        Dictionary(document.passages.map { ($0.chunk, $0.range.lowerBound) }, uniquingKeysWith: { first, _ in first })
      )
    }
    guard let cut, let chunk = cut.starts[evidence.chunk] else { return "" }
    let place = chunk + evidence.start..<chunk + max(evidence.start, evidence.end)
    let touched = cut.sentences[cut.sentences.partitionPoint { $0.upperBound <= place.lowerBound }...]
      .prefix { $0.lowerBound < place.upperBound }
    guard let first = touched.first, let last = touched.last else { return "" }
    return document.text(at: first.lowerBound..<last.upperBound)
  }
}
