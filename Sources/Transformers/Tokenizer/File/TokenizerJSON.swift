internal import Tensors

/// A JSON value as it stands in a tokenizer's file: the settings of its parts. Vocabularies and merges are far too many for
/// this and are read straight into tables.
enum TokenizerJSON: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([TokenizerJSON])
  case object([Member])

  /// A key of an object and its value. Objects are small, but lists of added tokens have thousands of them: no tables.
  struct Member: Sendable, Hashable {
    let name: String
    let value: TokenizerJSON

    init(_ name: String, _ value: TokenizerJSON) {
      self.name = name
      self.value = value
    }
  }
}

extension [TokenizerJSON.Member] {
  /// The value of a key; of one that comes again the last, as JSON readers do.
  subscript(name: String) -> TokenizerJSON? { last { $0.name == name }?.value }
}

/// A part of a tokenizer's file that cannot be used: which key, and why.
struct TokenizerFileError: Error {
  var reason: UnusableModel.Reason
  var key: String?
  var detail: Explanation

  static func malformed(_ key: String?, en: String, ja: String) -> TokenizerFileError {
    TokenizerFileError(reason: .malformed, key: key, detail: Explanation(en: en, ja: ja))
  }

  static func unsupported(_ key: String?, en: String, ja: String) -> TokenizerFileError {
    TokenizerFileError(reason: .unsupported, key: key, detail: Explanation(en: en, ja: ja))
  }

  /// A part whose type is not known, with those that are.
  static func unknownPart(_ key: String, _ type: String, known: [String]) -> TokenizerFileError {
    let list = known.joined(separator: ", ")
    return .unsupported(
      key, en: "\(type) is not known; these work: \(list)", ja: "\(type) には対応していません（使えるもの：\(list)）")
  }
}

/// The settings of one part (a normalizer, a pre-tokenizer, …), read key by key with errors that name the key.
struct PartSettings {
  private let members: [TokenizerJSON.Member]
  private let parent: String
  private let index: Int?

  /// - Parameter index: Of an element of the list `key`.
  init(_ value: TokenizerJSON, key: String, index: Int? = nil) throws(TokenizerFileError) {
    guard case .object(let members) = value else {
      throw .malformed(Self.key(key, index), en: "is not an object", ja: "オブジェクトではありません")
    }
    self.members = members
    parent = key
    self.index = index
  }

  /// Where the part stands in the file: spelled out for errors alone, there may be thousands of parts.
  var key: String { Self.key(parent, index) }

  private static func key(_ parent: String, _ index: Int?) -> String { index.map { "\(parent)[\($0)]" } ?? parent }

  subscript(_ name: String) -> TokenizerJSON? {
    guard let value = members[name], value != .null else { return nil }
    return value
  }

  func path(_ name: String) -> String { key + "." + name }

  private func wrong(_ name: String, en: String, ja: String) -> TokenizerFileError {
    .malformed(path(name), en: "is not \(en)", ja: "\(ja)ではありません")
  }

  private func missing(_ name: String) -> TokenizerFileError {
    .malformed(path(name), en: "is missing", ja: "指定がありません")
  }

  func type() throws(TokenizerFileError) -> String { try string("type") }

  func string(_ name: String) throws(TokenizerFileError) -> String {
    guard let text = try optionalString(name) else { throw missing(name) }
    return text
  }

  func optionalString(_ name: String) throws(TokenizerFileError) -> String? {
    guard let value = self[name] else { return nil }
    guard case .string(let text) = value else { throw wrong(name, en: "a string", ja: "文字列") }
    return text
  }

  func bool(_ name: String) throws(TokenizerFileError) -> Bool {
    guard let value = try optionalBool(name) else { throw missing(name) }
    return value
  }

  func optionalBool(_ name: String) throws(TokenizerFileError) -> Bool? {
    guard let value = self[name] else { return nil }
    guard case .bool(let flag) = value else { throw wrong(name, en: "true or false", ja: "true か false") }
    return flag
  }

  func count(_ name: String) throws(TokenizerFileError) -> Int {
    guard let value = try optionalCount(name) else { throw missing(name) }
    return value
  }

  func optionalCount(_ name: String) throws(TokenizerFileError) -> Int? {
    guard let value = self[name] else { return nil }
    guard case .number(let number) = value, let whole = Int(exactly: number), whole >= 0, whole < 1 << 31 else {
      throw wrong(name, en: "a whole number from 0", ja: "0 以上の整数")
    }
    return whole
  }

  func array(_ name: String) throws(TokenizerFileError) -> [TokenizerJSON] {
    guard let value = self[name] else { throw missing(name) }
    guard case .array(let items) = value else { throw wrong(name, en: "an array", ja: "配列") }
    return items
  }

  /// One character.
  func scalar(_ name: String) throws(TokenizerFileError) -> Unicode.Scalar {
    let text = try string(name)
    guard text.unicodeScalars.count == 1, let scalar = text.unicodeScalars.first else {
      throw wrong(name, en: "one character", ja: "一文字")
    }
    return scalar
  }

  /// The parts of a list, each with its own key.
  func parts(_ name: String) throws(TokenizerFileError) -> [PartSettings] {
    var parts: [PartSettings] = []
    for (index, item) in try array(name).enumerated() {
      parts.append(try PartSettings(item, key: path(name), index: index))
    }
    return parts
  }
}
