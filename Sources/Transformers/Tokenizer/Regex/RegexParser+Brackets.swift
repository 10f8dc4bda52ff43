/// What stands in brackets.
extension RegexParser {
  /// What follows an opening bracket, to its end.
  mutating func bracketed() throws(RegexError) -> ScalarSet {
    depth += 1
    defer { depth -= 1 }
    guard depth < 64 else { throw .malformed("it is nested too deeply", "入れ子が深すぎます") }
    let isNegative = take("^")
    var ranges: [ClosedRange<UInt32>] = []
    var intersections: [ScalarSet] = []
    var isFirst = true
    while true {
      if take("&&") {
        intersections.append(ScalarSet(ranges))
        ranges = []
        continue
      }
      let scalar = try next()
      if scalar == "]", !isFirst { break }
      isFirst = false
      if scalar == "[" {
        if peek() == ":", let set = try posixClass() {
          ranges += set.ranges
        } else {
          ranges += try bracketed().ranges
        }
        continue
      }
      if scalar == "\\" {
        let escaped = try next()
        if escaped == "b" {
          ranges.append(8...8)
          continue
        }
        if let set = try shorthand(escaped, inBrackets: true) {
          ranges += set.ranges
          continue
        }
        ranges.append(try range(from: try character(escaped)))
        continue
      }
      ranges.append(try range(from: scalar))
    }
    try refuseManyCharacters(ranges)
    var set = ScalarSet(ranges)
    for other in intersections { set = set.intersection(other) }
    if options.ignoresCase { set = RegexCharacters.foldingCase(set) }
    return isNegative ? set.inverted : set
  }

  /// `a-z`, or `a` alone.
  private mutating func range(from low: Unicode.Scalar) throws(RegexError) -> ClosedRange<UInt32> {
    guard peek() == "-", let after = peek(1), after != "]", after != "[" else { return low.value...low.value }
    if after == "\\", let kind = peek(2), RegexCharacters.shorthand(kind) != nil || kind == "p" || kind == "P" {
      // `a-\d`: the hyphen stands for itself.
      return low.value...low.value
    }
    index += 1
    var high = try next()
    if high == "\\" {
      let escaped = try next()
      high = try character(escaped)
    }
    guard low.value <= high.value else { throw .malformed("a range of characters is empty", "文字の範囲が逆です") }
    return low.value...high.value
  }

  /// In brackets, a character that folds to several would match all of them, as in `(?i)[ß]`.
  private func refuseManyCharacters(_ ranges: [ClosedRange<UInt32>]) throws(RegexError) {
    guard options.ignoresCase else { return }
    for range in ranges where range.count == 1 {
      guard let scalar = Unicode.Scalar(range.lowerBound), RegexCharacters.longFolding(scalar) != nil else { continue }
      throw .unsupported("(?i)[\(scalar)]")
    }
  }

  /// `[:alpha:]`; nil where it is none.
  private mutating func posixClass() throws(RegexError) -> ScalarSet? {
    let start = index
    index += 1
    let isNegative = take("^")
    var name = ""
    while let scalar = peek(), scalar != ":", scalar != "]" {
      name.unicodeScalars.append(scalar)
      index += 1
    }
    guard take(":]") else {
      index = start
      return nil
    }
    guard let set = RegexCharacters.property(name) else { throw .unsupported("[:\(name):]") }
    return isNegative ? set.inverted : set
  }
}
