internal import Foundation

/// A file mapped read-only into memory; unmapped when the last reference goes.
///
/// @unchecked Sendable because the bytes are never written through it and the pointer is fixed for its life.
public final class MappedFile: @unchecked Sendable {
  /// Why a file could not be mapped; the text says what to do next.
  public struct Unmappable: Error, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What went wrong.
    public let reason: Explanation

    /// A system call that failed, by its `errno`.
    init(path: String, code: Int32) {
      let words = String(cString: strerror(code))
      let japanese: [Int32: String] = [
        ENOENT: "ファイルがありません", ENOTDIR: "途中のフォルダがありません", EACCES: "読み取りの権限がありません",
        EPERM: "読み取りの権限がありません", ENOMEM: "メモリーが足りません", EMFILE: "開いているファイルが多すぎます",
        EIO: "ディスクの読み取りに失敗しました",
      ]
      self.init(path: path, reason: Explanation(en: words, ja: japanese[code] ?? words))
    }

    /// Describes one failure.
    init(path: String, reason: Explanation) {
      self.path = path
      self.reason = reason
    }

    /// What was attempted, why it failed, and what to do next.
    public var explanation: Explanation {
      Explanation(
        en: "cannot map \(path) into memory: \(reason.en); "
          + "check that the file exists, is a regular file and may be read",
        ja: "\(path) をメモリーに読み込めません（\(reason.ja)）。通常のファイルがその場所にあり、読み取れることを確認してください。")
    }

    /// One line for people.
    public var description: String { explanation.en }
  }

  /// The file.
  public let path: String
  /// The mapped bytes.
  public let bytes: UnsafeRawBufferPointer

  /// Maps the file at `path`.
  public init(path: String) throws(Unmappable) {
    self.path = path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Unmappable(path: path, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw Unmappable(path: path, code: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Unmappable(path: path, reason: Explanation(en: "not a regular file", ja: "通常のファイルではありません"))
    }
    let size = Int(status.st_size)
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
      throw Unmappable(path: path, code: errno)
    }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  /// Asks for the whole file before it is needed, and waits for nothing: what is not in memory is read while other parts are
  /// worked on.
  public func prefetch() {
    if let start = bytes.baseAddress { madvise(UnsafeMutableRawPointer(mutating: start), bytes.count, MADV_WILLNEED) }
  }

  deinit {
    if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
  }
}
