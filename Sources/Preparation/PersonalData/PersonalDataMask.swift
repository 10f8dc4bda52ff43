public import Records

/// Puts the kind's name in brackets where a value stood. Two values of a kind are told apart by numbers, and the same
/// value is the same in question, answer and quote of one record.
public struct PersonalDataMask: Sendable {
  private let finder: PersonalDataFinder
  private let language: Language
  private var seen: [PersonalDataKind: [String]] = [:]
  /// The values that were masked, in the order of their first place.
  public private(set) var masked: [PersonalData] = []

  /// For the texts of one record, in one language.
  public init(_ finder: PersonalDataFinder, language: Language) {
    self.finder = finder
    self.language = language
  }

  /// A text without the values.
  public mutating func apply(to text: String) -> String {
    let values = finder.values(in: text)
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
