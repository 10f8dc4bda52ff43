import Records

/// Joins documents that must stay together: versions, translations, what shares evidence, what the configuration names.
struct SplitGrouping {
  private(set) var documents: [String: SplitDocument] = [:]
  /// Each path's parent in the forest; a root is its own.
  private var parents: [String: String] = [:]
  private var reasons: [String: Set<BilingualText>] = [:]

  /// Groups of the documents that the pairs cite, ascending by name; their place is not decided yet.
  static func groups(_ pairs: [QAPair], _ documents: [SplitDocument], _ options: SplitOptions) -> [SplitGroup] {
    var grouping = SplitGrouping()
    for document in documents.sorted(by: { $0.path < $1.path }) { grouping.add(document) }
    for evidence in pairs.flatMap(\.evidence) where grouping.documents[evidence.document] == nil {
      // Pairs made elsewhere may cite a document that is not in the corpora: the quote is all that is known of it.
      grouping.add(
        SplitDocument(
          path: evidence.document, sha256: evidence.sha256, language: Language(guessing: evidence.quote), text: ""))
    }
    grouping.joinCopies()
    grouping.joinTranslations()
    grouping.joinTranslatedTexts()
    grouping.joinVersions(options.documentThreshold)
    grouping.joinPassages(options.passageThreshold)
    grouping.joinEvidence(pairs)
    grouping.joinQuotes(pairs, options.evidenceThreshold)
    grouping.joinConfigured(options.groups)
    return grouping.result(citedBy: pairs)
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

  private mutating func joinEvidence(_ pairs: [QAPair]) {
    for pair in pairs {
      for other in pair.evidence.dropFirst() {
        join(
          pair.documentPath, other.document,
          because: BilingualText(
            en: "pair \(pair.id.short) has evidence in both", ja: "ペア \(pair.id.short) の根拠が両方にあります"))
      }
    }
    for (fact, asked) in Dictionary(grouping: pairs, by: \.fact) {
      let paths = Set(asked.map(\.documentPath)).sorted()
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

  private func result(citedBy pairs: [QAPair]) -> [SplitGroup] {
    let asked = Dictionary(grouping: pairs) { root(of: $0.documentPath) }
    let cited = Set(pairs.flatMap { $0.evidence.map { root(of: $0.document) } })
    let members = Dictionary(grouping: documents.values) { root(of: $0.path) }
    return cited.compactMap { root -> SplitGroup? in
      guard let documents = members[root]?.sorted(by: { $0.path < $1.path }) else { return nil }
      let stems = documents.map { DocumentStem.stem(of: $0.path) }.sorted()
      return SplitGroup(
        name: stems.first ?? root, place: .train,
        documents: documents.map { SplitGroup.Member(path: $0.path, sha256: $0.sha256) },
        languages: Set(documents.map(\.language)).sorted { $0.rawValue < $1.rawValue },
        reasons: documents.flatMap { reasons[$0.path, default: []] }.sorted { ($0.en, $0.ja) < ($1.en, $1.ja) },
        stratum: Self.stratum(documents, asked[root, default: []]))
    }
    .sorted { ($0.name, $0.documents[0].path) < ($1.name, $1.documents[0].path) }
  }
  /// The kinds of the files, and the kind of question that most pairs ask.
  private static func stratum(_ documents: [SplitDocument], _ pairs: [QAPair]) -> String {
    let kinds = Set(documents.map { DocumentStem.fileExtension(of: $0.path) }).sorted()
    let types = Dictionary(grouping: pairs, by: \.type).mapValues(\.count)
    let most = types.min { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }?.key.rawValue
    return (kinds + (most.map { [$0] } ?? [])).joined(separator: ", ")
  }
}
