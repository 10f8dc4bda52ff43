public import Foundation
import Synchronization

/// The workspace's database, `output/studio.sqlite`.
///
/// Two connections stand behind it: one that writes, one that only reads, so that a page never waits for a pipeline's
/// batch. Both doors are synchronous: a transaction cannot be interleaved by another task, and a web server's threads
/// may use it too.
public final class Store: Sendable {
  /// Where the database lies.
  public let url: URL
  // In this order: the last connection to close folds the log into the database, which a reading one may not do.
  private let reader: Mutex<Connection>
  private let writer: Mutex<Connection>

  /// Opens or creates the database and brings its schema up to date.
  ///
  /// - Throws: `StoreError`, also for a database that a newer version wrote.
  public init(url: URL) throws {
    self.url = url
    let connection = try Connection(path: url.path, readOnly: false)
    try Migrations.apply(to: connection, path: url.path)
    writer = Mutex(connection)
    reader = Mutex(try Connection(path: url.path, readOnly: true))
  }

  /// Folds the log into the database, so that the file alone is the whole store once the program has ended.
  deinit {
    writer.withLock { connection in
      // Another process may be at work in the store. Then its log stays, and nobody waits for it.
      try? connection.execute("PRAGMA busy_timeout = 0")
      try? connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
  }

  /// Reads from one consistent state of the database.
  public func read<Result: Sendable>(_ body: (Transaction) throws -> Result) throws -> Result {
    try reader.withLock { connection in
      try connection.transaction("DEFERRED") { try body(Transaction(connection: connection)) }
    }
  }

  /// Writes everything that `body` does, or nothing of it.
  @discardableResult
  public func write<Result: Sendable>(_ body: (Transaction) throws -> Result) throws -> Result {
    try writer.withLock { connection in
      try connection.transaction("IMMEDIATE") { try body(Transaction(connection: connection)) }
    }
  }

  /// Folds the log into the database and gives freed pages back: after a purge, nothing of the removed text stays in
  /// the file.
  public func compact() throws {
    try writer.withLock { connection in
      try connection.execute("VACUUM")
      try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
  }
}
