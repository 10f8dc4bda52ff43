import Records

/// Joins documents that must stay together: versions, translations, what shares evidence, what the configuration names.
struct SplitGrouping {
  private(set) var documents: [String: SplitDocument] = [:]
  /// Each path's parent in the forest; a root is its own.
  private var parents: [String: String] = [:]
  private var reasons: [String: Set<BilingualText>] = [:]

  /// Groups of the documents that the pairs cite, ascending by name; their place is not decided yet.
  static func groups(_ pairs: PairList, _ documents: [SplitDocument], _ options: SplitOptions) -> [SplitGroup] {
    var grouping = SplitGrouping()
    for document in documents.sorted(by: { $0.path < $1.path }) { grouping.add(document) }
    var cited: Set<String> = []
    for pair in pairs {
      for evidence in pair.evidence where cited.insert(evidence.document).inserted {
        guard grouping.documents[evidence.document] == nil else { continue }
        // Pairs made elsewhere may cite a document that is not in the corpora: the quote is all that is known of it.
        grouping.add(
          SplitDocument(
            path: evidence.document, sha256: evidence.sha256, language: Language(guessing: evidence.quote), text: ""))
      }
    }
    grouping.joinCopies()
    grouping.joinTranslations()
    grouping.joinTranslatedTexts()
    grouping.joinVersions(options.documentThreshold)
    grouping.joinPassages(options.passageThreshold)
    grouping.joinFacts(pairs)
    grouping.joinEvidence(pairs, options.evidenceThreshold)
    grouping.joinConfigured(options.groups)
    return grouping.result(of: pairs, citing: cited)
  }

  private mutating func add(_ document: SplitDocument) {
    documents[document.path] = document
    parents[document.path] = document.path
  }

  func root(of path: String) -> String {
    var path = path
    while let parent = parents[path], parent != path { path = parent }
    return path
  }

  mutating func join(_ left: String, _ right: String, because reason: BilingualText) {
    guard documents[left] != nil, documents[right] != nil, left != right else { return }
    let roots = [root(of: left), root(of: right)].sorted()
    parents[roots[1]] = roots[0]
    reasons[left, default: []].insert(reason)
  }

  private mutating func joinCopies() {
    for (_, copies) in Dictionary(grouping: documents.values, by: \.sha256) {
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
    for (stem, paths) in Dictionary(grouping: documents.keys, by: DocumentStem.stem) {
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
      let paths = group.filter { documents[$0] != nil }.sorted()
      for path in paths.dropFirst() {
        join(
          paths[0], path,
          because: BilingualText(
            en: "the configuration joins \(paths[0]) and \(path)", ja: "設定により \(paths[0]) と \(path) をまとめました"))
      }
    }
  }

  private func result(of pairs: PairList, citing cited: Set<String>) -> [SplitGroup] {
    let rootOfDocument = pairs.storage.documents.map { root(of: $0) }
    var asked: [String: [QuestionType: Int]] = [:]
    for index in pairs.indices {
      let pair = pairs.traits(at: index)
      asked[rootOfDocument[Int(pair.document)], default: [:]][pair.type, default: 0] += 1
    }
    let members = Dictionary(grouping: documents.values) { root(of: $0.path) }
    return Set(cited.map { root(of: $0) }).compactMap { root -> SplitGroup? in
      guard let documents = members[root]?.sorted(by: { $0.path < $1.path }) else { return nil }
      let stems = documents.map { DocumentStem.stem(of: $0.path) }.sorted()
      return SplitGroup(
        name: stems.first ?? root, place: .train,
        documents: documents.map { SplitGroup.Member(path: $0.path, sha256: $0.sha256) },
        languages: Set(documents.map(\.language)).sorted { $0.rawValue < $1.rawValue },
        reasons: documents.flatMap { reasons[$0.path, default: []] }.sorted { ($0.en, $0.ja) < ($1.en, $1.ja) },
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
