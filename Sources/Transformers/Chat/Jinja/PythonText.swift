/// A text as Python sees it: a sequence of characters by number. Swift would hold characters that look alike for equal, and
/// take a letter and its accent for one.
struct PythonText {
  let scalars: [Unicode.Scalar]

  init(_ text: String) { scalars = Array(text.unicodeScalars) }
  init(_ scalars: some Sequence<Unicode.Scalar>) { self.scalars = Array(scalars) }

  var count: Int { scalars.count }
  var string: String { String(scalars) }

  // MARK: Finding

  func hasPart(_ part: PythonText, at index: Int) -> Bool {
    guard index >= 0, index + part.count <= count else { return false }
    for offset in 0..<part.count where scalars[index + offset] != part.scalars[offset] { return false }
    return true
  }

  /// Where a part begins, within limits.
  func firstRange(of part: PythonText, from start: Int = 0, to end: Int? = nil) -> Range<Int>? {
    let end = end ?? count
    guard start <= end - part.count else { return nil }
    return Self.find(part.count, in: start..<end, at: { scalars[start + $0] }, of: { part.scalars[$0] }).map {
      (start + $0)..<(start + $0 + part.count)
    }
  }

  /// Where a part begins for the last time.
  func lastRange(of part: PythonText, from start: Int = 0, to end: Int? = nil) -> Range<Int>? {
    let end = end ?? count
    guard start <= end - part.count else { return nil }
    let found = Self.find(
      part.count, in: start..<end, at: { scalars[end - 1 - $0] }, of: { part.scalars[part.count - 1 - $0] })
    return found.map { (end - $0 - part.count)..<(end - $0) }
  }

  /// The first place of `length` characters in a text, found by Knuth, Morris and Pratt's way: no text makes it slow.
  private static func find(
    _ length: Int, in text: Range<Int>, at: (Int) -> Unicode.Scalar, of: (Int) -> Unicode.Scalar
  ) -> Int? {
    guard length > 0 else { return 0 }
    // How much of the part's beginning ends at each of its places.
    var borders = [0]
    var matched = 0
    for index in 1..<max(1, length) {
      while matched > 0, of(index) != of(matched) { matched = borders[matched - 1] }
      if of(index) == of(matched) { matched += 1 }
      borders.append(matched)
    }
    matched = 0
    for index in 0..<text.count {
      let scalar = at(index)
      while matched > 0, scalar != of(matched) { matched = borders[matched - 1] }
      if scalar == of(matched) { matched += 1 }
      if matched == length { return index + 1 - length }
    }
    return nil
  }

  /// How often a part stands in it, without overlapping.
  func occurrences(of part: PythonText, from start: Int = 0, to end: Int? = nil) -> Int {
    let end = end ?? count
    if part.count == 0 { return start <= end ? end - start + 1 : 0 }
    var found = 0
    var index = start
    while let range = firstRange(of: part, from: index, to: end) {
      found += 1
      index = range.upperBound
    }
    return found
  }

  // MARK: Changing

  /// Every part of one kind replaced, or the first `limit` of them.
  func replacing(_ old: PythonText, with new: PythonText, limit: Int = -1) -> PythonText {
    var out: [Unicode.Scalar] = []
    var left = limit < 0 ? Int.max : limit
    var index = 0
    if old.count == 0 {
      // Between all characters, and at both ends.
      while index <= count {
        if left > 0 {
          out += new.scalars
          left -= 1
        }
        if index < count { out.append(scalars[index]) }
        index += 1
      }
      return PythonText(out)
    }
    while left > 0, let range = firstRange(of: old, from: index) {
      out += scalars[index..<range.lowerBound]
      out += new.scalars
      index = range.upperBound
      left -= 1
    }
    return PythonText(out + scalars[index...])
  }

  /// Without characters of some kind at its ends.
  func stripped(left: Bool = true, right: Bool = true, of characters: PythonText? = nil) -> PythonText {
    let isStripped: (Unicode.Scalar) -> Bool
    if let characters {
      let set = Set(characters.scalars)
      isStripped = { set.contains($0) }
    } else {
      isStripped = PythonCharacter.isSpace
    }
    var start = 0
    var end = count
    if left { while start < end, isStripped(scalars[start]) { start += 1 } }
    if right { while end > start, isStripped(scalars[end - 1]) { end -= 1 } }
    return PythonText(scalars[start..<end])
  }

  // MARK: Cutting

  /// The pieces between separators; without one, the words between white space.
  func split(_ separator: PythonText?, limit: Int = -1) -> [PythonText] {
    guard let separator else { return words(limit) }
    var pieces: [PythonText] = []
    var start = 0
    while limit < 0 || pieces.count < limit, let range = firstRange(of: separator, from: start) {
      pieces.append(PythonText(scalars[start..<range.lowerBound]))
      start = range.upperBound
    }
    return pieces + [PythonText(scalars[start...])]
  }

  private func words(_ limit: Int) -> [PythonText] {
    var pieces: [PythonText] = []
    var index = 0
    while true {
      while index < count, PythonCharacter.isSpace(scalars[index]) { index += 1 }
      guard index < count else { return pieces }
      if limit >= 0, pieces.count == limit {
        return pieces + [PythonText(scalars[index...])]
      }
      let start = index
      while index < count, !PythonCharacter.isSpace(scalars[index]) { index += 1 }
      pieces.append(PythonText(scalars[start..<index]))
    }
  }

  /// Like `split`, but a limit leaves the beginning in one piece.
  func splitFromEnd(_ separator: PythonText?, limit: Int = -1) -> [PythonText] {
    let reversed = PythonText(scalars.reversed())
    let pieces = reversed.split(separator.map { PythonText($0.scalars.reversed()) }, limit: limit)
    return pieces.reversed().map { PythonText($0.scalars.reversed()) }
  }

  /// The lines, with or without what ends them.
  func lines(keepingEnds: Bool = false) -> [PythonText] {
    var lines: [PythonText] = []
    var start = 0
    var index = 0
    while index < count {
      guard PythonCharacter.isLineBreak(scalars[index]) else {
        index += 1
        continue
      }
      var end = index + 1
      if scalars[index] == "\r", end < count, scalars[end] == "\n" { end += 1 }
      lines.append(PythonText(scalars[start..<(keepingEnds ? end : index)]))
      start = end
      index = end
    }
    if start < count { lines.append(PythonText(scalars[start...])) }
    return lines
  }

  // MARK: Letters

  var uppercased: PythonText { PythonText(scalars.flatMap { $0.properties.uppercaseMapping.unicodeScalars }) }

  var lowercased: PythonText {
    PythonText(scalars.indices.flatMap { lowercase(at: $0) })
  }

  /// The first character in title case, the others in lower case.
  var capitalized: PythonText {
    guard let first = scalars.first else { return self }
    return PythonText(
      Array(first.properties.titlecaseMapping.unicodeScalars) + (1..<count).flatMap { lowercase(at: $0) })
  }

  /// Every letter after something that is none in title case, the others in lower case.
  var titlecased: PythonText {
    var out: [Unicode.Scalar] = []
    var followsLetter = false
    for index in scalars.indices {
      out +=
        followsLetter ? lowercase(at: index) : Array(scalars[index].properties.titlecaseMapping.unicodeScalars)
      followsLetter = PythonCharacter.isCased(scalars[index])
    }
    return PythonText(out)
  }

  var swappedCase: PythonText {
    PythonText(
      scalars.indices.flatMap { index in
        scalars[index].properties.isUppercase
          ? lowercase(at: index)
          : scalars[index].properties.isLowercase
            ? Array(scalars[index].properties.uppercaseMapping.unicodeScalars) : [scalars[index]]
      })
  }

  /// A sigma at a word's end is another letter.
  private func lowercase(at index: Int) -> [Unicode.Scalar] {
    let scalar = scalars[index]
    guard scalar == "Σ" else { return Array(scalar.properties.lowercaseMapping.unicodeScalars) }
    let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
    let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
    let isFinal = before?.properties.isCased == true && after?.properties.isCased != true
    return [isFinal ? "ς" : "σ"]
  }

  /// Filled up to a width.
  func padded(to width: Int, with fill: Unicode.Scalar, left: Int) -> PythonText {
    let missing = max(0, width - count)
    let left = max(0, min(left, missing))
    return PythonText(
      Array(repeating: fill, count: left) + scalars + Array(repeating: fill, count: missing - left))
  }
}

extension String.UnicodeScalarView {
  /// Appends a text; `append(contentsOf:)` would copy all that is there already.
  mutating func write(_ text: String) {
    for scalar in text.unicodeScalars { append(scalar) }
  }
}
