/// Cuts normalized text into the words that the model works on.
struct PreTokenizer: Sendable {
  /// When `Metaspace` puts its character before a piece that lacks it.
  enum PrependScheme: String, Sendable, CaseIterable {
    case first, never, always
  }

  /// One step; each works on the pieces of the one before.
  enum Step: Sendable {
    case split(Splitter, SplitBehavior, isInverted: Bool)
    /// A space before a piece that has none.
    case prefixSpace
    /// Bytes become the characters of GPT-2's alphabet.
    case byteAlphabet
    case metaspace(replacement: [UInt8], PrependScheme)
    case scripts
    case fixedLength(Int)
  }

  let steps: [Step]
  /// The usual case: the one pattern that the text is cut by, and nothing else.
  private let onlyPattern: KnownPattern?

  init(steps: [Step]) {
    self.steps = steps
    if steps.count == 1, case .split(.known(let pattern), .isolated, _) = steps[0] {
      onlyPattern = pattern
    } else {
      onlyPattern = nil
    }
  }

  /// Calls `body` with each word of `text`, valid UTF-8, in order. No word is empty.
  ///
  /// - Parameter beginning: How many of the first bytes stand where the original text begins.
  @inline(__always)
  func forEachWord(
    of text: UnsafeBufferPointer<UInt8>, beginning: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    guard !text.isEmpty else { return }
    guard let onlyPattern else { return apply(0, to: text, beginning, body) }
    let scan = PatternScan(text)
    var start = 0
    while start < text.count {
      let end = scan.end(onlyPattern, from: start)
      body(UnsafeBufferPointer(rebasing: text[start..<end]))
      start = end
    }
  }

  private func apply(
    _ number: Int, to piece: UnsafeBufferPointer<UInt8>, _ beginning: Int,
    _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    guard number < steps.count else { return body(piece) }
    func next(_ range: Range<Int>) {
      apply(
        number + 1, to: UnsafeBufferPointer(rebasing: piece[range]),
        max(0, beginning - range.lowerBound), body)
    }
    switch steps[number] {
    case .split(let splitter, let behavior, let isInverted):
      behavior.forEachPiece(of: piece, at: splitter, isInverted: isInverted, next)
    case .prefixSpace:
      guard piece[0] != 0x20 else { return apply(number + 1, to: piece, beginning, body) }
      ([0x20] + Array(piece)).withUnsafeBufferPointer {
        apply(number + 1, to: $0, beginning > 0 ? beginning + 1 : 0, body)
      }
    case .byteAlphabet:
      ByteAlphabet.spelled(piece).withUnsafeBufferPointer {
        apply(number + 1, to: $0, NormalizedText.count(beginning, of: piece, after: ByteAlphabet.spelled), body)
      }
    case .metaspace(let replacement, let scheme):
      let startsWith = piece[0] == 0x20 || piece.starts(with: replacement)
      let prepends = !startsWith && (scheme == .always || (scheme == .first && beginning > 0))
      let count = NormalizedText.count(beginning, of: piece) { Self.metaspaced($0, replacement, prepends: prepends) }
      Self.metaspaced(piece, replacement, prepends: prepends).withUnsafeBufferPointer {
        apply(number + 1, to: $0, count, body)
      }
    case .scripts: Self.forEachScript(piece, next)
    case .fixedLength(let length):
      var start = 0
      while start < piece.count {
        var end = start
        for _ in 0..<length where end < piece.count { end += UTF8Scalar.length(piece[end]) }
        next(start..<end)
        start = end
      }
    }
  }

  private static func metaspaced(
    _ piece: UnsafeBufferPointer<UInt8>, _ replacement: [UInt8], prepends: Bool
  ) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(piece.count + piece.count / 2 + 3)
    if prepends { out += replacement }
    for byte in piece {
      if byte == 0x20 { out.append(contentsOf: replacement) } else { out.append(byte) }
    }
    return out
  }

  /// Pieces of one script; characters without a script go with those before them. What stands before the first character with
  /// a script is left out, as in the reference.
  private static func forEachScript(_ piece: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) {
    var last: UInt8?
    var start: Int?
    var index = 0
    while index < piece.count {
      let (value, next) = UTF8Scalar.read(piece, index)
      let script = ScriptTable.splittingScript(value)
      if script != ScriptTable.any {
        if last != script {
          if let start { body(start..<index) }
          start = index
        }
        last = script
      }
      index = next
    }
    if let start { body(start..<piece.count) }
  }
}
