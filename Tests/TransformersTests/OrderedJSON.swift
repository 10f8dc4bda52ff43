import Foundation

@testable import Transformers

/// JSON whose objects keep the order of their keys, which Foundation's readers lose and which templates can show.
struct OrderedJSON {
  struct Malformed: Error {
    let offset: Int
  }

  private let bytes: [UInt8]
  private var index = 0

  static func value(_ data: Data) throws -> ChatTemplate.Value {
    var reader = OrderedJSON(bytes: [UInt8](data))
    return try reader.value()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func skipSpace() {
    while index < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[index]) { index += 1 }
  }

  private mutating func skip(_ text: String) -> Bool {
    guard bytes[index...].starts(with: text.utf8) else { return false }
    index += text.utf8.count
    return true
  }

  private mutating func value() throws -> ChatTemplate.Value {
    skipSpace()
    defer { skipSpace() }
    if skip("null") { return .null }
    if skip("true") { return .bool(true) }
    if skip("false") { return .bool(false) }
    guard index < bytes.count else { throw Malformed(offset: index) }
    switch bytes[index] {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "["):
      var items: [ChatTemplate.Value] = []
      try list("]") { reader in items.append(try reader.value()) }
      return .array(items)
    case UInt8(ascii: "{"):
      var members: [ChatTemplate.Value.Member] = []
      try list("}") { reader in
        reader.skipSpace()
        let name = try reader.string()
        reader.skipSpace()
        guard reader.skip(":") else { throw Malformed(offset: reader.index) }
        members.append(.init(name, try reader.value()))
      }
      return .object(members)
    default: return try number()
    }
  }

  private mutating func list(_ end: String, _ item: (inout OrderedJSON) throws -> Void) throws {
    index += 1
    skipSpace()
    if skip(end) { return }
    repeat { try item(&self) } while skip(",")
    guard skip(end) else { throw Malformed(offset: index) }
  }

  private mutating func number() throws -> ChatTemplate.Value {
    let start = index
    while index < bytes.count, "+-.eE0123456789".utf8.contains(bytes[index]) { index += 1 }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if let whole = Int(text) { return .integer(whole) }
    guard let number = Double(text) else { throw Malformed(offset: start) }
    return .float(number)
  }

  private mutating func string() throws -> String {
    let start = index
    index += 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard index < bytes.count else { throw Malformed(offset: start) }
    index += 1
    return try JSONDecoder().decode(String.self, from: Data(bytes[start..<index]))
  }
}

extension ChatTemplate.Value {
  subscript(_ name: String) -> ChatTemplate.Value? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  var array: [ChatTemplate.Value] { if case .array(let items) = self { items } else { [] } }
  var text: String? { if case .string(let text) = self { text } else { nil } }
  var integer: Int? { if case .integer(let value) = self { value } else { nil } }
  var members: [Member] { if case .object(let members) = self { members } else { [] } }

  var dictionary: [String: ChatTemplate.Value] {
    Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
  }
}
