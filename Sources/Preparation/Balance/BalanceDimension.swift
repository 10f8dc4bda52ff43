public import Records

/// What shares are counted by.
public enum BalanceDimension: String, Codable, Sendable, CaseIterable {
  case document, section, type, difficulty, language
  /// Of the answer, in characters.
  case length

  /// For people.
  public var name: BilingualText {
    switch self {
    case .document: BilingualText(en: "document", ja: "文書")
    case .section: BilingualText(en: "section", ja: "節")
    case .type: BilingualText(en: "type", ja: "種類")
    case .difficulty: BilingualText(en: "difficulty", ja: "難しさ")
    case .language: BilingualText(en: "language", ja: "言語")
    case .length: BilingualText(en: "answer length", ja: "回答の長さ")
    }
  }
}

/// Tells which class of a dimension a pair belongs to.
public struct BalanceClasses: Sendable {
  private let sections: [ContentHash: String]

  /// Takes the sections from the documents' passages; without any the pairs' own sections count, see `PairStorage`.
  public init(_ documents: [SplitDocument] = []) {
    sections = Dictionary(
      documents.flatMap(\.passages).filter { !$0.section.isEmpty }.map { ($0.chunk, $0.section) },
      uniquingKeysWith: { first, _ in first })
  }

  /// As below, of a pair whose section is known.
  public static func name(of pair: QAPair, by dimension: BalanceDimension, section: String) -> String {
    dimension == .section ? name(of: section, in: pair.documentPath) : BalanceClasses().name(of: pair, by: dimension)
  }

  /// Such as `corpora/rules.pdf`, `number`, `3`, `ja`, `11-30`.
  public func name(of pair: QAPair, by dimension: BalanceDimension) -> String {
    switch dimension {
    case .document: pair.documentPath
    case .section: Self.name(of: section(of: pair), in: pair.documentPath)
    case .type: pair.type.rawValue
    case .difficulty: String(pair.difficulty)
    case .language: pair.language.rawValue
    case .length: AnswerLength(of: pair.answer).rawValue
    }
  }

  /// The classes of a list's pairs by one dimension, numbered in the order in which they first appear.
  func classes(of pairs: PairList, by dimension: BalanceDimension) -> (names: [String], numbers: [Int32]) {
    var names: [String] = []
    var known: [Int64: Int32] = [:]
    var spelled = Numbering<String>()
    let numbers = pairs.indices.map { index -> Int32 in
      let traits = pairs.traits(at: index)
      let key = key(of: traits, dimension)
      if let key, let number = known[key] { return number }
      let name = name(of: traits, by: dimension, index, pairs)
      let number = spelled.number(of: name)
      if Int(number) == names.count { names.append(name) }
      if let key { known[key] = number }
      return number
    }
    return (names, numbers)
  }

  /// The same for all pairs of a class; nil where the pair itself must be looked at.
  private func key(of traits: PairTraits, _ dimension: BalanceDimension) -> Int64? {
    switch dimension {
    case .document: Int64(traits.document)
    case .section: sections.isEmpty ? Int64(traits.document) << 32 | Int64(traits.section) : nil
    case .type: QuestionType.allCases.firstIndex(of: traits.type).map(Int64.init)
    case .difficulty: Int64(traits.difficulty)
    case .language: Language.allCases.firstIndex(of: traits.language).map(Int64.init)
    case .length: AnswerLength.allCases.firstIndex(of: traits.length).map(Int64.init)
    }
  }

  private func name(
    of traits: PairTraits, by dimension: BalanceDimension, _ index: Int, _ pairs: PairList
  ) -> String {
    let document = pairs.storage.documents[Int(traits.document)]
    switch dimension {
    case .document: return document
    case .section:
      let section = sections.isEmpty ? pairs.storage.sections[Int(traits.section)] : section(of: pairs[index])
      return Self.name(of: section, in: document)
    case .type: return traits.type.rawValue
    case .difficulty: return String(traits.difficulty)
    case .language: return traits.language.rawValue
    case .length: return traits.length.rawValue
    }
  }

  private func section(of pair: QAPair) -> String { pair.evidence.first.flatMap { sections[$0.chunk] } ?? "" }

  private static func name(of section: String, in document: String) -> String {
    section.isEmpty ? document : document + " › " + section
  }
}
