public import Foundation
internal import Transformers

/// `bench tokenizer`: how fast a tokenizer turns the lines of some files into ids, on one core.
public struct TokenizerBenchmark: Codable, Sendable {
  /// Such as `byte-level BPE`.
  public var kind: String
  /// The processor's name.
  public var processor: String
  /// Wall-clock seconds of reading the tokenizer.
  public var loadSeconds: Double
  /// Bytes of text, line ends included.
  public var bytes = 0
  /// How many texts were encoded: the lines.
  public var lines = 0
  /// How many ids came out.
  public var tokens = 0
  /// Wall-clock seconds of encoding alone.
  public var seconds = 0.0
  /// What of them the processor worked on it: the same on an idle machine, less on a busy one.
  public var processorSeconds = 0.0
  /// Over all ids and their places, to compare them with another program's (see `measure_tokenizers.py`).
  public var checksum: UInt64 = 0

  /// Millions of bytes that the processor encodes in a second.
  public var megabytesPerSecond: Double { Double(bytes) / processorSeconds / 1e6 }

  /// Encodes every line of every file, control tokens not recognised.
  ///
  /// - Parameter url: A model directory, a `tokenizer.json` or a `.model` of SentencePiece.
  /// - Throws: `UnusableModel`; Foundation's errors where a file cannot be read.
  public static func run(tokenizer url: URL, files: [URL]) throws -> TokenizerBenchmark {
    let clock = ContinuousClock()
    let start = clock.now
    let isDirectory = (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory ?? false
    let tokenizer = try isDirectory ? Tokenizer(directory: url) : Tokenizer(file: url)
    var result = TokenizerBenchmark(
      kind: tokenizer.kind, processor: Machine.processor, loadSeconds: (clock.now - start) / .seconds(1))
    for file in files {
      let data = [UInt8](try Data(contentsOf: file))
      let lines = data.split(separator: 0x0A, omittingEmptySubsequences: false)
      result.bytes += data.count
      result.lines += lines.count
      var rest = lines[...]
      while !rest.isEmpty {
        result.encode(rest.prefix(10_000).map { String(decoding: $0, as: UTF8.self) }, tokenizer)
        rest = rest.dropFirst(10_000)
      }
    }
    return result
  }

  private mutating func encode(_ texts: [String], _ tokenizer: Tokenizer) {
    let clock = ContinuousClock()
    let (start, processorStart) = (clock.now, Machine.threadSeconds)
    let encoded = texts.map { tokenizer.encode($0) }
    processorSeconds += Machine.threadSeconds - processorStart
    seconds += (clock.now - start) / .seconds(1)
    for ids in encoded {
      for id in ids {
        tokens += 1
        let place = UInt64(tokens) &* 0x9E37_79B9_7F4A_7C15 | 1
        checksum &+= (UInt64(UInt32(bitPattern: id)) &+ 1) &* place
      }
    }
  }
}
