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
  /// Nil where they are among the settings, since not all have the usual form.
  private(set) var addedTokens: [AddedTokenEntry]?
  var model: [TokenizerJSON.Member] = []
  var vocabulary = Vocabulary()
  var merges = Merges()
  /// Whether there is a list of merges, read or not.
  private(set) var hasMerges = false
  /// Where the vocabulary stands that has not been read.
  private(set) var vocabularyReader: JSONReader?
  /// Ids above this are taken for damage: they would fill the memory.
  static let largestID = 1 << 22

  /// - Parameter readsTables: Whether vocabulary and merges are read; otherwise they are gone over.
  init(_ bytes: UnsafeBufferPointer<UInt8>, readsTables: Bool = true) throws(TokenizerFileError) {
    var file = TokenizerFile()
    var reader = JSONReader(bytes)
    try reader.forEachMember { (reader, key) throws(TokenizerFileError) in
      let name = String(decoding: key, as: UTF8.self)
      if name == "model", try reader.peek() == UInt8(ascii: "{") {
        try file.readModel(&reader, readsTables: readsTables)
      } else if name == "added_tokens", let tokens = reader.addedTokens() {
        file.addedTokens = tokens
        file.settings[name] = nil
      } else {
        if name == "added_tokens" { file.addedTokens = nil }
        file.settings[name] = try reader.value()
      }
    }
    try reader.finish()
    self = file
  }

  private init() {}

  private mutating func readModel(
    _ reader: inout JSONReader, readsTables: Bool
  ) throws(TokenizerFileError) {
    var file = self
    try reader.forEachMember { (reader, key) throws(TokenizerFileError) in
      switch String(decoding: key, as: UTF8.self) {
      case "merges":
        file.hasMerges = try reader.peek() == UInt8(ascii: "[")
        try readsTables || !file.hasMerges ? file.readMerges(&reader) : reader.skip()
      case "vocab":
        file.vocabularyReader = reader
        switch try reader.peek() {
        case UInt8(ascii: "{") where !readsTables, UInt8(ascii: "[") where !readsTables: try reader.skip()
        case UInt8(ascii: "{"): try file.readVocabulary(&reader)
        case UInt8(ascii: "["): try file.readPieces(&reader)
        default: throw .malformed("model.vocab", en: "is no list of tokens", ja: "トークンの一覧ではありません")
        }
      case let name: file.model.append(.init(name, try reader.value()))
      }
    }
    self = file
  }

  private mutating func readVocabulary(_ reader: inout JSONReader) throws(TokenizerFileError) {
    var read = Vocabulary()
    try reader.forEachMember { (reader, key) throws(TokenizerFileError) in
      let id = try Self.id(try reader.number(), of: key)
      read.bytes.append(contentsOf: key)
      read.ends.append(read.bytes.count)
      read.ids.append(id)
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

  /// Goes over a vocabulary that has not been read: how many tokens it has, its largest id, whether they have scores, and
  /// the ids of some of them.
  func lookUp(_ wanted: WantedTokens) throws(TokenizerFileError) -> WantedTokens {
    var found = wanted
    guard var reader = vocabularyReader else { return found }
    var spelledOut: [UInt8] = []
    guard try reader.peek() == UInt8(ascii: "{") else {
      try reader.forEachElement { (reader) throws(TokenizerFileError) in
        var position = 0
        var range: Range<Int>?
        try reader.forEachElement { (reader) throws(TokenizerFileError) in
          if position == 0 { range = try reader.stringRange(&spelledOut) } else { try reader.skipNumber() }
          position += 1
        }
        let id = Int32(truncatingIfNeeded: found.count)
        reader.withString(range, position == 0 ? [] : spelledOut) { found.note($0, id) }
      }
      found.hasScores = found.count > 0
      return found
    }
    try reader.forEachMember(goingOverKeys: &spelledOut) { (reader, range, spelledOut) throws(TokenizerFileError) in
      let id: Int32
      if let short = reader.shortNumber() {
        id = short
      } else {
        let number = try reader.number()
        guard let whole = Self.id(number) else { throw Self.impossible(number, of: spelledOut) }
        id = whole
      }
      reader.withString(range, spelledOut) { found.note($0, id) }
    }
    return found
  }

  private static func id(_ number: Double) -> Int32? {
    Int32(exactly: number).flatMap { $0 >= 0 && $0 < largestID ? $0 : nil }
  }

  private static func id(_ number: Double, of token: [UInt8]) throws(TokenizerFileError) -> Int32 {
    guard let whole = id(number) else { throw impossible(number, of: token) }
    return whole
  }

  private static func impossible(_ number: Double, of token: [UInt8]) -> TokenizerFileError {
    let token = String(decoding: token, as: UTF8.self)
    return .malformed(
      "model.vocab", en: "\(token) has the impossible id \(number)", ja: "\(token) の番号 \(number) はありえません")
  }

  /// `"a b"`, or `["a", "b"]`.
  private mutating func readMerges(_ reader: inout JSONReader) throws(TokenizerFileError) {
    var read = Merges()
    var pair: [UInt8] = []
    try reader.forEachElement { (reader) throws(TokenizerFileError) in
      let number = read.count
      let before = read.ends.count
      if try reader.peek() == UInt8(ascii: "\"") {
        pair.removeAll(keepingCapacity: true)
        try reader.string(into: &pair)
        for byte in pair {
          if byte == 0x20 { read.ends.append(read.bytes.count) } else { read.bytes.append(byte) }
        }
        read.ends.append(read.bytes.count)
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

/// Tokens that an outline asks for, and what going over the vocabulary says of them and of itself.
struct WantedTokens {
  /// Ids of those that the vocabulary has.
  private(set) var ids: ByteMap
  /// How many tokens the vocabulary has.
  private(set) var count = 0
  private(set) var largest: Int32 = -1
  var hasScores = false
  private let wanted: ByteMap
  /// For each first byte the lengths of the tokens, as bits: nearly all tokens are passed over by it.
  private let lengths: [UInt64]

  init(_ texts: [String]) {
    var wanted = ByteMap(capacity: texts.count)
    var lengths = [UInt64](repeating: 0, count: 256)
    for var text in texts {
      text.withUTF8 { bytes in
        wanted.insert(bytes, 0)
        if let first = bytes.first { lengths[Int(first)] |= Self.bit(bytes.count) }
      }
    }
    self.wanted = wanted
    self.lengths = lengths
    ids = ByteMap(capacity: texts.count)
  }

  private static func bit(_ length: Int) -> UInt64 { 1 << UInt64(min(length, 63)) }

  /// Notes a token of the vocabulary.
  @inline(__always)
  mutating func note(_ token: UnsafeBufferPointer<UInt8>, _ id: Int32) {
    count += 1
    largest = max(largest, id)
    guard let first = token.first, lengths[Int(first)] & Self.bit(token.count) != 0, wanted.find(token) != nil else {
      return
    }
    ids.insert(token, id)
  }
}
