import Records

// What must hold of a dataset's examples and groups, whatever made them.
extension SplitCertificate {
  /// No document, and no two translations, in two groups.
  func checkGroups() -> [SplitViolation] {
    var violations: [SplitViolation] = []
    var places: [String: String] = [:]
    for group in groups {
      for document in group.documents {
        let stem = DocumentStem.stem(of: document.path)
        var keys = [document.path, document.sha256.hex].map { BilingualText(verbatim: $0) }
        if DocumentStem.namesLanguage(document.path) {
          keys.append(BilingualText(en: "the translations of " + stem, ja: "\(stem) の各言語版"))
        }
        for key in keys {
          if let other = places[key.en], other != group.name {
            violations.append(
              SplitViolation(
                code: "document-in-two-groups",
                detail: BilingualText(
                  en: "\(key.en) is in \(other) and in \(group.name).",
                  ja: "\(key.ja)が \(other) と \(group.name) の両方にあります。")))
          }
          places[key.en] = group.name
        }
      }
    }
    return violations
  }

  /// Every example cites documents of one group, and stands in that group's part.
  func checkPlaces(_ examples: [DatasetSplit: [TrainingExample]]) -> [SplitViolation] {
    var groupOf: [ContentHash: SplitGroup] = [:]
    for group in groups {
      for document in group.documents { groupOf[document.sha256] = group }
    }
    var violations: [SplitViolation] = []
    var seen: [ContentHash: DatasetSplit] = [:]
    for part in DatasetSplit.allCases {
      let place: DatasetSplit = part == .testReworded ? .train : part
      for example in examples[part, default: []] {
        // Training may repeat a pair to give its kind more room.
        if let other = seen.updateValue(part, forKey: example.id), other != part || part != .train {
          violations.append(
            SplitViolation(
              code: "pair-twice",
              detail: BilingualText(
                en: "\(example.id.short) is in \(other.rawValue) and \(part.rawValue).",
                ja: "\(example.id.short) が \(other.rawValue) と \(part.rawValue) の両方にあります。")))
        }
        for evidence in example.evidence {
          guard let group = groupOf[evidence.sha256] else {
            violations.append(
              SplitViolation(
                code: "unknown-document",
                detail: BilingualText(
                  en: "\(example.id.short) cites \(evidence.document), of no group.",
                  ja: "\(example.id.short) の根拠 \(evidence.document) は、どのグループにもありません。")))
            continue
          }
          guard group.place != place else { continue }
          violations.append(
            SplitViolation(
              code: "group-in-two-splits",
              detail: BilingualText(
                en: "\(example.id.short) in \(part.fileName) cites \(evidence.document), whose group \(group.name) "
                  + "belongs to \(group.place.rawValue).",
                ja: "\(part.fileName) の \(example.id.short) の根拠は \(evidence.document) ですが、"
                  + "そのグループ \(group.name) は \(group.place.rawValue) に属します。")))
        }
      }
    }
    return violations
  }

  /// No document, and no stretch of one, on two sides: told from the examples alone, whatever the groups say.
  static func checkDocuments(_ examples: [DatasetSplit: [TrainingExample]]) -> [SplitViolation] {
    var places: [String: (side: DatasetSplit, example: TrainingExample)] = [:]
    var violations: [SplitViolation] = []
    var told: Set<[String]> = []
    for part in DatasetSplit.allCases {
      let side: DatasetSplit = part == .testReworded ? .train : part
      for example in examples[part, default: []] {
        for evidence in example.evidence {
          for key in [evidence.sha256.hex, evidence.document] {
            guard let other = places[key] else {
              places[key] = (side, example)
              continue
            }
            guard other.side != side, told.insert([evidence.document, side.rawValue]).inserted else { continue }
            violations.append(
              SplitViolation(
                code: "document-in-two-splits",
                detail: BilingualText(
                  en: "\(evidence.document) is cited by \(other.example.id.short) in \(other.side.rawValue) and by "
                    + "\(example.id.short) in \(side.rawValue).",
                  ja: "\(evidence.document) を、\(other.side.rawValue) の \(other.example.id.short) と "
                    + "\(side.rawValue) の \(example.id.short) の両方が根拠にしています。")))
          }
        }
      }
    }
    return violations
  }

  /// Reworded facts were trained on; a fact of any other part is in that part alone.
  static func checkFacts(_ examples: [DatasetSplit: [TrainingExample]]) -> [SplitViolation] {
    var sides: [ContentHash: DatasetSplit] = [:]
    for example in examples[.train, default: []] { sides[example.fact] = .train }
    var violations: [SplitViolation] = []
    for example in examples[.testReworded, default: []] where sides[example.fact] != .train {
      violations.append(
        SplitViolation(
          code: "reworded-fact-not-trained",
          detail: BilingualText(
            en: "\(example.id.short) rewords fact \(example.fact.short), not in train.",
            ja: "\(example.id.short) は事実 \(example.fact.short) の言い換えですが、その事実が train にありません。")))
    }
    for part in [DatasetSplit.validation, .testUnseen] {
      for example in examples[part, default: []] {
        guard let other = sides[example.fact], other != part else {
          sides[example.fact] = part
          continue
        }
        violations.append(
          SplitViolation(
            code: "fact-in-two-splits",
            detail: BilingualText(
              en: "Fact \(example.fact.short) is in \(other.rawValue) and in \(part.rawValue) (\(example.id.short)).",
              ja: "事実 \(example.fact.short) が \(other.rawValue) と \(part.rawValue)（\(example.id.short)）の両方にあります。")))
      }
    }
    return violations
  }

  /// No reworded test question says a training question of its fact word for word, with a frame around it, or the other
  /// way round.
  static func checkFrames(_ examples: [DatasetSplit: [TrainingExample]]) -> [SplitViolation] {
    let trained = Dictionary(grouping: examples[.train, default: []], by: \.fact)
    return examples[.testReworded, default: []].flatMap { example in
      trained[example.fact, default: []].filter { other in
        QuestionFrames.holding([example.question, other.question]) == [true, true]
      }.map { other in
        SplitViolation(
          code: "reworded-by-frame",
          detail: BilingualText(
            en:
              "\(example.id.short) in test-reworded says \(other.id.short) in train word for word, with words around it.",
            ja: "test-reworded の \(example.id.short) は、train の \(other.id.short) と同じ文に言葉を添えただけの質問です。"))
      }
    }
  }

  func checkSearches(_ examples: [DatasetSplit: [TrainingExample]]) -> [SplitViolation] {
    let found = SplitSearch.all(examples, options: options)
    var violations = found.filter { $0.leaked > 0 }.map { search in
      let names = search.nearest.first.map { "\($0.example.short), \($0.other.short)" } ?? ""
      return switch search.subject {
      case .question:
        SplitViolation(
          code: "near-duplicate-across-splits",
          detail: BilingualText(
            en: "\(search.leaked) questions in \(search.part.rawValue) are worded as in \(search.among.rawValue) "
              + "(highest similarity \(search.highest), threshold \(search.threshold); \(names)).",
            ja: "\(search.part.rawValue) の質問 \(search.leaked) 件が \(search.among.rawValue) の質問とほぼ同じです"
              + "（最大の類似度 \(search.highest)、しきい値 \(search.threshold)。\(names)）。"))
      case .evidence:
        SplitViolation(
          code: "evidence-in-two-splits",
          detail: BilingualText(
            en: "\(search.leaked) quotes in \(search.part.rawValue) are worded as in \(search.among.rawValue) "
              + "(highest similarity \(search.highest), threshold \(search.threshold); \(names)).",
            ja: "\(search.part.rawValue) の引用 \(search.leaked) 件が \(search.among.rawValue) の引用とほぼ同じです"
              + "（最大の類似度 \(search.highest)、しきい値 \(search.threshold)。\(names)）。"))
      }
    }
    if !agrees(found) {
      violations.append(
        SplitViolation(
          code: "search-differs",
          detail: BilingualText(
            en: "The search for like wording finds something else than the certificate says.",
            ja: "似た表現を探した結果が、証明書の記載と違います。")))
    }
    return violations
  }

  /// Certificates of the first version say how alike questions are and no more.
  private func agrees(_ found: [SplitSearch]) -> Bool {
    if version >= 2 { return found == searches }
    return searches.allSatisfy { old in
      found.contains {
        $0.subject == .question && $0.part == old.part && $0.among == old.among && $0.highest == old.highest
          && $0.leaked == old.leaked
      }
    }
  }
}
