import PageContent
import Records

/// Lines that are read from right to left. The library gives the letters of a word in the order of reading; which word
/// comes first is decided here.
enum WritingDirection {
  /// Whether most letters are of a script that runs from right to left.
  static func isRightToLeft(_ words: [Word]) -> Bool {
    var rightToLeft = 0
    var leftToRight = 0
    for word in words {
      for glyph in word.glyphs where glyph.scalar.value >= 0x41 {
        if glyph.scalar.isRightToLeft { rightToLeft += 1 } else { leftToRight += 1 }
      }
    }
    return rightToLeft > leftToRight
  }

  /// The words of a line, which stand from left to right in their frame, as they are read: in a line of Arabic from the
  /// right of the page, but neighbouring words of another script, and figures, from the left.
  static func inReadingOrder(_ words: [Word], in frame: PageFrame) -> [Word] {
    let isMirrored = frame.turn == .mirrored
    guard words.count > 1, isMirrored || words.contains(where: isRightToLeft) && isRightToLeft(words) else {
      return words
    }
    var result: [Word] = []
    result.reserveCapacity(words.count)
    var run: [Word] = []
    for word in isMirrored ? words : words.reversed() {
      if isLeftToRight(word) {
        run.append(word)
      } else {
        result += run.reversed()
        run = []
        result.append(word)
      }
    }
    return result + run.reversed()
  }

  private static func isRightToLeft(_ word: Word) -> Bool { word.glyphs.contains { $0.scalar.isRightToLeft } }

  private static func isLeftToRight(_ word: Word) -> Bool {
    !isRightToLeft(word)
      && word.glyphs.contains { $0.scalar.isAlphabetic || $0.scalar.properties.numericType != nil }
  }
}

/// Words of scripts that run from right to left, letter by letter.
enum RightToLeftWords {
  /// The glyphs with each letter in its own box: the library gives a word's letters in the order of reading and its
  /// boxes from left to right.
  static func placed(_ glyphs: [Glyph]) -> [Glyph] {
    guard glyphs.contains(where: { $0.scalar.isRightToLeft }) else { return glyphs }
    var glyphs = glyphs
    var start = 0
    while start < glyphs.count {
      // The next word stands further left; not every one is parted by a space.
      var end = start + 1
      while end < glyphs.count, glyphs[end].before == .none, glyphs[end].x0 >= glyphs[end - 1].x0 { end += 1 }
      if glyphs[start..<end].contains(where: { $0.scalar.isRightToLeft }) {
        place(&glyphs, start..<end)
        markSpace(&glyphs, start..<end)
      }
      start = end
    }
    return glyphs
  }

  /// Letters take the boxes from the right, one by one; figures and Latin letters among them keep their order.
  private static func place(_ glyphs: inout [Glyph], _ word: Range<Int>) {
    let boxes = Array(glyphs[word])
    var right = boxes.count
    var index = word.lowerBound
    while index < word.upperBound {
      var end = index + 1
      if !glyphs[index].scalar.isRightToLeft {
        while end < word.upperBound, !glyphs[end].scalar.isRightToLeft { end += 1 }
      }
      right -= end - index
      for (offset, number) in (index..<end).enumerated() {
        (glyphs[number].x0, glyphs[number].x1) = (boxes[right + offset].x0, boxes[right + offset].x1)
      }
      index = end
    }
    turnLigatures(&glyphs, word)
  }

  /// A word that follows without a separator, but not close by, follows after a space.
  private static func markSpace(_ glyphs: inout [Glyph], _ word: Range<Int>) {
    if word.upperBound < glyphs.count, glyphs[word.upperBound].before == .none {
      glyphs[word.upperBound].before = .space
    }
    if word.lowerBound > 0, glyphs[word.lowerBound].before == .none { glyphs[word.lowerBound].before = .space }
  }

  /// A ligature of lam and alef is one glyph, whose two letters the library turns around. It halves the box; and an
  /// article at the start of a word, which has the same letters, stays.
  private static func turnLigatures(_ glyphs: inout [Glyph], _ word: Range<Int>) {
    for index in word.dropFirst() where index + 1 < word.upperBound && glyphs[index + 1].scalar == "\u{0644}" {
      let alef = glyphs[index].scalar
      let before = glyphs[index - 1].scalar
      let isPrefixed = index == word.lowerBound + 1 && prefixes.contains(before)
      let isTurned =
        alef == "\u{0627}"
        ? !isPrefixed && abs(glyphs[index].width - glyphs[index + 1].width) < 0.01
        : alefs.contains(alef) && before == "\u{0627}"
      guard isTurned else { continue }
      glyphs[index].scalar = "\u{0644}"
      glyphs[index + 1].scalar = alef
    }
  }

  /// And, so, by, as: written together with the article.
  private static let prefixes: Set<Unicode.Scalar> = ["\u{0648}", "\u{0641}", "\u{0628}", "\u{0643}"]
  private static let alefs: Set<Unicode.Scalar> = ["\u{0622}", "\u{0623}", "\u{0625}", "\u{0627}"]
}
