/// One step of a matcher.
struct RegexInstruction {
  enum Operation: UInt8 {
    /// One character of set `x`.
    case set
    /// The byte `x`.
    case byte
    /// Characters of set `x`, as many as repetition `y` allows: most first.
    case greedyLoop
    /// Fewest first.
    case lazyLoop
    /// Most, and no fewer.
    case possessiveLoop
    /// Goes on at `x`, and if that fails at `y`.
    case split
    /// Goes on at `x`.
    case jump
    /// Assertion `x` holds here.
    case assertion
    /// The body behind this step matches (or not, or before here: look `y`); goes on at `x`.
    case look
    /// The body behind this step matches, in the first way that it can; goes on at `x`.
    case atomic
    /// Notes the place in register `x`.
    case mark
    /// Goes on only if the place has moved since register `x` was written.
    case progress
    /// The end of a body or of the pattern.
    case match
  }

  var operation: Operation
  var x: Int32 = 0
  var y: Int32 = 0
}

/// A pattern made ready to match: steps for a backtracking matcher over UTF-8.
final class RegexProgram: @unchecked Sendable {
  // Proof of Sendable: nothing changes after `init`.

  struct Look: Sendable {
    var isNegative: Bool
    /// How many characters the body takes, longest first, where it looks behind.
    var widths: [Int]?
  }

  let pattern: String
  let instructions: UnsafeMutablePointer<RegexInstruction>
  let instructionCount: Int
  /// For each set 1,024 words: its basic plane.
  let planes: UnsafeMutablePointer<UInt64>
  let sets: [ScalarSet]
  let repetitions: [(minimum: Int, maximum: Int)]
  let looks: [Look]
  let registerCount: Int
  /// Bytes that a match can begin with; nil where it can be empty or begin anywhere.
  let firstBytes: [Bool]?

  /// - Throws: `RegexError` where the pattern is malformed or uses what is not supported.
  init(_ pattern: String) throws(RegexError) {
    let node = try RegexParser.parse(pattern)
    var compiler = RegexCompiler()
    try compiler.compile(node)
    compiler.finish()
    self.pattern = pattern
    sets = compiler.sets
    repetitions = compiler.repetitions
    looks = compiler.looks
    registerCount = compiler.registerCount
    firstBytes = RegexCompiler.firstBytes(of: node)
    instructionCount = compiler.instructions.count
    instructions = .allocate(capacity: instructionCount)
    instructions.initialize(from: compiler.instructions, count: instructionCount)
    planes = .allocate(capacity: max(1, sets.count * 1024))
    for (index, set) in sets.enumerated() {
      for word in 0..<1024 { planes[index * 1024 + word] = set.basicPlane[word] }
    }
  }

  deinit {
    instructions.deallocate()
    planes.deallocate()
  }

  @inline(__always)
  func set(_ index: Int, contains value: UInt32) -> Bool {
    if value < 0x10000 { return planes[index &* 1024 &+ Int(value >> 6)] >> UInt64(value & 63) & 1 != 0 }
    return sets[index].contains(value)
  }
}

/// Turns a pattern into steps.
struct RegexCompiler {
  private(set) var instructions: [RegexInstruction] = []
  private(set) var sets: [ScalarSet] = []
  private(set) var repetitions: [(minimum: Int, maximum: Int)] = []
  private(set) var looks: [RegexProgram.Look] = []
  private(set) var registerCount = 0
  private static let longest = 20_000

  mutating func finish() { emit(.match) }

  @discardableResult
  private mutating func emit(_ operation: RegexInstruction.Operation, _ x: Int = 0, _ y: Int = 0) -> Int {
    instructions.append(RegexInstruction(operation: operation, x: Int32(x), y: Int32(y)))
    return instructions.count - 1
  }

  private mutating func index(of set: ScalarSet) -> Int {
    if let known = sets.firstIndex(where: { $0.ranges == set.ranges }) { return known }
    sets.append(set)
    return sets.count - 1
  }

  mutating func compile(_ node: RegexNode) throws(RegexError) {
    guard instructions.count < Self.longest else { throw .malformed("it is too long", "パターンが長すぎます") }
    switch node {
    case .empty: break
    case .set(let set):
      if set.ranges.count == 1, set.ranges[0].count == 1, set.ranges[0].lowerBound < 0x80 {
        emit(.byte, Int(set.ranges[0].lowerBound))
      } else {
        emit(.set, index(of: set))
      }
    case .sequence(let items): for item in items { try compile(item) }
    case .alternatives(let branches): try alternatives(branches)
    case .repetition(let body, let minimum, let maximum, let kind):
      try repetition(body, minimum, maximum, kind)
    case .atomic(let body): try nested(.atomic, 0, body)
    case .look(let body, let isBehind, let isNegative):
      let widths = isBehind ? try Self.widths(of: body).sorted(by: >) : nil
      looks.append(RegexProgram.Look(isNegative: isNegative, widths: widths))
      try nested(.look, looks.count - 1, body)
    case .assertion(let assertion): emit(.assertion, Self.assertions.firstIndex(of: assertion) ?? 0)
    }
  }

  static let assertions: [RegexAssertion] = [
    .lineStart, .lineEnd, .textStart, .textEnd, .textEndOrLastLine, .wordBoundary, .noWordBoundary,
  ]

  private mutating func nested(
    _ operation: RegexInstruction.Operation, _ y: Int, _ body: RegexNode
  ) throws(RegexError) {
    let start = emit(operation, 0, y)
    try compile(body)
    emit(.match)
    instructions[start].x = Int32(instructions.count)
  }

  private mutating func alternatives(_ branches: [RegexNode]) throws(RegexError) {
    var ends: [Int] = []
    for (number, branch) in branches.enumerated() {
      if number == branches.count - 1 {
        try compile(branch)
      } else {
        let split = emit(.split)
        instructions[split].x = Int32(instructions.count)
        try compile(branch)
        ends.append(emit(.jump))
        instructions[split].y = Int32(instructions.count)
      }
    }
    for end in ends { instructions[end].x = Int32(instructions.count) }
  }

  private mutating func repetition(
    _ body: RegexNode, _ minimum: Int, _ maximum: Int?, _ kind: RepetitionKind
  ) throws(RegexError) {
    // `(x*)*` is `x*`: loops in loops would try the same many times.
    if kind == .greedy, let flat = Self.flattened(body, minimum, maximum) {
      return try repetition(flat.body, flat.minimum, flat.maximum, .greedy)
    }
    if case .set(let set) = body {
      repetitions.append((minimum, maximum ?? .max))
      let operation: RegexInstruction.Operation =
        switch kind {
        case .greedy: .greedyLoop
        case .lazy: .lazyLoop
        case .possessive: .possessiveLoop
        }
      emit(operation, index(of: set), repetitions.count - 1)
      return
    }
    guard kind != .possessive else {
      return try nested(.atomic, 0, .repetition(body, minimum: minimum, maximum: maximum, kind: .greedy))
    }
    for _ in 0..<minimum { try compile(body) }
    if let maximum {
      // Each further one is optional, within the one before.
      var splits: [Int] = []
      for _ in minimum..<max(minimum, maximum) {
        splits.append(emit(.split))
        try compile(body)
      }
      for split in splits { aim(split, body: split + 1, out: instructions.count, kind) }
    } else {
      // A body that takes something each time needs no watch over its progress.
      let register = Self.canBeEmpty(body) ? registerCount : nil
      if register != nil { registerCount += 1 }
      let split = emit(.split)
      if let register { emit(.mark, register) }
      try compile(body)
      if let register { emit(.progress, register) }
      emit(.jump, split)
      aim(split, body: split + 1, out: instructions.count, kind)
    }
  }

  /// One loop for a loop over a loop, where both are `*`, `+` or `?`.
  private static func flattened(
    _ body: RegexNode, _ minimum: Int, _ maximum: Int?
  ) -> (body: RegexNode, minimum: Int, maximum: Int?)? {
    func isSimple(_ minimum: Int, _ maximum: Int?) -> Bool { minimum <= 1 && (maximum ?? 1) == 1 }
    guard case .repetition(let inner, let least, let most, .greedy) = body, isSimple(minimum, maximum),
      isSimple(least, most)
    else { return nil }
    return (inner, minimum * least, maximum == nil || most == nil ? nil : 1)
  }

  /// Whether a body can match without taking a character.
  private static func canBeEmpty(_ node: RegexNode) -> Bool {
    switch node {
    case .empty, .look, .assertion: true
    case .set: false
    case .atomic(let body): canBeEmpty(body)
    case .sequence(let items): items.allSatisfy(canBeEmpty)
    case .alternatives(let branches): branches.contains(where: canBeEmpty)
    case .repetition(let body, let minimum, _, _): minimum == 0 || canBeEmpty(body)
    }
  }

  private mutating func aim(_ split: Int, body: Int, out: Int, _ kind: RepetitionKind) {
    instructions[split].x = Int32(kind == .lazy ? out : body)
    instructions[split].y = Int32(kind == .lazy ? body : out)
  }

  /// How many characters a body can take; a body that looks behind must have a fixed number of them.
  private static func widths(of node: RegexNode) throws(RegexError) -> Set<Int> {
    switch node {
    case .empty, .look, .assertion: return [0]
    case .set: return [1]
    case .atomic(let body): return try widths(of: body)
    case .sequence(let items):
      var sums: Set<Int> = [0]
      for item in items {
        let widths = try widths(of: item)
        sums = Set(sums.flatMap { sum in widths.map { sum + $0 } })
        guard sums.count <= 64 else { throw .unsupported("(?<=…) of many lengths") }
      }
      return sums
    case .alternatives(let branches):
      var all: Set<Int> = []
      for branch in branches { all.formUnion(try widths(of: branch)) }
      return all
    case .repetition(let body, let minimum, let maximum, _):
      guard let maximum, maximum <= 64, let width = try widths(of: body).max(), try widths(of: body).count == 1 else {
        throw .unsupported("(?<=…+)")
      }
      return Set((minimum...max(minimum, maximum)).map { $0 * width })
    }
  }

  // MARK: First bytes

  /// The bytes that a match can begin with; nil where it can be empty.
  static func firstBytes(of node: RegexNode) -> [Bool]? {
    switch node {
    case .empty, .look, .assertion: return nil
    case .set(let set):
      var bytes = [Bool](repeating: false, count: 256)
      for range in set.ranges {
        for lead in 0..<256 where range.overlaps(Self.scalars(ledBy: lead)) { bytes[lead] = true }
      }
      return bytes
    case .atomic(let body): return firstBytes(of: body)
    case .alternatives(let branches):
      var all = [Bool](repeating: false, count: 256)
      for branch in branches {
        guard let bytes = firstBytes(of: branch) else { return nil }
        for index in 0..<256 where bytes[index] { all[index] = true }
      }
      return all
    case .repetition(let body, let minimum, _, _): return minimum > 0 ? firstBytes(of: body) : nil
    case .sequence(let items):
      var all = [Bool](repeating: false, count: 256)
      for item in items {
        if case .repetition(let body, 0, _, _) = item, let bytes = firstBytes(of: body) {
          // It may be left out: what follows counts as well.
          for index in 0..<256 where bytes[index] { all[index] = true }
          continue
        }
        guard let bytes = firstBytes(of: item) else { return nil }
        for index in 0..<256 where bytes[index] { all[index] = true }
        return all
      }
      return nil
    }
  }

  /// The characters whose UTF-8 begins with a byte; none for bytes that begin no character.
  private static func scalars(ledBy lead: Int) -> ClosedRange<UInt32> {
    let lead = UInt32(lead)
    switch lead {
    case 0..<0x80: return lead...lead
    case 0xC2..<0xE0: return (lead & 0x1F) << 6...(lead & 0x1F) << 6 | 0x3F
    case 0xE0: return 0x800...0xFFF
    case 0xE1..<0xF0: return (lead & 0x0F) << 12...(lead & 0x0F) << 12 | 0xFFF
    case 0xF0: return 0x10000...0x3FFFF
    case 0xF1..<0xF5: return (lead & 0x07) << 18...(lead & 0x07) << 18 | 0x3FFFF
    default: return 0x110000...0x110000
    }
  }
}
