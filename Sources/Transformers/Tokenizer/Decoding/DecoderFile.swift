extension TokenDecoder {
  /// The types that a file may name.
  static let known = [
    "BPEDecoder", "ByteFallback", "ByteLevel", "CTC", "Fuse", "Metaspace", "Replace", "Sequence", "Strip", "WordPiece",
  ]

  /// The steps of a file's decoder.
  static func steps(_ part: PartSettings) throws(TokenizerFileError) -> [TokenDecoder] {
    switch try part.type() {
    case "Sequence":
      var steps: [TokenDecoder] = []
      for inner in try part.parts("decoders") { steps += try Self.steps(inner) }
      return steps
    case "BPEDecoder": return [.bpe(suffix: Array(try part.string("suffix").utf8))]
    case "ByteFallback": return [.byteFallback]
    case "ByteLevel": return [.byteLevel]
    case "CTC":
      return [
        .ctc(
          pad: Array(try part.string("pad_token").utf8), delimiter: Array(try part.string("word_delimiter_token").utf8),
          cleansUp: try part.bool("cleanup"))
      ]
    case "Fuse": return [.fuse]
    case "Metaspace":
      let (replacement, scheme, _) = try PreTokenizer.metaspace(part)
      return [.metaspace(replacement: replacement.value, prepends: scheme != .never)]
    case "Replace":
      return [.replace(try Splitter.pattern(part), with: Array(try part.string("content").utf8))]
    case "Strip":
      return [
        .strip(
          try part.scalar("content").value, start: try part.count("start"), stop: try part.count("stop"))
      ]
    case "WordPiece":
      return [.wordPiece(prefix: Array(try part.string("prefix").utf8), cleansUp: try part.bool("cleanup"))]
    case let type: throw .unknownPart(part.key, type, known: known)
    }
  }
}
