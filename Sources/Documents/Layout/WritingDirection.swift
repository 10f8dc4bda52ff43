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
        if glyph.scalar.isRightToLeft {
          rightToLeft += 1
        } else if glyph.scalar.value >= 0x0700 || glyph.scalar.properties.isAlphabetic {
          leftToRight += 1
        }
      }
    }
    return rightToLeft > leftToRight
  }

  /// The words of a line, which stand from left to right, as they are read: in a line of Arabic from the right, but
  /// neighbouring words of another script, and figures, from the left.
  static func inReadingOrder(_ words: [Word]) -> [Word] {
    guard words.count > 1, words.contains(where: isRightToLeft), isRightToLeft(words) else { return words }
    var result: [Word] = []
    result.reserveCapacity(words.count)
    var run: [Word] = []
    for word in words.reversed() {
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
      && word.glyphs.contains { $0.scalar.properties.isAlphabetic || $0.scalar.properties.numericType != nil }
  }
}

extension Unicode.Scalar {
  /// A letter of Hebrew, Arabic, Syriac, Thaana or N'Ko, or one of their presentation forms.
  var isRightToLeft: Bool {
    switch value {
    case 0..<0x0590: false
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }
}
