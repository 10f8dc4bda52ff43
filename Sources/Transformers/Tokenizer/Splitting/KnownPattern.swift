/// The regular expressions that most byte-level tokenizers split text by, each written out by hand: this is where a tokenizer
/// spends its time. The general matcher gives the same, more slowly.
enum KnownPattern: String, CaseIterable, Sendable {
  case gpt2 = #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
  case llama3 =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  /// Its possessive quantifiers give up nothing that Llama 3's could use: it matches the same.
  case cl100k =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"#
  case qwen2 =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
}

/// Match attempts over valid UTF-8.
struct PatternScan {
  private let text: UnsafeBufferPointer<UInt8>
  private let classes: UnsafePointer<ScalarClass>
  private let beyond: ScalarClasses

  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
    beyond = ScalarClasses.shared
    classes = beyond.pointer
  }

  /// Where the match that begins at `start` ends. Every pattern matches at every place.
  @inline(__always)
  func end(_ pattern: KnownPattern, from start: Int) -> Int {
    switch pattern {
    case .gpt2: gpt2(start)
    case .llama3, .cl100k: tiktoken(start, digits: 3)
    case .qwen2: tiktoken(start, digits: 1)
    }
  }

  @inline(__always)
  private func read(_ index: Int) -> (kind: ScalarClass, value: UInt32, next: Int) {
    let (value, next) = UTF8Scalar.read(text, index)
    return (value < 0x10000 ? classes[Int(value)] : beyond.of(value), value, next)
  }

  /// The end of the run of `kind` from `index`, at most `most` characters.
  @inline(__always)
  private func run(_ kind: ScalarClass, from index: Int, most: Int = .max) -> Int {
    var end = index
    var count = 0
    while end < text.count, count < most {
      let scalar = read(end)
      guard scalar.kind == kind else { break }
      end = scalar.next
      count += 1
    }
    return end
  }

  @inline(__always)
  private func gpt2(_ start: Int) -> Int {
    if text[start] == 0x27, let end = contraction(start, foldCase: false) { return end }
    let first = read(start)
    // ` ?` before letters, numbers or others.
    var body = (kind: first.kind, start: start)
    if first.value == 0x20, first.next < text.count {
      let second = read(first.next)
      if second.kind != .space { body = (second.kind, first.next) }
    }
    return body.kind == .space ? spaces(start) : run(body.kind, from: body.start)
  }

  @inline(__always)
  private func tiktoken(_ start: Int, digits: Int) -> Int {
    if text[start] == 0x27, let end = contraction(start, foldCase: true) { return end }
    let first = read(start)
    // [^\r\n\p{L}\p{N}]?\p{L}+
    if first.kind == .letter { return run(.letter, from: first.next) }
    let isLineEnd = first.value == 0x0A || first.value == 0x0D
    if first.kind != .number, !isLineEnd, first.next < text.count, read(first.next).kind == .letter {
      return run(.letter, from: first.next)
    }
    if first.kind == .number { return run(.number, from: start, most: digits) }
    // ` ?[^\s\p{L}\p{N}]+[\r\n]*`
    let others = first.value == 0x20 ? first.next : start
    let end = run(.other, from: others)
    if end > others { return lineEnds(end) }
    // `\s*[\r\n]+`: greedy, so up to the last line end of the run of spaces.
    let runEnd = run(.space, from: start)
    if let last = text[start..<runEnd].lastIndex(where: { $0 == 0x0A || $0 == 0x0D }) { return last + 1 }
    return spaces(start)
  }

  /// `\s+(?!\S)|\s+`: leaves the last space to the word behind it, if there are more.
  private func spaces(_ start: Int) -> Int {
    var end = start
    var last = start
    while end < text.count {
      let scalar = read(end)
      guard scalar.kind == .space else { break }
      last = end
      end = scalar.next
    }
    return end == text.count || last == start ? end : last
  }

  private func lineEnds(_ start: Int) -> Int {
    var end = start
    while end < text.count, text[end] == 0x0A || text[end] == 0x0D { end += 1 }
    return end
  }

  private func contraction(_ start: Int, foldCase: Bool) -> Int? {
    let fold: UInt8 = foldCase ? 0x20 : 0
    func letter(_ offset: Int) -> UInt8 {
      guard start + offset < text.count else { return 0 }
      let byte = text[start + offset]
      return byte < 0x80 ? byte | fold : byte
    }
    switch letter(1) {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
    case UInt8(ascii: "r") where letter(2) == UInt8(ascii: "e"): return start + 3
    case UInt8(ascii: "v") where letter(2) == UInt8(ascii: "e"): return start + 3
    case UInt8(ascii: "l") where letter(2) == UInt8(ascii: "l"): return start + 3
    // U+017F, the long s, folds to s.
    case 0xC5 where foldCase && start + 2 < text.count && text[start + 2] == 0xBF: return start + 3
    default: return nil
    }
  }
}
