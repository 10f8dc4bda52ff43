public import Records

/// Finds what belongs to a person, and what opens something, by rules that can be read and explained.
///
/// Numbers with check digits are checked; names are those of a list alone, since telling names from words takes a model,
/// and a missed name is worse than a known limit.
public struct PersonalDataFinder: Sendable {
  private let names: NameList

  /// - Parameter names: Names to look for, as `NameList.names(in:)` gives them; family and given name may be apart.
  public init(names: [String] = []) { self.names = NameList(names) }

  /// All values of a pair: of question, answer and quotes, each by itself, and an answer that is what opens something
  /// because its question asks for a password.
  public func values(question: String, answer: String, quotes: [String]) -> [PersonalData] {
    values(asked: question, answer: answer) + ([question, answer] + quotes).flatMap(values)
  }

  /// All values of a pair, also those in the paths of the files that it cites: they stand in every record.
  public func values(of pair: QAPair) -> [PersonalData] {
    values(
      question: pair.question, answer: pair.answer,
      quotes: pair.evidence.map(\.quote) + Set(pair.evidence.map(\.document)).sorted())
  }

  /// What a question asks for and no word in its answer announces: a password, a telephone number, an account.
  public func values(asked question: String, answer: String) -> [PersonalData] {
    let asked = PersonalDataText(question)
    if let secret = SecretRules.asked(asked, PersonalDataText(answer)) { return [secret] }
    var found: [PersonalData] = []
    for (words, announcement) in [
      (NumberRules.phoneWords, "TEL "), (NumberRules.accountWords, "口座番号 "), (NumberRules.postalWords, "〒"),
    ] where (0..<asked.count).contains(where: { asked.first(of: words, at: $0) != nil }) {
      found += values(in: announcement + answer).compactMap { value in
        let length = announcement.unicodeScalars.count
        guard value.start >= length else { return nil }
        return PersonalData(kind: value.kind, start: value.start - length, end: value.end - length, text: value.text)
      }
    }
    return found
  }

  /// All values of a text, from left to right; where two overlap, the one of the earlier kind stands.
  public func values(in text: String) -> [PersonalData] {
    let text = PersonalDataText(text)
    let addresses = AddressRule.values(in: text)
    var found = SecretRules.values(in: text) + addresses + names.values(in: text)
    found += UKPostcode.values(in: text, addresses: addresses)
    for run in DigitGroups.all(in: text) { found += NumberRules.values(of: run, in: text, addresses: addresses) }
    guard found.count > 1 else { return found }
    let order = Dictionary(uniqueKeysWithValues: PersonalDataKind.allCases.enumerated().map { ($1, $0) })
    found.sort { (order[$0.kind] ?? 0, $0.start) < (order[$1.kind] ?? 0, $1.start) }
    var kept: [PersonalData] = []
    for value in found where !kept.contains(where: { $0.start < value.end && value.start < $0.end }) {
      kept.append(value)
    }
    return kept.sorted { $0.start < $1.start }
  }
}
