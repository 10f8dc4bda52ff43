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

  /// Takes the sections from the documents' passages; without them all pairs of a document are in one section.
  public init(_ documents: [SplitDocument] = []) {
    sections = Dictionary(
      documents.flatMap(\.passages).map { ($0.chunk, $0.section) }, uniquingKeysWith: { first, _ in first })
  }

  /// Such as `corpora/rules.pdf`, `number`, `3`, `ja`, `11-30`.
  public func name(of pair: QAPair, by dimension: BalanceDimension) -> String {
    switch dimension {
    case .document: return pair.documentPath
    case .section:
      let section = pair.evidence.first.flatMap { sections[$0.chunk] } ?? ""
      return section.isEmpty ? pair.documentPath : pair.documentPath + " › " + section
    case .type: return pair.type.rawValue
    case .difficulty: return String(pair.difficulty)
    case .language: return pair.language.rawValue
    case .length: return Self.length(pair.answer.count)
    }
  }

  private static func length(_ characters: Int) -> String {
    switch characters {
    case ...10: "1-10"
    case ...30: "11-30"
    case ...100: "31-100"
    default: "101-"
    }
  }
}
