import Foundation

/// People's names to look for, one a line in a file; spaces between family and given name may be there or not.
public struct NameList: Sendable {
  /// Folded, without spaces, by the first scalar.
  private let byFirst: [UInt32: [[UInt32]]]

  init(_ names: [String]) {
    let folded = names.flatMap(Self.forms).map { PersonalDataText($0).folded.filter { $0 != 0x20 } }.filter {
      $0.count > 1
    }
    byFirst = Dictionary(grouping: folded) { $0[0] }.mapValues { $0.sorted { $0.count > $1.count } }
  }

  /// The names of a list: one a line, lines that begin with `#` are remarks.
  public static func names(in text: String) -> [String] {
    text.split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
  }

  /// A name, and in Latin letters also as registers have it: `Smith, Jonathan` for `Jonathan Smith`, and back.
  private static func forms(_ name: String) -> [String] {
    guard name.unicodeScalars.allSatisfy({ $0.value < 0x250 || $0.properties.isWhitespace || $0 == "’" }) else {
      return [name]
    }
    let parts = name.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    if parts.count == 2 { return [name, "\(parts[1]) \(parts[0])"] }
    let words = name.split(separator: " ")
    guard words.count > 1, parts.count == 1, let last = words.last else { return [name] }
    return [name, "\(last), \(words.dropLast().joined(separator: " "))"]
  }

  func values(in text: PersonalDataText) -> [PersonalData] {
    guard !byFirst.isEmpty else { return [] }
    var found: [PersonalData] = []
    var index = 0
    while index < text.count {
      guard let end = end(in: text, at: index) else {
        index += 1
        continue
      }
      found.append(PersonalData(kind: .name, start: index, end: end, text: text.words(index..<end)))
      index = end
    }
    return found
  }

  private func end(in text: PersonalDataText, at start: Int) -> Int? {
    guard let candidates = byFirst[text.folded[start]] else { return nil }
    // A Latin name is a word of its own; Japanese has none.
    if text.isAlphanumeric(start), text.isAlphanumeric(start - 1) { return nil }
    for name in candidates {
      var index = start
      var matched = 0
      while matched < name.count, index < text.count {
        if text.folded[index] == name[matched] {
          matched += 1
        } else if text.folded[index] != 0x20 || matched == 0 {
          break
        }
        index += 1
      }
      if matched == name.count, !(text.isAlphanumeric(index - 1) && text.isAlphanumeric(index)) { return index }
    }
    return nil
  }
}
