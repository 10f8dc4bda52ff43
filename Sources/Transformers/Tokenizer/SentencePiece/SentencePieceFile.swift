/// What a `.model` of `sentencepiece` holds, as far as encoding and decoding need it.
struct SentencePieceFile {
  enum PieceType: UInt64 {
    case normal = 1
    case unknown, control, userDefined, unused, byte

    /// Whether text may be cut into such pieces.
    var isOrdinary: Bool { self == .normal || self == .userDefined || self == .unused }
  }

  struct Piece {
    var text: [UInt8] = []
    var score: Float = 0
    var type = PieceType.normal
  }

  enum ModelType: UInt64, CaseIterable {
    case unigram = 1
    case bpe, word, char
  }

  var pieces: [Piece] = []
  var modelType = ModelType.unigram
  var treatsWhitespaceAsSuffix = false
  var hasByteFallback = false
  var unknownSurface: [UInt8] = Array(" \u{2047} ".utf8)
  var characterMap: [UInt8] = []
  var addsDummyPrefix = true
  var removesExtraWhitespaces = true
  var escapesWhitespaces = true
  /// The names of the pieces that begin and end a text.
  var beginningPiece: [UInt8] = Array("<s>".utf8)
  var endPiece: [UInt8] = Array("</s>".utf8)

  init(_ bytes: [UInt8]) throws(TokenizerFileError) {
    var pieces: [Piece] = []
    self = try bytes.withUnsafeBufferPointer { (bytes) throws(TokenizerFileError) in
      try SentencePieceFile(bytes) { (range) throws(TokenizerFileError) in
        pieces.append(try Self.piece(bytes, range, number: pieces.count))
      }
    }
    self.pieces = pieces
  }

  /// All but the pieces.
  ///
  /// - Parameter eachPiece: Gets the place of every piece.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, eachPiece: (Range<Int>) throws(TokenizerFileError) -> Void
  ) throws(TokenizerFileError) {
    var count = 0
    var reader = WireReader(bytes, 0..<bytes.count)
    while let (field, value) = try reader.next() {
      guard case .bytes(let range) = value else { continue }
      switch field {
      case 1:
        try eachPiece(range)
        count += 1
      case 2: try readTrainer(bytes, range)
      case 3: try readNormalizer(bytes, range)
      default: break
      }
    }
    guard count > 0 else {
      throw .malformed(
        nil, en: "is no SentencePiece model: it has no pieces", ja: "SentencePiece のモデルではありません（語彙がありません）")
    }
  }

  /// Throws where the byte pieces are not those of `byte_fallback`, or not all there.
  func checkBytePieces(_ count: Int) throws(TokenizerFileError) {
    guard (count == 256) == hasByteFallback, count % 256 == 0 else {
      throw .malformed(
        "pieces", en: "have \(count) byte pieces, where byte_fallback is \(hasByteFallback)",
        ja: "バイトの項目が \(count) 個ですが、byte_fallback は \(hasByteFallback) です")
    }
  }

  static func repeated(_ number: Int) -> TokenizerFileError {
    .malformed("pieces[\(number)]", en: "is there twice", ja: "二重に定義されています")
  }

  /// Throws where a byte piece is not spelled like one.
  static func checkByte(_ text: [UInt8], number: Int) throws(TokenizerFileError) {
    guard let byte = ByteToken.byte(text), ByteToken.spelling(byte) == text else {
      throw .malformed("pieces[\(number)]", en: "is no byte", ja: "バイトの表記ではありません")
    }
  }

  /// Throws where there is not one unknown piece.
  static func checkUnknownPieces(_ count: Int) throws(TokenizerFileError) {
    guard count > 0 else { throw .malformed("pieces", en: "have no unknown piece", ja: "未知語の項目がありません") }
    guard count == 1 else {
      throw .malformed("pieces", en: "have \(count) unknown pieces", ja: "未知語の項目が \(count) 個あります")
    }
  }

  static func pieceType(_ raw: UInt64, number: Int) throws(TokenizerFileError) -> PieceType {
    guard let type = PieceType(rawValue: raw) else {
      throw .unsupported(
        "pieces[\(number)]", en: "is of the unknown type \(raw)", ja: "種類 \(raw) には対応していません")
    }
    return type
  }

  private static func piece(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, number: Int
  ) throws(TokenizerFileError) -> Piece {
    // Spelled out for errors alone: there are very many pieces.
    func key() -> String { "pieces[\(number)]" }
    var piece = Piece()
    var reader = WireReader(bytes, range)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (1, .bytes(let range)): piece.text = Array(bytes[range])
      case (2, .fixed32(let bits)): piece.score = Float(bitPattern: bits)
      case (3, .integer(let raw)): piece.type = try pieceType(raw, number: number)
      default: break
      }
    }
    guard !piece.text.isEmpty, String(validating: piece.text, as: UTF8.self) != nil else {
      throw .malformed(key(), en: "is empty or no UTF-8", ja: "空であるか、UTF-8 ではありません")
    }
    guard piece.score.isFinite else { throw .malformed(key(), en: "has no finite score", ja: "点数が有限の数ではありません") }
    return piece
  }

  private mutating func readTrainer(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) throws(TokenizerFileError) {
    var reader = WireReader(bytes, range)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (3, .integer(let raw)):
        guard let type = ModelType(rawValue: raw) else {
          throw .unsupported(
            "trainer_spec.model_type", en: "\(raw) is not known; these work: UNIGRAM, BPE, WORD, CHAR",
            ja: "\(raw) には対応していません（使えるもの：UNIGRAM、BPE、WORD、CHAR）")
        }
        modelType = type
      case (24, .integer(let flag)): treatsWhitespaceAsSuffix = flag != 0
      case (35, .integer(let flag)): hasByteFallback = flag != 0
      case (44, .bytes(let range)): unknownSurface = Array(bytes[range])
      case (46, .bytes(let range)): beginningPiece = Array(bytes[range])
      case (47, .bytes(let range)): endPiece = Array(bytes[range])
      default: break
      }
    }
  }

  private mutating func readNormalizer(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) throws(TokenizerFileError) {
    var reader = WireReader(bytes, range)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (2, .bytes(let range)): characterMap = Array(bytes[range])
      case (3, .integer(let flag)): addsDummyPrefix = flag != 0
      case (4, .integer(let flag)): removesExtraWhitespaces = flag != 0
      case (5, .integer(let flag)): escapesWhitespaces = flag != 0
      default: break
      }
    }
  }
}
