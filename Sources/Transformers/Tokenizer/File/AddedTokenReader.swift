/// Added tokens as the libraries write them, read without a tree: newer models have thousands.
///
/// Whatever has another form is left to the general reader, which names what is wrong in it.
extension JSONReader {
  /// `[{"id": 5, "content": "<s>", …}, …]`; nil, and nothing read, where a token has another form.
  mutating func addedTokens() -> [AddedTokenEntry]? {
    var reader = self
    var tokens: [AddedTokenEntry] = []
    do throws(TokenizerFileError) {
      try reader.forEachElement { (reader) throws(TokenizerFileError) in
        tokens.append(try reader.addedToken(hasID: true))
      }
    } catch {
      return nil
    }
    self = reader
    return tokens
  }

  /// `{"5": {"content": "<s>", …}, …}`, with the ids as they are written; nil, and nothing read, where a token has another form.
  mutating func numberedTokens() -> [(id: Int32, token: AddedTokenEntry)]? {
    var reader = self
    var tokens: [(id: Int32, token: AddedTokenEntry)] = []
    do throws(TokenizerFileError) {
      try reader.forEachMember { (reader, key) throws(TokenizerFileError) in
        guard let id = Int32(String(decoding: key, as: UTF8.self)) else { throw reader.otherForm }
        tokens.append((id, try reader.addedToken(hasID: false)))
      }
    } catch {
      return nil
    }
    self = reader
    return tokens
  }

  /// Never seen: it sends the caller to the general reader.
  private var otherForm: TokenizerFileError { malformed("an added token is expected", "追加トークンが必要です") }

  private mutating func addedToken(hasID: Bool) throws(TokenizerFileError) -> AddedTokenEntry {
    var name: [UInt8] = []
    var content: [UInt8] = []
    var flags: [Bool?] = [nil, nil, nil, nil, nil]
    var (idCount, contentCount) = (0, 0)
    try forEachMember(goingOverKeys: &name) { (reader, range, spelledOut) throws(TokenizerFileError) in
      var field: Int?
      reader.withString(range, spelledOut) { field = TokenField.find($0) }
      switch field {
      case TokenField.id?:
        guard reader.shortNumber() != nil else { throw reader.otherForm }
        idCount += 1
      case TokenField.content?:
        try reader.string(into: &content)
        contentCount += 1
      case let flag?:
        guard flags[flag] == nil, case .bool(let value) = try reader.value() else { throw reader.otherForm }
        flags[flag] = value
      case nil: throw reader.otherForm
      }
    }
    guard contentCount == 1, idCount == (hasID ? 1 : 0) else { throw otherForm }
    var entry = AddedTokenEntry(content: String(decoding: content, as: UTF8.self), special: flags[0] ?? false)
    entry.lstrip = flags[1] ?? false
    entry.rstrip = flags[2] ?? false
    entry.singleWord = flags[3] ?? false
    entry.normalized = flags[4] ?? !entry.special
    return entry
  }
}

/// The fields of an added token: first the flags, in the order of `names`.
private enum TokenField {
  static let names: [StaticString] = ["special", "lstrip", "rstrip", "single_word", "normalized", "content", "id"]
  static let content = 5
  static let id = 6

  static func find(_ name: UnsafeBufferPointer<UInt8>) -> Int? {
    names.firstIndex {
      $0.utf8CodeUnitCount == name.count
        && name.elementsEqual(UnsafeBufferPointer(start: $0.utf8Start, count: name.count))
    }
  }
}
