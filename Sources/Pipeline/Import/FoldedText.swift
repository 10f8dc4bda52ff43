import Records

/// A text as an answer is looked for in it: NFKC, lower case, without white space, every scalar with the bytes that it
/// comes from.
struct FoldedText {
  private var scalars: [Unicode.Scalar] = []
  private var origins: [Range<Int>] = []

  init(_ text: String) {
    var start = 0
    for character in text {
      let end = start + character.utf8.count
      if !character.isWhitespace {
        for scalar in CompatibilityForm.scalars(of: String(character)) {
          for lower in scalar.properties.lowercaseMapping.unicodeScalars {
            scalars.append(lower.asTyped)
            origins.append(start..<end)
          }
        }
      }
      start = end
    }
  }

  var isEmpty: Bool { scalars.isEmpty }
  var count: Int { scalars.count }

  /// Whether another text stands in it.
  func holds(_ other: FoldedText) -> Bool { first(other.scalars, from: 0) != nil }

  /// The bytes of every place where another text stands as words and numbers of its own: `6 days` does not stand in `16
  /// days`, nor 6日 in 16日.
  ///
  /// - Parameter inWords: Whether it may also begin or end within a word or a number.
  func ranges(of other: FoldedText, inWords: Bool = false) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var from = 0
    while let start = first(other.scalars, from: from) {
      let end = start + other.count
      if inWords || !(isJoined(start) || isJoined(end)) {
        found.append(origins[start].lowerBound..<origins[end - 1].upperBound)
      }
      from = start + 1
    }
    return found
  }

  private func first(_ wanted: [Unicode.Scalar], from: Int) -> Int? {
    guard let head = wanted.first, wanted.count <= scalars.count - from else { return nil }
    return (from...scalars.count - wanted.count).first { start in
      scalars[start] == head && scalars[start..<start + wanted.count].elementsEqual(wanted)
    }
  }

  /// Whether a word or a number goes on across the border before an index.
  private func isJoined(_ index: Int) -> Bool {
    guard index > 0, index < scalars.count, touches(index) else { return false }
    let (left, right) = (scalars[index - 1], scalars[index])
    if isNumeral(left), isNumeral(right) { return true }
    // The comma of thousands and the point of decimals.
    if isSeparator(right), isDigit(left), index + 1 < scalars.count, touches(index + 1), isDigit(scalars[index + 1]) {
      return true
    }
    if isSeparator(left), isDigit(right), index > 1, touches(index - 1), isDigit(scalars[index - 2]) { return true }
    // A letter joins letters and digits behind it; a unit behind a number is a word of its own.
    return isLetter(left) && (isLetter(right) || isDigit(right))
  }

  /// Whether no white space stood between a scalar and the one before it.
  private func touches(_ index: Int) -> Bool { origins[index - 1].upperBound >= origins[index].lowerBound }

  private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
  private func isSeparator(_ scalar: Unicode.Scalar) -> Bool { scalar == "," || scalar == "." }
  private func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.isAlphabetic && !scalar.isJapanese }
  private func isNumeral(_ scalar: Unicode.Scalar) -> Bool {
    isDigit(scalar) || "〇一二三四五六七八九十百千万億兆".unicodeScalars.contains(scalar)
  }
}
