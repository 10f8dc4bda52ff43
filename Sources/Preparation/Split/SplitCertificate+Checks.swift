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

  func checkSearches(_ wordings: SplitWordings) -> [SplitViolation] {
    let found = SplitSearch.all(wordings, options: options)
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
