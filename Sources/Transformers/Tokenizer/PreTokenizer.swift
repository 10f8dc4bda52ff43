/// Cuts text into the words that merging never crosses.
struct PreTokenizer: Sendable {
  /// One step; each works on the pieces of the one before.
  enum Step: Sendable, Hashable {
    case pattern(SplitPattern)
    /// Runs of numbers apart from the rest, or each number alone.
    case digits(individual: Bool)
    /// A space before a piece that has none.
    case prefixSpace
  }

  let steps: [Step]

  /// Calls `body` with each word of `text`, valid UTF-8, in order.
  func forEachWord(of text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    // The usual case needs no list of pieces.
    if steps.count == 1, case .pattern(let pattern) = steps[0] {
      return Self.cut(text, by: pattern, body)
    }
    apply(steps[...], to: text, body)
  }

  private func apply(
    _ steps: ArraySlice<Step>, to piece: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    guard !piece.isEmpty else { return }
    guard let step = steps.first else { return body(piece) }
    let rest = steps.dropFirst()
    switch step {
    case .pattern(let pattern): Self.cut(piece, by: pattern) { apply(rest, to: $0, body) }
    case .digits(let individual): Self.cutDigits(piece, individual: individual) { apply(rest, to: $0, body) }
    case .prefixSpace:
      guard piece[0] != 0x20 else { return apply(rest, to: piece, body) }
      ([0x20] + Array(piece)).withUnsafeBufferPointer { apply(rest, to: $0, body) }
    }
  }

  private static func cut(
    _ text: UnsafeBufferPointer<UInt8>, by pattern: SplitPattern, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    var start = 0
    while start < text.count {
      let end = pattern.end(text, from: start, limit: text.count)
      body(UnsafeBufferPointer(rebasing: text[start..<end]))
      start = end
    }
  }

  private static func cutDigits(
    _ text: UnsafeBufferPointer<UInt8>, individual: Bool, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    var start = 0
    var index = 0
    var wasNumber = false
    while index < text.count {
      let (value, next) = UTF8Scalar.read(text, index)
      let isNumber = ScalarClass.of(value) == .number
      if index > start, isNumber != wasNumber || (isNumber && individual) {
        body(UnsafeBufferPointer(rebasing: text[start..<index]))
        start = index
      }
      wasNumber = isNumber
      index = next
    }
    if start < text.count { body(UnsafeBufferPointer(rebasing: text[start...])) }
  }
}
