import Foundation
import Glibc

// Why something failed that is not ours: the system's and Foundation's errors speak English only.
extension BilingualText {
  /// What a system call's error number means. Rare ones keep the system's own words in both languages.
  public init(systemError code: Int32) {
    let words = String(cString: strerror(code))
    self.init(en: words, ja: Self.systemErrors[code] ?? words)
  }

  /// Why something failed, to stand inside a sentence that says what: our own errors say it all themselves.
  public init(reasonOf error: any Error) {
    switch error {
    case let error as any ExplainedError: self = error.text
    case let error as CocoaError:
      // Where the system said why, its words say more than Foundation's “could not be completed”.
      let cause = (error.underlying as? POSIXError).map { BilingualText(systemError: $0.code.rawValue).en }
      self.init(en: cause ?? Self.unended(error.localizedDescription), ja: Self.japanese(error))
    case let error as POSIXError: self.init(systemError: error.code.rawValue)
    case let error as URLError:
      let words = Self.unended(error.localizedDescription)
      self.init(en: words, ja: Self.connectionErrors[error.code] ?? words)
    case let error as DecodingError: self = Self.reason(of: error)
    case let error as any LocalizedError where error.errorDescription != nil:
      self.init(verbatim: error.errorDescription ?? "")
    default: self.init(verbatim: Self.words(error))
    }
  }

  /// Foundation ends its descriptions with a full stop, which has no place inside a sentence.
  private static func unended(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }

  /// Foundation's errors need their description; an enumeration of ours describes itself.
  private static func words(_ error: any Error) -> String {
    type(of: error) is NSError.Type ? unended(error.localizedDescription) : String(describing: error)
  }

  private static func japanese(_ error: CocoaError) -> String {
    if let text = fileErrors[error.code] { return text }
    if let underlying = error.underlying as? POSIXError {
      return BilingualText(systemError: underlying.code.rawValue).ja
    }
    return error.localizedDescription
  }

  private static func reason(of error: DecodingError) -> BilingualText {
    func path(_ keys: [any CodingKey]) -> String {
      keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, let context):
      let name = path(context.codingPath + [key])
      return BilingualText(en: "the field \(name) is missing", ja: "項目 \(name) がありません")
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      guard !context.codingPath.isEmpty else {
        return BilingualText(en: "it has another form than expected", ja: "想定した形になっていません")
      }
      let name = path(context.codingPath)
      return BilingualText(en: "the field \(name) is of another kind", ja: "項目 \(name) の値の種類が違います")
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      let name = path(context.codingPath)
      return BilingualText(en: "the field \(name) has an impossible value", ja: "項目 \(name) の値が正しくありません")
    default: return BilingualText(en: "it is not valid JSON", ja: "JSON として正しくありません")
    }
  }

  private static let systemErrors: [Int32: String] = [
    ENOENT: "ファイルまたはフォルダがありません", EACCES: "権限がありません", EPERM: "許可されていない操作です",
    EEXIST: "同じ名前のものが既にあります", EISDIR: "フォルダです", ENOTDIR: "フォルダではありません",
    ENOTEMPTY: "フォルダが空ではありません", ENOSPC: "ディスクの空きがありません", EDQUOT: "割り当てられた容量を使い切っています",
    EROFS: "書き込みのできないディスクです", EFBIG: "ファイルが大きすぎます", EIO: "ディスクの読み書きに失敗しました",
    EMFILE: "開いているファイルが多すぎます", ENFILE: "開いているファイルが多すぎます", ENOMEM: "メモリーが足りません",
    ENAMETOOLONG: "名前が長すぎます", ELOOP: "シンボリックリンクが循環しています", EBUSY: "ほかで使われています",
    ENOEXEC: "実行できる形式ではありません", EAGAIN: "一時的に使えません", EINVAL: "指定が正しくありません",
    EADDRINUSE: "アドレスは既に使われています", EADDRNOTAVAIL: "この機械にないアドレスです", ENODEV: "対応していない機器です",
    ECONNREFUSED: "接続を断られました", ECONNRESET: "接続が切られました", ETIMEDOUT: "時間内に応答がありませんでした",
    EPIPE: "相手が接続を閉じました",
  ]

  private static let fileErrors: [CocoaError.Code: String] = [
    .fileNoSuchFile: "ファイルまたはフォルダがありません", .fileReadNoSuchFile: "ファイルがありません",
    .fileReadNoPermission: "読み取りの権限がありません", .fileWriteNoPermission: "書き込みの権限がありません",
    .fileWriteOutOfSpace: "ディスクの空きがありません", .fileWriteVolumeReadOnly: "書き込みのできないディスクです",
    .fileWriteFileExists: "同じ名前のものが既にあります", .fileReadCorruptFile: "ファイルが壊れています",
    .fileReadTooLarge: "ファイルが大きすぎます", .fileReadInapplicableStringEncoding: "文字コードが合いません",
  ]

  private static let connectionErrors: [URLError.Code: String] = [
    .cannotConnectToHost: "サーバーに接続できません", .cannotFindHost: "サーバーが見つかりません",
    .dnsLookupFailed: "サーバーの名前を引けません", .timedOut: "時間内に応答がありませんでした",
    .networkConnectionLost: "接続が途中で切れました", .notConnectedToInternet: "ネットワークにつながっていません",
    .badServerResponse: "サーバーの応答が正しくありません", .cannotParseResponse: "サーバーの応答を読み取れません",
    .badURL: "アドレスの形が正しくありません", .unsupportedURL: "対応していないアドレスです",
    .secureConnectionFailed: "暗号化した接続を確立できません",
    .serverCertificateUntrusted: "サーバーの証明書を信頼できません",
    .serverCertificateHasBadDate: "サーバーの証明書の期限が正しくありません",
  ]
}
