internal import CSQLite
public import Foundation
import Glibc

/// What the database refused: what was attempted, what it said, and what to do next.
public struct StoreError: Error, Sendable, CustomStringConvertible, LocalizedError {
  /// What a caller may want to tell apart.
  public enum Kind: Sendable, Hashable {
    /// No space left for the database or its log.
    case diskFull
    /// Another process holds the write lock for longer than the time-out.
    case busy
    /// The file is no database, or is damaged.
    case damaged
    /// The database was written by a newer version of the program.
    case newer
    /// The file or its folder cannot be written.
    case notWritable
    /// Anything else, such as SQL that breaks a constraint.
    case other
  }

  /// The class of failure.
  public var kind: Kind
  /// What was being done, such as `insert a chunk` or the SQL itself.
  public var attempt: String
  /// What SQLite said.
  public var message: String
  /// The database file.
  public var path: String

  /// Puts an error together.
  public init(kind: Kind, attempt: String, message: String, path: String) {
    self.kind = kind
    self.attempt = attempt
    self.message = message
    self.path = path
  }

  init(code: Int32, attempt: String, message: String, path: String, systemError: Int32 = 0) {
    let kind: Kind =
      switch code & 0xFF {
      case SQLITE_FULL: .diskFull
      case SQLITE_IOERR where [ENOSPC, EFBIG, EDQUOT].contains(systemError) || Self.hasNoRoom(path): .diskFull
      case SQLITE_BUSY, SQLITE_LOCKED: .busy
      case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged
      case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .notWritable
      default: .other
      }
    self.init(kind: kind, attempt: attempt, message: message, path: path)
  }

  /// SQLite tells of some full disks (a quota, a limit on the size of files) as of any other failed write, and the
  /// system's error number may be gone by then.
  private static func hasNoRoom(_ path: String) -> Bool {
    var limit = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0, limit.rlim_cur != rlim_t.max {
      return ["", "-wal", "-journal"].contains { suffix in
        var status = stat()
        return stat(path + suffix, &status) == 0 && rlim_t(status.st_size) + (1 << 16) > limit.rlim_cur
      }
    }
    var volume = statvfs()
    let folder = (path as NSString).deletingLastPathComponent
    return statvfs(folder, &volume) == 0 && UInt64(volume.f_bavail) * UInt64(volume.f_frsize) < 1 << 20
  }

  /// What to do next.
  public var advice: String {
    switch kind {
    case .diskFull: "The disk is full. Free some space and run again: nothing already stored is lost."
    case .busy: "Another program is writing to it. Wait for it to end, or stop it, and run again."
    case .damaged: "Restore it from a copy, or move it away and run again to build it anew."
    case .newer: "Use the newer version of shikomi, or another workspace."
    case .notWritable: "Check that the folder exists and that you may write to it."
    case .other: "This is a fault in shikomi; please report it with this message."
    }
  }

  /// What was attempted, the database's path, what SQLite said, and the advice, in one line of English.
  public var description: String {
    "Could not \(attempt) in \(path): \(message). \(advice)"
  }

  /// The same line, for `localizedDescription`.
  public var errorDescription: String? { description }
}
