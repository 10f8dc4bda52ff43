/// Which bytes stand at the text's beginning after `Precompiled`, as the `tokenizers` library counts them: characters that are
/// mapped to nothing go with the one before them, and where there is none, those that follow stand in their place.
struct MappedBeginning {
  private var count = 0
  /// Whether anything was replaced: otherwise the library leaves the text alone.
  private var isMapped = false
  /// Where the library has arrived in the text.
  private var place = 0
  private let before: Int
  private var isOver: Bool
  /// The character written last. Above 0 it was added, at 0 it took another's place, and at −n others were left out behind it.
  private var last: (length: Int, change: Int)?

  init(_ text: NormalizedText) {
    before = text.beginning
    isOver = !text.startsOriginal
  }

  /// A character stays.
  @inline(__always)
  mutating func keep(_ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) {
    if !isOver { write(range.count, change: 0, in: bytes) }
  }

  /// Characters are replaced.
  @inline(__always)
  mutating func map(_ range: Range<Int>, to replacement: ArraySlice<UInt8>, in bytes: UnsafeBufferPointer<UInt8>) {
    isMapped = true
    if !isOver { writeAll(replacement, for: bytes[range], in: bytes) }
  }

  /// How many bytes it is.
  mutating func finish(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    settle(bytes)
    return isMapped ? count : before
  }

  private mutating func writeAll(
    _ replacement: ArraySlice<UInt8>, for replaced: Slice<UnsafeBufferPointer<UInt8>>,
    in bytes: UnsafeBufferPointer<UInt8>
  ) {
    let replacedCount = UTF8Scalar.count(replaced)
    var index = replacement.startIndex
    var number = 0
    while index < replacement.endIndex {
      let length = UTF8Scalar.length(replacement[index])
      write(length, change: number < replacedCount ? 0 : 1, in: bytes)
      index += length
      number += 1
    }
    if number < replacedCount { last?.change -= replacedCount - number }
  }

  private mutating func write(_ length: Int, change: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    settle(bytes)
    last = (length, change)
  }

  /// Finds the place of the character written last.
  private mutating func settle(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let (length, change) = last, !isOver else { return }
    last = nil
    guard (change > 0 ? place - 1 : place) < before else {
      isOver = true
      return
    }
    count += length
    guard change <= 0 else { return }
    for _ in 0...(-change) where place < bytes.count { place += UTF8Scalar.length(bytes[place]) }
  }
}
