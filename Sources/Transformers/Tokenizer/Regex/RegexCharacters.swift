/// Classes of characters by the names that patterns give them.
enum RegexCharacters {
  /// `\d`, `\s`, `\w`, `\h` and their opposites.
  ///
  /// In brackets `\w` is without the superscripts and fractions of Latin-1.
  static func shorthand(_ scalar: Unicode.Scalar, inBrackets: Bool = false) -> ScalarSet? {
    switch scalar {
    case "d": digits
    case "D": digits.inverted
    case "s": UnicodeVersions.whitespace
    case "S": UnicodeVersions.whitespace.inverted
    case "w": inBrackets ? UnicodeVersions.regexWordInBrackets : UnicodeVersions.regexWord
    case "W": (inBrackets ? UnicodeVersions.regexWordInBrackets : UnicodeVersions.regexWord).inverted
    case "h": hexadecimal
    case "H": hexadecimal.inverted
    default: nil
    }
  }

  private static let digits = UnicodeVersions.set(of: [.decimalNumber])
  private static let hexadecimal = ScalarSet([0x30...0x39, 0x41...0x46, 0x61...0x66])

  /// `\p{NAME}`: general categories, POSIX classes, the scripts in use; case, spaces, hyphens and underscores do not count.
  static func property(_ name: String) -> ScalarSet? {
    let plain = name.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" }
    if let members = categories[plain] { return UnicodeVersions.set(of: members) }
    switch plain {
    case "any": return ScalarSet([ScalarSet.everything])
    case "assigned": return UnicodeVersions.set(of: [.unassigned]).inverted
    case "ascii": return ScalarSet([0...0x7F])
    case "alpha", "alphabetic": return UnicodeVersions.alphabetic
    case "alnum": return UnicodeVersions.alphabetic.union(digits)
    case "digit": return digits
    case "xdigit": return hexadecimal
    case "space", "whitespace": return UnicodeVersions.whitespace
    case "blank": return UnicodeVersions.set(of: [.spaceSeparator]).union(ScalarSet(scalars: [0x09]))
    case "cntrl": return UnicodeVersions.set(of: [.control])
    case "punct": return UnicodeVersions.set(of: UnicodeVersions.punctuations + UnicodeVersions.symbols)
    case "word": return UnicodeVersions.regexWord
    case "upper", "uppercase": return ScalarSet { Unicode.Scalar($0)?.properties.isUppercase ?? false }
    case "lower", "lowercase": return ScalarSet { Unicode.Scalar($0)?.properties.isLowercase ?? false }
    case "print": return graphic.union(UnicodeVersions.set(of: [.spaceSeparator]))
    case "graph": return graphic
    case let script: return ScriptTable.set(named: script)
    }
  }

  private static let graphic = UnicodeVersions.set(
    of: UnicodeVersions.separators + [.control, .surrogate, .unassigned]
  ).inverted

  private static let categories: [String: [Unicode.GeneralCategory]] = {
    let single: [String: Unicode.GeneralCategory] = [
      "lu": .uppercaseLetter, "ll": .lowercaseLetter, "lt": .titlecaseLetter, "lm": .modifierLetter, "lo": .otherLetter,
      "mn": .nonspacingMark, "mc": .spacingMark, "me": .enclosingMark,
      "nd": .decimalNumber, "nl": .letterNumber, "no": .otherNumber,
      "pc": .connectorPunctuation, "pd": .dashPunctuation, "ps": .openPunctuation, "pe": .closePunctuation,
      "pi": .initialPunctuation, "pf": .finalPunctuation, "po": .otherPunctuation,
      "sm": .mathSymbol, "sc": .currencySymbol, "sk": .modifierSymbol, "so": .otherSymbol,
      "zs": .spaceSeparator, "zl": .lineSeparator, "zp": .paragraphSeparator,
      "cc": .control, "cf": .format, "cs": .surrogate, "co": .privateUse, "cn": .unassigned,
    ]
    let several: [String: [Unicode.GeneralCategory]] = [
      "l": UnicodeVersions.letters, "letter": UnicodeVersions.letters,
      "lc": [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter],
      "m": UnicodeVersions.marks, "mark": UnicodeVersions.marks, "combiningmark": UnicodeVersions.marks,
      "n": UnicodeVersions.numbers, "number": UnicodeVersions.numbers,
      "p": UnicodeVersions.punctuations, "punctuation": UnicodeVersions.punctuations,
      "s": UnicodeVersions.symbols, "symbol": UnicodeVersions.symbols,
      "z": UnicodeVersions.separators, "separator": UnicodeVersions.separators,
      "c": UnicodeVersions.others, "other": UnicodeVersions.others,
      "uppercaseletter": [.uppercaseLetter], "lowercaseletter": [.lowercaseLetter],
      "titlecaseletter": [.titlecaseLetter], "modifierletter": [.modifierLetter], "otherletter": [.otherLetter],
      "nonspacingmark": [.nonspacingMark], "spacingmark": [.spacingMark], "enclosingmark": [.enclosingMark],
      "decimalnumber": [.decimalNumber], "letternumber": [.letterNumber], "othernumber": [.otherNumber],
    ]
    return several.merging(single.mapValues { [$0] }) { first, _ in first }
  }()

  /// A set with the other cases of its characters: those with the same simple folding.
  static func foldingCase(_ set: ScalarSet) -> ScalarSet {
    var members: [UInt32] = []
    for (character, folded) in foldings where set.contains(character) != set.contains(folded) {
      members.append(character)
      members.append(folded)
    }
    guard !members.isEmpty else { return set }
    let wider = set.union(ScalarSet(scalars: members))
    // Three characters may share a folding (K, k and the Kelvin sign): until nothing is added.
    return foldingCase(wider)
  }

  /// Characters that change when they are folded, and what they become.
  private static let foldings: [(UInt32, UInt32)] = {
    var pairs: [(UInt32, UInt32)] = []
    for value in UInt32(0x41)..<0x1E944 {
      guard let scalar = Unicode.Scalar(value), scalar.properties.changesWhenCaseMapped,
        scalar.properties.age?.major ?? 99 <= 16
      else { continue }
      // Simple folding: down, or by way of up for those that are lower case already (the long s).
      let lower = single(scalar.properties.lowercaseMapping)
      let folded = lower.flatMap { Unicode.Scalar($0) }.flatMap { single($0.properties.uppercaseMapping) }
        .flatMap { Unicode.Scalar($0) }.flatMap { single($0.properties.lowercaseMapping) }
      if let target = folded ?? lower, target != value { pairs.append((value, target)) }
    }
    return pairs
  }()

  /// What a character is without regard to case: one or several.
  static func folded(_ scalar: Unicode.Scalar) -> String {
    let upper = scalar.properties.lowercaseMapping.unicodeScalars.map(\.properties.uppercaseMapping).joined()
    return upper.unicodeScalars.map(\.properties.lowercaseMapping).joined()
  }

  /// The characters that one folds to, where they are several: `ss` of ß.
  static func longFolding(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView? {
    let folded = folded(scalar).unicodeScalars
    return folded.count > 1 ? folded : nil
  }

  /// Whether two folded characters begin what one character folds to.
  static func beginsLongFolding(_ pair: String) -> Bool { longFoldings.contains(pair) }

  private static let longFoldings: Set<String> = {
    var pairs: Set<String> = []
    for value in UInt32(0x80)..<0x10000 {
      guard let scalar = Unicode.Scalar(value), scalar.properties.changesWhenCaseMapped,
        let folding = longFolding(scalar)
      else { continue }
      pairs.insert(String(String.UnicodeScalarView(folding.prefix(2))))
    }
    return pairs
  }()

  private static func single(_ text: String) -> UInt32? {
    let scalars = text.unicodeScalars
    return scalars.count == 1 ? scalars.first?.value : nil
  }
}
