/// What each part of the reference libraries takes a character for. They carry tables of different Unicode versions, and
/// Swift's are newer than all of them: a character that a table does not have yet is unassigned there.
///
/// Measured character by character against `tokenizers` 0.23.3.
enum UnicodeVersions {
  /// What is asked of a character: category, when it was assigned, whether it counts as a letter.
  private struct Entry {
    var category = Unicode.GeneralCategory.unassigned
    /// Unicode's major version, or 255.
    var major: UInt8 = 255
    var isAlphabetic = false
    var isWhitespace = false

    init() {}

    init(_ value: UInt32) {
      guard let properties = Unicode.Scalar(value)?.properties else { return }
      category = properties.generalCategory
      guard category != .unassigned, let age = properties.age else { return }
      major = UInt8(truncatingIfNeeded: age.major)
      isAlphabetic = properties.isAlphabetic
      isWhitespace = properties.isWhitespace
    }
  }

  /// Every character that is assigned, asked once: all sets are made from this.
  private static let entries: [[Entry]] = ScalarSet.assigned.map { part in part.map(Entry.init) }

  /// Planes 15 and 16: private use since Unicode 2.
  private static let privatePlanes: [ClosedRange<UInt32>] = [0xF0000...0xFFFFD, 0x100000...0x10FFFD]

  /// The scalars whose entries satisfy a condition.
  private static func set(_ holds: (UInt32, Entry) -> Bool) -> ScalarSet {
    var ranges: [ClosedRange<UInt32>] = []
    for (part, entries) in zip(ScalarSet.assigned, entries) {
      var start: UInt32?
      for (value, entry) in zip(part, entries) {
        if holds(value, entry) {
          start = start ?? value
        } else if let first = start {
          ranges.append(first...(value - 1))
          start = nil
        }
      }
      if let start { ranges.append(start...(part.upperBound - 1)) }
    }
    if holds(0xF0000, Entry(0xF0000)) { ranges += privatePlanes }
    return ScalarSet(ranges)
  }

  /// The assigned scalars of a version that satisfy a condition.
  private static func set(version: UInt8, _ holds: (UInt32, Entry) -> Bool) -> ScalarSet {
    set { $1.major <= version && holds($0, $1) }
  }

  /// The version of Oniguruma's tables (and of the `regex` crate's).
  private static let regexVersion: UInt8 = 16

  /// The general categories as Oniguruma has them.
  static let categories: [Unicode.GeneralCategory: ScalarSet] = {
    var ranges: [Unicode.GeneralCategory: [ClosedRange<UInt32>]] = [:]
    var assigned: [ClosedRange<UInt32>] = [0xD800...0xDFFF] + privatePlanes
    for (part, entries) in zip(ScalarSet.assigned, entries) {
      var first = part.lowerBound
      var current = category(first, entries[0])
      for (value, entry) in zip(part, entries) {
        let next = category(value, entry)
        guard next != current else { continue }
        ranges[current, default: []].append(first...(value - 1))
        (first, current) = (value, next)
      }
      ranges[current, default: []].append(first...(part.upperBound - 1))
      assigned.append(part.lowerBound...(part.upperBound - 1))
    }
    ranges[.unassigned, default: []] += ScalarSet(assigned).inverted.ranges
    ranges[.privateUse, default: []] += privatePlanes
    ranges[.surrogate] = [0xD800...0xDFFF]
    return ranges.mapValues { ScalarSet($0) }
  }()

  private static func category(_ value: UInt32, _ entry: Entry) -> Unicode.GeneralCategory {
    // U+0295 became a letter without case in Unicode 17.
    value == 0x295 ? .lowercaseLetter : entry.major <= regexVersion ? entry.category : .unassigned
  }

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
  static let whitespace = set { $1.isWhitespace }

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
  static let unknownToNormalization = set { $0 >= 0x80 && $1.major > 9 && $1.major < 255 }
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
