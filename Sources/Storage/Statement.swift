internal import CSQLite
import Foundation
import Records

/// A prepared statement. Owns its pointer and finalizes it.
final class Statement {
  private let pointer: OpaquePointer
  /// Owned by the connection, which outlives every statement that it prepared.
  private let database: OpaquePointer
  private let path: String
  let sql: String
  /// While somebody walks over its rows; the connection then prepares a second one for the same SQL.
  var isWalking = false

  init(_ sql: String, database: OpaquePointer, path: String) throws(StoreError) {
    var pointer: OpaquePointer?
    let code = sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
    guard code == SQLITE_OK, let pointer else {
      throw StoreError(
        code: code, attempt: BilingualText(en: "prepare “\(sql)”", ja: "「\(sql)」の準備"),
        message: String(cString: sqlite3_errmsg(database)), path: path,
        systemError: sqlite3_system_errno(database))
    }
    self.pointer = pointer
    self.database = database
    self.path = path
    self.sql = sql
  }

  deinit { sqlite3_finalize(pointer) }

  func bind(_ values: [any SQLBindable]) throws(StoreError) {
    for (offset, value) in values.enumerated() {
      let index = Int32(offset + 1)
      let code: Int32 =
        switch value.sqlValue {
        case .null: sqlite3_bind_null(pointer, index)
        case .integer(let integer): sqlite3_bind_int64(pointer, index, integer)
        case .real(let real): sqlite3_bind_double(pointer, index, real)
        case .text(let text): text.withCString { csqlite_bind_text(pointer, index, $0, Int32(text.utf8.count)) }
        case .blob(let data):
          data.withUnsafeBytes { csqlite_bind_blob(pointer, index, $0.baseAddress, Int32($0.count)) }
        }
      guard code == SQLITE_OK else { throw error(code) }
    }
  }

  /// True when it stands on a row.
  func step() throws(StoreError) -> Bool {
    let code = sqlite3_step(pointer)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw error(code)
    }
  }

  func reset() {
    sqlite3_reset(pointer)
    sqlite3_clear_bindings(pointer)
  }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }

  func real(_ column: Int32) -> Double { sqlite3_column_double(pointer, column) }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }

  func text(_ column: Int32) -> String {
    guard let bytes = sqlite3_column_text(pointer, column) else { return "" }
    let count = Int(sqlite3_column_bytes(pointer, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  func blob(_ column: Int32) -> Data {
    guard let bytes = sqlite3_column_blob(pointer, column) else { return Data() }
    return Data(bytes: bytes, count: Int(sqlite3_column_bytes(pointer, column)))
  }

  private func error(_ code: Int32) -> StoreError {
    StoreError(
      code: code, attempt: StoreError.executing(sql), message: String(cString: sqlite3_errmsg(database)), path: path,
      systemError: sqlite3_system_errno(database))
  }
}

/// One row while a query walks over it; its values are copies.
public struct Row {
  let statement: Statement

  /// The column as an integer.
  public func int(_ column: Int) -> Int { Int(statement.integer(Int32(column))) }

  /// The column as a truth value.
  public func bool(_ column: Int) -> Bool { statement.integer(Int32(column)) != 0 }

  /// The column as a floating-point number.
  public func double(_ column: Int) -> Double { statement.real(Int32(column)) }

  /// The column as text; empty where it is NULL.
  public func text(_ column: Int) -> String { statement.text(Int32(column)) }

  /// The column as text, or nil where it is NULL.
  public func optionalText(_ column: Int) -> String? {
    statement.isNull(Int32(column)) ? nil : statement.text(Int32(column))
  }

  /// The column as a number, or nil where it is NULL.
  public func optionalDouble(_ column: Int) -> Double? {
    statement.isNull(Int32(column)) ? nil : statement.real(Int32(column))
  }

  /// The column as bytes.
  func blob(_ column: Int) -> Data { statement.blob(Int32(column)) }

  /// The column's JSON text as a value.
  func json<Value: Decodable>(_ column: Int, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(text(column).utf8))
  }

  /// The column's JSON as a text in both languages; a store of before has one text that is no JSON.
  func bilingualText(_ column: Int) -> BilingualText {
    (try? json(column, as: BilingualText.self)) ?? BilingualText(verbatim: text(column))
  }
}
