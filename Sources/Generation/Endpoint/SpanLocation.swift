import Foundation
import Records

/// Finds what a model quoted in the text that it was to quote from.
enum SpanLocation {
  private static let wrapping = CharacterSet(charactersIn: " \t\r\n　\"'“”‘’「」『』`*。．.、，,")

  /// UTF-8 offsets of an answer in a text: word for word, without quotation marks and full stop, or else with letter
  /// case, width and spaces left aside. Nil where the text does not say it.
  static func locate(_ answer: String, in text: String) -> Range<Int>? {
    let whole = answer.trimmingCharacters(in: .whitespacesAndNewlines)
    let bare = answer.trimmingCharacters(in: wrapping)
    for candidate in [whole, bare] where !candidate.isEmpty {
      if let range = text.range(of: candidate, options: .literal), let span = offsets(range, text) { return span }
    }
    return folded(bare, in: text)
  }

  /// A literal match may begin or end inside a character, between a letter and its accent: that is no quotation.
  private static func offsets(_ range: Range<String.Index>, _ text: String) -> Range<Int>? {
    guard range.lowerBound.samePosition(in: text) != nil, range.upperBound.samePosition(in: text) != nil,
      text.index(before: text.index(after: range.lowerBound)) == range.lowerBound
    else { return nil }
    return text.utf8.distance(
      from: text.startIndex, to: range.lowerBound)..<text.utf8.distance(from: text.startIndex, to: range.upperBound)
  }

  private static func folded(_ answer: String, in text: String) -> Range<Int>? {
    let wanted = plain(answer)
    guard wanted.contains(where: { CharacterSet.alphanumerics.contains($0) }) else { return nil }
    var scalars: [Unicode.Scalar] = []
    var starts: [Int] = []
    var ends: [Int] = []
    // Where a character of the text begins or ends in the folded text: a match must not cut one.
    var opens: Set<Int> = []
    var closes: Set<Int> = []
    var offset = 0
    for character in text {
      let next = offset + character.utf8.count
      let folded = plain(String(character))
      if !folded.isEmpty {
        opens.insert(scalars.count)
        closes.insert(scalars.count + folded.count)
      }
      for scalar in folded {
        scalars.append(scalar)
        starts.append(offset)
        ends.append(next)
      }
      offset = next
    }
    guard scalars.count >= wanted.count else { return nil }
    for start in 0...(scalars.count - wanted.count) where opens.contains(start) {
      let end = start + wanted.count
      guard closes.contains(end), scalars[start..<end].elementsEqual(wanted) else { continue }
      return starts[start]..<ends[end - 1]
    }
    return nil
  }

  private static func plain(_ text: String) -> [Unicode.Scalar] {
    Terms.folded(text).unicodeScalars.filter { !$0.properties.isWhitespace }
  }
}
