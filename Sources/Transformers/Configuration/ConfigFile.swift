internal import Foundation
internal import Tensors

/// A JSON value as it stands in a file.
enum JSONValue: Decodable, Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case list([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  var isNull: Bool { self == .null }
}

/// `config.json`, read key by key. A key that is absent takes the default of the reference's configuration class; one that
/// is null says that there is no such thing. Every error names the file and the key.
struct ConfigFile: Sendable {
  let path: String
  /// Where in the file the values stand, such as `rope_scaling.`; empty at the top.
  let place: String
  let values: [String: JSONValue]

  init(_ url: URL) throws(UnusableModel) {
    path = url.path
    place = ""
    values = try JSONFile.decode([String: JSONValue].self, from: url, advice: ModelConfiguration.advice)
  }

  init(path: String, place: String = "", values: [String: JSONValue]) {
    self.path = path
    self.place = place
    self.values = values
  }

  /// Whether the key is there with a value.
  func has(_ key: String) -> Bool { values[key].map { !$0.isNull } ?? false }

  /// A size that must be given: positive and of a magnitude that a model can have.
  func size(_ key: String, limit: Int) throws(UnusableModel) -> Int {
    guard let value = try integer(key, default: nil) else {
      throw invalid(key, en: JSONFile.missing.en, ja: JSONFile.missing.ja)
    }
    return try checked(value, key, limit: limit)
  }

  /// A size that has a default where the key is absent or null.
  func size(_ key: String, default value: Int, limit: Int) throws(UnusableModel) -> Int {
    try checked(integer(key, default: nil) ?? value, key, limit: limit)
  }

  private func checked(_ value: Int, _ key: String, limit: Int) throws(UnusableModel) -> Int {
    guard value >= 1, value <= limit else {
      throw invalid(key, en: "\(value) is outside 1…\(limit)", ja: "\(value) は 1～\(limit) の範囲にありません")
    }
    return value
  }

  /// A whole number; `default` where the key is absent, nil where it is null.
  func integer(_ key: String, default value: Int?) throws(UnusableModel) -> Int? {
    switch values[key] {
    case nil: return value
    case .null: return nil
    case .integer(let number): return number
    case .number(let number) where number == number.rounded() && abs(number) < 1e15: return Int(number)
    default: throw invalid(key, en: "is no whole number", ja: "整数ではありません")
    }
  }

  /// A finite number; `default` where the key is absent or null.
  func number(_ key: String, default value: Double) throws(UnusableModel) -> Double {
    try number(key) ?? value
  }

  /// A finite number, nil where the key is absent or null.
  func number(_ key: String) throws(UnusableModel) -> Double? {
    switch values[key] {
    case nil, .null: return nil
    case .integer(let number): return Double(number)
    case .number(let number) where number.isFinite: return number
    default: throw invalid(key, en: "is no number", ja: "数ではありません")
    }
  }

  /// A number above zero.
  func positive(_ key: String, default value: Double? = nil) throws(UnusableModel) -> Double {
    let given = try number(key)
    guard let number = given ?? value, number > 0 else {
      throw invalid(key, en: "must be a positive number", ja: "正の数でなければなりません")
    }
    return number
  }

  /// What is added in a norm before the root: not negative.
  func epsilon(_ key: String, default value: Double) throws(UnusableModel) -> Float {
    let number = try number(key, default: value)
    guard number >= 0 else { throw invalid(key, en: "must not be negative", ja: "負の数は使えません") }
    return Float(number)
  }

  /// True or false; `default` where the key is absent or null.
  func flag(_ key: String, default value: Bool) throws(UnusableModel) -> Bool {
    switch values[key] {
    case nil, .null: return value
    case .bool(let flag): return flag
    default: throw invalid(key, en: "is neither true nor false", ja: "true でも false でもありません")
    }
  }

  /// A text, nil where the key is absent or null.
  func string(_ key: String) throws(UnusableModel) -> String? {
    switch values[key] {
    case nil, .null: return nil
    case .string(let text): return text
    default: throw invalid(key, en: "is no string", ja: "文字列ではありません")
    }
  }

  /// Texts, nil where the key is absent or null.
  func strings(_ key: String) throws(UnusableModel) -> [String]? {
    guard let items = try list(key) else { return nil }
    var texts: [String] = []
    for item in items {
      guard case .string(let text) = item else { throw invalid(key, en: "is no list of strings", ja: "文字列のリストではありません") }
      texts.append(text)
    }
    return texts
  }

  /// Whole numbers, nil where the key is absent or null; one number counts as a list of one.
  func integers(_ key: String) throws(UnusableModel) -> [Int]? {
    if case .integer(let one)? = values[key] { return [one] }
    guard let items = try list(key) else { return nil }
    var numbers: [Int] = []
    for item in items {
      guard case .integer(let number) = item else {
        throw invalid(key, en: "is no list of whole numbers", ja: "整数のリストではありません")
      }
      numbers.append(number)
    }
    return numbers
  }

  private func list(_ key: String) throws(UnusableModel) -> [JSONValue]? {
    switch values[key] {
    case nil, .null: return nil
    case .list(let items): return items
    default: throw invalid(key, en: "is no list", ja: "リストではありません")
    }
  }

  /// The object under a key, nil where it is absent or null.
  func section(_ key: String) throws(UnusableModel) -> ConfigFile? {
    switch values[key] {
    case nil, .null: return nil
    case .object(let inner): return ConfigFile(path: path, place: "\(place)\(key).", values: inner)
    default: throw invalid(key, en: "is no object", ja: "オブジェクトではありません")
    }
  }

  /// The first object that is there under one of the keys and not empty.
  func section(_ first: String, or second: String) throws(UnusableModel) -> ConfigFile? {
    if let section = try section(first), !section.values.isEmpty { return section }
    return try section(second)
  }

  /// Token ids, whether the file writes one or several.
  func tokenIDs(_ key: String) throws(UnusableModel) -> [Int32] {
    try (integers(key) ?? []).compactMap { Int32(exactly: $0) }
  }

  /// A value that cannot be.
  func invalid(_ key: String, en: String, ja: String) -> UnusableModel {
    UnusableModel(
      .invalidKey, file: path, place: .key(place + key), detail: Explanation(en: en, ja: ja),
      advice: ModelConfiguration.advice)
  }

  /// A form that is not there, and those that are.
  func unsupported(_ key: String, _ value: String, known: [String]) -> UnusableModel {
    UnusableModel(
      .unsupported, file: path, place: .key(place + key),
      detail: Explanation(en: "\(value) is not known", ja: "\(value) には対応していません"),
      advice: Explanation(
        en: "what works: \(known.joined(separator: ", "))", ja: "使えるもの: \(known.joined(separator: "、"))"))
  }

  /// Refuses a switch that changes the numbers in a way that is not there.
  func refuse(_ key: String, unless expected: Bool) throws(UnusableModel) {
    guard try flag(key, default: expected) == expected else {
      throw unsupported(key, "\(!expected)", known: ["\(expected)"])
    }
  }
}
