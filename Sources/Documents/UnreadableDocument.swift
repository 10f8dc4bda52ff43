public import Foundation
import Glibc
public import Records

/// A document that could not be read: it is named in the ledger, and the others go on.
public struct UnreadableDocument: ExplainedError, Hashable {
  /// Why it could not be read. The raw values are the codes in the ledger.
  public enum Reason: String, Codable, Sendable, CaseIterable {
    case emptyFile = "empty-file"
    case truncated
    case encrypted
    case notAPDF = "not-a-pdf"
    case damaged
    case noPermission = "no-permission"
    /// The file is not there (any more), or it is a folder.
    case missing
    case readerDied = "reader-died"
    case timedOut = "timed-out"
    /// More pages or more text than is read of one file.
    case tooLarge = "too-large"
    case unsupportedType = "unsupported-type"
    /// A link in `corpora/` that leads elsewhere.
    case outsideCorpora = "outside-corpora"
  }

  /// What the caller calls the file, such as `corpora/rules.pdf`.
  public var path: String
  /// The kind of failure, to count by.
  public var reason: Reason
  /// One sentence for people: what happened, and what to do.
  public var detail: BilingualText

  /// Takes the values as they are; `detail` should also say what to do.
  public init(path: String, reason: Reason, detail: BilingualText) {
    self.path = path
    self.reason = reason
    self.detail = detail
  }

  /// Path, detail and code in one line.
  public var text: BilingualText {
    BilingualText(
      en: "\(path): \(detail.en) [\(reason.rawValue)]", ja: "\(path)：\(detail.ja) [\(reason.rawValue)]")
  }
}

extension UnreadableDocument {
  /// Looks whether a file can be opened and holds anything, before anybody tries to make sense of it.
  ///
  /// - Throws: `UnreadableDocument`: `missing`, `no-permission` or `empty-file`.
  public static func checkReadable(_ url: URL, path: String) throws(UnreadableDocument) {
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      switch errno {
      case EACCES, EPERM:
        throw UnreadableDocument(
          path: path, reason: .noPermission,
          detail: BilingualText(
            en: "the file may not be read by this user; give read permission, such as chmod a+r",
            ja: "このファイルを読み取る権限がありません。chmod a+r などで読み取りを許可してください。"))
      default:
        let why = BilingualText(systemError: errno)
        throw UnreadableDocument(
          path: path, reason: .missing,
          detail: BilingualText(
            en: "the file could not be opened (\(why.en)); check that it is still there",
            ja: "ファイルを開けません（\(why.ja)）。まだその場所にあるか確認してください。"))
      }
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw UnreadableDocument(
        path: path, reason: .missing,
        detail: BilingualText(
          en: "this is not a regular file; put the document itself here",
          ja: "通常のファイルではありません。文書そのものを置いてください。"))
    }
    guard status.st_size > 0 else {
      throw UnreadableDocument(
        path: path, reason: .emptyFile,
        detail: BilingualText(
          en: "the file has no content (0 bytes); copy or export it again",
          ja: "ファイルが空です（0 バイト）。コピーし直すか、書き出し直してください。"))
    }
  }
}
