/// What each part of the reference libraries takes a character for. They carry tables of different Unicode versions, and
/// Swift's are newer than all of them: a character that a table does not have yet is unassigned there.
///
/// Measured character by character against `tokenizers` 0.23.3.
enum UnicodeVersions {
  /// One byte a scalar: category, and when it was assigned.
  private struct Entry {
    var category: Unicode.GeneralCategory
    var major: Int
    var isAlphabetic: Bool
  }

  /// Beyond this, planes are empty but for tags, variation selectors and private use, which are asked one by one.
  private static func entry(_ value: UInt32) -> Entry? {
    guard let properties = Unicode.Scalar(value)?.properties, let age = properties.age else { return nil }
    return Entry(category: properties.generalCategory, major: age.major, isAlphabetic: properties.isAlphabetic)
  }

  /// The assigned scalars of a version that satisfy a condition.
  private static func set(version: Int, _ holds: (UInt32, Entry) -> Bool) -> ScalarSet {
    ScalarSet { value in
      guard value < 0x32400 || value >= 0xE0000, let entry = entry(value), entry.major <= version else { return false }
      return holds(value, entry)
    }
  }

  /// The version of Oniguruma's tables (and of the `regex` crate's).
  private static let regexVersion = 16

  /// The general categories as Oniguruma has them.
  static let categories: [Unicode.GeneralCategory: ScalarSet] = {
    var ranges: [Unicode.GeneralCategory: [ClosedRange<UInt32>]] = [:]
    var current = Unicode.GeneralCategory.unassigned
    var first: UInt32 = 0
    var count: UInt32 = 0
    for value in UInt32(0)...0x10FFFF where !(0xD800...0xDFFF).contains(value) {
      let isEmptyPlane = value >= 0x32400 && value < 0xE0000
      var category = Unicode.GeneralCategory.unassigned
      if !isEmptyPlane, let entry = entry(value), entry.major <= regexVersion { category = entry.category }
      // U+0295 became a letter without case in Unicode 17.
      if value == 0x295 { category = .lowercaseLetter }
      if value == first + count, category == current {
        count += 1
      } else {
        if count > 0 { ranges[current, default: []].append(first...(first + count - 1)) }
        (current, first, count) = (category, value, 1)
      }
    }
    ranges[current, default: []].append(first...(first + count - 1))
    ranges[.surrogate] = [0xD800...0xDFFF]
    return ranges.mapValues { ScalarSet($0) }
  }()

  /// The union of some categories.
  static func set(of members: [Unicode.GeneralCategory]) -> ScalarSet {
    ScalarSet(members.flatMap { categories[$0]?.ranges ?? [] })
  }

  static let letters: [Unicode.GeneralCategory] = [
    .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
  ]
  static let marks: [Unicode.GeneralCategory] = [.nonspacingMark, .spacingMark, .enclosingMark]
  static let numbers: [Unicode.GeneralCategory] = [.decimalNumber, .letterNumber, .otherNumber]
  static let punctuations: [Unicode.GeneralCategory] = [
    .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
    .finalPunctuation, .otherPunctuation,
  ]
  static let symbols: [Unicode.GeneralCategory] = [.mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol]
  static let separators: [Unicode.GeneralCategory] = [.spaceSeparator, .lineSeparator, .paragraphSeparator]
  static let others: [Unicode.GeneralCategory] = [.control, .format, .surrogate, .privateUse, .unassigned]

  /// White space; all versions agree.
  static let whitespace = ScalarSet { Unicode.Scalar($0)?.properties.isWhitespace ?? false }

  static let alphabetic = set(version: regexVersion) { $1.isAlphabetic }

  /// `\w` of the `regex` crate: letters, marks, decimal digits, connectors, joiners.
  static let word = alphabetic.union(set(of: marks + [.decimalNumber, .connectorPunctuation]))
    .union(ScalarSet(scalars: [0x200C, 0x200D]))

  /// `\w` of Oniguruma in brackets: without joiners.
  static let regexWordInBrackets = word.subtracting(ScalarSet(scalars: [0x200C, 0x200D]))

  /// `\w` of Oniguruma on its own: with the superscripts and fractions of Latin-1.
  static let regexWord = regexWordInBrackets.union(ScalarSet(scalars: [0xB2, 0xB3, 0xB9, 0xBC, 0xBD, 0xBE]))

  /// Rust's `char::is_numeric`.
  static let numeric = set(version: 17) { numbers.contains($1.category) }

  /// Punctuation of the pre-tokenizers: that of Unicode 8, and all of ASCII's.
  static let punctuation = set(version: 8) { punctuations.contains($1.category) }
    .union(ScalarSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E, 0x166D...0x166D, 0x111C9...0x111C9]))

  /// What BERT's clean-up removes: control, format, private use and U+FFFD, but not tab and line ends.
  static let bertControl = set(version: 8) { [.control, .format, .privateUse].contains($1.category) }
    .union(ScalarSet(scalars: [0, 0xFFFD])).subtracting(ScalarSet(scalars: [0x09, 0x0A, 0x0D]))

  /// Accents as `BertNormalizer` removes them.
  static let bertAccents = set(version: 8) { $1.category == .nonspacingMark }
    .union(ScalarSet(scalars: [0x1734, 0x1171E]))
    .subtracting(ScalarSet(scalars: [0x1885, 0x1886, 0xA9BD, 0x111C9]))

  /// Accents as `StripAccents` removes them.
  static let combiningMarks = set(version: 9) { marks.contains($1.category) }
    .union(ScalarSet(scalars: [0x1CF2, 0x1CF3])).subtracting(ScalarSet(scalars: [0x111C9]))

  /// Characters that the normalization forms of the `tokenizers` library do not know: they stand as they are.
  static let unknownToNormalization = ScalarSet { value in
    guard value >= 0x80, let age = Unicode.Scalar(value)?.properties.age else { return false }
    return age.major > 9
  }
}

/// What the splitting patterns ask of a character.
enum ScalarClass: UInt8, Sendable {
  case other = 0
  /// `\p{L}`
  case letter
  /// `\p{N}`
  case number
  /// `\s`
  case space
}

/// The class of every character, by number: what a tokenizer asks most often.
final class ScalarClasses: @unchecked Sendable {
  // Proof of Sendable: nothing changes after `init`.
  static let shared = ScalarClasses()

  /// The classes of the basic plane.
  let pointer: UnsafePointer<ScalarClass>
  private let letters: ScalarSet
  private let numbers: ScalarSet

  private init() {
    let letters = UnicodeVersions.set(of: UnicodeVersions.letters)
    let numbers = UnicodeVersions.set(of: UnicodeVersions.numbers)
    let spaces = UnicodeVersions.whitespace
    let basicPlane = UnsafeMutablePointer<ScalarClass>.allocate(capacity: 0x10000)
    for value in UInt32(0)..<0x10000 {
      basicPlane[Int(value)] =
        letters.contains(value) ? .letter : numbers.contains(value) ? .number : spaces.contains(value) ? .space : .other
    }
    pointer = UnsafePointer(basicPlane)
    self.letters = letters
    self.numbers = numbers
  }

  deinit { pointer.deallocate() }

  /// The class of a scalar. Beyond the basic plane there are no spaces.
  @inline(__always)
  func of(_ value: UInt32) -> ScalarClass {
    if value < 0x10000 { return pointer[Int(value)] }
    return letters.contains(value) ? .letter : numbers.contains(value) ? .number : .other
  }
}

extension ScalarClass {
  /// The class of a scalar.
  static func of(_ value: UInt32) -> ScalarClass { ScalarClasses.shared.of(value) }
}
