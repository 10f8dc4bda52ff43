import Foundation

/// People's names to look for, one a line in a file; spaces between family and given name may be there or not, and kana,
/// kanji and Latin letters may have another of their forms (`NameForm`).
public struct NameList: Sendable {
  /// As they are compared, without spaces, by the first scalar.
  private let byFirst: [UInt32: [[UInt32]]]

  init(_ names: [String]) {
    let forms = Set(
      names.flatMap(Self.orders).map { NameForm(PersonalDataText($0)).scalars.filter { $0 != 0x20 } })
    byFirst = Dictionary(grouping: forms.filter { $0.count > 1 }) { $0[0] }.mapValues {
      $0.sorted { $0.count > $1.count }
    }
  }

  /// The names of a list: one a line, lines that begin with `#` are remarks.
  public static func names(in text: String) -> [String] {
    text.split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
  }

  /// A name, and in Latin letters also with the family name first, as in Japan and as registers have it: `Smith Jonathan`
  /// and `Smith, Jonathan` for `Jonathan Smith`, and back.
  private static func orders(_ name: String) -> [String] {
    guard name.unicodeScalars.allSatisfy({ $0.value < 0x250 || $0.properties.isWhitespace || $0 == "’" }) else {
      return [name]
    }
    let parts = name.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    if parts.count == 2 { return [name, "\(parts[1]) \(parts[0])", "\(parts[0]) \(parts[1])"] }
    let words = name.split(separator: " ").map(String.init)
    guard words.count > 1, parts.count == 1, let first = words.first, let last = words.last else { return [name] }
    let given = words.dropLast().joined(separator: " ")
    // Which of two words is the family's nobody says.
    return [name, "\(last), \(given)", "\(last) \(given)"]
      + (words.count == 2 ? ["\(first), \(last)"] : [])
  }

  func values(in text: PersonalDataText) -> [PersonalData] {
    guard !byFirst.isEmpty else { return [] }
    let form = NameForm(text)
    var found: [PersonalData] = []
    var index = 0
    while index < form.scalars.count {
      guard let end = end(in: form, at: index) else {
        index += 1
        continue
      }
      let range = form.places[index]..<form.places[end - 1] + 1
      // A Latin name is a word of its own; Japanese has none.
      if !text.isCut(range.lowerBound), !text.isCut(range.upperBound) {
        found.append(
          PersonalData(kind: .name, start: range.lowerBound, end: range.upperBound, text: text.words(range)))
        index = end
      } else {
        index += 1
      }
    }
    return found
  }

  private func end(in form: NameForm, at start: Int) -> Int? {
    guard let candidates = byFirst[form.scalars[start]] else { return nil }
    for name in candidates {
      var index = start
      var matched = 0
      while matched < name.count, index < form.scalars.count {
        if form.scalars[index] == name[matched] {
          matched += 1
        } else if form.scalars[index] != 0x20 || matched == 0 {
          break
        }
        index += 1
      }
      if matched == name.count, Self.ends(form, at: index) { return index }
    }
    return nil
  }

  /// Neither letter nor mark of the letter before it goes on: ダ is no タ.
  private static func ends(_ form: NameForm, at index: Int) -> Bool {
    guard index < form.scalars.count else { return true }
    if form.places[index] == form.places[index - 1] || [0x3099, 0x309A].contains(form.scalars[index]) { return false }
    func isWord(_ value: UInt32) -> Bool { 0x30...0x39 ~= value || 0x61...0x7A ~= value }
    return !(isWord(form.scalars[index - 1]) && isWord(form.scalars[index]))
  }
}
