/// Matches a pattern in one text. Backtracking, as Oniguruma does it, so that the first way to match is the same one.
struct RegexMatcher {
  private struct Choice: BitwiseCopyable {
    /// Where to go on; below zero a register to set back.
    var instruction: Int32
    /// How far back a greedy loop may give up characters, or −1.
    var least: Int
    var place: Int
  }

  private let program: RegexProgram
  private let text: UnsafeBufferPointer<UInt8>
  private let choices = GrowingBuffer<Choice>()
  private var choiceCount = 0
  private var registers: [Int]
  private var steps = 0
  /// Steps that had been taken when the last match was found.
  private var stepsAtMatch = 0
  /// Steps that the whole text may take: no pattern may hang the program. When they are used up, nothing matches any more.
  private let mostSteps: Int
  /// Steps and places that were gone on from in vain; noted once a search turns out to be long.
  private var inVain: VainSteps?

  init(_ program: RegexProgram, _ text: UnsafeBufferPointer<UInt8>) {
    self.program = program
    self.text = text
    registers = Array(repeating: -1, count: program.registerCount)
    mostSteps = 4_000_000 + 256 * text.count
  }

  /// The first match from `start` on; none once the steps for the text are used up.
  mutating func first(from start: Int) -> Range<Int>? {
    var place = start
    while place <= text.count, steps < mostSteps {
      if let firstBytes = program.firstBytes {
        while place < text.count, !firstBytes[Int(text[place])] { place += 1 }
        guard place < text.count else { return nil }
      }
      if let end = match(at: place) { return place..<end }
      guard place < text.count else { return nil }
      place += UTF8Scalar.length(text[place])
    }
    return nil
  }

  /// Where the match at `place` ends.
  mutating func match(at place: Int) -> Int? {
    choiceCount = 0
    guard let end = run(0, place, target: nil, isSearch: true) else { return nil }
    stepsAtMatch = steps
    inVain = nil
    return end
  }

  @inline(__always)
  private mutating func push(_ instruction: Int, _ place: Int, least: Int = -1) {
    choices.grow(to: choiceCount + 1, keeping: choiceCount)
    choices.pointer[choiceCount] = Choice(
      instruction: Int32(truncatingIfNeeded: instruction), least: least, place: place)
    choiceCount += 1
  }

  /// Runs from a step to the next `match`; with a target, only a match that ends there counts.
  private mutating func run(_ start: Int, _ from: Int, target: Int?, isSearch: Bool = false) -> Int? {
    let bottom = choiceCount
    var step = start
    var place = from
    while true {
      steps &+= 1
      var holds = steps < mostSteps
      let instruction = program.instructions[step]
      if holds {
        switch instruction.operation {
        case .byte:
          if place < text.count, text[place] == UInt8(truncatingIfNeeded: instruction.x) {
            place += 1
            step += 1
          } else {
            holds = false
          }
        case .set:
          if place < text.count {
            let (value, next) = UTF8Scalar.read(text, place)
            holds = program.set(Int(instruction.x), contains: value)
            place = next
            step += 1
          } else {
            holds = false
          }
        case .greedyLoop, .possessiveLoop:
          let (least, most) = loop(instruction, place)
          if let least {
            steps &+= (most &- place) >> 2
            if instruction.operation == .greedyLoop, most > least { push(step + 1, most, least: least) }
            place = most
            step += 1
          } else {
            holds = false
          }
        case .lazyLoop: holds = lazyLoop(instruction, &step, &place)
        case .split:
          push(Int(instruction.y), place)
          step = Int(instruction.x)
        case .jump: step = Int(instruction.x)
        case .assertion:
          holds = check(RegexCompiler.assertions[Int(instruction.x)], place)
          step += 1
        case .look:
          holds = look(program.looks[Int(instruction.y)], body: step + 1, place)
          step = Int(instruction.x)
        case .atomic:
          let kept = choiceCount
          if let end = run(step + 1, place, target: nil) {
            choiceCount = kept
            place = end
            step = Int(instruction.x)
          } else {
            holds = false
          }
        case .mark:
          push(-1 - Int(instruction.x), registers[Int(instruction.x)])
          registers[Int(instruction.x)] = place
          step += 1
        case .progress:
          holds = registers[Int(instruction.x)] != place
          step += 1
        case .match:
          if target == nil || target == place {
            choiceCount = bottom
            return place
          }
          holds = false
        }
      }
      if holds { continue }
      guard let (nextStep, nextPlace) = backtrack(to: bottom, isSearch: isSearch) else { return nil }
      step = nextStep
      place = nextPlace
    }
  }

  /// The latest choice that is left.
  private mutating func backtrack(to bottom: Int, isSearch: Bool) -> (Int, Int)? {
    if isSearch, inVain == nil { noteLongSearch() }
    while choiceCount > bottom, steps < mostSteps {
      steps &+= 1
      let top = choiceCount - 1
      let choice = choices.pointer[top]
      if choice.instruction < 0 {
        registers[Int(-1 - choice.instruction)] = choice.place
        choiceCount = top
      } else if choice.least < 0 {
        choiceCount = top
        if isSearch, inVain?.note(Int(choice.instruction), choice.place) == false { continue }
        return (Int(choice.instruction), choice.place)
      } else {
        // A greedy loop gives up its last character.
        var place = choice.place - 1
        while UTF8Scalar.isContinuation(text[place]) { place -= 1 }
        if place <= choice.least { choiceCount = top } else { choices.pointer[top].place = place }
        if isSearch, inVain?.note(Int(choice.instruction), place) == false { continue }
        return (Int(choice.instruction), place)
      }
    }
    choiceCount = bottom
    return nil
  }

  /// Begins to note steps that lead nowhere, where the search has taken more steps than that costs.
  ///
  /// What a step leads to does not depend on where the search began, nor on how it came there, unless a loop has to know
  /// whether it moved on. So each is tried once for the whole search, and time grows with the text's length alone.
  private mutating func noteLongSearch() {
    guard program.registerCount == 0 else { return }
    let bits = program.instructionCount * (text.count + 1)
    guard bits < VainSteps.mostBits, steps - stepsAtMatch > 4096 + bits / 64 else { return }
    inVain = VainSteps(places: text.count + 1, instructions: program.instructionCount)
  }

  /// Where the fewest and the most characters of a loop end; no fewest where there are too few.
  @inline(__always)
  private func loop(_ instruction: RegexInstruction, _ start: Int) -> (least: Int?, most: Int) {
    let (minimum, maximum) = program.repetitions[Int(instruction.y)]
    var place = start
    var count = 0
    var least: Int? = minimum == 0 ? start : nil
    while place < text.count, count < maximum {
      let (value, next) = UTF8Scalar.read(text, place)
      guard program.set(Int(instruction.x), contains: value) else { break }
      place = next
      count += 1
      if count == minimum { least = place }
    }
    return (least, place)
  }

  /// Takes the fewest characters; a later try begins with one more.
  private mutating func lazyLoop(_ instruction: RegexInstruction, _ step: inout Int, _ place: inout Int) -> Bool {
    let (least, most) = loop(instruction, place)
    guard let least else { return false }
    // Longer ones are pushed first, so that they come last.
    var ends: [Int] = []
    var end = least
    while end < most {
      end += UTF8Scalar.length(text[end])
      ends.append(end)
    }
    steps &+= ends.count
    for end in ends.reversed() { push(step + 1, end) }
    step += 1
    place = least
    return true
  }

  private mutating func look(_ look: RegexProgram.Look, body: Int, _ place: Int) -> Bool {
    let kept = choiceCount
    defer { choiceCount = kept }
    guard let widths = look.widths else { return (run(body, place, target: nil) != nil) != look.isNegative }
    for width in widths {
      var start = place
      var left = width
      while left > 0, start > 0 {
        start = UTF8Scalar.readBack(text, start).start
        left -= 1
      }
      if left == 0, run(body, start, target: place) != nil { return !look.isNegative }
    }
    return look.isNegative
  }

  private func check(_ assertion: RegexAssertion, _ place: Int) -> Bool {
    switch assertion {
    case .textStart: return place == 0
    case .textEnd: return place == text.count
    case .lineStart: return place == 0 || (text[place - 1] == 0x0A && place < text.count)
    case .lineEnd: return place == text.count || text[place] == 0x0A
    case .textEndOrLastLine: return place == text.count || (place == text.count - 1 && text[place] == 0x0A)
    case .wordBoundary: return isWord(before: place) != isWord(at: place)
    case .noWordBoundary: return isWord(before: place) == isWord(at: place)
    }
  }

  private func isWord(at place: Int) -> Bool {
    place < text.count && UnicodeVersions.regexWord.contains(UTF8Scalar.read(text, place).value)
  }

  private func isWord(before place: Int) -> Bool {
    place > 0 && UnicodeVersions.regexWord.contains(UTF8Scalar.readBack(text, place).value)
  }
}

/// Which steps of a program were tried at which places of a text.
private struct VainSteps {
  static let mostBits = 1 << 29
  private let places: Int
  private var words: [UInt64]

  init(places: Int, instructions: Int) {
    self.places = places
    words = Array(repeating: 0, count: places * instructions / 64 + 1)
  }

  /// Notes a step at a place; false where it was noted before.
  mutating func note(_ instruction: Int, _ place: Int) -> Bool {
    let bit = instruction * places + place
    let mask = UInt64(1) << UInt64(bit & 63)
    guard words[bit >> 6] & mask == 0 else { return false }
    words[bit >> 6] |= mask
    return true
  }
}
