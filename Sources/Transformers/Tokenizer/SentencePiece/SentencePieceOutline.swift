/// What going over a `.model` of `sentencepiece` tells: its settings, how many pieces it has, and the ids of some.
struct SentencePieceOutline {
  private let file: SentencePieceFile
  /// Control, unknown and byte pieces: they are few.
  private let reserved: ByteMap
  private let control: [(id: Int32, text: [UInt8])]
  /// Pieces that text may be cut into.
  private let ordinary: WantedTokens

  init(_ bytes: UnsafeBufferPointer<UInt8>, wanted: [String]) throws(TokenizerFileError) {
    var reserved = ByteMap(capacity: 512)
    var control: [(id: Int32, text: [UInt8])] = []
    var ordinary = WantedTokens(wanted)
    var id: Int32 = 0
    var (unknowns, bytePieces) = (0, 0)
    file = try SentencePieceFile(bytes) { (range) throws(TokenizerFileError) in
      let (text, type) = try Self.piece(bytes, range, number: Int(id))
      if type.isOrdinary {
        ordinary.note(text, id)
      } else if !reserved.insert(text, id) {
        throw SentencePieceFile.repeated(Int(id))
      }
      if type == .unknown { unknowns += 1 }
      if type == .control { control.append((id, Array(text))) }
      if type == .byte {
        try SentencePieceFile.checkByte(Array(text), number: Int(id))
        bytePieces += 1
      }
      id += 1
    }
    try SentencePieceFile.checkUnknownPieces(unknowns)
    try file.checkBytePieces(bytePieces)
    self.reserved = reserved
    self.control = control
    self.ordinary = ordinary
  }

  /// The outline of the tokenizer, with what its directory adds.
  func outline(_ configuration: TokenizerConfiguration) -> TokenizerOutline {
    let added = SentencePieceAssembly.added(
      configuration, size: reserved.count + ordinary.count, control: control,
      find: { reserved.find($0) ?? ordinary.ids.find($0) })
    return TokenizerOutline(
      kind: SubwordModel.sentencePieceName(file.modelType, hasByteFallback: file.hasByteFallback),
      vocabularySize: added.size, addedTokens: added.tokens.map(\.token))
  }

  private static func piece(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, number: Int
  ) throws(TokenizerFileError) -> (text: UnsafeBufferPointer<UInt8>, type: SentencePieceFile.PieceType) {
    var text = UnsafeBufferPointer(rebasing: bytes[range.lowerBound..<range.lowerBound])
    var type = SentencePieceFile.PieceType.normal
    var reader = WireReader(bytes, range)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (1, .bytes(let range)): text = UnsafeBufferPointer(rebasing: bytes[range])
      case (3, .integer(let raw)): type = try SentencePieceFile.pieceType(raw, number: number)
      default: break
      }
    }
    return (text, type)
  }
}
