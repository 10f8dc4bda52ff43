public import Foundation
public import Records

/// A value that can be bound to a statement's parameter.
public enum SQLValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob(Data)
}

/// What can stand for a parameter.
public protocol SQLBindable {
  /// The value as SQLite stores it.
  var sqlValue: SQLValue { get }
}

extension Int: SQLBindable {
  public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLBindable {
  public var sqlValue: SQLValue { .integer(self) }
}

extension Bool: SQLBindable {
  public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension Double: SQLBindable {
  public var sqlValue: SQLValue { .real(self) }
}

extension String: SQLBindable {
  public var sqlValue: SQLValue { .text(self) }
}

extension Data: SQLBindable {
  public var sqlValue: SQLValue { .blob(self) }
}

extension ContentHash: SQLBindable {
  public var sqlValue: SQLValue { .text(hex) }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
  public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

/// JSON columns: keys sorted, so that the same record gives the same bytes.
enum JSONColumn {
  static func encode(_ value: some Encodable) throws -> String {
    String(decoding: try JSONLines.line(value), as: UTF8.self)
  }
}
