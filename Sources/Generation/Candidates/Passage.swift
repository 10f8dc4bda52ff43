import Foundation
import Records

/// A chunk's text cut into the pieces that rules look at: sentences, list items, table rows. Headings are left out.
struct Passage {
  enum Kind: Hashable {
    case sentence
    /// An item of a list; numbered ones tell an order.
    case listItem(numbered: Bool)
    case tableRow
  }

  /// A piece of the text.
  struct Piece: Hashable {
    /// UTF-16 offsets, without list mark and outer spaces, the sentence's full stop included.
    var range: Range<Int>
    var kind: Kind
    /// The line it stands in, to tell which list items are neighbours.
    var line: Int
  }

  let text: String
  let utf16: NSString
  let language: Language
  private(set) var pieces: [Piece] = []

  /// The whole text, in UTF-16 offsets.
  var all: Range<Int> { 0..<utf16.length }

  /// UTF-8 offset of every UTF-16 offset, and -1 where a character (as a reader sees it) is cut.
  private let bytes: [Int]

  init(_ chunk: Chunk) {
    text = chunk.text
    utf16 = NSString(string: chunk.text)
    language = chunk.language
    var bytes = [Int](repeating: -1, count: chunk.text.utf16.count + 1)
    var utf16Offset = 0
    var utf8Offset = 0
    for character in chunk.text {
      bytes[utf16Offset] = utf8Offset
      utf16Offset += character.utf16.count
      utf8Offset += character.utf8.count
    }
    bytes[utf16Offset] = utf8Offset
    self.bytes = bytes
    let headings = Set(chunk.context.map { Self.bare($0) })
    pieces = cut(headings: headings, hasRepeatedHead: chunk.context.contains { $0.contains(" | ") })
  }

  /// The UTF-8 offsets of a range, or nil where it would cut a character.
  func utf8(_ range: Range<Int>) -> Range<Int>? {
    guard range.lowerBound >= 0, range.upperBound < bytes.count else { return nil }
    let start = bytes[range.lowerBound]
    let end = bytes[range.upperBound]
    return start >= 0 && end > start ? start..<end : nil
  }

  func string(_ range: Range<Int>) -> String {
    utf16.substring(with: NSRange(location: range.lowerBound, length: range.count))
  }

  /// Without the spaces and the marks that only separate, at both ends.
  func trimmed(_ range: Range<Int>, of marks: String = " \t\n　。．.、,，;；:：") -> Range<Int> {
    let set = Set(marks.utf16)
    var lower = range.lowerBound
    var upper = range.upperBound
    while lower < upper, set.contains(utf16.character(at: lower)) { lower += 1 }
    while upper > lower, set.contains(utf16.character(at: upper - 1)) { upper -= 1 }
    return lower..<upper
  }

  /// Words in English, characters in Japanese.
  func length(_ range: Range<Int>) -> Int {
    let piece = string(range)
    return language == .en ? piece.split(whereSeparator: \.isWhitespace).count : piece.count
  }

  // MARK: Cutting

  private static let marker = Pattern(
    #"^[ \t　]*(?:[-*+•・●○◦▪–][ \t　]*|[\(（]?(?:[0-9０-９]{1,2}|[a-zA-Zア-ン])[\)）.．、][ \t　]+|[\(（][0-9０-９一二三四五六七八九十]{1,3}[\)）][ \t　]*|[0-9０-９]{1,2}[\)）．][ \t　]*|[①-⑳][ \t　]*)"#
  )
  private static let numberMark = Pattern(#"[0-9０-９①-⑳一二三四五六七八九十]"#)
  private static let sentence = Pattern(
    #"[^。！？!?.]*?(?:(?:[。！？]+[」』）\)]*)|(?:[.!?]+["”’\)]*(?=\s|$))|$)"#)
  private static let abbreviation = Pattern(
    #"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|Nos|vs|e\.g|i\.e|etc|approx|Fig|Sec|Art|Inc|Ltd|Co|Jan|Feb|Aug|Sept|Oct|Nov|Dec))\.$"#
  )
  private static let initial = Pattern(#"(?:^|\s)(?:(\S+)\s+)?[\(“"]?[A-Z]\.$"#)

  private static func bare(_ line: String) -> String {
    line.trimmingCharacters(in: CharacterSet(charactersIn: "# \t　")).lowercased()
  }

  private func cut(headings: Set<String>, hasRepeatedHead: Bool) -> [Piece] {
    var out: [Piece] = []
    var start = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let range = start..<(start + line.utf16.count)
      start = range.upperBound + 1
      let words = String(line)
      if words.hasPrefix("#") || headings.contains(Self.bare(words)) { continue }
      if words.contains(" | ") {
        out.append(Piece(range: trimmed(range, of: " \t　"), kind: .tableRow, line: index))
      } else if let mark = Self.marker.first(in: utf16, within: range), mark.lowerBound == range.lowerBound {
        let rest = trimmed(mark.upperBound..<range.upperBound, of: " \t　")
        let numbered = Self.numberMark.first(in: utf16, within: mark) != nil
        if !rest.isEmpty { out.append(Piece(range: rest, kind: .listItem(numbered: numbered), line: index)) }
      } else {
        out += sentences(range, line: index)
      }
    }
    return withoutTableHeads(out.filter { !$0.range.isEmpty }, repeated: hasRepeatedHead)
  }

  /// The first of several rows names the columns, unless the context already does (the table began in another chunk).
  private func withoutTableHeads(_ pieces: [Piece], repeated: Bool) -> [Piece] {
    if repeated { return pieces }
    return pieces.indices.filter { index in
      guard pieces[index].kind == .tableRow else { return true }
      func isRow(_ other: Int, line: Int) -> Bool {
        pieces.indices.contains(other) && pieces[other].kind == .tableRow && pieces[other].line == line
      }
      let line = pieces[index].line
      return isRow(index - 1, line: line - 1) || !isRow(index + 1, line: line + 1)
    }.map { pieces[$0] }
  }

  private func sentences(_ range: Range<Int>, line: Int) -> [Piece] {
    var out: [Piece] = []
    var start = range.lowerBound
    for found in Self.sentence.ranges(in: utf16, within: range) {
      let candidate = start..<found.upperBound
      if found.upperBound < range.upperBound, endsInAbbreviation(candidate) { continue }
      if found.upperBound < range.upperBound, !endsSentence(found) { continue }
      let piece = trimmed(candidate, of: " \t　")
      if !piece.isEmpty { out.append(Piece(range: piece, kind: .sentence, line: line)) }
      start = found.upperBound
    }
    let rest = trimmed(start..<range.upperBound, of: " \t　")
    if !rest.isEmpty { out.append(Piece(range: rest, kind: .sentence, line: line)) }
    return out
  }

  /// Whether the full stop is that of an abbreviation or of a person's initial.
  private func endsInAbbreviation(_ range: Range<Int>) -> Bool {
    if Self.abbreviation.first(in: utf16, within: range) != nil { return true }
    guard Self.initial.first(in: utf16, within: range) != nil else { return false }
    let word = Self.initial.ranges(in: utf16, within: range, group: 1).last.map { string($0) }
    return SentenceSplitter.isInitial(behind: word)
  }

  /// The pattern also stops inside numbers and addresses, where a dot is followed by no space.
  private func endsSentence(_ range: Range<Int>) -> Bool {
    let last = utf16.character(at: range.upperBound - 1)
    if Set("。！？」』）".utf16).contains(last) { return true }
    let next = utf16.character(at: range.upperBound)
    return Set(" \t　".utf16).contains(next)
  }
}
