import Records

/// Joins documents that must stay together: versions, translations, what shares evidence, what the configuration names.
struct SplitGrouping {
  /// Ascending by path, each path once: a document is told by its number here.
  let documents: [SplitDocument]
  let numbers: [String: Int32]
  /// Each document's parent in the forest; a root is its own, and the first of its group.
  private var parents: [Int32]
  private var reasons: [Int32: Set<BilingualText>] = [:]

  private init(_ documents: some Sequence<SplitDocument>) {
    self.documents = documents.sorted { $0.path < $1.path }
    parents = self.documents.indices.map(Int32.init)
    numbers = Dictionary(uniqueKeysWithValues: zip(self.documents.map(\.path), parents))
  }

  /// Groups of the documents that the pairs cite, ascending by name; their place is not decided yet.
  static func groups(
    _ pairs: PairList, _ documents: [SplitDocument], _ options: SplitOptions,
    _ contradictions: [Contradiction] = []
  ) -> [SplitGroup] {
    var known = Dictionary(documents.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
    var cited: Set<String> = []
    for pair in pairs {
      for evidence in pair.evidence where cited.insert(evidence.document).inserted {
        guard known[evidence.document] == nil else { continue }
        // Pairs made elsewhere may cite a document that is not in the corpora: the quote is all that is known of it.
        known[evidence.document] = SplitDocument(
          path: evidence.document, sha256: evidence.sha256, language: Language(guessing: evidence.quote), text: "")
      }
    }
    var grouping = SplitGrouping(known.values)
    grouping.joinCopies()
    grouping.joinTranslations()
    grouping.joinTranslatedTexts()
    grouping.joinVersions(options.documentThreshold)
    grouping.joinPassages(options.passageThreshold)
    grouping.joinFacts(pairs)
    grouping.joinEvidence(pairs, options.evidenceThreshold)
    grouping.joinConfigured(options.groups)
    grouping.joinContradicting(contradictions)
    return grouping.result(of: pairs, citing: cited)
  }

  /// The first document of a document's group. On the way every second step is cut short.
  mutating func root(of document: Int32) -> Int32 {
    var place = Int(document)
    while parents[place] != place {
      parents[place] = parents[Int(parents[place])]
      place = Int(parents[place])
    }
    return Int32(place)
  }

  /// Joins two documents by their paths; nothing where one of them is unknown.
  mutating func join(_ left: String, _ right: String, because reason: BilingualText) {
    guard let one = numbers[left], let other = numbers[right] else { return }
    join(one, other, because: reason)
  }

  mutating func join(_ left: Int32, _ right: Int32, because reason: BilingualText) {
    guard left != right else { return }
    let (one, other) = (root(of: left), root(of: right))
    parents[Int(max(one, other))] = min(one, other)
    reasons[left, default: []].insert(reason)
  }

  private mutating func joinCopies() {
    for (_, copies) in Dictionary(grouping: documents, by: \.sha256) {
      let paths = copies.map(\.path).sorted()
      for path in paths.dropFirst() {
        join(
          paths[0], path,
          because: BilingualText(
            en: "\(path) is a copy of \(paths[0])", ja: "\(path) は \(paths[0]) と同じ内容です"))
      }
    }
  }

  private mutating func joinTranslations() {
    for (stem, paths) in Dictionary(grouping: documents.map(\.path), by: DocumentStem.stem) {
      let marked = paths.sorted()
      guard marked.contains(where: DocumentStem.namesLanguage) else { continue }
      for path in marked.dropFirst() {
        join(
          marked[0], path,
          because: BilingualText(
            en: "\(path) is a translation of \(marked[0]) (both are \(stem))",
            ja: "\(path) は \(marked[0]) の別の言語の版です（どちらも \(stem)）"))
      }
    }
  }

  /// One fact that is asked of several documents joins them.
  private mutating func joinFacts(_ pairs: PairList) {
    for group in pairs.grouped(by: { $0.fact }) where group.count > 1 {
      let positions = group.map { Int($0 & 0xFFFF_FFFF) }
      let asked = Set(positions.map { pairs.traits(at: $0).document })
      guard asked.count > 1 else { continue }
      let fact = pairs[positions[0]].fact
      let paths = asked.map { pairs.storage.documents[Int($0)] }.sorted()
      for path in paths.dropFirst() {
        join(
          paths[0], path,
          because: BilingualText(en: "fact \(fact.short) is asked of both", ja: "事実 \(fact.short) を両方について尋ねています"))
      }
    }
  }

  private mutating func joinConfigured(_ groups: [[String]]) {
    for group in groups {
      let paths = group.filter { numbers[$0] != nil }.sorted()
      for path in paths.dropFirst() {
        join(
          paths[0], path,
          because: BilingualText(
            en: "the configuration joins \(paths[0]) and \(path)", ja: "設定により \(paths[0]) と \(path) をまとめました"))
      }
    }
  }

  private mutating func result(of pairs: PairList, citing cited: Set<String>) -> [SplitGroup] {
    let roots = documents.indices.map { root(of: Int32($0)) }
    // Of the storage's documents, which may be others.
    let rootOfDocument = pairs.storage.documents.map { path in numbers[path].map { roots[Int($0)] } }
    var asked: [Int32: [QuestionType: Int]] = [:]
    for index in pairs.indices {
      let pair = pairs.traits(at: index)
      guard let root = rootOfDocument[Int(pair.document)] else { continue }
      asked[root, default: [:]][pair.type, default: 0] += 1
    }
    let members = Dictionary(grouping: documents.indices) { roots[$0] }
    return Set(cited.compactMap { numbers[$0].map { roots[Int($0)] } }).compactMap { root -> SplitGroup? in
      let joined = members[root, default: []]
      let documents = joined.map { self.documents[$0] }
      guard let name = documents.map({ DocumentStem.stem(of: $0.path) }).min() else { return nil }
      return SplitGroup(
        name: name, place: .train,
        documents: documents.map { SplitGroup.Member(path: $0.path, sha256: $0.sha256) },
        languages: Set(documents.map(\.language)).sorted { $0.rawValue < $1.rawValue },
        reasons: joined.flatMap { reasons[Int32($0), default: []] }.sorted { ($0.en, $0.ja) < ($1.en, $1.ja) },
        stratum: Self.stratum(documents, asked[root, default: [:]]))
    }
    .sorted { ($0.name, $0.documents[0].path) < ($1.name, $1.documents[0].path) }
  }

  /// The kinds of the files, and the kind of question that most pairs ask.
  private static func stratum(_ documents: [SplitDocument], _ types: [QuestionType: Int]) -> String {
    let kinds = Set(documents.map { DocumentStem.fileExtension(of: $0.path) }).sorted()
    let most = types.min { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }?.key.rawValue
    return (kinds + (most.map { [$0] } ?? [])).joined(separator: ", ")
  }
}
