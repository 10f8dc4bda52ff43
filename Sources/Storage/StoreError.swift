internal import CSQLite
import Foundation
import Glibc
public import Records

/// What the database refused: what was attempted, what it said, and what to do next.
public struct StoreError: ExplainedError {
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
  /// What was being done, such as “open the store”, as 「保存ファイルを開く処理」 in Japanese.
  public var attempt: BilingualText
  /// What SQLite said.
  public var message: BilingualText
  /// The database file.
  public var path: String

  /// Puts an error together.
  public init(kind: Kind, attempt: BilingualText, message: BilingualText, path: String) {
    self.kind = kind
    self.attempt = attempt
    self.message = message
    self.path = path
  }

  init(code: Int32, attempt: BilingualText, message: String, path: String, systemError: Int32 = 0) {
    let kind: Kind =
      switch code & 0xFF {
      case SQLITE_FULL: .diskFull
      case SQLITE_IOERR where [ENOSPC, EFBIG, EDQUOT].contains(systemError) || Self.hasNoRoom(path): .diskFull
      case SQLITE_BUSY, SQLITE_LOCKED: .busy
      case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged
      case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .notWritable
      default: .other
      }
    let japanese = Self.messages[code & 0xFF] ?? message
    self.init(kind: kind, attempt: attempt, message: BilingualText(en: message, ja: japanese), path: path)
  }

  /// SQLite speaks English only. What its codes leave open, such as which constraint, stays in its own words.
  private static let messages: [Int32: String] = [
    SQLITE_FULL: "データベースかディスクに空きがありません", SQLITE_BUSY: "データベースがロックされています",
    SQLITE_LOCKED: "データベースがロックされています", SQLITE_CORRUPT: "データベースが壊れています",
    SQLITE_NOTADB: "データベースのファイルではありません", SQLITE_READONLY: "データベースに書き込めません",
    SQLITE_CANTOPEN: "データベースのファイルを開けません", SQLITE_PERM: "権限がありません",
    SQLITE_AUTH: "許可されていない操作です", SQLITE_IOERR: "ディスクの読み書きに失敗しました",
    SQLITE_NOMEM: "メモリーが足りません", SQLITE_TOOBIG: "値が大きすぎます",
  ]

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
  public var advice: BilingualText {
    switch kind {
    case .diskFull:
      BilingualText(
        en: "The disk is full. Free some space and run again: nothing already stored is lost.",
        ja: "ディスクの空きがありません。空きを作ってから、もう一度実行してください。保存済みのものは失われていません。")
    case .busy:
      BilingualText(
        en: "Another program is writing to it. Wait for it to end, or stop it, and run again.",
        ja: "別のプログラムが書き込んでいます。終わるのを待つか、止めてから、もう一度実行してください。")
    case .damaged:
      BilingualText(
        en: "Restore it from a copy, or move it away and run again to build it anew.",
        ja: "控えから戻すか、ファイルを別の場所へ移してください。移した場合は、もう一度実行すると新しく作り直されます。")
    case .newer:
      BilingualText(
        en: "Use the newer version of shikomi, or another workspace.",
        ja: "新しい版の shikomi を使うか、別の作業フォルダを使ってください。")
    case .notWritable:
      BilingualText(
        en: "Check that the folder exists and that you may write to it.",
        ja: "フォルダがあること、書き込み権限があることを確認してください。")
    case .other:
      BilingualText(
        en: "This is a fault in shikomi; please report it with this message.",
        ja: "shikomi の不具合です。この文言を添えて報告してください。")
    }
  }

  /// What was attempted, the database's path, what SQLite said, and the advice, in one line.
  public var text: BilingualText {
    BilingualText(
      en: "Could not \(attempt.en) in \(path): \(message.en). \(advice.en)",
      ja: "\(path) で、\(attempt.ja)に失敗しました（\(message.ja)）。\(advice.ja)")
  }

  /// What opening the database is called.
  static let opening = BilingualText(en: "open the store", ja: "保存ファイルを開く処理")

  /// What running some SQL is called.
  static func executing(_ sql: some StringProtocol) -> BilingualText {
    BilingualText(en: "execute “\(sql)”", ja: "「\(sql)」の実行")
  }
}
