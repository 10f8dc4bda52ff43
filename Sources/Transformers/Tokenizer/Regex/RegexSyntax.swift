/// Reads a pattern.
struct RegexParser {
  let scalars: [Unicode.Scalar]
  var index = 0
  var depth = 0
  private(set) var options = Options()

  /// Where the atom that is read begins, and the last one that was a literal without regard to case.
  private var literalStart = 0
  private var literalBefore: (scalar: Unicode.Scalar, end: Int)?

  struct Options {
    var ignoresCase = false
    /// `.` takes line ends.
    var dotTakesAll = false
    /// White space and comments in the pattern are skipped.
    var isExtended = false
  }

  static func parse(_ pattern: String) throws(RegexError) -> RegexNode {
    var parser = RegexParser(scalars: Array(pattern.unicodeScalars))
    let node = try parser.alternatives()
    guard parser.index == parser.scalars.count else {
      throw .malformed("a closing parenthesis has no opening one", "閉じ括弧に対応する開き括弧がありません")
    }
    return node
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private var isAtEnd: Bool { index >= scalars.count }
  func peek(_ offset: Int = 0) -> Unicode.Scalar? {
    index + offset < scalars.count ? scalars[index + offset] : nil
  }

  mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard index + wanted.count <= scalars.count, scalars[index..<(index + wanted.count)].elementsEqual(wanted) else {
      return false
    }
    index += wanted.count
    return true
  }

  mutating func next() throws(RegexError) -> Unicode.Scalar {
    guard index < scalars.count else { throw .malformed("the pattern ends too early", "パターンが途中で終わっています") }
    index += 1
    return scalars[index - 1]
  }

  // MARK: Structure

  private mutating func alternatives() throws(RegexError) -> RegexNode {
    depth += 1
    defer { depth -= 1 }
    guard depth < 64 else { throw .malformed("it is nested too deeply", "入れ子が深すぎます") }
    // Options set inside of a group end with it.
    let outer = options
    defer { options = outer }
    var branches: [RegexNode] = []
    repeat { branches.append(try sequence()) } while take("|")
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  private mutating func sequence() throws(RegexError) -> RegexNode {
    var items: [RegexNode] = []
    while let scalar = peek(), scalar != "|", scalar != ")" {
      if options.isExtended, skipExtended() { continue }
      let item = try atom()
      items.append(try repeated(item))
    }
    return items.count == 1 ? items[0] : items.isEmpty ? .empty : .sequence(items)
  }

  private mutating func skipExtended() -> Bool {
    guard let scalar = peek() else { return false }
    if scalar == "#" {
      while let scalar = peek(), scalar != "\n" { index += 1 }
      return true
    }
    guard UnicodeVersions.whitespace.contains(scalar.value) else { return false }
    index += 1
    return true
  }

  private mutating func repeated(_ item: RegexNode) throws(RegexError) -> RegexNode {
    var node = item
    while let scalar = peek() {
      var minimum = 0
      var maximum: Int?
      var isInterval = false
      switch scalar {
      case "*": index += 1
      case "+":
        minimum = 1
        index += 1
      case "?":
        maximum = 1
        index += 1
      case "{":
        guard let bounds = interval() else { return node }
        (minimum, maximum) = bounds
        isInterval = true
      default: return node
      }
      guard minimum <= 1000, maximum ?? 0 <= 1000 else {
        throw .unsupported("{\(minimum),…}")
      }
      if let maximum, maximum < minimum { throw .malformed("a repetition ends before it begins", "繰り返しの範囲が逆です") }
      // `{n}+` is a repetition of a repetition in Ruby's syntax, not a possessive one.
      let kind: RepetitionKind = take("?") ? .lazy : !isInterval && take("+") ? .possessive : .greedy
      node = .repetition(node, minimum: minimum, maximum: maximum, kind: kind)
    }
    return node
  }

  /// `{n}`, `{n,}`, `{n,m}`, `{,m}`; anything else is a brace that stands for itself.
  private mutating func interval() -> (Int, Int?)? {
    let start = index
    index += 1
    let minimum = digits()
    var maximum = minimum
    if take(",") { maximum = digits() }
    let hasComma = start + 1 < index && scalars[start..<index].contains(",")
    guard take("}"), minimum != nil || (hasComma && maximum != nil) else {
      index = start
      return nil
    }
    return (minimum ?? 0, maximum)
  }

  private mutating func digits() -> Int? {
    var value: Int?
    while let scalar = peek(), scalar.value >= 0x30, scalar.value <= 0x39, value ?? 0 < 100_000 {
      value = (value ?? 0) * 10 + Int(scalar.value - 0x30)
      index += 1
    }
    return value
  }

  private mutating func atom() throws(RegexError) -> RegexNode {
    literalStart = index
    let scalar = try next()
    switch scalar {
    case "(": return try group()
    case "[": return .set(try bracketed())
    case ".": return .set(options.dotTakesAll ? ScalarSet([ScalarSet.everything]) : Self.notLineEnd)
    case "^": return .assertion(.lineStart)
    case "$": return .assertion(.lineEnd)
    case "\\": return try escape()
    case "*", "+", "?": throw .malformed("\(scalar) repeats nothing", "\(scalar) の前に繰り返すものがありません")
    default: return try literal(scalar)
    }
  }

  private static let notLineEnd = ScalarSet(scalars: [0x0A]).inverted

  /// A character that stands for itself, or where case does not count for its other forms.
  private mutating func literal(_ scalar: Unicode.Scalar) throws(RegexError) -> RegexNode {
    let set = ScalarSet(scalars: [scalar.value])
    guard options.ignoresCase else { return .set(set) }
    if let before = literalBefore, before.end == literalStart {
      // `ss` would have to match ß.
      let pair = RegexCharacters.folded(before.scalar) + RegexCharacters.folded(scalar)
      if RegexCharacters.beginsLongFolding(pair) { throw .unsupported("(?i)\(before.scalar)\(scalar)") }
    }
    literalBefore = (scalar, index)
    let folding = RegexCharacters.foldingCase(set)
    guard let several = RegexCharacters.longFolding(scalar) else { return .set(folding) }
    let spelledOut = several.map { RegexNode.set(RegexCharacters.foldingCase(ScalarSet(scalars: [$0.value]))) }
    return .alternatives([.set(folding), .sequence(spelledOut)])
  }

  private mutating func group() throws(RegexError) -> RegexNode {
    guard take("?") else { return try closed() }
    if take("#") {
      while try next() != ")" {}
      return .empty
    }
    if take(":") { return try closed() }
    if take(">") { return .atomic(try closed()) }
    if take("=") { return .look(try closed(), isBehind: false, isNegative: false) }
    if take("!") { return .look(try closed(), isBehind: false, isNegative: true) }
    if take("<=") { return .look(try closed(), isBehind: true, isNegative: false) }
    if take("<!") { return .look(try closed(), isBehind: true, isNegative: true) }
    if take("<") || take("'") {
      // A name.
      while true {
        let scalar = try next()
        if scalar == ">" || scalar == "'" { break }
      }
      return try closed()
    }
    return try optionGroup()
  }

  private mutating func closed() throws(RegexError) -> RegexNode {
    let node = try alternatives()
    guard take(")") else { throw .malformed("a parenthesis is not closed", "括弧が閉じていません") }
    return node
  }

  /// `(?i)`, `(?i-m:…)`.
  private mutating func optionGroup() throws(RegexError) -> RegexNode {
    var changed = options
    var value = true
    while true {
      let scalar = try next()
      switch scalar {
      case "i": changed.ignoresCase = value
      case "m": changed.dotTakesAll = value
      case "x": changed.isExtended = value
      case "-": value = false
      case ":":
        let outer = options
        options = changed
        defer { options = outer }
        return try closed()
      case ")":
        // Holds to the end of the group around it, over its alternatives.
        options = changed
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
      default: throw .unsupported("(?\(scalar)")
      }
    }
  }

  // MARK: Escapes

  private mutating func escape() throws(RegexError) -> RegexNode {
    let scalar = try next()
    switch scalar {
    case "A": return .assertion(.textStart)
    case "z": return .assertion(.textEnd)
    case "Z": return .assertion(.textEndOrLastLine)
    case "b": return .assertion(.wordBoundary)
    case "B": return .assertion(.noWordBoundary)
    case "R":
      let lineEnds = RegexNode.set(ScalarSet(scalars: [0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029]))
      let both = RegexNode.sequence([.set(ScalarSet(scalars: [0x0D])), .set(ScalarSet(scalars: [0x0A]))])
      return .atomic(.alternatives([both, lineEnds]))
    case "G", "K", "X", "k", "g", "y", "Y": throw .unsupported("\\\(scalar)")
    case "1"..."9": throw .unsupported("\\\(scalar)")
    default:
      if let set = try shorthand(scalar) { return .set(options.ignoresCase ? RegexCharacters.foldingCase(set) : set) }
      return try literal(try character(scalar))
    }
  }

  /// `\d`, `\p{L}`, … ; nil where the escape is a single character.
  mutating func shorthand(_ scalar: Unicode.Scalar, inBrackets: Bool = false) throws(RegexError) -> ScalarSet? {
    if let set = RegexCharacters.shorthand(scalar, inBrackets: inBrackets) { return set }
    guard scalar == "p" || scalar == "P" else { return nil }
    guard take("{") else { throw .malformed("\\\(scalar) lacks its braces", "\\\(scalar) に波括弧がありません") }
    var isNegative = scalar == "P"
    if take("^") { isNegative.toggle() }
    var name = ""
    while true {
      let scalar = try next()
      if scalar == "}" { break }
      name.unicodeScalars.append(scalar)
    }
    guard let set = RegexCharacters.property(name) else { throw .unsupported("\\p{\(name)}") }
    return isNegative ? set.inverted : set
  }

  /// The character that an escape stands for.
  mutating func character(_ scalar: Unicode.Scalar) throws(RegexError) -> Unicode.Scalar {
    switch scalar {
    case "t": return "\t"
    case "n": return "\n"
    case "r": return "\r"
    case "f": return "\u{0C}"
    case "v": return "\u{0B}"
    case "a": return "\u{07}"
    case "e": return "\u{1B}"
    case "0": return "\0"
    case "x":
      if take("{") {
        let value = hexadecimal(most: 8)
        guard take("}") else { throw .malformed("\\x{ is not closed", "\\x{ が閉じていません") }
        return try made(value)
      }
      return try made(hexadecimal(most: 2))
    case "u": return try made(hexadecimal(most: 4))
    default:
      guard !(scalar.value < 0x80 && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)) else {
        throw .unsupported("\\\(scalar)")
      }
      return scalar
    }
  }

  private func made(_ value: UInt32?) throws(RegexError) -> Unicode.Scalar {
    guard let value, let scalar = Unicode.Scalar(value) else {
      throw .malformed("an escape names no character", "エスケープの指す文字がありません")
    }
    return scalar
  }

  private mutating func hexadecimal(most: Int) -> UInt32? {
    var value: UInt32?
    var count = 0
    while count < most, let scalar = peek(), let digit = Character(scalar).hexDigitValue, scalar.isASCII {
      value = (value ?? 0) << 4 | UInt32(digit)
      index += 1
      count += 1
    }
    return value
  }
}
