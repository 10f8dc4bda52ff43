public import Records

/// Puts the kind's name in brackets where a value stood. Two values of a kind are told apart by numbers, and the same
/// value is the same in question, answer and quote of one record.
public struct PersonalDataMask: Sendable {
  private let finder: PersonalDataFinder
  private let language: Language
  private var seen: [PersonalDataKind: [String]] = [:]
  /// What the record's texts hold, the longest first.
  private var known: [(kind: PersonalDataKind, text: [Unicode.Scalar])] = []
  /// The values that were masked, in the order of their first place.
  public private(set) var masked: [PersonalData] = []

  /// For the texts of one record, in one language.
  public init(_ finder: PersonalDataFinder, language: Language) {
    self.finder = finder
    self.language = language
  }

  /// Looks at all texts of the record before any is masked: a value that one of them announces is hidden in the others
  /// too, such as an answer that holds nothing but the number.
  ///
  /// - Parameters:
  ///   - asked: Questions with their answers, of which one about a password tells what the other is.
  ///   - announced: Values that the passages tell, as `PassageScreening` finds them.
  public mutating func look(
    at texts: [String], asked: [(question: String, answer: String)] = [], announced: [PersonalData] = []
  ) {
    var distinct: Set<String> = []
    let found =
      texts.flatMap { finder.values(in: $0) } + asked.flatMap { finder.values(asked: $0.question, answer: $0.answer) }
      + announced
    for value in found where distinct.insert(value.text).inserted {
      let scalars = Array(value.text.unicodeScalars)
      if scalars.count >= 4 { known.append((value.kind, scalars)) }
    }
    known.sort { $0.text.count > $1.text.count }
  }

  /// The values of a text, with those that the record's other texts announce.
  private func values(in text: String) -> [PersonalData] {
    var found = finder.values(in: text)
    guard !known.isEmpty else { return found }
    let folded = PersonalDataText(text)
    for (kind, words) in known {
      var index = 0
      while index + words.count <= folded.count {
        let end = index + words.count
        guard folded.original[index..<end].elementsEqual(words), !folded.isCut(index), !folded.isCut(end),
          !found.contains(where: { $0.start < end && index < $0.end })
        else {
          index += 1
          continue
        }
        found.append(PersonalData(kind: kind, start: index, end: end, text: folded.words(index..<end)))
        index = end
      }
    }
    return found.sorted { $0.start < $1.start }
  }

  /// A text without the values.
  public mutating func apply(to text: String) -> String {
    let values = values(in: text)
    guard !values.isEmpty else { return text }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var position = 0
    for value in values {
      result.append(contentsOf: scalars[position..<value.start])
      result.append(contentsOf: placeholder(of: value).unicodeScalars)
      position = value.end
      masked.append(value)
    }
    result.append(contentsOf: scalars[position...])
    return String(result)
  }

  private mutating func placeholder(of value: PersonalData) -> String {
    let known = seen[value.kind, default: []]
    let number = known.firstIndex(of: value.text) ?? known.count
    if number == known.count { seen[value.kind, default: []].append(value.text) }
    let suffix = number == 0 ? "" : language == .ja ? "\(number + 1)" : " \(number + 1)"
    return language == .ja ? "【\(value.kind.label.ja)\(suffix)】" : "[\(value.kind.label.en)\(suffix)]"
  }
}
