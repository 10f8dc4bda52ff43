public import Foundation

/// People's names to look for, one a line in a file; spaces between family and given name may be there or not.
public struct NameList: Sendable {
  /// Folded, without spaces, by the first scalar.
  private let byFirst: [UInt32: [[UInt32]]]

  init(_ names: [String]) {
    let folded = names.map { PersonalDataText($0).folded.filter { $0 != 0x20 } }.filter { $0.count > 1 }
    byFirst = Dictionary(grouping: folded) { $0[0] }.mapValues { $0.sorted { $0.count > $1.count } }
  }

  /// Reads a list: one name a line, lines that begin with `#` are remarks.
  ///
  /// - Throws: What reading the file throws.
  public static func names(in file: URL) throws -> [String] {
    String(decoding: try Data(contentsOf: file), as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
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
