import Records

/// Texts in a scratch file: each takes eight bytes of memory.
final class TextList {
  private let scratch = Scratch()
  private var starts: [Int] = [0]

  var count: Int { starts.count - 1 }

  func append(_ text: String) {
    var text = text
    text.withUTF8 { scratch.append(UnsafeRawBufferPointer($0)) }
    starts.append(scratch.count)
  }

  subscript(index: Int) -> String {
    let bytes = scratch.values(UInt8.self, at: starts[index], count: starts[index + 1] - starts[index])
    return String(decoding: bytes, as: UTF8.self)
  }
}
