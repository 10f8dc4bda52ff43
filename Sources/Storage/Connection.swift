internal import CSQLite
import Foundation

/// One open database and its prepared statements.
final class Connection: @unchecked Sendable {
  // Unchecked because `Store` alone makes connections, each inside a `Mutex`, and hands them out only as a
  // `Transaction`, which is not Sendable and lives as long as the lock is held.

  private let database: OpaquePointer
  private let path: String
  private var prepared: [String: Statement] = [:]

  /// Opens the file, in WAL mode for writing.
  ///
  /// `synchronous = FULL`: every commit reaches the disk, so that a review is not lost when the power goes. Pipelines
  /// commit whole batches, which makes the price small.
  init(path: String, readOnly: Bool) throws(StoreError) {
    var pointer: OpaquePointer?
    let flags =
      readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    let code = sqlite3_open_v2(path, &pointer, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let pointer else {
      let message = pointer.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      let systemError = pointer.map { sqlite3_system_errno($0) } ?? 0
      sqlite3_close_v2(pointer)
      throw StoreError(
        code: code, attempt: StoreError.opening, message: message, path: path, systemError: systemError)
    }
    database = pointer
    self.path = path
    _ = csqlite_make_defensive(pointer)
    try execute("PRAGMA busy_timeout = 10000")
    try execute("PRAGMA foreign_keys = ON")
    if readOnly {
      try execute("PRAGMA query_only = ON")
    } else {
      try execute("PRAGMA journal_mode = WAL")
      try execute("PRAGMA synchronous = FULL")
    }
  }

  deinit {
    prepared.removeAll()
    sqlite3_close_v2(database)
  }

  /// Runs SQL without parameters: several statements may stand in it, separated by semicolons.
  func execute(_ sql: String) throws(StoreError) {
    let code = sqlite3_exec(database, sql, nil, nil, nil)
    guard code == SQLITE_OK else {
      throw StoreError(
        code: code, attempt: StoreError.executing(sql.prefix(120)), message: String(cString: sqlite3_errmsg(database)),
        path: path, systemError: sqlite3_system_errno(database))
    }
  }

  var changes: Int { Int(sqlite3_changes(database)) }
  var lastInsertedRow: Int { Int(sqlite3_last_insert_rowid(database)) }

  /// Lends the statement for some SQL, prepared once, or a second one while the first is being walked over.
  func withStatement<Result>(
    _ sql: String, _ values: [any SQLBindable], _ body: (Statement) throws -> Result
  ) throws -> Result {
    let statement: Statement
    if let known = prepared[sql], !known.isWalking {
      statement = known
    } else {
      statement = try Statement(sql, database: database, path: path)
      if prepared[sql] == nil { prepared[sql] = statement }
    }
    statement.isWalking = true
    defer {
      statement.reset()
      statement.isWalking = false
    }
    try statement.bind(values)
    return try body(statement)
  }

  /// All or nothing. A failure to roll back hides nothing: the first error is the one thrown.
  func transaction<Result>(_ kind: String, _ body: () throws -> Result) throws -> Result {
    try execute("BEGIN \(kind)")
    do {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      // SQLite has already rolled back after some errors (disk full); ROLLBACK then says so, which is fine.
      try? execute("ROLLBACK")
      throw error
    }
  }
}
