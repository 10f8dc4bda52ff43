/// Finds what a text is split at, or what is replaced in it.
enum Splitter: Sendable {
  /// One of the known patterns, written out by hand.
  case known(KnownPattern)
  case regex(RegexProgram)
  /// These bytes, not empty.
  case literal([UInt8])
  /// Single characters, of a set that is made when it is first needed: most are made from tables of all characters.
  case characters(@Sendable () -> ScalarSet)
  /// `\w+|[^\w\s]+` of the `regex` crate.
  case words

  /// The splitter of a part's `pattern`.
  static func pattern(_ settings: PartSettings) throws(TokenizerFileError) -> Splitter {
    let key = settings.path("pattern")
    guard let value = settings["pattern"] else { throw .malformed(key, en: "is missing", ja: "指定がありません") }
    // Old files have the text itself.
    if case .string(let text) = value { return try literal(text, key: key) }
    let pattern = try PartSettings(value, key: key)
    if let text = try pattern.optionalString("String") { return try literal(text, key: key) }
    let regex = try pattern.string("Regex")
    if let known = KnownPattern(rawValue: regex) { return .known(known) }
    do {
      return .regex(try RegexProgram(regex))
    } catch {
      throw .unsupported(
        key, en: "\(regex) cannot be used: \(error.en)", ja: "\(regex) を使えません（\(error.ja)）")
    }
  }

  private static func literal(_ text: String, key: String) throws(TokenizerFileError) -> Splitter {
    guard text.isEmpty else { return .literal(Array(text.utf8)) }
    do {
      return .regex(try RegexProgram(""))
    } catch {
      throw .unsupported(key, en: error.en, ja: error.ja)
    }
  }

  /// Calls `body` with every part of a text in order: matches, and what stands between them. Matches may be empty.
  @inline(__always)
  func forEachPart(of text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>, _ isMatch: Bool) -> Void) {
    guard !text.isEmpty else { return }
    switch self {
    case .known(let pattern):
      let scan = PatternScan(text)
      var start = 0
      while start < text.count {
        let end = scan.end(pattern, from: start)
        body(start..<end, true)
        start = end
      }
    case .regex(let program): Self.forEachMatch(program, text, body)
    case .literal(let bytes): Self.forEachOccurrence(bytes, text, body)
    case .characters(let members):
      let set = members()
      var pending = 0
      var index = 0
      while index < text.count {
        let (value, next) = UTF8Scalar.read(text, index)
        if set.contains(value) {
          if pending < index { body(pending..<index, false) }
          body(index..<next, true)
          pending = next
        }
        index = next
      }
      if pending < text.count { body(pending..<text.count, false) }
    case .words: Self.forEachWord(text, body)
    }
  }

  private static func forEachMatch(
    _ program: RegexProgram, _ text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>, Bool) -> Void
  ) {
    var matcher = RegexMatcher(program, text)
    var pending = 0
    var start = 0
    var last: Int?
    while start <= text.count, let match = matcher.first(from: start) {
      // An empty match right behind the last match does not count.
      if match.isEmpty, match.upperBound == last {
        start = match.upperBound < text.count ? match.upperBound + UTF8Scalar.length(text[match.upperBound]) : .max
        continue
      }
      if pending < match.lowerBound { body(pending..<match.lowerBound, false) }
      body(match, true)
      pending = match.upperBound
      start = pending
      last = pending
    }
    if pending < text.count { body(pending..<text.count, false) }
  }

  private static func forEachOccurrence(
    _ bytes: [UInt8], _ text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>, Bool) -> Void
  ) {
    var pending = 0
    var index = 0
    bytes.withUnsafeBufferPointer { bytes in
      while index + bytes.count <= text.count {
        if text[index] == bytes[0], ByteHash.equal(text.baseAddress, index, bytes) {
          if pending < index { body(pending..<index, false) }
          body(index..<(index + bytes.count), true)
          index += bytes.count
          pending = index
        } else {
          index += 1
        }
      }
    }
    if pending < text.count { body(pending..<text.count, false) }
  }

  private static func forEachWord(_ text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>, Bool) -> Void) {
    let words = UnicodeVersions.word
    let spaces = UnicodeVersions.whitespace
    func kind(_ value: UInt32) -> Int { words.contains(value) ? 1 : spaces.contains(value) ? 0 : 2 }
    var start = 0
    while start < text.count {
      let (value, next) = UTF8Scalar.read(text, start)
      let first = kind(value)
      var end = next
      while end < text.count {
        let (value, next) = UTF8Scalar.read(text, end)
        guard kind(value) == first else { break }
        end = next
      }
      body(start..<end, first != 0)
      start = end
    }
  }
}

/// What becomes of the matches that a text is split at.
enum SplitBehavior: String, Sendable, CaseIterable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"

  /// Calls `body` with every piece that is left and not empty.
  @inline(__always)
  func forEachPiece(
    of text: UnsafeBufferPointer<UInt8>, at splitter: Splitter, isInverted: Bool, _ body: (Range<Int>) -> Void
  ) {
    switch self {
    case .isolated: splitter.forEachPart(of: text) { range, _ in if !range.isEmpty { body(range) } }
    case .removed:
      splitter.forEachPart(of: text) { range, isMatch in if isMatch == isInverted, !range.isEmpty { body(range) } }
    case .mergedWithPrevious, .mergedWithNext, .contiguous:
      var parts: [(range: Range<Int>, isMatch: Bool)] = []
      splitter.forEachPart(of: text) { parts.append(($0, $1 != isInverted)) }
      for range in merged(parts) where !range.isEmpty { body(range) }
    }
  }

  private func merged(_ parts: [(range: Range<Int>, isMatch: Bool)]) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var wasMatch = false
    if self == .mergedWithNext {
      for (range, isMatch) in parts.reversed() {
        if isMatch, !wasMatch, let last = pieces.last {
          pieces[pieces.count - 1] = range.lowerBound..<last.upperBound
        } else {
          pieces.append(range)
        }
        wasMatch = isMatch
      }
      return pieces.reversed()
    }
    for (range, isMatch) in parts {
      let joins = self == .contiguous ? isMatch == wasMatch : isMatch && !wasMatch
      if joins, let last = pieces.last {
        pieces[pieces.count - 1] = last.lowerBound..<range.upperBound
      } else {
        pieces.append(range)
      }
      wasMatch = isMatch
    }
    return pieces
  }
}
