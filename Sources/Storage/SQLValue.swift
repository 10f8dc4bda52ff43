public import Foundation
public import Records

/// A value that can be bound to a statement's parameter.
public enum SQLValue: Sendable, Hashable {
  /// SQL's NULL; of SQLite's five storage classes the one without a value.
  case null
  /// INTEGER, 64 bits with a sign.
  case integer(Int64)
  /// REAL, a double; SQLite stores NaN as NULL.
  case real(Double)
  /// TEXT, in UTF-8.
  case text(String)
  /// BLOB, bytes as they are.
  case blob(Data)
}

/// What can stand for a parameter.
public protocol SQLBindable {
  /// The value as SQLite stores it.
  var sqlValue: SQLValue { get }
}

extension Int: SQLBindable {
  /// INTEGER.
  public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLBindable {
  /// INTEGER.
  public var sqlValue: SQLValue { .integer(self) }
}

extension Bool: SQLBindable {
  /// INTEGER: 1 for true, 0 for false; SQLite has no truth values of its own.
  public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension Double: SQLBindable {
  /// REAL; SQLite makes NULL of NaN.
  public var sqlValue: SQLValue { .real(self) }
}

extension String: SQLBindable {
  /// TEXT, in UTF-8.
  public var sqlValue: SQLValue { .text(self) }
}

extension Data: SQLBindable {
  /// BLOB.
  public var sqlValue: SQLValue { .blob(self) }
}

extension ContentHash: SQLBindable {
  /// TEXT: the 64 hexadecimal digits.
  public var sqlValue: SQLValue { .text(hex) }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
  /// NULL for nil, otherwise as the value itself is stored.
  public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

/// JSON columns: keys sorted, so that the same record gives the same bytes.
enum JSONColumn {
  static func encode(_ value: some Encodable) throws -> String {
    String(decoding: try JSONLines.line(value), as: UTF8.self)
  }
}
