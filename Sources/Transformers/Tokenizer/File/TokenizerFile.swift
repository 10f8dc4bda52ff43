/// `tokenizer.json` as it stands in the file: the settings of its parts as they are, vocabulary and merges in tables.
struct TokenizerFile {
  /// A vocabulary in the order of the file.
  struct Vocabulary {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    var ids: [Int32] = []
    /// Unigram models only.
    var scores: [Double] = []

    func forEach(_ body: (Int, UnsafeBufferPointer<UInt8>) -> Void) {
      bytes.withUnsafeBufferPointer { bytes in
        var start = 0
        for (number, end) in ends.enumerated() {
          body(number, UnsafeBufferPointer(rebasing: bytes[start..<end]))
          start = end
        }
      }
    }
  }

  /// Pairs of tokens: parts `2 n` and `2 n + 1` are those of merge `n`.
  struct Merges {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    var count: Int { ends.count / 2 }
  }

  var settings: [String: TokenizerJSON] = [:]
  var model: [String: TokenizerJSON] = [:]
  var vocabulary = Vocabulary()
  var merges = Merges()
  /// Ids above this are taken for damage: they would fill the memory.
  static let largestID = 1 << 22

  init(_ bytes: UnsafeBufferPointer<UInt8>) throws(TokenizerFileError) {
    var file = TokenizerFile()
    var reader = JSONReader(bytes)
    try reader.forEachMember { (reader, key) throws(TokenizerFileError) in
      let name = String(decoding: key, as: UTF8.self)
      if name == "model", try reader.peek() == UInt8(ascii: "{") {
        try file.readModel(&reader)
      } else {
        file.settings[name] = try reader.value()
      }
    }
    try reader.finish()
    self = file
  }

  private init() {}

  private mutating func readModel(_ reader: inout JSONReader) throws(TokenizerFileError) {
    var file = self
    try reader.forEachMember { (reader, key) throws(TokenizerFileError) in
      switch String(decoding: key, as: UTF8.self) {
      case "vocab":
        switch try reader.peek() {
        case UInt8(ascii: "{"): try file.readVocabulary(&reader)
        case UInt8(ascii: "["): try file.readPieces(&reader)
        default: throw .malformed("model.vocab", en: "is no list of tokens", ja: "トークンの一覧ではありません")
        }
      case "merges": try file.readMerges(&reader)
      case let name: file.model[name] = try reader.value()
      }
    }
    self = file
  }

  private mutating func readVocabulary(_ reader: inout JSONReader) throws(TokenizerFileError) {
    var read = Vocabulary()
    try reader.forEachMember { (reader, key) throws(TokenizerFileError) in
      let id = try reader.number()
      guard let whole = Int(exactly: id), whole >= 0, whole < Self.largestID else {
        let token = String(decoding: key, as: UTF8.self)
        throw .malformed(
          "model.vocab", en: "\(token) has the impossible id \(id)", ja: "\(token) の番号 \(id) はありえません")
      }
      read.bytes.append(contentsOf: key)
      read.ends.append(read.bytes.count)
      read.ids.append(Int32(whole))
    }
    vocabulary = read
  }

  /// `[["token", −3.5], …]`
  private mutating func readPieces(_ reader: inout JSONReader) throws(TokenizerFileError) {
    var read = Vocabulary()
    try reader.forEachElement { (reader) throws(TokenizerFileError) in
      var position = 0
      try reader.forEachElement { (reader) throws(TokenizerFileError) in
        if position == 0 {
          try reader.string(into: &read.bytes)
        } else {
          read.scores.append(try reader.number())
        }
        position += 1
      }
      guard position == 2 else {
        throw .malformed("model.vocab", en: "has an entry that is no token and score", ja: "トークンと点数の組になっていない項目があります")
      }
      read.ids.append(Int32(truncatingIfNeeded: read.ends.count))
      read.ends.append(read.bytes.count)
    }
    guard read.ends.count < Self.largestID else {
      throw .malformed("model.vocab", en: "has too many tokens", ja: "トークンが多すぎます")
    }
    vocabulary = read
  }

  /// `"a b"`, or `["a", "b"]`.
  private mutating func readMerges(_ reader: inout JSONReader) throws(TokenizerFileError) {
    var read = Merges()
    try reader.forEachElement { (reader) throws(TokenizerFileError) in
      let number = read.count
      let before = read.ends.count
      if try reader.peek() == UInt8(ascii: "\"") {
        var pair: [UInt8] = []
        try reader.string(into: &pair)
        for part in pair.split(separator: 0x20, omittingEmptySubsequences: false) {
          read.bytes.append(contentsOf: part)
          read.ends.append(read.bytes.count)
        }
      } else {
        try reader.forEachElement { (reader) throws(TokenizerFileError) in
          try reader.string(into: &read.bytes)
          read.ends.append(read.bytes.count)
        }
      }
      guard read.ends.count == before + 2 else {
        throw .malformed("model.merges[\(number)]", en: "is not a pair of tokens", ja: "トークンの組になっていません")
      }
    }
    merges = read
  }

  /// The settings of a part, nil where the file has none.
  func part(_ name: String) throws(TokenizerFileError) -> PartSettings? {
    guard let value = settings[name], value != .null else { return nil }
    return try PartSettings(value, key: name)
  }
}
