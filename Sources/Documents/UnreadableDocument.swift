public import Foundation
import Glibc

/// A document that could not be read: it is named in the ledger, and the others go on.
public struct UnreadableDocument: Error, Sendable, Hashable, CustomStringConvertible {
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
    case unsupportedType = "unsupported-type"
  }

  /// What the caller calls the file, such as `corpora/rules.pdf`.
  public var path: String
  /// The kind of failure, to count by.
  public var reason: Reason
  /// One sentence for people: what happened, and what to do.
  public var detail: String

  /// Takes the values as they are; `detail` should also say what to do.
  public init(path: String, reason: Reason, detail: String) {
    self.path = path
    self.reason = reason
    self.detail = detail
  }

  /// Path, detail and code in one line.
  public var description: String { "\(path): \(detail) [\(reason.rawValue)]" }
}

extension UnreadableDocument: LocalizedError {
  /// The same as `description`.
  public var errorDescription: String? { description }
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
          detail: "the file may not be read by this user; give read permission, such as chmod a+r")
      default:
        throw UnreadableDocument(
          path: path, reason: .missing,
          detail: "the file could not be opened (\(String(cString: strerror(errno)))); check that it is still there")
      }
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw UnreadableDocument(
        path: path, reason: .missing, detail: "this is not a regular file; put the document itself here")
    }
    guard status.st_size > 0 else {
      throw UnreadableDocument(
        path: path, reason: .emptyFile, detail: "the file has no content (0 bytes); copy or export it again")
    }
  }
}
